"""Databases to measure with: made empty, migrated and filled by their owner."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

TOP: Final = Path(__file__).resolve().parent.parent
ROLES: Final = TOP / "docs" / "database-roles.sql"
OWNER: Final = "portal_owner"
APP: Final = "portal_app"
PASSWORD: Final = "only-for-the-bench"  # noqa: S105 - of a database that is thrown away
HOST: Final = "127.0.0.1"
PORT: Final = 8951


@dataclass(frozen=True, slots=True)
class Database:
    """A database of the throw-away server, with its size in trajectories."""

    server: str
    name: str
    trajectories: int

    def address(self, role: str) -> str:
        """Return how a role reaches it."""
        parts = urlsplit(self.server)
        place = f"{role}:{PASSWORD}@{parts.hostname}:{parts.port or 5432}"
        return urlunsplit(("postgres", place, f"/{self.name}", "", ""))

    def environment(self, role: str, folder: Path) -> dict[str, str]:
        """Return the settings of production, for the portal on this database."""
        return os.environ | {
            "DEBUG": "0",
            "SECRET_KEY": "key-of-the-bench-that-guards-nothing-at-all-whatsoever",
            "SCOPE_KEY": "scope-key-of-the-bench-that-guards-nothing",
            "DATABASE_URL": self.address(role),
            "VAR_DIR": str(folder),
            "PORTAL_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "BEHIND_TLS_PROXY": "1",
            "DEFAULT_FROM_EMAIL": "bench@land.invalid",
            "TIMESTAMP_URL": "http://127.0.0.1:1/",
            "DJANGO_SETTINGS_MODULE": "vve_portal.settings",
        }


def make(database: Database, folder: Path) -> None:
    """Make a database with the roles of production, and fill it with a country."""
    with psycopg.connect(database.server, autocommit=True) as session:
        name = sql.Identifier(database.name)
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        session.execute(sql.SQL("CREATE DATABASE {}").format(name))
    own = make_conninfo(database.server, dbname=database.name)
    with psycopg.connect(own, autocommit=True) as session:
        session.execute(ROLES.read_bytes())
        for role in (OWNER, APP):
            session.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(PASSWORD)
                )
            )
    owner = database.environment(OWNER, folder)
    manage(owner, "migrate", "--verbosity=0")
    manage(
        owner,
        "generate_country",
        "--throw-away",
        f"--trajectories={database.trajectories}",
    )


def manage(environment: dict[str, str], *words: str) -> None:
    """Run a management command; raises CalledProcessError when it fails."""
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=TOP, env=environment, check=True)
