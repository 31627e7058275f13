"""Lets only the two parties reach a kept document, and nobody change one."""

from django.db import migrations

from vve_portal.access.database import insert_only, protect, unique_pair


class Migration(migrations.Migration):
    dependencies = [("access", "0001_signed_scope"), ("documents", "0001_initial")]
    operations = [
        protect("documents_storeddocument", "shared"),
        unique_pair("documents_storeddocument"),
        *insert_only("documents_storeddocument"),
    ]
