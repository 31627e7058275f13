"""Lets a scope say whose figures may be read before their release."""

from django.db import migrations

from vve_portal.access.database import EXTEND_SCOPE, SHRINK_SCOPE, PostgresSQL


class Migration(migrations.Migration):
    dependencies = [("access", "0001_signed_scope")]
    operations = [PostgresSQL(EXTEND_SCOPE, SHRINK_SCOPE)]
