"""Keeps the outcome of the attack with the JGZ, and which quarters are open data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from vve_portal.access.database import protect, same_partnership

PARTNERSHIP = models.ForeignKey(
    on_delete=django.db.models.deletion.PROTECT,
    related_name="+",
    to="accounts.partnership",
)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0004_agenda_item_version"),
    ]
    operations = [
        migrations.RemoveField("release", "outcome"),
        migrations.CreateModel(
            name="ReleaseTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("outcome", models.JSONField(verbose_name="uitkomst")),
                ("tested_at", models.DateTimeField(verbose_name="getoetst op")),
                ("partnership", PARTNERSHIP),
                (
                    "quarter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_test",
                        to="monitoring.quarter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="openbaar sinds")),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="ingetrokken op"
                    ),
                ),
                ("partnership", PARTNERSHIP),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quarter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="monitoring.quarter",
                    ),
                ),
            ],
        ),
        protect("monitoring_releasetest", "unreleased"),
        protect("monitoring_publication", "shared"),
        same_partnership("monitoring_releasetest", "quarter_id", "monitoring_quarter"),
        same_partnership("monitoring_publication", "quarter_id", "monitoring_quarter"),
    ]
