"""Files with trajectories (mode B): a row says where a child stood on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from referrals.codes import LENGTH, MistypedError, check_character, parse_code
from referrals.reasons import Decline, NonReach, Stop
from referrals.states import STATES, ReasonList, RouteKind
from referrals.tables.columns import Column, Fault, Schema
from referrals.tables.values import is_formula, parse_day, parse_hours, parse_month

TRAJECTORIES: Final = Schema(
    (
        Column(
            "trajectcode",
            "Trajectcode",
            "K7QM4X2PK",
            required=True,
            names=("traject", "code"),
        ),
        Column(
            "geboortemaand",
            "Geboortemaand",
            "2024-03",
            required=True,
            names=("gebmaand", "maand"),
            has_months=True,
        ),
        Column("wijkcode", "Wijkcode", "WK075801", names=("wijk",)),
        Column("route", "Route", "R-BASIS", names=("zorgpad",)),
        Column("toestand", "Toestand", "S40", required=True, names=("status", "stand")),
        Column(
            "datum_gebeurtenis",
            "Datum van de gebeurtenis",
            "2026-05-12",
            required=True,
            names=("datum", "gebeurtenisdatum"),
            has_dates=True,
        ),
        Column(
            "locatie_lrk_id",
            "LRK-nummer van de locatie",
            "212345678",
            names=("lrk", "lrk_id", "lrknummer"),
        ),
        Column("uren_per_week", "Uren per week", "16", names=("uren",)),
        Column("reden_code", "Code van de reden", "RN02", names=("reden",)),
        Column("team", "Team", "Team Noord", names=("teamnaam",)),
        Column(
            "datum_toestemming",
            "Datum van de toestemming",
            "2026-05-11",
            names=("toestemming", "toestemmingsdatum"),
            has_dates=True,
        ),
        Column(
            "startdatum",
            "Startdatum op de voorschool",
            "2026-08-31",
            names=("begindatum", "start"),
            has_dates=True,
        ),
    )
)
MOST_HOURS: Final = 40
# In the place of a header: consent is on record elsewhere, as of the day of the event.
CONSENT_ON_RECORD: Final = "=datum_gebeurtenis"
# Who takes part began by then; before that a start may be to come.
TAKES_PART: Final = "S70"
# Trajectories end at the latest on the sixth birthday (domain: retention).
OLDEST_MONTHS: Final = 72
REASON_CODES: Final = frozenset(
    code for reasons in (NonReach, Stop, Decline) for code in reasons.values
)


@dataclass(frozen=True, slots=True)
class TrajectoryRow:
    """A row that was understood; `route`, `neighbourhood` and `location` are codes."""

    number: int
    code: str
    birth_month: date
    neighbourhood: str
    route: str
    state: str
    occurred_on: date
    location: str
    hours: Decimal | None
    reason: str
    team: str
    consent_on: date | None
    start_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name: routes with their kind, parts of town, preschools, teams."""

    today: date
    routes: Mapping[str, RouteKind]
    neighbourhoods: frozenset[str]
    locations: frozenset[str]
    teams: frozenset[str] = frozenset()


class RowError(ValueError):
    """What is wrong in one row, as the second half of a sentence."""


def parse_trajectories(
    rows: Iterable[tuple[int, dict[str, str]]], known: Known
) -> tuple[list[TrajectoryRow], list[Fault]]:
    """Return the rows that were understood, and what is wrong in the others."""
    reader = _Reader(known)
    understood, faults = [], []
    for number, cells in rows:
        try:
            understood.append(reader.read(number, {**TRAJECTORIES.empty, **cells}))
        except RowError as error:
            faults.append(Fault(number, f"Rij {number}: {error}"))
    return understood, faults


