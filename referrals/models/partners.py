"""Organisations that help in the chain of a partnership without being a party."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User


class ChainPartnerQuerySet(ScopedQuerySet["ChainPartner"]):
    """Partner organisations."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's partnerships, and where the own one helps."""
        return self.filter(
            Q(partnership__in=actor.partnership_ids)
            | Q(organisation=actor.organisation_id)
        )

    def open(self) -> Self:
        """Keep those that help today."""
        return self.filter(ended_at__isnull=True)


class ChainPartner(models.Model):
    """An organisation of which people help in a partnership: outreach, programmes."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="helps_in"
    )
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField("toegevoegd op")
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)

    objects = ChainPartnerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="chain_partner_once_at_a_time",
                fields=["partnership", "organisation"],
                condition=Q(ended_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.partnership_id}"
