"""Installs the signed scope in PostgreSQL, with the key the web process signs with."""

from django.conf import settings
from django.db import migrations

from vve_portal.access.database import INSTALL_SCOPE, REMOVE_SCOPE, PostgresSQL


def write_key(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO portal_secret.scope_key VALUES (%s)",
                [settings.SCOPE_KEY.encode()],
            )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        PostgresSQL(INSTALL_SCOPE, REMOVE_SCOPE),
        migrations.RunPython(write_key, migrations.RunPython.noop),
    ]
