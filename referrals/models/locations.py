"""Parts of town, the preschools in them, and how many places those have."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from referrals.models.routes import ChainQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User


class Neighbourhood(models.Model):
    """A part of town (wijk), by its CBS code."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="neighbourhoods"
    )
    code = models.CharField("code", max_length=10)
    name = models.CharField("naam", max_length=80)

    objects = ChainQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="neighbourhood_code_once", fields=["partnership", "code"]
            ),
        )

    def __str__(self) -> str:
        return self.name


class LocationQuerySet(ChainQuerySet):
    """Preschools."""

    def open(self) -> Self:
        """Keep those that are in the register and give early education."""
        return self.filter(is_open=True, has_ve=True)

    def worked_at_by(self, actor: Any) -> Self:
        """Keep the actor's own workplaces."""
        return self.filter(pk__in=actor.location_ids)


class Location(models.Model):
    """A preschool as the national register (LRK) knows it; never deleted."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="locations"
    )
    lrk_id = models.CharField("LRK-nummer", max_length=12)
    name = models.CharField("naam", max_length=160)
    street = models.CharField("adres", max_length=160, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    place = models.CharField("plaats", max_length=80, blank=True)
    bag_id = models.CharField("BAG-nummer", max_length=20, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="locations"
    )
    holder_name = models.CharField("houder", max_length=160)
    kvk_number = models.CharField("KvK-nummer", max_length=8, blank=True)
    holder = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="locations"
    )
    # All places of the centre; how many of them are for VE only the holder knows.
    lrk_places = models.PositiveIntegerField("kindplaatsen volgens LRK", default=0)
    has_ve = models.BooleanField("voorschoolse educatie", default=True)
    is_open = models.BooleanField("ingeschreven", default=True)
    registered_on = models.DateField("ingeschreven op", null=True, blank=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="location_lrk_id_once", fields=["partnership", "lrk_id"]
            ),
        )

    def __str__(self) -> str:
        return self.name


class LocationChange(models.Model):
    """What the register said about a location before and since."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="changes")
    at = models.DateTimeField("gezien op")
    what = models.CharField("wat", max_length=40)
    before = models.CharField("eerst", max_length=200, blank=True)
    after = models.CharField("daarna", max_length=200, blank=True)

    objects = ChainQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.what}: {self.before} → {self.after}"


class CapacityQuerySet(ChainQuerySet):
    """Places over time."""

    def on(self, day: date) -> Self:
        """Keep of each location the last decision before or on `day`."""
        latest = (
            Capacity.objects.filter(
                location=models.OuterRef("location"), starts_on__lte=day
            )
            .order_by("-starts_on", "-pk")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest))


class Capacity(models.Model):
    """How many VE places the holder has at a location from a day on."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="capacities")
    starts_on = models.DateField("vanaf")
    places = models.PositiveIntegerField("VE-plaatsen")
    groups = models.PositiveSmallIntegerField("groepen", default=1)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("vastgelegd op")

    objects = CapacityQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="capacity_has_groups_when_places",
                condition=Q(places=0) | Q(groups__gte=1),
            ),
        )

    def __str__(self) -> str:
        return f"{self.places} plaatsen vanaf {self.starts_on}"
