"""Routes in versions, who they are for, and when to sound the alarm."""

from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from referrals.routes.definition import Route, from_json
from referrals.states import RouteKind
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User


class ChainQuerySet(ScopedQuerySet[Any]):
    """What both parties, and who works in the chain with them, may read."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rows of the partnerships that the actor works in."""
        return self.filter(partnership__in=actor.partnership_ids | actor.children_ids)


class Pathway(models.Model):
    """A route that children follow in a town; what it says is in its versions."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="pathways"
    )
    code = models.CharField("code", max_length=20)
    kind = models.CharField("soort", max_length=10, choices=RouteKind)

    objects = ChainQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="pathway_code_once", fields=["partnership", "code"]
            ),
        )

    def __str__(self) -> str:
        return self.code


class PathwayVersionQuerySet(ChainQuerySet):
    """Versions of routes."""

    def published(self) -> Self:
        """Keep those that both parties confirmed."""
        return self.filter(status=PathwayVersion.Status.PUBLISHED)

    def in_force_on(self, day: date) -> Self:
        """Keep of each route the version that new trajectories follow on `day`."""
        newer = (
            PathwayVersion.objects.filter(
                pathway=models.OuterRef("pathway"),
                status=PathwayVersion.Status.PUBLISHED,
                starts_on__lte=day,
            )
            .order_by("-starts_on", "-number")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newer))


class PathwayVersion(models.Model):
    """What a route says from a day on; a published one never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Concept"
        OFFERED = "offered", "Voorgelegd"
        PUBLISHED = "published", "Vastgesteld"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="pathway_versions"
    )
    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("versie")

    content = models.JSONField("inhoud")
    # Goes up with every edit, so that two people don't overwrite each other.
    edits = models.PositiveIntegerField(default=0)

    status = models.CharField(
        "stand", max_length=10, choices=Status, default=Status.DRAFT
    )
    starts_on = models.DateField("geldt vanaf", null=True, blank=True)
    offered_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    offered_at = models.DateTimeField("voorgelegd op", null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("vastgesteld op", null=True, blank=True)

    objects = PathwayVersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="pathway_version_number_once", fields=["pathway", "number"]
            ),
            models.UniqueConstraint(
                name="pathway_one_version_being_made",
                fields=["pathway"],
                condition=~Q(status="published"),
            ),
            models.CheckConstraint(
                name="pathway_version_published_means_when",
                condition=Q(
                    status="published",
                    starts_on__isnull=False,
                    published_at__isnull=False,
                )
                | (~Q(status="published") & Q(published_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.route.name}, versie {self.number}"

    @cached_property
    def route(self) -> Route:
        """The route as data."""
        return from_json(self.content)


class TargetDefinitionQuerySet(ChainQuerySet):
    """Definitions of the target group."""

    def in_force_on(self, day: date) -> Self:
        """Keep those that hold on `day`, the newest first."""
        return (
            self.filter(starts_on__lte=day, decided_on__isnull=False)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
            .order_by("-starts_on", "-number", "-pk")
        )


class TargetDefinition(models.Model):
    """Which children early education is for (doelgroepdefinitie), by the college.

    `criteria` is a list of {label, kind, required}; kind is omgeving, kind or oordeel.
    Once decided it never changes; an indication refers to the one in force.
    """

    class StartAge(models.IntegerChoices):
        TWO = 24, "2 jaar"
        TWO_AND_HALF = 30, "2 jaar en 6 maanden"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="target_definitions"
    )
    year = models.PositiveIntegerField("jaar")
    number = models.PositiveIntegerField("versie", default=1)

    name = models.CharField("naam", max_length=120)
    text = models.TextField("tekst")
    criteria = models.JSONField("criteria", default=list)
    start_age_months = models.PositiveSmallIntegerField(
        "startleeftijd", choices=StartAge, default=StartAge.TWO_AND_HALF
    )
    hours_per_week = models.DecimalField(
        "uren per week", max_digits=4, decimal_places=1
    )

    starts_on = models.DateField("geldig vanaf")
    ends_on = models.DateField("geldig tot en met", null=True, blank=True)
    decided_by = models.CharField("vastgesteld door", max_length=120, blank=True)
    decided_on = models.DateField("vastgesteld op", null=True, blank=True)
    reference = models.CharField("kenmerk van de bijlage", max_length=120, blank=True)
    edits = models.PositiveIntegerField(default=0)

    objects = TargetDefinitionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="target_definition_number_once",
                fields=["partnership", "year", "number"],
            ),
            models.CheckConstraint(
                name="target_definition_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.year}, versie {self.number})"


class RuleSetting(models.Model):
    """What a partnership decided about one rule of escalation, E01 to E15.

    `first` and `later` are in the unit of the rule itself.
    """

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="rule_settings"
    )
    rule = models.CharField("regel", max_length=4)
    is_on = models.BooleanField("staat aan", default=True)
    first = models.PositiveSmallIntegerField("eerste signaal", null=True, blank=True)
    later = models.PositiveSmallIntegerField("daarna", null=True, blank=True)

    objects = ChainQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="rule_setting_once", fields=["partnership", "rule"]
            ),
        )

    def __str__(self) -> str:
        return self.rule
