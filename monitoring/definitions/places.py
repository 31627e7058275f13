"""How soon children start, how often they come, and how they leave for school."""

from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.definitions.vocabulary import (
    COUNT_ONLY,
    Dimension,
    Indicator,
    Kind,
    Measure,
    Source,
    Unit,
)


def _days(key: str, name: str) -> Measure:
    return Measure(key, name, Unit.DAYS, is_mean=True)


PLACES: Final = (
    Indicator(
        IndicatorCode.LEAD_TIME,
        "Dagen tussen de indicatie en de start, de middelste waarde; de tijd voor de"
        " startleeftijd telt niet mee",
        "Trajecten waarin het kind in het kwartaal begon",
        Kind.FLOW,
        Source.PRESCHOOL,
        Unit.DAYS,
        is_mean=True,
        measures=(
            _days("p90", "Negen van de tien kinderen begonnen binnen"),
            _days("gross", "Met de tijd voor de startleeftijd erbij"),
        ),
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.LOCATION),
    ),
    Indicator(
        IndicatorCode.LEAD_TIME_PER_STEP,
        "Dagen tussen de indicatie en de start van het kind, per stap van de route, de"
        " middelste waarde",
        "Trajecten waarin de laatste van de twee stappen in het kwartaal viel",
        Kind.FLOW,
        Source.PRESCHOOL,
        Unit.DAYS,
        is_mean=True,
        measures=(
            _days("indication_consent", "Van indicatie tot toestemming"),
            _days("consent_letter", "Van toestemming tot brief"),
            _days("letter_registration", "Van brief tot aanmelding"),
            _days("registration_placement", "Van aanmelding tot plaatsing"),
            _days("placement_start", "Van plaatsing tot start"),
        ),
        dimensions=(Dimension.ROUTE,),
    ),
    Indicator(
        IndicatorCode.WAITING_LIST,
        "Kinderen die wachten op een plaats",
        COUNT_ONLY,
        Kind.STOCK,
        Source.PRESCHOOL,
        Unit.COUNT,
        measures=(
            Measure("over_28", "Langer dan 28 dagen", Unit.COUNT),
            Measure("over_56", "Langer dan 56 dagen", Unit.COUNT),
        ),
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.LOCATION),
    ),
    Indicator(
        IndicatorCode.TIMELY_START,
        "Kinderen uit de noemer die uiterlijk een maand na de startleeftijd begonnen",
        "Kinderen die in het kwartaal begonnen en die ten minste drie maanden voor de"
        " startleeftijd een indicatie hadden",
        Kind.FLOW,
        Source.PRESCHOOL,
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
    Indicator(
        IndicatorCode.HOURS_PER_WEEK,
        "Afgesproken uren per week, gemiddeld",
        "Kinderen die deelnemen",
        Kind.STOCK,
        Source.PRESCHOOL,
        Unit.HOURS,
        is_mean=True,
        measures=(
            Measure("at_least_16", "Kinderen met ten minste 16 uur", Unit.PERCENT),
        ),
        dimensions=(Dimension.LOCATION,),
    ),
    Indicator(
        IndicatorCode.HOURS_TAKEN,
        "Uren waarin kinderen er waren",
        "Uren die waren aangeboden, zonder de schoolvakanties",
        Kind.FLOW,
        Source.PRESCHOOL,
        dimensions=(Dimension.LOCATION,),
    ),
    Indicator(
        IndicatorCode.FREQUENT_ABSENCE,
        "Kinderen uit de noemer die een periode vaak afwezig waren",
        "Kinderen die in het kwartaal ten minste vier weken deelnamen",
        Kind.FLOW,
        Source.PRESCHOOL,
        dimensions=(Dimension.LOCATION,),
    ),
    Indicator(
        IndicatorCode.ABSENCE_SOLVED,
        "Perioden uit de noemer waarna het kind binnen zes weken weer deelnam",
        "Perioden van frequent verzuim die in het vorige kwartaal begonnen",
        Kind.COHORT,
        Source.PRESCHOOL,
    ),
    Indicator(
        IndicatorCode.WARM_HANDOVER,
        "Kinderen uit de noemer voor wie de overdracht in een gesprek was, uiterlijk"
        " 28 dagen na de vierde verjaardag",
        "Kinderen met een indicatie die deelnamen, in het kwartaal vier jaar werden en"
        " naar een basisschool gingen",
        Kind.COHORT,
        Source.PRESCHOOL,
        dimensions=(Dimension.LOCATION,),
    ),
    Indicator(
        IndicatorCode.HANDOVER_CONFIRMED,
        "Overdrachten uit de noemer die de school binnen 14 dagen bevestigde",
        "Alle overdrachten in het kwartaal",
        Kind.FLOW,
        Source.PRESCHOOL,
    ),
)
