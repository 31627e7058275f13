"""Puts back on SQLite what a new column took away: nobody changes a kept document."""

from django.db import migrations

from vve_portal.access.database import SqliteSQL, insert_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_policies_of_judgements")]
    operations = [
        operation
        for operation in insert_only("documents_storeddocument")
        if isinstance(operation, SqliteSQL)
    ]
