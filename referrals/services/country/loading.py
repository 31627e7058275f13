"""Brings millions of rows in by COPY, as the owner of the tables.

Foreign keys and plain indexes are taken off before and made again afterwards, which
checks every row; all of it in one transaction, so nothing half stays behind.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection, models
from psycopg import sql

from referrals.services.country.rows import in_chunks

MAY_LOAD: Final = """
SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class
WHERE oid = %s::regclass
"""
FOREIGN_KEYS: Final = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname
"""
# Those of a constraint stay: other tables point at them.
INDEXES: Final = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid
WHERE i.indrelid = %s::regclass AND k.oid IS NULL ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken off a table, as PostgreSQL writes it itself."""

    table: str
    keys: list[tuple[str, str]]
    indexes: list[tuple[str, str]]


def is_owner(model: type[models.Model]) -> bool:
    """Return whether the connection may change a model's table."""
    with connection.cursor() as cursor:
        cursor.execute(MAY_LOAD, [model._meta.db_table])
        return bool(cursor.fetchone()[0])


@contextmanager
def bare(models_: Sequence[type[models.Model]]) -> Iterator[None]:
    """Take foreign keys and indexes off tables, and make them again at the end."""
    with connection.cursor() as cursor:
        # A table with checks still to do can't be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    taken = [_take_off(model._meta.db_table) for model in models_]
    yield
    for one in taken:
        _put_back(one)


def _take_off(table: str) -> Taken:
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [table])
        keys = cursor.fetchall()
        cursor.execute(INDEXES, [table])
        indexes = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(_statement("ALTER TABLE {} DROP CONSTRAINT {}", table, name))
        for name, _ in indexes:
            cursor.execute(_statement("DROP INDEX {}", name))
    return Taken(table, keys, indexes)


def _put_back(taken: Taken) -> None:
    with connection.cursor() as cursor:
        for _, definition in taken.indexes:
            cursor.execute(definition)
        for name, definition in taken.keys:
            added = _statement("ALTER TABLE {} ADD CONSTRAINT {} ", taken.table, name)
            cursor.execute(added + definition)


def _statement(form: str, *names: str) -> str:
    identifiers = [sql.Identifier(name).as_string() for name in names]
    return form.format(*identifiers)


def copy_in(
    model: type[models.Model], columns: Sequence[str], lines: Iterator[str]
) -> None:
    """Bring lines in the form of COPY into a model's table."""
    names = ", ".join(sql.Identifier(name).as_string() for name in columns)
    command = f"{_statement('COPY {}', model._meta.db_table)} ({names}) FROM STDIN"
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(command.encode()) as copy,
    ):
        for chunk in in_chunks(lines):
            copy.write(chunk)


def next_id(model: type[models.Model]) -> int:
    """Return the number from which a table's ids are free."""
    with connection.cursor() as cursor:
        cursor.execute(_statement("SELECT max(id) FROM {}", model._meta.db_table))
        return (cursor.fetchone()[0] or 0) + 1


def mend_sequence(model: type[models.Model]) -> None:
    """Let a table's own numbers go on after those that were brought in."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)",
            [table, next_id(model)],
        )


def tidy(models_: Sequence[type[models.Model]]) -> None:
    """Let PostgreSQL learn what is in the tables; not inside a transaction."""
    with connection.cursor() as cursor:
        for model in models_:
            cursor.execute(_statement("VACUUM (ANALYZE) {}", model._meta.db_table))
