"""Lets the administrators of holders and partners find where their people can work."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from vve_portal.access.database import PostgresSQL, protect

DROP_CHAIN = "DROP POLICY chain ON referrals_location"
# As migration 0002 made it, for the way back.
_ONE_OF = "partnership_id = ANY ((SELECT portal_scope('{}'))::bigint[])"
_CHAIN = f"({_ONE_OF.format('partnerships')} OR {_ONE_OF.format('children')})"
MAKE_CHAIN = [
    "ALTER TABLE referrals_location ENABLE ROW LEVEL SECURITY",
    f"CREATE POLICY chain ON referrals_location USING ({_CHAIN}) WITH CHECK ({_CHAIN})",
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_workplace_location"),
        ("referrals", "0003_trajectory_school_confirmed_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ChainPartner",
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
                ("linked_at", models.DateTimeField(verbose_name="toegevoegd op")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="beëindigd op"
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps_in",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="accounts.partnership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("partnership", "organisation"),
                        name="chain_partner_once_at_a_time",
                    )
                ],
            },
        ),
        protect("referrals_chainpartner", "helped"),
        PostgresSQL(DROP_CHAIN, MAKE_CHAIN),
        protect("referrals_location", "held"),
    ]
