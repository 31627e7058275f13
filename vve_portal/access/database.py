"""The second wall: policies in migrations, and the checks that keep them whole."""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, migrations

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION portal_scope(part text) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
-- pg_temp last and by name: when it is left out it is searched first.
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := coalesce(current_setting('portal.scope', true), '');
    payload text := split_part(given, '#', 1);
BEGIN
    IF given = '' THEN
        RAISE EXCEPTION 'no scope: wrap this in access.scope.scope()'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF split_part(payload, '|', 1) <> pg_backend_pid()::text
       OR split_part(given, '#', 2) IS DISTINCT FROM encode(public.hmac(
            payload::bytea, (SELECT key FROM portal_secret.scope_key), 'sha256'), 'hex')
    THEN
        RAISE EXCEPTION 'forged scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN nullif(split_part(payload, '|', CASE part
        %CASES% END), 'all');
END $$;
"""
# The parts of a scope, in the order in which they are signed; new ones come last.
_PARTS: Final = (
    "partnerships",
    "children",
    "locations",
    "reasons",
    "organisations",
    "unreleased",
)


def _function(parts: tuple[str, ...]) -> str:
    """Return the function that reads these parts; the first one is the session."""
    cases = [f"WHEN '{part}' THEN {place}" for place, part in enumerate(parts, 2)]
    return _FUNCTION.replace("%CASES%", " ".join(cases))


INSTALL_SCOPE: Final = """
CREATE EXTENSION IF NOT EXISTS pgcrypto;
-- A schema of its own: default privileges on `public` must never reach the key.
CREATE SCHEMA portal_secret;
REVOKE ALL ON SCHEMA portal_secret FROM PUBLIC;
CREATE TABLE portal_secret.scope_key (key bytea NOT NULL);
REVOKE ALL ON portal_secret.scope_key FROM PUBLIC;
-- Without this a temporary table or function could stand in front of a real one.
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
""" + _function(_PARTS[:5])
EXTEND_SCOPE: Final = _function(_PARTS)
SHRINK_SCOPE: Final = _function(_PARTS[:5])
REMOVE_SCOPE: Final = """
DROP FUNCTION portal_scope(text);
DROP SCHEMA portal_secret CASCADE;
"""

# (SELECT ...) is checked once per statement, not per row. AND, not OR: with OR the
# partnership is no index condition any more. `locations` is NULL for "all".
_ONE_OF = "= ANY ((SELECT portal_scope('{}'))::bigint[])"
_SHARED = "partnership_id " + _ONE_OF.format("partnerships")
_CHILD = (
    "partnership_id "
    + _ONE_OF.format("children")
    + " AND ((SELECT portal_scope('locations')) IS NULL OR location_id "
    + _ONE_OF.format("locations")
    + ")"
)
_CHILDREN = "partnership_id " + _ONE_OF.format("children")
_CHAIN = "(" + _SHARED + " OR " + _CHILDREN + ")"
_ENTRY = (
    "CASE reach WHEN 'shared' THEN "
    + _SHARED
    + " WHEN 'child' THEN {} ELSE coalesce(organisation_id, 0) "
    + _ONE_OF.format("organisations")
    + " END"
)
REACH: Final = {
    "shared": _SHARED,
    "child": _CHILD,
    "reason": "partnership_id " + _ONE_OF.format("reasons"),
    # Said by whoever closes a trajectory, read by who may know why.
    "told_reason": "partnership_id " + _ONE_OF.format("reasons"),
    # What all who work in the chain read: routes, terms, locations.
    "chain": _CHAIN,
    # A holder's administrator finds its preschools before he works at any.
    "held": "(" + _CHAIN + " OR holder_id " + _ONE_OF.format("organisations") + ")",
    # A partner's administrator finds where his organisation helps.
    "helped": (
        "(" + _CHAIN + " OR organisation_id " + _ONE_OF.format("organisations") + ")"
    ),
    # What only the JGZ reads, a party that knows the children: imports and figures
    # before their release. A municipality knows no children, a helper is no party.
    "provider": _SHARED + " AND " + _CHILDREN,
    # Figures before their release: of the JGZ, also of who may see no child.
    "unreleased": "partnership_id " + _ONE_OF.format("unreleased"),
    # What one organisation did, for who worked there and for the parties.
    "worked": (
        "(" + _SHARED + " OR organisation_id " + _ONE_OF.format("organisations") + ")"
    ),
    # What somebody told: the parties read it once it is shared, the JGZ before.
    "told": (
        "((is_shared AND "
        + _SHARED
        + ") OR ("
        + _SHARED
        + " AND "
        + _CHILDREN
        + ") OR organisation_id "
        + _ONE_OF.format("organisations")
        + ")"
    ),
    # Model clauses: everybody's, and a partnership's own.
    "library": "(partnership_id IS NULL OR " + _SHARED + ")",
    # The record: each entry says itself who may read it; since children are in it,
    # one about a child also where the child is.
    "entry": _ENTRY.format(_CHILDREN),
    "placed_entry": _ENTRY.format(_CHILD),
}

# Common model clauses come with the portal: the app reads them, writes none.
_WRITTEN_BY: Final = {
    "library": "shared",
    "told_reason": "child",
    "held": "shared",
    "helped": "shared",
}


class PostgresSQL(migrations.RunSQL):
    """SQL that PostgreSQL needs and SQLite does without."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run it forwards, on PostgreSQL only."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run it backwards, on PostgreSQL only."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class SqliteSQL(migrations.RunSQL):
    """SQL that only the try-out database needs."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run it forwards, on SQLite only."""
        if schema_editor.connection.vendor == "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run it backwards, on SQLite only."""
        if schema_editor.connection.vendor == "sqlite":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


