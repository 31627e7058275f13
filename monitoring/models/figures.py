"""Figures before their release, public numbers, and indicators of one's own."""

from typing import Self

from django.db import models
from django.db.models import Q

from monitoring.definitions.vocabulary import Dimension, Kind, Source, Unit
from monitoring.models.quarters import Quarter, SharedQuerySet, UnreleasedQuerySet
from vve_portal.accounts.models import Partnership, User


class FigureQuerySet(UnreleasedQuerySet):
    """Figures."""

    def of_whole_town(self) -> Self:
        """Keep the ones that are not broken down."""
        return self.filter(dimension="")


class Figure(models.Model):
    """A numerator out of a denominator, as it was counted or delivered.

    A mean has `value` over `denominator` cases and no numerator.
    """

    class Mode(models.TextChoices):
        COUNTED = "counted", "Geteld uit de trajecten"
        ENTERED = "entered", "Aangeleverd als totaal"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="figures")
    mode = models.CharField("hoe", max_length=8, choices=Mode)
    # A code of the portal, or of an indicator of one's own.
    indicator = models.CharField("indicator", max_length=12)
    definition_version = models.PositiveSmallIntegerField("versie van de definitie")
    measure = models.CharField("maat", max_length=24, blank=True)
    dimension = models.CharField(
        "uitsplitsing", max_length=14, choices=Dimension, blank=True
    )
    category = models.CharField("groep", max_length=60, blank=True)
    numerator = models.DecimalField(
        "teller", max_digits=12, decimal_places=2, null=True, blank=True
    )
    denominator = models.DecimalField(
        "noemer", max_digits=12, decimal_places=2, null=True, blank=True
    )
    value = models.DecimalField(
        "waarde", max_digits=12, decimal_places=2, null=True, blank=True
    )
    reference_on = models.DateField("peildatum")
    source = models.CharField("bron", max_length=80)
    remark = models.CharField("opmerking", max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("vastgelegd op")

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="figure_once",
                fields=[
                    "quarter",
                    "indicator",
                    "measure",
                    "dimension",
                    "category",
                    "mode",
                ],
            ),
            # Hours and money may exceed their budget; children never their group.
            models.CheckConstraint(
                name="figure_not_negative",
                condition=(Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
            ),
            models.CheckConstraint(
                name="figure_has_numerator_or_value",
                condition=Q(numerator__isnull=False)
                | Q(value__isnull=False)
                | Q(denominator=0),
            ),
            models.CheckConstraint(
                name="figure_category_means_dimension",
                condition=Q(dimension="", category="")
                | Q(dimension__gt="", category__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.measure} {self.category}".strip()


class PublicNumber(models.Model):
    """A number anyone can look up: children per wijk, the estimate of CBS.

    Merge trees are made of these, and readers are thought to know them.
    """

    class Kind(models.TextChoices):
        CHILDREN_UNDER_FOUR = "children_0_3", "Kinderen tot vier jaar"
        CHILDREN_30_TO_47_MONTHS = (
            "children_30_47",
            "Kinderen van 30 tot en met 47 maanden",
        )
        TARGET_ESTIMATE = "cbs_target", "Doelgroep volgens de schatting van het CBS"
        PLACES = "places", "Plaatsen voor voorschoolse educatie"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("jaar")
    kind = models.CharField("wat", max_length=16, choices=Kind)
    dimension = models.CharField(
        "uitsplitsing", max_length=14, choices=Dimension, blank=True
    )
    category = models.CharField("groep", max_length=60, blank=True)
    number = models.PositiveIntegerField("aantal")
    reference_on = models.DateField("peildatum")
    source = models.CharField("bron", max_length=120)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("vastgelegd op")

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="public_number_once",
                fields=["partnership", "year", "kind", "dimension", "category"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} {self.category}".strip()


class OwnIndicator(models.Model):
    """An indicator that partners thought of themselves; delivered as a total."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    code = models.CharField("code", max_length=12)
    version = models.PositiveSmallIntegerField("versie", default=1)
    name = models.CharField("naam", max_length=120)
    numerator = models.CharField("teller", max_length=300)
    denominator = models.CharField("noemer", max_length=300, blank=True)
    kind = models.CharField("soort", max_length=8, choices=Kind)
    unit = models.CharField("eenheid", max_length=8, choices=Unit)
    source = models.CharField("bron", max_length=12, choices=Source)
    about_children = models.BooleanField("gaat over kinderen", default=True)
    defined_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    defined_at = models.DateTimeField("vastgelegd op")
    ended_at = models.DateTimeField("gestopt op", null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="own_indicator_version_once",
                fields=["partnership", "code", "version"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
