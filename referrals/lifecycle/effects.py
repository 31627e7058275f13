"""What a step leaves behind on a trajectory, and what it asks for first."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models

from agreements.models.vocabulary import Funding
from referrals.lifecycle.deeds import Deed, Doer, Ground
from referrals.lifecycle.guards import REASSESS
from referrals.models import Trajectory
from referrals.reasons import Channel, Priority
from referrals.routes.definition import Outcome
from referrals.routes.facts import FOUR, attempts_fact, day_of_age
from referrals.routes.planning import Plan, plan
from referrals.states import Fact
from vve_portal.accounts.roles import Role
from vve_portal.ui.dates import long_date

CHANNEL_MISSING: Final = "Kies hoe u de ouders probeerde te bereiken."
LOCATION_MISSING: Final = "Kies een voorschool, of kruis aan dat elke goed is."
LOCATION_DOUBLE: Final = (
    "Kies een voorschool of kruis aan dat elke goed is, maar niet allebei."
)
CONSENT_LATER: Final = "De toestemming kan niet later zijn dan deze stap."
CONSENT_UNBORN: Final = "De toestemming kan niet voor de geboortemaand liggen."
CONSENT_BY_WRONG: Final = "Kies wie de toestemming vastlegde uit de lijst."
NO_CONSENT: Final = "Leg eerst vast dat de ouders toestemming geven."
NO_WISH: Final = (
    "Leg eerst vast welke voorschool de ouders willen, of dat elke goed is."
)
NO_ATTEMPTS: Final = "Doe eerst minstens drie pogingen, langs minstens twee kanalen."
START_MISSING: Final = "Vul de dag in waarop het kind begint."
START_BEFORE: Final = "Het kind kan niet beginnen voor de dag waarop de plaats er is."
START_AFTER_FOUR: Final = "Kies een startdatum voordat het kind vier wordt."
HOURS_MISSING: Final = "Vul in hoeveel uren per week het kind komt."
HOURS_WRONG: Final = "Vul een aantal uren per week in tussen 1 en 40."
NOT_STARTED_YET: Final = "De afgesproken startdatum is {}. Kies die dag of later."
PRIORITY_WRONG: Final = "Kies een voorrang uit de lijst."
FUNDING_WRONG: Final = "Kies uit de lijst wie dit betaalt."
NOT_ACCEPTED: Final = "Vul eerst de code van de verwijsbrief in."
MOST_HOURS: Final = 40

EXTEND: Final = "extend"
SCHOOL_CONFIRMED: Final = "school_confirmed"
ACCEPTING: Final = frozenset({"S41", "S50"})

# What a correction takes back; the plan follows from these.
TRACKED: Final = (
    "state",
    "since",
    "is_open",
    "closed_on",
    "consent",
    "consent_on",
    "consent_by",
    "attempts",
    "channels",
    "location_known",
    "wished_location_id",
    "letter_on",
    "letter_by_id",
    "target_definition_id",
    "indicated_on",
    "start_age_months",
    "location_id",
    "accepted_on",
    "priority",
    "waiting_since",
    "start_on",
    "hours_per_week",
    "school_confirmed_on",
    "team_id",
    "assigned_to_id",
    "funding",
)
PLANNED: Final = (
    "step",
    "next_step",
    "owner",
    "due_on",
    "rule",
    "escalates_on",
    "escalates_to",
)
Values = dict[str, Any]


def values_of(trajectory: Trajectory) -> Values:
    """Return what a correction could take back, as JSON can hold it."""
    return {name: _as_json(getattr(trajectory, name)) for name in TRACKED}


def difference(before: Values, after: Values) -> dict[str, list[Any]]:
    """Return per changed field what it was and what it is."""
    return {
        name: [before[name], after[name]]
        for name in TRACKED
        if before[name] != after[name]
    }


def put_back(trajectory: Trajectory, values: Mapping[str, Any]) -> None:
    """Give a trajectory earlier values, as `difference` wrote them."""
    for name, value in values.items():
        setattr(trajectory, name, _from_json(name, value))


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 16 and 16.0 are the same number of hours.
        return str(value.quantize(Decimal("0.1")))
    if isinstance(value, list):
        return list(value)
    return value


def _from_json(name: str, value: Any) -> Any:
    if value is None or name.endswith("_id"):
        return value
    field = Trajectory._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - all of TRACKED are columns
    return field.to_python(value)


def replan(trajectory: Trajectory, ground: Ground, reason: str = "") -> None:
    """Say what comes next in a trajectory."""
    lay(trajectory, plan(trajectory, ground.route, ground.rules, ground.today, reason))


def clear_plan(trajectory: Trajectory) -> None:
    """Ask nothing more of anybody; only a closed trajectory can do without."""
    lay(trajectory, Plan())


def lay(trajectory: Trajectory, following: Plan) -> None:
    """Write down what comes next."""
    for name in PLANNED:
        value = getattr(following, name)
        is_word = name in {"owner", "escalates_to"}
        setattr(trajectory, name, (value or "") if is_word else value)


def follow(
    trajectory: Trajectory, outcome: Outcome, deed: Deed, doer: Doer, ground: Ground
) -> None:
    """Leave behind what an outcome says and what its state asks for.

    Raises ValidationError with a sentence about what is missing or can't be.
    """
    for fact, value in outcome.sets.items():
        _SETTERS[fact](trajectory, value, deed, doer)
    if outcome.adds is Fact.ATTEMPTS:
        _add_attempt(trajectory, deed)
    if deed.funding:
        trajectory.funding = refuse_funding(deed.funding)
    if outcome.key == SCHOOL_CONFIRMED:
        trajectory.school_confirmed_on = deed.occurred_on
    if outcome.key == REASSESS:
        indicate(trajectory, deed.occurred_on, ground)
    if outcome.to != trajectory.state:
        enter(trajectory, outcome.to, deed, doer, ground)
    elif outcome.key == EXTEND or not trajectory.is_open:
        # A second look that changes nothing: the next one counts from here.
        trajectory.since = deed.occurred_on


def enter(
    trajectory: Trajectory, state: str, deed: Deed, doer: Doer, ground: Ground
) -> None:
    """Bring a trajectory into a state; raises ValidationError when it can't be yet."""
    came_from = trajectory.state
    if entering := _ENTERING.get(state):
        entering(trajectory, came_from, deed, doer, ground)
    if state in ACCEPTING:
        _accept(trajectory, deed, doer)
    trajectory.state = state
    trajectory.since = deed.occurred_on
    trajectory.is_open = not ground.route.states[state].closes
    trajectory.closed_on = None if trajectory.is_open else deed.occurred_on


