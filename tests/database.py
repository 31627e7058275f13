"""The test database: its owner makes it on PostgreSQL, the tests run as the app.

Django cleans up after committed transactions with TRUNCATE, which the app's role may
not do and the record refuses to anybody. So `committed` gives a test a copy instead.
"""

import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

OWNER: Final = "portal_owner"
APP: Final = "portal_app"
PASSWORD: Final = "only-for-tests"
NAME: Final = "test_vve_portal"
COPY: Final = "test_vve_portal_copy"
ROLES: Final = Path(__file__).parent.parent / "docs" / "database-roles.sql"

Rows = list[tuple[Any, ...]]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs the database, so that the quick part can leave it out."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if fixtures & {"db", "committed"} or item.get_closest_marker("django_db"):
        item.add_marker("database")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what this database can't do; refuse tests that can't be cleaned up."""
    for item in items:
        refuse_uncleaned(item)
    left_out = [item for item in items if is_for_the_other(item)]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def is_for_the_other(item: pytest.Item) -> bool:
    """Return whether a test is only for the database that is not in use."""
    if connection.vendor == "postgresql":
        marker = item.get_closest_marker("sqlite")
        return marker is not None and bool(marker.kwargs.get("only"))
    return item.get_closest_marker("postgresql") is not None


def refuse_uncleaned(item: pytest.Item) -> None:
    """Raise when a test commits without the fixture that cleans up after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    commits = bool(marker and marker.kwargs.get("transaction")) or bool(
        fixtures & {"transactional_db", "live_server"}
    )
    if commits and "committed" not in fixtures:
        message = f"{item.nodeid} commits to the database; use the fixture `committed`."
        raise pytest.UsageError(message)


@contextmanager
def as_role(role: str, *, database: str) -> Iterator[psycopg.Connection[Any]]:
    """Connect to the test server as `role`; the empty text is its administrator."""
    who = {"user": role, "password": PASSWORD} if role else {}
    server = make_conninfo(settings.DATABASE_URL, dbname=database, **who)
    with psycopg.connect(server, autocommit=True) as session:
        session.execute("SET lock_timeout = '5s'")
        yield session


def make_database(name: str, *, template: str = "template1") -> None:
    """Make an empty database, or a copy of `template`, with the roles of production."""
    drop_database(name)
    with as_role("", database="postgres") as session:
        session.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        # Rights on a database are not copied with it.
        session.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(
                sql.Identifier(name)
            )
        )
    with as_role("", database=name) as session:
        session.execute(ROLES.read_bytes())
        for role in (OWNER, APP):
            session.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(PASSWORD)
                )
            )


def drop_database(name: str) -> None:
    """Remove a test database, also when somebody is still connected to it."""
    with as_role("", database="postgres") as session:
        session.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )


def connect_as(role: str) -> None:
    """Let Django connect as `role` from now on, in every thread."""
    connection.close()
    connection.settings_dict.update(USER=role, PASSWORD=PASSWORD)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,  # noqa: ARG001 - must have run
    django_db_blocker: DjangoDbBlocker,
) -> Generator[None]:
    """Make and migrate the test database, then stay connected as the app's role."""
    patch = pytest.MonkeyPatch()
    # What the copy replaces; see the top of this module.
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: None)
    on_server = connection.vendor == "postgresql"
    with django_db_blocker.unblock():
        if on_server:
            make_database(NAME)
            connection.settings_dict["TEST"]["NAME"] = NAME
            connect_as(OWNER)
        made = setup_databases(
            verbosity=request.config.option.verbose,
            interactive=False,
            keepdb=on_server,
            serialized_aliases=(),
        )
        if on_server:
            connect_as(APP)
        else:
            connection.ensure_connection()
    yield
    with django_db_blocker.unblock():
        if on_server:
            connection.close()
            drop_database(NAME)
        else:
            teardown_databases(made, verbosity=0)
    patch.undo()


@pytest.fixture(autouse=True)
def copy_of_the_database(request: pytest.FixtureRequest) -> Generator[None]:
    """Give a test that asks for `committed` a database that it may spoil."""
    if "committed" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("django_db_setup")
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        on_server = connection.vendor == "postgresql"
        with copied_on_server() if on_server else copied_in_memory():
            yield


@contextmanager
def copied_on_server() -> Iterator[None]:
    """Point Django at a copy of the test database."""
    connection.close()
    make_database(COPY, template=NAME)
    connection.settings_dict["NAME"] = COPY
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = NAME
        drop_database(COPY)


@contextmanager
def copied_in_memory() -> Iterator[None]:
    """Keep a copy of the test database aside and put it back afterwards."""
    connection.ensure_connection()
    aside = sqlite3.connect(":memory:")
    connection.connection.backup(aside)
    try:
        yield
    finally:
        connection.ensure_connection()
        aside.backup(connection.connection)
        aside.close()


@pytest.fixture
def committed(
    copy_of_the_database: None,
    transactional_db: None,
) -> None:
    """Let transactions really commit, in a database that is thrown away afterwards."""


@pytest.fixture
def as_owner(
    django_db_setup: None,  # noqa: ARG001 - must have run
) -> Callable[[str], Rows]:
    """Return a function that runs SQL as the owner of the tables, committed at once."""

    def run(statement: str) -> Rows:
        name = connection.settings_dict["NAME"]
        with as_role(OWNER, database=name) as session:
            cursor = session.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    return run
