"""Whom preschool education reaches, and whom it does not reach yet."""

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

REACH: Final = (
    Indicator(
        IndicatorCode.REACH,
        "Kinderen uit de noemer die zijn begonnen op een locatie met voorschoolse"
        " educatie en niet zijn gestopt; elk kind telt één keer",
        "Kinderen met een geldige indicatie (IND-03)",
        Kind.STOCK,
        Source.PRESCHOOL,
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.ROUTE, Dimension.LOCATION),
    ),
    Indicator(
        IndicatorCode.REACH_OF_ESTIMATE,
        "De teller van IND-05",
        "De doelgroep in de gemeente volgens de schatting van het CBS",
        Kind.YEARLY,
        Source.MUNICIPALITY,
    ),
    Indicator(
        IndicatorCode.REACH_OF_COHORT,
        "Kinderen uit de noemer die ten minste 26 weken hebben deelgenomen",
        "Kinderen met een indicatie die in het kwartaal vier jaar werden",
        Kind.COHORT,
        Source.PRESCHOOL,
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
    Indicator(
        IndicatorCode.NOT_REACHED,
        "Kinderen met een geldige indicatie (IND-03) die niet deelnemen",
        "Kinderen met een geldige indicatie (IND-03)",
        Kind.STOCK,
        Source.JGZ,
        dimensions=(Dimension.REASON,),
    ),
    Indicator(
        IndicatorCode.NOT_REACHED_WITH_REASON,
        "Kinderen uit de noemer van wie de reden bekend is",
        "Kinderen met een geldige indicatie die niet deelnemen (IND-07)",
        Kind.STOCK,
        Source.JGZ,
    ),
    Indicator(
        IndicatorCode.CONSENT_RATE,
        "Trajecten uit de noemer waarin ouders toestemming gaven",
        "Trajecten waarin ouders in het kwartaal ja of nee zeiden",
        Kind.FLOW,
        Source.JGZ,
        dimensions=(Dimension.TEAM,),
    ),
    Indicator(
        IndicatorCode.REFERRAL_LETTERS,
        "Verstuurde verwijsbrieven",
        COUNT_ONLY,
        Kind.FLOW,
        Source.JGZ,
        Unit.COUNT,
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.LOCATION),
    ),
    Indicator(
        IndicatorCode.FOLLOW_UP,
        "Verwijsbrieven uit de noemer waarop binnen 14 dagen een aanmelding volgde",
        "Verwijsbrieven die op het moment van meten ten minste 14 dagen oud zijn",
        Kind.COHORT,
        Source.PRESCHOOL,
        measures=(
            Measure(
                "too_early",
                "Brieven die nog niet te beoordelen zijn",
                Unit.COUNT,
                has_denominator=False,
            ),
        ),
        dimensions=(Dimension.LOCATION,),
    ),
)
