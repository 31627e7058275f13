"""Keeps a decided definition as it is: indications refer to it."""

from django.db import migrations

from vve_portal.access.database import PostgresSQL, SqliteSQL

SENTENCE = "a decided definition never changes"
# Only its last day may still be set, when a newer one takes over.
OTHERS = (
    "partnership_id",
    "year",
    "number",
    "name",
    "text",
    "criteria",
    "start_age_months",
    "hours_per_week",
    "starts_on",
    "decided_by",
    "decided_on",
    "reference",
)
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in OTHERS)
CHANGED_ON_SQLITE = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in OTHERS)
NAME = "referrals_keep_decided"
TABLE = "referrals_targetdefinition"
KEEP = PostgresSQL(
    f"""
    CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER {NAME}_update BEFORE UPDATE ON {TABLE} FOR EACH ROW
        WHEN (OLD.decided_on IS NOT NULL AND ({CHANGED}))
        EXECUTE FUNCTION {NAME}();
    CREATE TRIGGER {NAME}_delete BEFORE DELETE ON {TABLE} FOR EACH ROW
        WHEN (OLD.decided_on IS NOT NULL)
        EXECUTE FUNCTION {NAME}();
    """,
    f"DROP TRIGGER {NAME}_update ON {TABLE}; DROP TRIGGER {NAME}_delete ON {TABLE};"
    f" DROP FUNCTION {NAME}();",
)
KEEP_ON_SQLITE = [
    SqliteSQL(
        f"CREATE TRIGGER {NAME}_{deed.lower()} BEFORE {deed} ON {TABLE}"
        f" WHEN OLD.decided_on IS NOT NULL AND ({condition})"
        f" BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        f"DROP TRIGGER {NAME}_{deed.lower()}",
    )
    for deed, condition in (("UPDATE", CHANGED_ON_SQLITE), ("DELETE", "1"))
]


class Migration(migrations.Migration):
    dependencies = [("referrals", "0006_locations_written_by_parties")]
    operations = [KEEP, *KEEP_ON_SQLITE]
