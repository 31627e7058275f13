"""Where a child can be: the states of the three kinds of route, and what closes one.

Partners choose which steps serve which states; the states themselves are the portal's,
as the quarter's figures count them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import models


class RouteKind(models.TextChoices):
    """What a route leads to."""

    PRESCHOOL = "preschool", "Naar de voorschool"
    SUPPORT = "support", "Aanvullende ondersteuning"
    HOME = "home", "Thuisprogramma"


class ReasonList(StrEnum):
    """From which list the reason of an exit comes; the text for people is beside it."""

    NON_REACH = "RN"
    STOP = "RS"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class State:
    """Where a child is. A closing state has a reason: from a list, or a fixed one."""

    label: str
    closes: bool = False
    reasons: ReasonList | None = None
    reason: str = ""


def _exit(label: str, reason: str) -> State:
    return State(label, closes=True, reasons=ReasonList.FIXED, reason=reason)


PRESCHOOL_STATES: Final[dict[str, State]] = {
    "S00": State("Gesignaleerd"),
    "S10": State("Te toetsen"),
    "S20": State("Geïndiceerd"),
    "S21": _exit("Niet geïndiceerd", "Toets: niet nodig"),
    "S22": _exit("Indicatie vervallen", "Herbeoordeling"),
    "S30": State("In gesprek met ouders"),
    "S31": State("Ouders willen niet", closes=True, reasons=ReasonList.NON_REACH),
    "S32": State("Ouders niet bereikt"),
    "S40": State("Verwezen"),
    "S41": State("Ontvangst bevestigd"),
    "S42": State("Toeleiding ingezet"),
    "S50": State("Aangemeld"),
    "S51": State("Wachtlijst"),
    "S60": State("Geplaatst"),
    "S70": State("Neemt deel"),
    "S71": State("Frequent verzuim"),
    "S72": State("Onderbroken"),
    "S80": State("Overdracht voorbereid"),
    "S81": State("Warm overgedragen"),
    "S82": State("Koud overgedragen"),
    "S90": _exit("Afgerond naar basisschool", "Vier jaar"),
    "S91": State("Vroegtijdig gestopt", closes=True, reasons=ReasonList.STOP),
    "S92": State(
        "Elders geplaatst zonder VE", closes=True, reasons=ReasonList.NON_REACH
    ),
    "S93": _exit("Doorgestroomd naar zorg of speciaal", "Zorg of speciaal onderwijs"),
    "S94": _exit("Verhuisd", "Verhuisd uit de gemeente"),
    "S95": State(
        "Vier jaar zonder deelname", closes=True, reasons=ReasonList.NON_REACH
    ),
    "S96": _exit("Overleden", "Overleden"),
}
SUPPORT_STATES: Final[dict[str, State]] = {
    "Z00": State("Zorg besproken met ouders"),
    "Z10": State("Niveau 0: basis versterken"),
    "Z20": State("Niveau 1: nabij of op de groep"),
    "Z30": State("Casusoverleg"),
    "Z40": State("Niveau 2: buiten de groep"),
    "Z50": State("Niveau 3: buiten de opvang"),
    "Z60": State("Evaluatie en afschalen"),
    "Z70": State("Overdracht met extra zorg"),
    "Z80": _exit("Ondersteuning afgerond", "Doel gehaald"),
    "Z81": _exit("Geen akkoord van ouders", "Ouders stemmen niet in"),
    "Z82": _exit("Overgedragen aan school", "Overgedragen met extra zorg"),
    "S93": PRESCHOOL_STATES["S93"],
    "S94": PRESCHOOL_STATES["S94"],
    "S96": PRESCHOOL_STATES["S96"],
}
HOME_STATES: Final[dict[str, State]] = {
    "T00": State("Thuisprogramma voorgesteld"),
    "T10": State("Aangemeld voor thuisprogramma"),
    "T20": State("Thuisprogramma gestart"),
    "T30": State("Terugkoppeling aan verwijzer"),
    "T80": _exit("Thuisprogramma afgerond", "Programma afgerond"),
    "T81": State(
        "Thuisprogramma niet gestart", closes=True, reasons=ReasonList.NON_REACH
    ),
    "T82": State("Thuisprogramma gestopt", closes=True, reasons=ReasonList.STOP),
    "S94": PRESCHOOL_STATES["S94"],
    "S96": PRESCHOOL_STATES["S96"],
}
STATES: Final[dict[RouteKind, dict[str, State]]] = {
    RouteKind.PRESCHOOL: PRESCHOOL_STATES,
    RouteKind.SUPPORT: SUPPORT_STATES,
    RouteKind.HOME: HOME_STATES,
}
ALL_STATES: Final[dict[str, State]] = {
    **PRESCHOOL_STATES,
    **SUPPORT_STATES,
    **HOME_STATES,
}
STATE_CHOICES: Final = [(code, state.label) for code, state in ALL_STATES.items()]
CLOSING: Final = frozenset(code for code, state in ALL_STATES.items() if state.closes)


class Fact(StrEnum):
    """What about a trajectory decides which way is open."""

    AGE = "age"
    CONSENT = "consent"
    ATTEMPTS = "attempts"
    LOCATION = "location"


FACT_LABELS: Final[dict[Fact, str]] = {
    Fact.AGE: "leeftijd",
    Fact.CONSENT: "toestemming",
    Fact.ATTEMPTS: "pogingen",
    Fact.LOCATION: "voorkeurslocatie",
}
# The values in order, the first one at the start; with how each reads.
FACT_VALUES: Final[dict[Fact, dict[str, str]]] = {
    Fact.AGE: {
        "baby": "nog geen 11 maanden",
        "test_age": "11 maanden",
        "start_age": "startleeftijd",
        "half_past_three": "drieënhalf",
        "four": "vier",
    },
    Fact.CONSENT: {"not_asked": "niet gevraagd", "yes": "ja", "no": "nee"},
    Fact.ATTEMPTS: {"0": "0", "1": "1", "2": "2", "3": "3 langs 2 kanalen"},
    Fact.LOCATION: {"unknown": "onbekend", "known": "bekend of vrij"},
}
# Which facts a route of each kind has; age only moves on by time.
FACTS_OF: Final[dict[RouteKind, tuple[Fact, ...]]] = {
    RouteKind.PRESCHOOL: (Fact.AGE, Fact.CONSENT, Fact.ATTEMPTS, Fact.LOCATION),
    RouteKind.SUPPORT: (Fact.AGE,),
    RouteKind.HOME: (),
}
GROWS: Final = frozenset({Fact.AGE})
