"""Shows each row within its reach, binds rows to one partnership, and keeps events."""

from django.db import migrations

from vve_portal.access.database import (
    PostgresSQL,
    SqliteSQL,
    insert_only,
    protect,
    same_partnership,
    unique_pair,
)

CHAIN = (
    "referrals_pathway",
    "referrals_pathwayversion",
    "referrals_targetdefinition",
    "referrals_rulesetting",
    "referrals_neighbourhood",
    "referrals_location",
    "referrals_locationchange",
    "referrals_locationimport",
    "referrals_capacity",
)
CHILD = (
    "referrals_trajectory",
    "referrals_event",
    "referrals_attendance",
    "referrals_monthlock",
    "referrals_attendancerequest",
)
PROVIDER = (
    "referrals_transfer",
    "referrals_import",
    "referrals_deliveredtotal",
    "referrals_activitycount",
    "referrals_advice",
)
PARENTS = (
    "referrals_pathway",
    "referrals_pathwayversion",
    "referrals_targetdefinition",
    "referrals_neighbourhood",
    "referrals_location",
    "referrals_trajectory",
    "referrals_event",
    "referrals_attendance",
)
BINDINGS = (
    ("referrals_pathwayversion", "pathway_id", "referrals_pathway"),
    ("referrals_location", "neighbourhood_id", "referrals_neighbourhood"),
    ("referrals_locationchange", "location_id", "referrals_location"),
    ("referrals_capacity", "location_id", "referrals_location"),
    ("referrals_trajectory", "neighbourhood_id", "referrals_neighbourhood"),
    ("referrals_trajectory", "pathway_version_id", "referrals_pathwayversion"),
    ("referrals_trajectory", "target_definition_id", "referrals_targetdefinition"),
    ("referrals_trajectory", "wished_location_id", "referrals_location"),
    ("referrals_trajectory", "location_id", "referrals_location"),
    ("referrals_trajectory", "main_id", "referrals_trajectory"),
    ("referrals_indicationgroup", "trajectory_id", "referrals_trajectory"),
    ("referrals_event", "trajectory_id", "referrals_trajectory"),
    ("referrals_event", "location_id", "referrals_location"),
    ("referrals_event", "corrects_id", "referrals_event"),
    ("referrals_eventreason", "event_id", "referrals_event"),
    ("referrals_eventreason", "location_id", "referrals_location"),
    ("referrals_attendance", "trajectory_id", "referrals_trajectory"),
    ("referrals_attendance", "location_id", "referrals_location"),
    ("referrals_monthlock", "location_id", "referrals_location"),
    ("referrals_attendancerequest", "attendance_id", "referrals_attendance"),
    ("referrals_attendancerequest", "location_id", "referrals_location"),
    ("referrals_transfer", "trajectory_id", "referrals_trajectory"),
    ("referrals_advice", "trajectory_id", "referrals_trajectory"),
    ("accounts_workplace", "location_id", "referrals_location"),
)

# What both parties confirmed stays as it is: running trajectories follow it.
KEEP_PUBLISHED = PostgresSQL(
    """
    CREATE FUNCTION referrals_keep_published() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a published route never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER referrals_keep_published
        BEFORE UPDATE OR DELETE ON referrals_pathwayversion
        FOR EACH ROW WHEN (OLD.status = 'published')
        EXECUTE FUNCTION referrals_keep_published();
    """,
    "DROP TRIGGER referrals_keep_published ON referrals_pathwayversion;"
    " DROP FUNCTION referrals_keep_published();",
)
KEEP_PUBLISHED_ON_SQLITE = [
    SqliteSQL(
        f"CREATE TRIGGER referrals_keep_published_{deed.lower()}"
        f" BEFORE {deed} ON referrals_pathwayversion"
        " WHEN OLD.status = 'published'"
        " BEGIN SELECT RAISE(ABORT, 'a published route never changes'); END",
        f"DROP TRIGGER referrals_keep_published_{deed.lower()}",
    )
    for deed in ("UPDATE", "DELETE")
]


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_signed_scope"),
        ("accounts", "0005_workplace_location"),
        ("referrals", "0001_initial"),
    ]
    operations = [
        *(protect(table, "chain") for table in CHAIN),
        *(protect(table, "child") for table in CHILD),
        *(protect(table, "provider") for table in PROVIDER),
        protect("referrals_indicationgroup", "reason"),
        protect("referrals_eventreason", "told_reason"),
        *(unique_pair(table) for table in PARENTS),
        *(same_partnership(*binding) for binding in BINDINGS),
        *insert_only("referrals_event"),
        *insert_only("referrals_eventreason"),
        KEEP_PUBLISHED,
        *KEEP_PUBLISHED_ON_SQLITE,
    ]
