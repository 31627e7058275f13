"""Lets PostgreSQL rebuild from indexes alone where children of an age stood on a day."""

from django.db import migrations

from vve_portal.access.database import PostgresSQL


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_covering_indexes")]
    operations = [
        PostgresSQL(
            # All that the row policy and a count ask for: no figure reads the table.
            "CREATE INDEX event_in_order ON referrals_event"
            " (trajectory_id, occurred_on, id)"
            " INCLUDE (partnership_id, location_id, state, from_state, kind,"
            " registered_at)",
            "DROP INDEX event_in_order",
        ),
        PostgresSQL(
            "CREATE INDEX trajectory_by_birth ON referrals_trajectory"
            " (partnership_id, birth_month)",
            "DROP INDEX trajectory_by_birth",
        ),
    ]
