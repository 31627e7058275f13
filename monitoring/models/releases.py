"""What may be shown: thresholds, merge trees, releases and later corrections."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from monitoring.definitions.vocabulary import Dimension
from monitoring.models.quarters import (
    Quarter,
    SharedQuerySet,
    UnreleasedQuerySet,
)
from vve_portal.accounts.models import Partnership, User

PARTNER_THRESHOLD: Final = 5
COUNCIL_THRESHOLD: Final = 10


class FigureSettings(models.Model):
    """How careful a partnership is with small figures."""

    partnership = models.OneToOneField(
        Partnership, models.PROTECT, related_name="figure_settings"
    )
    partner_threshold = models.PositiveSmallIntegerField(
        "drempel voor het partneroverleg", default=PARTNER_THRESHOLD
    )
    council_threshold = models.PositiveSmallIntegerField(
        "drempel voor raad en publiek", default=COUNCIL_THRESHOLD
    )
    # Codes of indicators for which delivered totals go before counted figures.
    prefers_entered = models.JSONField("aangeleverd gaat voor", default=list)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("gewijzigd op")

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="figure_settings_partner_threshold_known",
                condition=Q(partner_threshold__in=[5, 7, 10]),
            ),
            models.CheckConstraint(
                name="figure_settings_council_threshold_is_the_higher",
                condition=Q(council_threshold__gte=10)
                & Q(council_threshold__gte=F("partner_threshold")),
            ),
        )

    def __str__(self) -> str:
        return f"Kleine aantallen in {self.partnership_id}"


class MergeTree(models.Model):
    """Which groups are taken together first; made once a year, of public numbers."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("jaar")
    dimension = models.CharField("uitsplitsing", max_length=14, choices=Dimension)
    # A category, or a pair of trees; and {category: [name, public size]}.
    tree = models.JSONField("boom")
    sizes = models.JSONField("grootte", default=dict)
    made_at = models.DateTimeField("gemaakt op")

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="merge_tree_once_a_year",
                fields=["partnership", "year", "dimension"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {self.year}"


class Release(models.Model):
    """What an audience may see of a quarter; every page and file reads this one."""

    class Audience(models.TextChoices):
        PARTNER = "partner", "Gemeente en JGZ"
        COUNCIL = "council", "Raad en publiek"

    class Status(models.TextChoices):
        RUNNING = "running", "Wordt berekend"
        DONE = "done", "Vrijgegeven"
        FAILED = "failed", "Niet gelukt"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="releases")
    audience = models.CharField("voor wie", max_length=8, choices=Audience)
    threshold = models.PositiveSmallIntegerField("drempel")
    status = models.CharField(
        "stand", max_length=8, choices=Status, default=Status.RUNNING
    )
    steps_done = models.PositiveSmallIntegerField("stappen gedaan", default=0)
    steps_total = models.PositiveSmallIntegerField("stappen", default=0)
    # The figures as shown, and the same as rows that later releases are held against.
    content = models.JSONField("cijfers", default=dict)
    shown = models.JSONField("getoonde getallen", default=list)
    problem = models.CharField("wat er misging", max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("gevraagd op")
    made_at = models.DateTimeField("vrijgegeven op", null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="release_once_per_audience", fields=["quarter", "audience"]
            ),
            models.CheckConstraint(
                name="release_done_means_when",
                condition=Q(status="done", made_at__isnull=False)
                | (~Q(status="done") & Q(made_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.get_audience_display()}"


class ReleaseTest(models.Model):
    """What the attacker tried before a release; says how many small counts there were.

    So only the JGZ reads it; others are told that and when it was done.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.OneToOneField(Quarter, models.PROTECT, related_name="release_test")
    outcome = models.JSONField("uitkomst")
    tested_at = models.DateTimeField("getoetst op")

    objects = UnreleasedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Toets {self.quarter_id}"


class Publication(models.Model):
    """A settled quarter of which anybody may fetch the council's figures."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.OneToOneField(Quarter, models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField("openbaar sinds")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Open data {self.quarter_id}"


class Revision(models.Model):
    """A figure of an earlier quarter that later facts changed; the old value stays.

    Read by the JGZ; what others see of it is in the release of `quarter`.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    # In which report it is told, and of which quarter it is.
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="revisions")
    of_quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="revised")
    indicator = models.CharField("indicator", max_length=12)
    measure = models.CharField("maat", max_length=24, blank=True)
    # Numerator, denominator and value as text.
    before = models.JSONField("was")
    after = models.JSONField("is")
    noted_at = models.DateTimeField("vastgelegd op")

    objects = UnreleasedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="revision_once",
                fields=["quarter", "of_quarter", "indicator", "measure"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} van {self.of_quarter_id}"
