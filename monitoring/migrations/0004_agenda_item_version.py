"""Counts the versions of what was said at a point of an agenda."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0003_settled_stays"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
