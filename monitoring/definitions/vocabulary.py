"""The words an indicator is defined in: what is counted, when, and out of what."""

from dataclasses import dataclass
from typing import Final

from django.db import models

from agreements.models.vocabulary import IndicatorCode

COUNT_ONLY: Final = "Geen, dit is een aantal"


class Kind(models.TextChoices):
    """When an indicator counts: on a day, over the days, or of a complete group."""

    STOCK = "stock", "Stand op de laatste dag van het kwartaal"
    FLOW = "flow", "Alles wat in het kwartaal gebeurde"
    COHORT = "cohort", "Groep die in het kwartaal is afgesloten"
    YEARLY = "yearly", "Eén keer per jaar"


class Unit(models.TextChoices):
    """In what a figure is expressed."""

    PERCENT = "percent", "procent"
    COUNT = "count", "aantal"
    DAYS = "days", "dagen"
    HOURS = "hours", "uur"
    EURO = "euro", "euro"
    GRADE = "grade", "cijfer van 1 tot en met 10"


class Dimension(models.TextChoices):
    """By what a figure is broken down; a table has one of these at most."""

    NONE = "", "Hele gemeente"
    NEIGHBOURHOOD = "neighbourhood", "Wijk"
    AGE = "age", "Leeftijd"
    LOCATION = "location", "Voorschool"
    ROUTE = "route", "Route"
    REASON = "reason", "Reden"
    REASON_GROUP = "reason_group", "Groep van redenen"
    TEAM = "team", "Team"
    LEVEL = "level", "Niveau van ondersteuning"
    PROGRAMME = "programme", "Programma"
    ACTIVITY = "activity", "Activiteit"
    FUNDING = "funding", "Bron van het geld"
    MEETING = "meeting", "Soort overleg"
    ORGANISATION = "organisation", "Organisatie"
    AREA = "area", "Gebied"
    FUNCTION = "function", "Functie"


# What is not known is a category of its own in every breakdown.
UNKNOWN: Final = "unknown"


class Source(models.TextChoices):
    """Whose records a figure comes from."""

    JGZ = "jgz", "JGZ"
    PRESCHOOL = "preschool", "Voorschool"
    MUNICIPALITY = "municipality", "Gemeente"
    PORTAL = "portal", "Het portaal"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of an indicator; the first one, with an empty key, is the figure.

    DAYS, HOURS per week and GRADE are a middle value or mean over `denominator` cases;
    the others are a numerator, out of a denominator when there is one.
    """

    key: str
    name: str
    unit: Unit
    is_mean: bool = False
    has_denominator: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the parties follow: numerator, denominator, moment of counting."""

    code: IndicatorCode
    numerator: str
    denominator: str
    kind: Kind
    source: Source
    unit: Unit = Unit.PERCENT
    is_mean: bool = False
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    # Counts of children are shown through a release only; the others as they are.
    about_children: bool = True
    # The portal counts it itself; the others are only delivered as totals.
    is_counted: bool = True
    version: int = 1

    @property
    def name(self) -> str:
        """The name that clauses and reports use."""
        return str(self.code.label)

    @property
    def moment(self) -> str:
        """When it is counted."""
        return str(self.kind.label)

    @property
    def has_denominator(self) -> bool:
        """Whether it is out of something; a bare count is not."""
        return self.denominator != COUNT_ONLY

    @property
    def all_measures(self) -> tuple[Measure, ...]:
        """The figure itself and the numbers beside it."""
        main = Measure("", self.name, self.unit, self.is_mean, self.has_denominator)
        return (main, *self.measures)
