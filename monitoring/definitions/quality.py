"""How good the data, the staff and the offer are, and what parents say."""

from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.definitions.vocabulary import (
    Dimension,
    Indicator,
    Kind,
    Measure,
    Source,
    Unit,
)

QUALITY: Final = (
    Indicator(
        IndicatorCode.DATA_QUALITY,
        "Trajecten uit de noemer waarin alle verplichte gegevens zijn ingevuld",
        "Trajecten die lopen of die in het kwartaal zijn afgesloten",
        Kind.STOCK,
        Source.JGZ,
        dimensions=(Dimension.ORGANISATION,),
    ),
    Indicator(
        IndicatorCode.EXTRA_SUPPORT,
        "Kinderen met aanvullende ondersteuning, per niveau",
        "Kinderen die deelnemen",
        Kind.STOCK,
        Source.JGZ,
        dimensions=(Dimension.LEVEL,),
    ),
    Indicator(
        IndicatorCode.TRAINING,
        "Medewerkers uit de noemer van wie de scholing geldig is",
        "Medewerkers in een functie waarvoor de scholing is afgesproken",
        Kind.STOCK,
        Source.JGZ,
        dimensions=(Dimension.FUNCTION,),
        about_children=False,
        is_counted=False,
    ),
    Indicator(
        IndicatorCode.COACH_HOURS,
        "Uren voor voorschoolse educatie in het jaar tot nu toe",
        "Tien uur per jaar per doelgroepkind op 1 januari, naar rato",
        Kind.FLOW,
        Source.PRESCHOOL,
        dimensions=(Dimension.LOCATION,),
        about_children=False,
        is_counted=False,
    ),
    Indicator(
        IndicatorCode.PARENTS_EXPERIENCE,
        "Cijfer van 1 tot en met 10, gemiddeld",
        "Ouders met wie is gesproken",
        Kind.YEARLY,
        Source.JGZ,
        Unit.GRADE,
        is_mean=True,
        is_counted=False,
    ),
    Indicator(
        IndicatorCode.PLACES,
        "Plaatsen voor voorschoolse educatie volgens de houders",
        "Plaatsen die nodig zijn voor de kinderen met een geldige indicatie (IND-03)",
        Kind.STOCK,
        Source.PRESCHOOL,
        measures=(
            Measure(
                "locations",
                "Locaties met voorschoolse educatie",
                Unit.COUNT,
                has_denominator=False,
            ),
        ),
        dimensions=(Dimension.NEIGHBOURHOOD,),
        about_children=False,
    ),
)
