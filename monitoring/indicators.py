"""The indicators: what is counted, out of what, and when. Figures are not here."""

from dataclasses import dataclass
from typing import Final

from agreements.annexes import AnnexRequest, AnnexTable
from agreements.models.vocabulary import IndicatorCode

# A stock is counted on the last day of the quarter, a flow over the quarter's days;
# a cohort follows the children of whom something began or ended in the quarter.
STOCK: Final = "Stand op de laatste dag van het kwartaal"
FLOW: Final = "Alles wat in het kwartaal gebeurde"
COHORT: Final = "Groep die in het kwartaal is afgesloten"
YEARLY: Final = "Eén keer per jaar"
COUNT_ONLY: Final = "Geen, dit is een aantal"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the parties follow: numerator, denominator, moment of counting."""

    code: IndicatorCode
    numerator: str
    denominator: str
    moment: str

    @property
    def name(self) -> str:
        """The name that clauses and reports use."""
        return str(self.code.label)


_CARE: Final = (
    Indicator(
        IndicatorCode.CONTACT_AT_14_MONTHS,
        "Kinderen uit de noemer die bij 13 tot en met 15 maanden een contact hadden",
        "Kinderen in zorg die in het kwartaal 15 maanden werden",
        COHORT,
    ),
    Indicator(
        IndicatorCode.NEW_INDICATIONS,
        "Kinderen die voor het eerst een indicatie kregen",
        COUNT_ONLY,
        FLOW,
    ),
    Indicator(
        IndicatorCode.VALID_INDICATIONS,
        "Kinderen van 30 tot en met 47 maanden die in de gemeente wonen en een"
        " geldige indicatie hebben",
        COUNT_ONLY,
        STOCK,
    ),
    Indicator(
        IndicatorCode.INDICATION_RATE,
        "Kinderen met een geldige indicatie (IND-03)",
        "Alle kinderen van 30 tot en met 47 maanden in de gemeente",
        STOCK,
    ),
)

_REACH: Final = (
    Indicator(
        IndicatorCode.REACH,
        "Kinderen uit de noemer die zijn begonnen op een locatie met voorschoolse"
        " educatie en niet zijn gestopt; elk kind telt één keer",
        "Kinderen met een geldige indicatie (IND-03)",
        STOCK,
    ),
    Indicator(
        IndicatorCode.REACH_OF_ESTIMATE,
        "De teller van IND-05",
        "De doelgroep in de gemeente volgens de schatting van het CBS",
        YEARLY,
    ),
    Indicator(
        IndicatorCode.REACH_OF_COHORT,
        "Kinderen uit de noemer die ten minste 26 weken hebben deelgenomen",
        "Kinderen met een indicatie die in het kwartaal vier jaar werden",
        COHORT,
    ),
    Indicator(
        IndicatorCode.NOT_REACHED,
        "Kinderen met een geldige indicatie (IND-03) die niet deelnemen",
        "Kinderen met een geldige indicatie (IND-03)",
        STOCK,
    ),
    Indicator(
        IndicatorCode.NOT_REACHED_WITH_REASON,
        "Kinderen uit de noemer van wie de reden bekend is",
        "Kinderen met een geldige indicatie die niet deelnemen (IND-07)",
        STOCK,
    ),
    Indicator(
        IndicatorCode.CONSENT_RATE,
        "Trajecten uit de noemer waarin ouders toestemming gaven",
        "Trajecten waarin ouders in het kwartaal ja of nee zeiden",
        FLOW,
    ),
    Indicator(
        IndicatorCode.REFERRAL_LETTERS,
        "Verstuurde verwijsbrieven",
        COUNT_ONLY,
        FLOW,
    ),
    Indicator(
        IndicatorCode.FOLLOW_UP,
        "Verwijsbrieven uit de noemer waarop binnen 14 dagen een aanmelding volgde",
        "Verwijsbrieven die op het moment van meten ten minste 14 dagen oud zijn",
        COHORT,
    ),
)

_PLACES: Final = (
    Indicator(
        IndicatorCode.LEAD_TIME,
        "Dagen tussen de indicatie en de start, de middelste waarde; de tijd voor de"
        " startleeftijd telt niet mee",
        "Trajecten waarin het kind in het kwartaal begon",
        FLOW,
    ),
    Indicator(
        IndicatorCode.LEAD_TIME_PER_STEP,
        "Dagen tussen twee stappen van de route, de middelste waarde",
        "Trajecten waarin de laatste van die twee stappen in het kwartaal viel",
        FLOW,
    ),
    Indicator(
        IndicatorCode.WAITING_LIST,
        "Kinderen die wachten op een plaats; apart wie langer dan 28 en wie langer"
        " dan 56 dagen wacht",
        COUNT_ONLY,
        STOCK,
    ),
    Indicator(
        IndicatorCode.TIMELY_START,
        "Kinderen uit de noemer die uiterlijk een maand na de startleeftijd begonnen",
        "Kinderen die in het kwartaal begonnen en die ten minste drie maanden voor de"
        " startleeftijd een indicatie hadden",
        FLOW,
    ),
    Indicator(
        IndicatorCode.HOURS_PER_WEEK,
        "Afgesproken uren per week, gemiddeld; apart hoeveel kinderen ten minste"
        " 16 uur hebben",
        "Kinderen die deelnemen",
        STOCK,
    ),
    Indicator(
        IndicatorCode.HOURS_TAKEN,
        "Uren waarin kinderen er waren",
        "Uren die waren afgesproken, zonder de schoolvakanties",
        FLOW,
    ),
    Indicator(
        IndicatorCode.FREQUENT_ABSENCE,
        "Kinderen uit de noemer die een periode vaak afwezig waren",
        "Kinderen die in het kwartaal ten minste vier weken deelnamen",
        FLOW,
    ),
    Indicator(
        IndicatorCode.ABSENCE_SOLVED,
        "Perioden uit de noemer waarna het kind binnen zes weken weer deelnam",
        "Perioden van frequent verzuim die in het vorige kwartaal begonnen",
        COHORT,
    ),
    Indicator(
        IndicatorCode.WARM_HANDOVER,
        "Kinderen uit de noemer voor wie de overdracht in een gesprek was, uiterlijk"
        " 28 dagen na de vierde verjaardag",
        "Kinderen met een indicatie die deelnamen, in het kwartaal vier jaar werden en"
        " naar een basisschool gingen",
        COHORT,
    ),
    Indicator(
        IndicatorCode.HANDOVER_CONFIRMED,
        "Overdrachten uit de noemer die de school binnen 14 dagen bevestigde",
        "Alle overdrachten in het kwartaal",
        FLOW,
    ),
)

_WORK: Final = (
    Indicator(
        IndicatorCode.PLUS_HOURS,
        "Goedgekeurde uren in het kwartaal, en in het jaar tot nu toe",
        "Begrote uren in dezelfde periode",
        FLOW,
    ),
    Indicator(
        IndicatorCode.PLUS_MONEY,
        "Uren keer tarief, of het vaste bedrag voor de periode",
        "Begroot bedrag in dezelfde periode",
        FLOW,
    ),
    Indicator(
        IndicatorCode.MEETINGS_HELD,
        "Overleggen die zijn gehouden",
        "Overleggen die volgens de overlegkalender waren afgesproken",
        FLOW,
    ),
    Indicator(
        IndicatorCode.MEETINGS_ATTENDED,
        "Vaste deelnemers die er waren",
        "Alle vaste deelnemers van de overleggen in het kwartaal",
        FLOW,
    ),
    Indicator(
        IndicatorCode.ACTIONS_IN_TIME,
        "Acties uit de noemer die uiterlijk op de afgesproken datum klaar waren",
        "Acties met een einddatum in het kwartaal",
        FLOW,
    ),
    Indicator(
        IndicatorCode.CLAUSES_ON_COURSE,
        "Afspraken uit de noemer die op koers liggen",
        "Afspraken die in uitvoering zijn",
        STOCK,
    ),
    Indicator(
        IndicatorCode.OUTREACH_EFFECT,
        "Trajecten uit de noemer met een aanmelding binnen zes weken",
        "Trajecten waarin team toeleiding in het vorige kwartaal begon",
        COHORT,
    ),
    Indicator(
        IndicatorCode.HOME_PROGRAMME,
        "Gezinnen die zijn begonnen; apart wie is aangemeld en wie klaar is",
        "Gezinnen die zijn aangemeld",
        FLOW,
    ),
    Indicator(
        IndicatorCode.READING_ON_PRESCRIPTION,
        "Gezinnen met een voorleesadvies; apart het aantal uitgereikte boekjes",
        "Gezinnen die de JGZ in het kwartaal zag",
        FLOW,
    ),
)

_QUALITY: Final = (
    Indicator(
        IndicatorCode.DATA_QUALITY,
        "Trajecten uit de noemer waarin alle verplichte gegevens zijn ingevuld",
        "Trajecten die lopen of die in het kwartaal zijn afgesloten",
        STOCK,
    ),
    Indicator(
        IndicatorCode.EXTRA_SUPPORT,
        "Kinderen per niveau van ondersteuning",
        "Kinderen die deelnemen",
        STOCK,
    ),
    Indicator(
        IndicatorCode.TRAINING,
        "Medewerkers uit de noemer van wie de scholing geldig is",
        "Medewerkers in een functie waarvoor de scholing is afgesproken",
        STOCK,
    ),
    Indicator(
        IndicatorCode.COACH_HOURS,
        "Uren voor voorschoolse educatie in het jaar tot nu toe",
        "Tien uur per jaar per doelgroepkind op 1 januari, naar rato",
        FLOW,
    ),
    Indicator(
        IndicatorCode.PARENTS_EXPERIENCE,
        "Cijfer van 1 tot en met 10, gemiddeld",
        "Ouders met wie is gesproken",
        YEARLY,
    ),
    Indicator(
        IndicatorCode.PLACES,
        "Plaatsen voor voorschoolse educatie volgens de houders",
        "Plaatsen die nodig zijn voor de kinderen met een geldige indicatie (IND-03)",
        STOCK,
    ),
)

INDICATORS: Final[dict[IndicatorCode, Indicator]] = {
    indicator.code: indicator
    for indicator in (*_CARE, *_REACH, *_PLACES, *_WORK, *_QUALITY)
}


def annex_tables(request: AnnexRequest) -> tuple[AnnexTable, ...]:
    """Return the definitions of these indicators as the second table of annex E."""
    rows = tuple(
        (
            f"{code.value} {indicator.name}",
            indicator.numerator,
            indicator.denominator,
            indicator.moment,
        )
        for code, indicator in INDICATORS.items()
        if code in request.indicator_codes
    )
    if not rows:
        return ()
    columns = ("Indicator", "Teller", "Noemer", "Wanneer")
    return (AnnexTable("Definities van de indicatoren met een code", columns, rows),)
