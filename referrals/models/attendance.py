"""Attendance per month, the lock on a month, and requests to correct it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from referrals.models.locations import Location
from referrals.models.trajectories import Trajectory
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Kind


class AtLocationQuerySet(ScopedQuerySet[Any]):
    """What a preschool writes down per location."""

    def visible_to(self, actor: Any) -> Self:
        """Keep what is at the actor's locations; for the JGZ all of its children."""
        rows = self.filter(partnership__in=actor.children_ids)
        if actor.organisation.kind == Kind.PRESCHOOL:
            return rows.filter(location__in=actor.location_ids)
        return rows if actor.organisation.kind == Kind.JGZ else rows.none()


class Attendance(models.Model):
    """How many hours a child came in a month, and was away without a word.

    The law asks for 960 hours between two and a half and four years.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(
        Trajectory, models.PROTECT, related_name="attendance"
    )
    month = models.DateField("maand")
    offered_hours = models.DecimalField(
        "aangeboden uren", max_digits=5, decimal_places=1
    )
    attended_hours = models.DecimalField("uren geweest", max_digits=5, decimal_places=1)
    unreported_absences = models.PositiveSmallIntegerField(
        "keer ongemeld afwezig", default=0
    )
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("vastgelegd op")

    objects = AtLocationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="attendance_once_a_month",
                fields=["trajectory", "location", "month"],
            ),
            models.CheckConstraint(
                name="attendance_month_is_a_month", condition=Q(month__day=1)
            ),
            models.CheckConstraint(
                name="attendance_not_more_than_offered",
                condition=Q(attended_hours__lte=F("offered_hours")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.trajectory_id} {self.month:%Y-%m}"


class MonthLock(models.Model):
    """A month at a location that is complete: it changes on request only."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="month_locks")
    month = models.DateField("maand")
    locked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    locked_at = models.DateTimeField("afgesloten op")

    objects = AtLocationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="month_locked_once", fields=["location", "month"]
            ),
            models.CheckConstraint(
                name="month_lock_is_a_month", condition=Q(month__day=1)
            ),
        )

    def __str__(self) -> str:
        return f"{self.location_id} {self.month:%Y-%m}"


class AttendanceRequest(models.Model):
    """A preschool asks the JGZ to let it correct attendance in a locked month."""

    class Status(models.TextChoices):
        OPEN = "open", "Gevraagd"
        GRANTED = "granted", "Doorgevoerd"
        REFUSED = "refused", "Afgewezen"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="requests")
    attended_hours = models.DecimalField(
        "uren moeten zijn", max_digits=5, decimal_places=1
    )
    unreported_absences = models.PositiveSmallIntegerField(
        "keer ongemeld afwezig moet zijn", default=0
    )
    status = models.CharField(
        "stand", max_length=8, choices=Status, default=Status.OPEN
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("gevraagd op")
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    objects = AtLocationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="attendance_one_open_request",
                fields=["attendance"],
                condition=Q(status="open"),
            ),
            models.CheckConstraint(
                name="attendance_request_answered_means_when",
                condition=Q(status="open", answered_at__isnull=True)
                | (~Q(status="open") & Q(answered_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.attendance_id}: {self.get_status_display()}"