def protect(table: str, reach: str) -> PostgresSQL:
    """Return the migration operation that gives `table` its row policy.

    `reach` is a key of REACH.
    """
    condition = REACH[reach]
    check = REACH[_WRITTEN_BY.get(reach, reach)]
    return PostgresSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            (
                f"CREATE POLICY {reach} ON {table}"
                f" USING ({condition}) WITH CHECK ({check})"
            ),
        ],
        [
            f"DROP POLICY {reach} ON {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def same_partnership(child: str, column: str, parent: str) -> PostgresSQL:
    """Return the operation that binds a row and its parent to one partnership.

    Foreign keys are checked past the row policies, so without this a row could hang on
    another partnership's parent. The parent needs `unique_pair`.
    """
    name = f"{child}_{column}_same_partnership"
    return PostgresSQL(
        f"ALTER TABLE {child} ADD CONSTRAINT {name}"
        f" FOREIGN KEY ({column}, partnership_id)"
        f" REFERENCES {parent} (id, partnership_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {child} DROP CONSTRAINT {name}",
    )


def unique_pair(parent: str) -> PostgresSQL:
    """Return the operation that lets others point at (id, partnership) of `parent`."""
    name = f"{parent}_id_with_partnership"
    return PostgresSQL(
        f"ALTER TABLE {parent} ADD CONSTRAINT {name} UNIQUE (id, partnership_id)",
        f"ALTER TABLE {parent} DROP CONSTRAINT {name}",
    )


def insert_only(table: str) -> list[migrations.RunSQL]:
    """Return the operations after which rows of `table` are added and never changed.

    On PostgreSQL the trigger also stops the owner, until he visibly disables it.
    """
    name = f"{table}_is_insert_only"
    sentence = f"{table} is only added to"
    return [
        PostgresSQL(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '{sentence}'
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {name}();
            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
            """,
            f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
        ),
        *(
            SqliteSQL(
                f"CREATE TRIGGER {name}_{deed.lower()} BEFORE {deed} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
                f"DROP TRIGGER {name}_{deed.lower()}",
            )
            for deed in ("UPDATE", "DELETE")
        ),
    ]


# A scope is built from these, before there is one. The first says who works where and
# nothing about a child; the second holds digests of files and codes, and nothing else.
EXEMPT: Final = ("accounts_workplace", "documents_checkkey")
UNPROTECTED: Final = """
SELECT c.relname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
WHERE (c.relkind IN ('r', 'p', 'm') AND c.relname <> ALL (%s)
       AND EXISTS (SELECT FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND NOT a.attisdropped
                   AND a.attname IN ('partnership_id', 'trajectory_id', 'location_id'))
       AND NOT (c.relrowsecurity
                AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)))
   -- A view reads with its owner's eyes, and the owner sees everything.
   OR (c.relkind = 'v'
       AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)
       AND has_table_privilege(current_user, c.oid, 'SELECT'))
ORDER BY 1
"""

ROLE_FAULTS: Final = """
SELECT r.fault FROM pg_roles me CROSS JOIN LATERAL (VALUES
    (me.rolsuper, 'is superuser'),
    (me.rolbypassrls, 'bypasses row-level security'),
    (me.rolcreaterole, 'may make roles'),
    (EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND pg_has_role(me.oid, c.relowner, 'MEMBER')),
     'owns tables, or may become their owner'),
    (has_schema_privilege(me.oid, 'public', 'CREATE'),
     'may create tables and functions'),
    (has_database_privilege(me.oid, current_database(), 'TEMPORARY'),
     'may make temporary tables'),
    (has_schema_privilege(me.oid, 'portal_secret', 'USAGE'), 'may reach the scope key'),
    (EXISTS (SELECT FROM pg_roles o WHERE (o.rolsuper OR o.rolbypassrls)
             AND pg_has_role(me.oid, o.oid, 'MEMBER')),
     'may become a role that sees everything')
) AS r(holds, fault) WHERE me.rolname = %s AND r.holds
"""


def unprotected_tables() -> list[str]:
    """Name the tables and views that show rows of a partnership to anyone."""
    with connection.cursor() as cursor:
        cursor.execute(UNPROTECTED, [list(EXEMPT)])
        return [name for (name,) in cursor.fetchall()]


def refuse_unsafe_role() -> None:
    """Raise when the app's database role can see more than its scope.

    Asked by the web and the task process before they begin. Another database than
    PostgreSQL knows no roles, and serves to try the portal out only.
    """
    if connection.vendor != "postgresql":
        if not settings.DEBUG:
            message = "Only PostgreSQL serves; set DATABASE_URL, or DEBUG=1 to try out."
            raise ImproperlyConfigured(message)
        return
    with connection.cursor() as cursor:
        # session_user: after SET ROLE the way back stays open.
        cursor.execute("SELECT session_user")
        (role,) = cursor.fetchone()
        cursor.execute(ROLE_FAULTS, [role])
        faults = [fault for (fault,) in cursor.fetchall()]
    if faults:
        message = (
            f"Database role {role} {', '.join(faults)}. Connect as the app's own role."
        )
        raise ImproperlyConfigured(message)
