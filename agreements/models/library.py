"""Model clauses: those that come with the portal, and a partnership's own."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from agreements.areas import Chapter, Wpo160Topic
from agreements.models.vocabulary import IndicatorCode, Kind, Lead, Responsible
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership


class ModelClauseQuerySet(ScopedQuerySet["ModelClause"]):
    """Model clauses to start from."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the common ones and those of the actor's partnerships."""
        return self.filter(
            Q(partnership__isnull=True) | Q(partnership__in=actor.partnership_ids)
        )


class ModelClause(models.Model):
    """A clause text to start from; without partnership it is for everybody."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chapter = models.PositiveSmallIntegerField("gebied", choices=Chapter)
    code = models.CharField("code", max_length=12)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    title = models.CharField("titel", max_length=200)
    text = models.TextField("tekst")
    responsible = models.CharField(
        "verantwoordelijke", max_length=12, choices=Responsible, blank=True
    )
    lead = models.CharField("trekker", max_length=12, choices=Lead, blank=True)
    kind = models.CharField("voorstel voor de soort", max_length=12, choices=Kind)
    indicator = models.CharField("indicator", max_length=200, blank=True)
    indicator_code = models.CharField(
        "code van de indicator", max_length=8, choices=IndicatorCode, blank=True
    )
    unit = models.CharField("eenheid", max_length=60, blank=True)
    frequency = models.CharField("hoe vaak", max_length=120, blank=True)
    wpo_topic = models.CharField(
        "onderwerp van artikel 160 WPO", max_length=12, choices=Wpo160Topic, blank=True
    )
    source = models.CharField("herkomst", max_length=200, blank=True)

    objects = ModelClauseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="model_clause_own_code_once", fields=["partnership", "code"]
            ),
            models.UniqueConstraint(
                name="model_clause_common_code_once",
                fields=["code"],
                condition=Q(partnership__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
