"""Lets only the two parties reach a mandate."""

from django.db import migrations

from vve_portal.access.database import protect, unique_pair


class Migration(migrations.Migration):
    dependencies = [("access", "0001_signed_scope"), ("accounts", "0001_initial")]
    operations = [
        protect("accounts_mandate", "shared"),
        unique_pair("accounts_mandate"),
    ]
