"""Lets an entry about a child be read only where the child is."""

from django.db import migrations, models

from vve_portal.access.database import PostgresSQL, protect


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_only_added_to")]
    operations = [
        migrations.AddField(
            model_name="entry",
            name="location_id",
            field=models.BigIntegerField(null=True, verbose_name="locatie"),
        ),
        PostgresSQL(
            ["DROP POLICY entry ON audit_entry"],
            # What `protect` takes away again when it goes back.
            ["ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY"],
        ),
        protect("audit_entry", "placed_entry"),
    ]