def refuse_funding(source: str) -> str:
    """Return who pays; raises ValidationError when that is no source of money."""
    if source not in Funding.values:
        raise ValidationError(FUNDING_WRONG)
    return source


def _set_consent(trajectory: Trajectory, value: str, deed: Deed, doer: Doer) -> None:
    trajectory.consent = value
    # A letter went out under the consent of then; another one needs another letter.
    trajectory.letter_on = trajectory.letter_by = None
    if value == Trajectory.Consent.NOT_ASKED:
        trajectory.consent_on, trajectory.consent_by = None, ""
        return
    given_on = deed.consent_on or deed.occurred_on
    if given_on > deed.occurred_on:
        raise ValidationError(CONSENT_LATER)
    if given_on < trajectory.birth_month:
        raise ValidationError(CONSENT_UNBORN)
    by = deed.consent_by or (doer.role or "")
    if by not in Role.values:
        raise ValidationError(CONSENT_BY_WRONG)
    trajectory.consent_on, trajectory.consent_by = given_on, by


def _set_attempts(trajectory: Trajectory, value: str, _deed: Deed, _doer: Doer) -> None:
    trajectory.attempts = int(value)
    trajectory.channels = trajectory.channels if trajectory.attempts else []


def _set_location(trajectory: Trajectory, value: str, deed: Deed, _doer: Doer) -> None:
    trajectory.location_known = value == "known"
    trajectory.wished_location_id = None
    if not trajectory.location_known:
        return
    if deed.location_id is None and not deed.is_free_choice:
        raise ValidationError(LOCATION_MISSING)
    if deed.location_id is not None and deed.is_free_choice:
        raise ValidationError(LOCATION_DOUBLE)
    trajectory.wished_location_id = deed.location_id


def _add_attempt(trajectory: Trajectory, deed: Deed) -> None:
    if deed.channel not in Channel.values:
        raise ValidationError(CHANNEL_MISSING)
    trajectory.attempts += 1
    trajectory.channels = sorted({*trajectory.channels, deed.channel})


_SETTERS: Final[dict[Fact, Callable[[Trajectory, str, Deed, Doer], None]]] = {
    Fact.CONSENT: _set_consent,
    Fact.ATTEMPTS: _set_attempts,
    Fact.LOCATION: _set_location,
}