class _Reader:
    """Reads rows; remembers what a cell meant, as files repeat themselves."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.routes = {code.casefold(): code for code in known.routes}
        self.teams = {name.casefold(): name for name in known.teams}
        self.only_route = next(iter(known.routes)) if len(known.routes) == 1 else ""
        self.states = {kind: _state_names(kind) for kind in RouteKind}
        self.months: dict[str, date] = {}
        self.days: dict[str, date] = {}

    def read(self, number: int, cells: Mapping[str, str]) -> TrajectoryRow:
        """Return what a row says; raise RowError at the first thing amiss."""
        for column in TRAJECTORIES.columns:
            if is_formula(cells[column.key]):
                message = (
                    f"bij {column.label.lower()} staat een formule. "
                    "Zet daar de waarde zelf neer."
                )
                raise RowError(message)
        route = self._route(cells["route"])
        state = self._state(cells["toestand"], route)
        birth_month = self._birth_month(cells["geboortemaand"])
        occurred_on = self._occurred_on(cells["datum_gebeurtenis"], birth_month)
        return TrajectoryRow(
            number=number,
            code=_code(cells["trajectcode"]),
            birth_month=birth_month,
            neighbourhood=self._neighbourhood(cells["wijkcode"]),
            route=route,
            state=state,
            occurred_on=occurred_on,
            location=self._location(cells["locatie_lrk_id"]),
            hours=_hours(cells["uren_per_week"]),
            reason=_reason(
                cells["reden_code"], STATES[self.known.routes[route]][state].reasons
            ),
            team=self._team(cells["team"]),
            consent_on=self._consent_on(
                cells["datum_toestemming"], birth_month, occurred_on
            ),
            start_on=self._start_on(
                cells["startdatum"],
                birth_month,
                occurred_on if state == TAKES_PART else date.max,
            ),
        )

    def _route(self, text: str) -> str:
        found = self.routes.get(text.casefold()) if text else self.only_route
        if not found:
            codes = ", ".join(sorted(self.known.routes)) or "nog geen"
            message = f"vul bij route een route in die bij u loopt ({codes})."
            raise RowError(message)
        return found

    def _state(self, text: str, route: str) -> str:
        found = self.states[self.known.routes[route]].get(text.casefold())
        if found is None:
            message = (
                "vul bij toestand een code of naam in die bij de route hoort, "
                "zoals S40 of Verwezen."
            )
            raise RowError(message)
        return found

    def _birth_month(self, text: str) -> date:
        found = self.months.get(text)
        if found is None:
            found = self.months[text] = self._new_birth_month(text)
        return found

    def _new_birth_month(self, text: str) -> date:
        month, today = parse_month(text), self.known.today
        if month is None:
            message = "vul bij geboortemaand jaar en maand in, zoals 2024-03."
            raise RowError(message)
        months = (today.year - month.year) * 12 + today.month - month.month
        if not 0 <= months < OLDEST_MONTHS:
            message = (
                "de geboortemaand ligt in de toekomst of meer dan zes jaar terug. "
                "Verbeter de maand, of haal de rij weg."
            )
            raise RowError(message)
        return month

    def _occurred_on(self, text: str, birth_month: date) -> date:
        day = self._day(text, "datum van de gebeurtenis")
        if day > self.known.today:
            message = "de gebeurtenis ligt in de toekomst. Verbeter de datum."
            raise RowError(message)
        if day < birth_month:
            message = "de gebeurtenis ligt voor de geboortemaand. Verbeter de datum."
            raise RowError(message)
        return day

    def _consent_on(self, text: str, birth_month: date, until: date) -> date | None:
        if not text:
            return None
        return self._between(text, "datum van de toestemming", birth_month, until)

    def _start_on(self, text: str, birth_month: date, until: date) -> date | None:
        if not text:
            return None
        return self._between(text, "startdatum", birth_month, until)

    def _between(self, text: str, label: str, first: date, last: date) -> date:
        day = self._day(text, label)
        if not first <= day <= last:
            message = (
                f"de {label} ligt voor de geboortemaand of na de gebeurtenis. "
                "Verbeter de datum."
            )
            raise RowError(message)
        return day

    def _day(self, text: str, label: str) -> date:
        day = self.days.get(text) or parse_day(text)
        if day is None:
            message = f"vul bij {label} een dag in, zoals 2026-05-12."
            raise RowError(message)
        self.days[text] = day
        return day

    def _team(self, text: str) -> str:
        found = self.teams.get(text.casefold(), "")
        if text and not found:
            message = (
                "dit team kent het portaal niet. Gebruik de naam die bij de teams "
                "staat, of laat de cel leeg."
            )
            raise RowError(message)
        return found

    def _neighbourhood(self, text: str) -> str:
        code = text.upper()
        if code and code not in self.known.neighbourhoods:
            message = (
                "deze wijkcode kent het portaal niet. Voeg de wijk toe bij de "
                "locaties, of laat de cel leeg."
            )
            raise RowError(message)
        return code

    def _location(self, text: str) -> str:
        if text and text not in self.known.locations:
            message = (
                "dit LRK-nummer staat niet bij uw locaties. Werk de locaties bij, "
                "of laat de cel leeg."
            )
            raise RowError(message)
        return text


def _state_names(kind: RouteKind) -> dict[str, str]:
    names = {state.label.casefold(): code for code, state in STATES[kind].items()}
    return names | {code.casefold(): code for code in STATES[kind]}


def _code(text: str) -> str:
    bare = text.replace("-", "").replace(" ", "")
    try:
        # Without its check character, as a system that knows no more writes it.
        if len(bare) == LENGTH:
            return parse_code(bare + check_character(bare.upper()))
        return parse_code(bare)
    except (MistypedError, ValueError) as error:
        message = (
            "de trajectcode klopt niet: er zit een typefout in. "
            "Neem de code over uit het portaal of uit de brief."
        )
        raise RowError(message) from error


def _hours(text: str) -> Decimal | None:
    if not text:
        return None
    hours = parse_hours(text)
    if hours is None or not 0 < hours <= MOST_HOURS:
        message = f"vul bij uren per week een getal in van 1 tot en met {MOST_HOURS}."
        raise RowError(message)
    return hours


def _reason(text: str, asked: ReasonList | None) -> str:
    code = text.upper()
    if code and code not in REASON_CODES:
        message = "vul bij reden een code uit de lijst in, zoals RN02 of RS01."
        raise RowError(message)
    is_listed = asked in {ReasonList.NON_REACH, ReasonList.STOP}
    if asked and is_listed and not code.startswith(asked.value):
        unknown = f"{asked.value}99"
        message = (
            f"bij deze toestand hoort een reden die begint met {asked.value}. "
            f"Is die niet bekend, vul dan {unknown} in."
        )
        raise RowError(message)
    return code
