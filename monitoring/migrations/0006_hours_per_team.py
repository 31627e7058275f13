"""Lets somebody enter the same month for a team as well."""

from django.db import migrations, models
from django.db.models import Q

ONCE = ["partnership", "clause_code", "activity", "month", "entered_by"]


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0005_release_tests_and_publications")]
    operations = [
        migrations.RemoveConstraint(
            model_name="hoursentry", name="hours_once_a_month_and_person"
        ),
        migrations.AddConstraint(
            model_name="hoursentry",
            constraint=models.UniqueConstraint(
                condition=Q(("team__isnull", True)),
                fields=ONCE,
                name="hours_once_a_month_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="hoursentry",
            constraint=models.UniqueConstraint(
                condition=Q(("team__isnull", False)),
                fields=[*ONCE, "team"],
                name="hours_once_a_month_person_and_team",
            ),
        ),
    ]
