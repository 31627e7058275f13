"""Keeps a file that was brought back within the partnership of its signature."""

from django.db import migrations

from vve_portal.access.database import protect, same_partnership, unique_pair


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_signed_scope"),
        ("agreements", "0006_files_brought_back"),
    ]
    operations = [
        protect("agreements_broughtfile", "shared"),
        unique_pair("agreements_signature"),
        same_partnership(
            "agreements_broughtfile", "signature_id", "agreements_signature"
        ),
    ]
