"""A trajectory that goes to another JGZ when a family moves."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from referrals.models.trajectories import Trajectory
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership, User


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    """Transfers."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of trajectories the actor may know of."""
        return self.filter(trajectory__in=Trajectory.objects.visible_to(actor))


class Transfer(models.Model):
    """A trajectory offered to another JGZ, which takes it over with a code, once."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.PROTECT, related_name="transfers")
    token_hash = models.CharField(max_length=64, unique=True)
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField("aangeboden op")
    expires_at = models.DateTimeField("geldig tot")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    accepted_at = models.DateTimeField("overgenomen op", null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="transfer_one_open",
                fields=["trajectory"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"Overdracht van {self.trajectory_id}"
