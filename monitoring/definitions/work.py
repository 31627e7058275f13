"""What the parties do themselves: hours, meetings, actions, outreach."""

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

WORK: Final = (
    Indicator(
        IndicatorCode.PLUS_HOURS,
        "Goedgekeurde uren in het kwartaal",
        "Begrote uren in het kwartaal",
        Kind.FLOW,
        Source.JGZ,
        measures=(Measure("year", "In het jaar tot nu toe", Unit.PERCENT),),
        dimensions=(Dimension.ACTIVITY, Dimension.TEAM),
        about_children=False,
    ),
    Indicator(
        IndicatorCode.PLUS_MONEY,
        "Uren keer tarief, of het vaste bedrag voor de periode",
        "Begroot bedrag in dezelfde periode",
        Kind.FLOW,
        Source.JGZ,
        measures=(Measure("year", "In het jaar tot nu toe", Unit.PERCENT),),
        dimensions=(Dimension.ACTIVITY, Dimension.FUNDING),
        about_children=False,
    ),
    Indicator(
        IndicatorCode.MEETINGS_HELD,
        "Overleggen die zijn gehouden",
        "Overleggen die volgens de overlegkalender waren afgesproken",
        Kind.FLOW,
        Source.PORTAL,
        dimensions=(Dimension.MEETING,),
        about_children=False,
    ),
    Indicator(
        IndicatorCode.MEETINGS_ATTENDED,
        "Vaste deelnemers die er waren",
        "Alle vaste deelnemers van de overleggen die in het kwartaal zijn gehouden",
        Kind.FLOW,
        Source.PORTAL,
        dimensions=(Dimension.ORGANISATION,),
        about_children=False,
    ),
    Indicator(
        IndicatorCode.ACTIONS_IN_TIME,
        "Acties uit de noemer die uiterlijk op de afgesproken datum klaar waren",
        "Acties met een einddatum in het kwartaal",
        Kind.FLOW,
        Source.PORTAL,
        dimensions=(Dimension.ORGANISATION,),
        about_children=False,
    ),
    Indicator(
        IndicatorCode.CLAUSES_ON_COURSE,
        "Afspraken uit de noemer die op koers liggen",
        "Afspraken die in uitvoering zijn",
        Kind.STOCK,
        Source.PORTAL,
        dimensions=(Dimension.AREA,),
        about_children=False,
    ),
    Indicator(
        IndicatorCode.OUTREACH_EFFECT,
        "Trajecten uit de noemer met een aanmelding binnen zes weken",
        "Trajecten waarin team toeleiding in het vorige kwartaal begon",
        Kind.COHORT,
        Source.JGZ,
        dimensions=(Dimension.NEIGHBOURHOOD,),
    ),
    Indicator(
        IndicatorCode.HOME_PROGRAMME,
        "Gezinnen die in het kwartaal zijn begonnen",
        "Gezinnen die in het kwartaal zijn aangemeld, of eerder aangemeld en nu"
        " begonnen",
        Kind.FLOW,
        Source.JGZ,
        measures=(
            Measure("applied", "Gezinnen aangemeld", Unit.COUNT, has_denominator=False),
            Measure("finished", "Gezinnen klaar", Unit.COUNT, has_denominator=False),
        ),
        dimensions=(Dimension.PROGRAMME, Dimension.NEIGHBOURHOOD),
    ),
    Indicator(
        IndicatorCode.READING_ON_PRESCRIPTION,
        "Gezinnen met een voorleesadvies",
        "Gezinnen die de JGZ in het kwartaal zag",
        Kind.FLOW,
        Source.JGZ,
        measures=(
            Measure(
                "booklets", "Uitgereikte boekjes", Unit.COUNT, has_denominator=False
            ),
            Measure(
                "members",
                "Nieuwe leden van de bibliotheek tot vier jaar",
                Unit.COUNT,
                has_denominator=False,
            ),
        ),
        dimensions=(Dimension.LOCATION,),
    ),
)
