"""What the JGZ sees and indicates."""

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

CARE: Final = (
    Indicator(
        IndicatorCode.CONTACT_AT_14_MONTHS,
        "Kinderen uit de noemer die bij 13 tot en met 15 maanden een contact hadden",
        "Kinderen in zorg die in het kwartaal 15 maanden werden",
        Kind.COHORT,
        Source.JGZ,
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.TEAM),
        # Trajectories know no children in care who have none.
        is_counted=False,
    ),
    Indicator(
        IndicatorCode.NEW_INDICATIONS,
        "Kinderen die voor het eerst een indicatie kregen",
        COUNT_ONLY,
        Kind.FLOW,
        Source.JGZ,
        Unit.COUNT,
        measures=(
            Measure(
                "again",
                "Kinderen die opnieuw een indicatie kregen",
                Unit.COUNT,
                has_denominator=False,
            ),
        ),
        dimensions=(Dimension.NEIGHBOURHOOD, Dimension.AGE, Dimension.REASON_GROUP),
    ),
    Indicator(
        IndicatorCode.VALID_INDICATIONS,
        "Kinderen van 30 tot en met 47 maanden die in de gemeente wonen en een"
        " geldige indicatie hebben",
        COUNT_ONLY,
        Kind.STOCK,
        Source.JGZ,
        Unit.COUNT,
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
    Indicator(
        IndicatorCode.INDICATION_RATE,
        "Kinderen met een geldige indicatie (IND-03)",
        "Alle kinderen van 30 tot en met 47 maanden in de gemeente",
        Kind.STOCK,
        Source.JGZ,
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
)