def _accept(trajectory: Trajectory, deed: Deed, doer: Doer) -> None:
    """A preschool enters the picture with the code; a nurse can't do that for it."""
    if doer.role != Role.PRESCHOOL_CONTACT or trajectory.location_id is not None:
        return
    if deed.location_id is None:
        raise ValidationError(NOT_ACCEPTED)
    trajectory.location_id = deed.location_id
    trajectory.accepted_on = deed.occurred_on


def _enter_indicated(
    trajectory: Trajectory, _came_from: str, deed: Deed, _doer: Doer, ground: Ground
) -> None:
    indicate(trajectory, deed.occurred_on, ground)


def indicate(trajectory: Trajectory, day: date, ground: Ground) -> None:
    """Let the indication of this day be the one that holds."""
    trajectory.indicated_on = day
    trajectory.target_definition = ground.definition
    if ground.definition is not None:
        trajectory.start_age_months = ground.definition.start_age_months


def _enter_talk(
    trajectory: Trajectory, came_from: str, _deed: Deed, _doer: Doer, _ground: Ground
) -> None:
    """A preschool that sent a child back no longer knows of it."""
    if came_from == "S20":
        return
    trajectory.letter_on = trajectory.letter_by = None
    trajectory.location = trajectory.accepted_on = None
    trajectory.waiting_since = trajectory.start_on = None
    trajectory.hours_per_week = None
    trajectory.priority = Priority.INDICATED


def _enter_not_reached(
    trajectory: Trajectory, came_from: str, _deed: Deed, _doer: Doer, _ground: Ground
) -> None:
    """Whoever was sent to the family counts as a try in itself."""
    enough = attempts_fact(trajectory.attempts, trajectory.channels) == "3"
    if came_from != "S42" and not enough:
        raise ValidationError(NO_ATTEMPTS)


def _enter_referred(
    trajectory: Trajectory, _came_from: str, deed: Deed, doer: Doer, _ground: Ground
) -> None:
    given_on = trajectory.consent_on
    if trajectory.consent != Trajectory.Consent.YES or given_on is None:
        raise ValidationError(NO_CONSENT)
    if given_on > deed.occurred_on:
        raise ValidationError(CONSENT_LATER)
    if not trajectory.location_known:
        raise ValidationError(NO_WISH)
    trajectory.letter_on, trajectory.letter_by = deed.occurred_on, doer.user


def _enter_waiting(
    trajectory: Trajectory, _came_from: str, deed: Deed, _doer: Doer, _ground: Ground
) -> None:
    trajectory.waiting_since = trajectory.waiting_since or deed.occurred_on
    if deed.priority and deed.priority not in Priority.values:
        raise ValidationError(PRIORITY_WRONG)
    trajectory.priority = deed.priority or trajectory.priority


def _enter_placed(
    trajectory: Trajectory, _came_from: str, deed: Deed, _doer: Doer, _ground: Ground
) -> None:
    trajectory.start_on = refuse_start(trajectory, deed.start_on, deed.occurred_on)
    trajectory.hours_per_week = refuse_hours(deed.hours_per_week)


def refuse_start(
    trajectory: Trajectory, start_on: date | None, placed_on: date
) -> date:
    """Return the day a child begins; raises ValidationError when that can't be."""
    if start_on is None:
        raise ValidationError(START_MISSING)
    if start_on < placed_on:
        raise ValidationError(START_BEFORE)
    if start_on >= day_of_age(trajectory.birth_month, FOUR):
        raise ValidationError(START_AFTER_FOUR)
    return start_on


def refuse_hours(hours: Decimal | None) -> Decimal:
    """Return the hours per week; raises ValidationError when there are none."""
    if hours is None:
        raise ValidationError(HOURS_MISSING)
    if not 1 <= hours <= MOST_HOURS:
        raise ValidationError(HOURS_WRONG)
    return hours


def _enter_taking_part(
    trajectory: Trajectory, came_from: str, deed: Deed, _doer: Doer, _ground: Ground
) -> None:
    if came_from == "S60":
        start(trajectory, deed.occurred_on)


def start(trajectory: Trajectory, day: date) -> None:
    """Let a child begin; raises ValidationError before the agreed day."""
    agreed = trajectory.start_on
    if agreed is not None and day < agreed:
        raise ValidationError(NOT_STARTED_YET.format(long_date(agreed)))
    trajectory.start_on = day


_ENTERING: Final[dict[str, Callable[[Trajectory, str, Deed, Doer, Ground], None]]] = {
    "S20": _enter_indicated,
    "S30": _enter_talk,
    "S32": _enter_not_reached,
    "S40": _enter_referred,
    "S51": _enter_waiting,
    "S60": _enter_placed,
    "S70": _enter_taking_part,
}
