"""Lets PostgreSQL rebuild from indexes alone where children stood on a day."""

from django.db import migrations

from vve_portal.access.database import PostgresSQL


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_covering_indexes")]
    operations = [
        PostgresSQL(
            # All that the row policy and a count ask for: no figure of a whole town
            # reads the table, and what a town asks for lies together.
            "CREATE INDEX event_in_order ON referrals_event"
            " (partnership_id, trajectory_id, occurred_on, id)"
            " INCLUDE (location_id, state, from_state, kind, registered_at)",
            "DROP INDEX event_in_order",
        ),
        PostgresSQL(
            "CREATE INDEX event_corrections ON referrals_event"
            " (partnership_id, corrects_id) INCLUDE (registered_at, location_id)"
            " WHERE corrects_id IS NOT NULL",
            "DROP INDEX event_corrections",
        ),
        PostgresSQL(
            "CREATE INDEX trajectory_by_birth ON referrals_trajectory"
            " (partnership_id, birth_month)",
            "DROP INDEX trajectory_by_birth",
        ),
    ]
