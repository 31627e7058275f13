"""Makes the record insert-only, and each entry readable within its own reach."""

from django.db import migrations

from vve_portal.access.database import insert_only, protect


class Migration(migrations.Migration):
    dependencies = [("access", "0001_signed_scope"), ("audit", "0001_initial")]
    operations = [
        protect("audit_entry", "entry"),
        *insert_only("audit_entry"),
    ]
