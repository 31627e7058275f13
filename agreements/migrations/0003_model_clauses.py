"""Loads the model clauses that come with the portal. The app reads them, only the owner writes."""

import json
from pathlib import Path

from django.db import migrations

MODEL_CLAUSES = Path(__file__).parent.parent / "data" / "model_clauses.json"


def load(apps, schema_editor):
    model = apps.get_model("agreements", "ModelClause")
    for row in json.loads(MODEL_CLAUSES.read_text(encoding="utf-8")):
        code = row.pop("code")
        model.objects.update_or_create(partnership=None, code=code, defaults=row)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_policies")]
    # Going back leaves the rows: agreements may have been made from them.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
