"""What happened along a trajectory. Events are added and never changed."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from referrals.models.locations import Location
from referrals.models.trajectories import Trajectory
from referrals.reasons import Decline, NonReach, Stop
from referrals.states import STATE_CHOICES
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Role

REASONS = [*NonReach.choices, *Stop.choices, *Decline.choices]


class EventQuerySet(ScopedQuerySet["Event"]):
    """Events."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of trajectories the actor may know of, at his own locations."""
        rows = self.filter(trajectory__in=Trajectory.objects.visible_to(actor))
        if actor.location_ids:
            return rows.filter(location__in=actor.location_ids)
        return rows


class Event(models.Model):
    """One thing that happened to a trajectory, on a day, and when that was written."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", "Aangemaakt"
        MOVE = "move", "Stap"
        CORRECTION = "correction", "Correctie"
        IMPORT = "import", "Uit een bestand"
        TRANSFER = "transfer", "Overgedragen"
        PLACE = "place", "Afspraken over de plaats"
        ABSENCE = "absence", "Verzuim"
        FEEDBACK = "feedback", "Teruggekoppeld"
        ORIGIN = "origin", "Herkomst"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.PROTECT, related_name="events")
    # Where the child was: a preschool reads what happened with itself only.
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField("soort", max_length=12, choices=Kind)
    step = models.CharField("stap", max_length=40, blank=True)
    outcome = models.CharField("uitkomst", max_length=40, blank=True)
    from_state = models.CharField(
        "van", max_length=3, choices=STATE_CHOICES, blank=True
    )
    state = models.CharField("naar", max_length=3, choices=STATE_CHOICES)
    # {field: [before, after]} of the trajectory, by which a correction takes it back.
    changes = models.JSONField("wijzigingen", default=dict)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    occurred_on = models.DateField("gebeurd op")
    registered_at = models.DateTimeField("vastgelegd op")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_role = models.CharField("rol", max_length=20, choices=Role, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(name="event_of_trajectory", fields=["trajectory", "id"]),
        )
        constraints = (
            models.CheckConstraint(
                name="event_correction_names_what",
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
            ),
            models.UniqueConstraint(
                name="event_corrected_once",
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.trajectory_id} {self.occurred_on} {self.get_state_display()}"


class EventReason(models.Model):
    """Why: told by whoever closes or declines, read by who may know why.

    A table of its own, as the database hides rows and not columns.
    """

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="why"
    )
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField("reden", max_length=4, choices=REASONS)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="event_reason_known",
                condition=Q(code__in=[code for code, _ in REASONS]),
            ),
        )

    def __str__(self) -> str:
        return self.get_code_display()
