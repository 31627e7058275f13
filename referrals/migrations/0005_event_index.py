"""Lets PostgreSQL alone have the index that holds all a quarter's figures ask."""

from django.db import migrations

from vve_portal.access.database import PostgresSQL


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_holders_and_partners")]
    operations = [
        migrations.RemoveIndex(model_name="event", name="event_on_a_day"),
        PostgresSQL(
            # location_id too: without it the row policy would read the table.
            "CREATE INDEX event_on_a_day ON referrals_event"
            " (partnership_id, occurred_on)"
            " INCLUDE (state, trajectory_id, location_id)",
            "DROP INDEX event_on_a_day",
        ),
    ]
