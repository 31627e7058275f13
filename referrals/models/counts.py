"""What is counted beside the trajectories: activities and advice."""

from django.db import models
from django.db.models import Q

from referrals.models.imports import ProviderQuerySet
from referrals.models.trajectories import Trajectory
from referrals.reasons import AdviceTo, Signaller
from vve_portal.accounts.models import Partnership, Team, User


class ActivityCount(models.Model):
    """How often an activity was done in a month, by a team or by all together."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    activity = models.CharField("activiteit", max_length=40)
    month = models.DateField("maand")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+"
    )
    count = models.PositiveIntegerField("aantal")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("vastgelegd op")

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="activity_counted_once",
                fields=["partnership", "activity", "month"],
                condition=Q(team__isnull=True),
            ),
            models.UniqueConstraint(
                name="activity_counted_once_by_team",
                fields=["partnership", "activity", "month", "team"],
                condition=Q(team__isnull=False),
            ),
            models.CheckConstraint(
                name="activity_month_is_a_month", condition=Q(month__day=1)
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity} {self.month:%Y-%m}: {self.count}"


class Advice(models.Model):
    """Parents were pointed somewhere without a formal referral; nobody counted it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(
        Trajectory, models.PROTECT, null=True, blank=True, related_name="advice"
    )
    to = models.CharField("naar", max_length=16, choices=AdviceTo)
    signalled_by = models.CharField(
        "eerst gezien door", max_length=12, choices=Signaller, blank=True
    )
    month = models.DateField("maand")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("vastgelegd op")

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="advice_month_is_a_month", condition=Q(month__day=1)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_to_display()} {self.month:%Y-%m}"
