"""Keeps a scan within its partnership, and house rules for the two parties."""

from django.db import migrations

from vve_portal.access.database import protect, same_partnership


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_signed_scope"),
        ("documents", "0002_policies"),
        ("agreements", "0004_routes_to_a_signature"),
    ]
    operations = [
        protect("agreements_signingrules", "shared"),
        same_partnership("agreements_signature", "scan_id", "documents_storeddocument"),
    ]
