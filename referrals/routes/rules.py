"""The escalation rules E01-E15: after how long a trajectory that waits asks for whom.

A rule is data: partners may switch it off or move its terms, and publishing a route
checks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from referrals.routes.definition import Needs
from referrals.routes.facts import (
    Child,
    day_of_age,
    months_after,
    working_days_after,
)
from referrals.states import PRESCHOOL_STATES, Fact
from vve_portal.accounts.roles import Role

NURSE: Final = Role.NURSE
COORDINATOR: Final = Role.VVE_COORDINATOR
PRESCHOOL: Final = Role.PRESCHOOL_CONTACT
OUTREACH: Final = Role.OUTREACH_WORKER


class Clock(StrEnum):
    """What a term is counted from."""

    STATE = "state"
    CONSENT = "consent"
    LETTER = "letter"
    START = "start"
    INDICATION = "indication"
    BIRTH = "birth"


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days, working days or months."""

    number: int
    unit: Unit = Unit.DAYS

    def after(self, day: date) -> date:
        """Return the day on which the term ends that begins on `day`."""
        if self.unit is Unit.MONTHS:
            return months_after(day, self.number)
        if self.unit is Unit.WORKING_DAYS:
            return working_days_after(day, self.number)
        return day + timedelta(days=self.number)

    def __str__(self) -> str:
        words = {
            Unit.DAYS: ("dag", "dagen"),
            Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
            Unit.MONTHS: ("maand", "maanden"),
        }
        one, more = words[self.unit]
        return f"{self.number} {one if self.number == 1 else more}"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a trajectory in `states` asks for somebody, and for whom if that fails.

    Both terms run from the same moment. `to` gets the first signal, `to_in` says in
    which states somebody else does, and `also` is told on the same day; `then` gets
    the later one. `needs` and `reason` narrow the rule to facts, or to one reason of
    a closed trajectory.
    """

    code: str
    sentence: str
    states: tuple[str, ...]
    clock: Clock
    first: Term
    to: Role
    task: str
    later: Term | None = None
    then: Role | None = None
    later_task: str = ""
    also: Role | None = None
    also_task: str = ""
    to_in: Mapping[str, Role] = field(default_factory=dict)
    needs: Needs = field(default_factory=dict)
    reason: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """Everybody whom this rule may call on."""
        named = {self.to, self.then, self.also, *self.to_in.values()}
        return frozenset(role for role in named if role is not None)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a partnership made of a rule; None leaves a term as it is."""

    is_on: bool = True
    first: int | None = None
    later: int | None = None


_NOT_STARTED: Final = ("S20", "S30", "S32", "S40", "S41", "S42", "S50", "S51")
_OPEN: Final = tuple(
    code for code, state in PRESCHOOL_STATES.items() if not state.closes
)
_AT_PRESCHOOL: Final = ("S60", "S70", "S71", "S72", "S80", "S81", "S82")

