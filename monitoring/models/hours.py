"""Plus-inzet: hours per activity and month, and who approved them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q

from agreements.models import Agreement
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, Team, User


class HoursQuerySet(ScopedQuerySet[Any]):
    """Hours of plus-inzet."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the parties, and what the actor's own organisation entered."""
        own = Q(organisation=actor.organisation_id)
        return self.filter(Q(partnership__in=actor.partnership_ids) | own)

    def approved(self) -> Self:
        """Keep what counts."""
        return self.filter(status=HoursEntry.Status.APPROVED)


class HoursEntry(models.Model):
    """How much of a budgeted activity was done in a month, by a team or a person.

    The budget itself stands in the agreement; `line` names clause and activity there.
    """

    class Status(models.TextChoices):
        ENTERED = "entered", "Ingevuld"
        APPROVED = "approved", "Goedgekeurd"
        RETURNED = "returned", "Teruggestuurd"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    clause_code = models.CharField("afspraak", max_length=12)
    activity = models.CharField("activiteit", max_length=200)
    month = models.DateField("maand")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity = models.DecimalField(
        "aantal", max_digits=9, decimal_places=2, null=True, blank=True
    )
    minutes = models.PositiveIntegerField("minuten")
    remark = models.CharField("opmerking", max_length=200, blank=True)

    status = models.CharField(
        "stand", max_length=8, choices=Status, default=Status.ENTERED
    )
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("ingevuld op")
    judged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    judgement = models.CharField("waarom terug", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = HoursQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="hours_once_a_month_and_person",
                fields=[
                    "partnership",
                    "clause_code",
                    "activity",
                    "month",
                    "entered_by",
                ],
                condition=Q(team__isnull=True),
            ),
            models.UniqueConstraint(
                name="hours_once_a_month_person_and_team",
                fields=[
                    "partnership",
                    "clause_code",
                    "activity",
                    "month",
                    "entered_by",
                    "team",
                ],
                condition=Q(team__isnull=False),
            ),
            models.CheckConstraint(
                name="hours_month_is_a_month", condition=Q(month__day=1)
            ),
            models.CheckConstraint(
                name="hours_approved_by_another",
                condition=~Q(status="approved")
                | (Q(judged_by__isnull=False) & ~Q(judged_by=models.F("entered_by"))),
            ),
            models.CheckConstraint(
                name="hours_returned_has_reason",
                condition=~Q(status="returned") | Q(judgement__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity} {self.month:%Y-%m}: {self.minutes} minuten"

    @property
    def hours(self) -> Decimal:
        """The minutes as hours with two decimals."""
        return (Decimal(self.minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
