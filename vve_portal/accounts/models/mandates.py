"""Who may sign for whom, and on what ground."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models.organisations import Organisation, Partnership
from vve_portal.accounts.models.people import User


class MandateQuerySet(ScopedQuerySet["Mandate"]):
    """Mandates to sign."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the mandates of both parties of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)

    def on(self, day: date) -> Self:
        """Keep the mandates that hold on `day`."""
        return self.filter(withdrawn_at__isnull=True, starts_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class Mandate(models.Model):
    """Who may sign for a party in a partnership, and on what ground.

    For a municipality: the burgemeester represents it (Gemeentewet art. 171) and may
    give volmacht; for a provider the statutes say who represents it.
    """

    class Ground(models.TextChoices):
        OFFICE = "office", "Vertegenwoordiging door de burgemeester"
        PROXY = "proxy", "Volmacht"
        COLLEGE = "college", "Collegebesluit"
        STATUTES = "statutes", "Statuten"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="mandates"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mandates"
    )
    signer = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    ground = models.CharField("grond", max_length=10, choices=Ground)
    reference = models.CharField("kenmerk", max_length=120)
    decided_on = models.DateField("datum van het besluit")
    starts_on = models.DateField("geldig vanaf")
    ends_on = models.DateField("geldig tot en met", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("vastgelegd op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mandate_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.reference}"

    def holds_on(self, day: date) -> bool:
        """Return whether somebody may sign on this ground on `day`."""
        return (
            self.withdrawn_at is None
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )

    def state_on(self, day: date) -> str:
        """Say how the mandate stands on `day`."""
        if self.withdrawn_at:
            return "Ingetrokken"
        if day < self.starts_on:
            return "Geldt nog niet"
        return "Geldt" if self.holds_on(day) else "Verlopen"
