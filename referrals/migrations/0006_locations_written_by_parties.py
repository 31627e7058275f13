"""Lets only the parties write who holds a location and who helps in a town."""

from django.db import migrations

from vve_portal.access.database import PostgresSQL

TABLES = {"referrals_location": "held", "referrals_chainpartner": "helped"}
_ONE_OF = "partnership_id = ANY ((SELECT portal_scope('{}'))::bigint[])"
_PARTIES = _ONE_OF.format("partnerships")
_CHAIN = f"({_PARTIES} OR {_ONE_OF.format('children')})"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_event_index")]
    operations = [
        PostgresSQL(
            f"ALTER POLICY {policy} ON {table} WITH CHECK ({_PARTIES})",
            f"ALTER POLICY {policy} ON {table} WITH CHECK ({_CHAIN})",
        )
        for table, policy in TABLES.items()
    ]