_ALL: Final = (
    Rule(
        code="E01",
        sentence="Een kind is 15 maanden en de toets is nog niet gedaan.",
        states=("S00", "S10"),
        clock=Clock.BIRTH,
        first=Term(15, Unit.MONTHS),
        to=NURSE,
        task="Doe de toets: het kind is er oud genoeg voor",
        later=Term(16, Unit.MONTHS),
        then=COORDINATOR,
        later_task="Zorg dat de toets wordt gedaan: die is een maand te laat",
    ),
    Rule(
        code="E02",
        sentence="Na de indicatie is er nog geen gesprek met de ouders.",
        states=("S20",),
        clock=Clock.STATE,
        first=Term(28),
        to=NURSE,
        task="Ga in gesprek met de ouders: de indicatie ligt er al vier weken",
        later=Term(42),
        then=COORDINATOR,
        later_task="Zorg dat iemand met de ouders in gesprek gaat",
    ),
    Rule(
        code="E03",
        sentence="Ouders gaven toestemming en de verwijsbrief is nog niet verstuurd.",
        states=("S30",),
        clock=Clock.CONSENT,
        needs={Fact.CONSENT: ("yes",)},
        first=Term(5, Unit.WORKING_DAYS),
        to=NURSE,
        task="Verstuur de verwijsbrief: de ouders gaven toestemming",
        later=Term(10, Unit.WORKING_DAYS),
        then=COORDINATOR,
        later_task="Zorg dat de verwijsbrief wordt verstuurd",
    ),
    Rule(
        code="E04",
        sentence="De voorschool heeft de verwijsbrief nog niet bevestigd.",
        states=("S40",),
        clock=Clock.STATE,
        first=Term(5, Unit.WORKING_DAYS),
        to=PRESCHOOL,
        task="Bevestig de ontvangst van de verwijsbrief",
        also=NURSE,
        also_task="Vraag de voorschool of de verwijsbrief is aangekomen",
        later=Term(14),
        then=NURSE,
        later_task="Bel de voorschool: de verwijsbrief is nog niet bevestigd",
    ),
    Rule(
        code="E05",
        sentence="Na de verwijsbrief hebben de ouders hun kind nog niet aangemeld.",
        states=("S40", "S41"),
        clock=Clock.LETTER,
        first=Term(14),
        to=NURSE,
        task="Bel de ouders: er is nog geen aanmelding",
        later=Term(28),
        then=COORDINATOR,
        later_task="Zet toeleiding in, als de ouders dat willen",
    ),
    Rule(
        code="E06",
        sentence="De toeleiding heeft nog geen uitkomst.",
        states=("S42",),
        clock=Clock.STATE,
        first=Term(42),
        to=OUTREACH,
        task="Meld wat de toeleiding heeft opgeleverd",
        also=COORDINATOR,
        also_task="Sluit de toeleiding af of verleng die",
    ),
    Rule(
        code="E07",
        sentence="Een aangemeld kind heeft nog geen aanbod van een plaats.",
        states=("S50",),
        clock=Clock.STATE,
        first=Term(28),
        to=PRESCHOOL,
        task="Bied een plaats aan, of zet het kind op de wachtlijst",
    ),
    Rule(
        code="E08",
        sentence="Een kind staat lang op de wachtlijst.",
        states=("S51",),
        clock=Clock.STATE,
        first=Term(28),
        to=COORDINATOR,
        task="Kijk of er elders plaats is: dit kind wacht al vier weken",
        later=Term(56),
        then=COORDINATOR,
        later_task="Bespreek de wachtlijst als knelpunt in het overleg",
    ),
    Rule(
        code="E09",
        sentence="Een geplaatst kind is niet begonnen op de startdatum.",
        states=("S60",),
        clock=Clock.START,
        first=Term(7),
        to=PRESCHOOL,
        task="Meld of het kind is begonnen: de startdatum is voorbij",
        later=Term(14),
        then=NURSE,
        later_task="Bel de ouders: het kind is niet begonnen op de startdatum",
    ),
    Rule(
        code="E10",
        sentence="Een kind is vaak afwezig.",
        states=("S71",),
        clock=Clock.STATE,
        first=Term(7),
        to=PRESCHOOL,
        task="Bespreek het verzuim met de ouders",
        later=Term(21),
        then=COORDINATOR,
        later_task="Pak het verzuim op: de voorschool kwam er niet uit",
    ),
    Rule(
        code="E11",
        sentence="Ouders wilden wachten; het kind is nu ouder.",
        states=("S31",),
        clock=Clock.BIRTH,
        reason="RN02",
        first=Term(30, Unit.MONTHS),
        to=NURSE,
        task="Bespreek de voorschool opnieuw: het kind is tweeënhalf",
        later=Term(36, Unit.MONTHS),
        then=NURSE,
        later_task="Bespreek de voorschool opnieuw: het kind is drie",
    ),
    Rule(
        code="E12",
        sentence="Een kind is drieënhalf en de overdracht is nog niet voorbereid.",
        states=("S70",),
        clock=Clock.BIRTH,
        first=Term(42, Unit.MONTHS),
        to=PRESCHOOL,
        task="Bereid de overdracht voor: het kind is drieënhalf",
        later=Term(46, Unit.MONTHS),
        then=COORDINATOR,
        later_task="Zorg dat de overdracht wordt voorbereid",
    ),
    Rule(
        code="E13",
        sentence="De school heeft de overdracht nog niet bevestigd.",
        states=("S81", "S82"),
        clock=Clock.STATE,
        first=Term(14),
        to=PRESCHOOL,
        task="Vraag de school of de overdracht is aangekomen",
    ),
    Rule(
        code="E14",
        sentence="Een kind is vier en het traject is nog open.",
        states=_OPEN,
        clock=Clock.BIRTH,
        first=Term(48, Unit.MONTHS),
        to=NURSE,
        to_in=dict.fromkeys(_AT_PRESCHOOL, PRESCHOOL),
        task="Sluit het traject af: het kind is vier",
        later=Term(49, Unit.MONTHS),
        then=COORDINATOR,
        later_task="Zorg dat het traject wordt afgesloten: het kind is vier",
    ),
    Rule(
        code="E15",
        sentence="Een indicatie is ouder dan een jaar en het kind is niet begonnen.",
        states=_NOT_STARTED,
        clock=Clock.INDICATION,
        first=Term(12, Unit.MONTHS),
        to=NURSE,
        task="Beoordeel de indicatie opnieuw: die is ouder dan een jaar",
    ),
)
RULES: Final[dict[str, Rule]] = {rule.code: rule for rule in _ALL}


def rules_with(settings: Mapping[str, Setting]) -> dict[str, Rule]:
    """Return the rules as a partnership has them; what is switched off is left out."""
    wanted = {code: settings.get(code, Setting()) for code in RULES}
    return {
        code: _changed(RULES[code], setting)
        for code, setting in wanted.items()
        if setting.is_on
    }


def _changed(rule: Rule, setting: Setting) -> Rule:
    first, later = rule.first, rule.later
    if setting.first is not None:
        first = replace(first, number=setting.first)
    if later is not None and setting.later is not None:
        later = replace(later, number=setting.later)
    return replace(rule, first=first, later=later)


def begins_on(rule: Rule, trajectory: Child) -> date | None:
    """Return the day from which a rule counts; None while that is not known."""
    days: dict[Clock, date | None] = {
        Clock.STATE: trajectory.since,
        # Who was sent back with consent still in hand has the same days again.
        Clock.CONSENT: trajectory.consent_on
        and max(trajectory.consent_on, trajectory.since),
        Clock.LETTER: trajectory.letter_on or trajectory.since,
        Clock.START: trajectory.start_on,
        Clock.INDICATION: trajectory.indicated_on,
        Clock.BIRTH: day_of_age(trajectory.birth_month, 0),
    }
    return days[rule.clock]
