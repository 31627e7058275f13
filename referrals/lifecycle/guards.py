"""When a step may be taken: by whom, under which facts and on which day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from referrals.lifecycle.deeds import Deed, Ground
from referrals.models import Trajectory
from referrals.reasons import Decline, NonReach, ReasonGroup, Stop
from referrals.routes.definition import Outcome, Step, choosers
from referrals.routes.facts import facts_of, months_after
from referrals.states import (
    ALL_STATES,
    FACT_LABELS,
    FACT_VALUES,
    Fact,
    ReasonList,
)
from vve_portal.access.verdicts import ALLOWED, Verdict, deny
from vve_portal.accounts.roles import Role
from vve_portal.ui.dates import long_date

# The VVE coordinator edits everything of the own organisation (domain 1.2).
STANDS_IN_FOR: Final[dict[Role, frozenset[Role]]] = {
    Role.VVE_COORDINATOR: frozenset({Role.NURSE, Role.DOCTOR, Role.OUTREACH_WORKER})
}
# Back to the talk with parents from here is a preschool that declines.
WITH_PRESCHOOL: Final = frozenset({"S40", "S41", "S50", "S51", "S60"})
TALK: Final = "S30"
INDICATED: Final = "S20"
REASSESS: Final = "reassess"
# In months; rule E15 asks for it after a year.
REASSESS_FROM: Final = 11
LISTS: Final[dict[ReasonList, type[TextChoices]]] = {
    ReasonList.NON_REACH: NonReach,
    ReasonList.STOP: Stop,
}
NOT_A_WAY: Final = (
    "Deze stap kan niet meer: het traject staat nu op “{}”. "
    "Bekijk het traject opnieuw en kies dan."
)
NOT_YOURS: Final = "Deze stap zet {}."
FUTURE: Final = "Kies vandaag of een dag die voorbij is: dit moet al gebeurd zijn."
UNBORN: Final = "Deze dag ligt voor de geboortemaand van het kind. Kies een latere dag."
TOO_EARLY: Final = "Kies {} of later: toen was de vorige stap."
REASON_MISSING: Final = "Kies een reden."
REASON_WRONG: Final = "Kies een reden die bij deze stap hoort."
NO_REASON_HERE: Final = "Bij deze stap hoort geen reden. Laat de reden leeg."
GROUP_WRONG: Final = "Kies groepen uit de lijst."
UNMET: Final[dict[Fact, str]] = {
    Fact.CONSENT: "Leg eerst vast dat de ouders toestemming geven.",
    Fact.LOCATION: (
        "Leg eerst vast welke voorschool de ouders willen, of dat elke goed is."
    ),
    Fact.ATTEMPTS: "Doe eerst minstens drie pogingen, langs minstens twee kanalen.",
}


class Way(NamedTuple):
    """A way on, and whether it is open."""

    outcome: Outcome
    verdict: Verdict


def indicates(outcome: Outcome) -> bool:
    """Return whether a way leaves an indication of that day behind."""
    return outcome.to == INDICATED or outcome.key == REASSESS


def ways_of(trajectory: Trajectory, ground: Ground, roles: Iterable[Role]) -> list[Way]:
    """Return the ways on that these roles may take, each with why it can't be yet."""
    facts = facts_of(trajectory, ground.today)
    step = ground.route.step_at(trajectory.state)
    held = frozenset(roles)
    return [
        Way(outcome, judge_facts(outcome, facts))
        for outcome in ground.route.outcomes_at(trajectory.state)
        if acting_role(outcome, step, held) is not None
        and _makes_sense(trajectory, outcome, ground.today)
    ]


def _makes_sense(trajectory: Trajectory, outcome: Outcome, today: date) -> bool:
    """An indication is looked at again once it is nearly a year old."""
    if outcome.key != REASSESS or trajectory.indicated_on is None:
        return outcome.key != REASSESS
    return months_after(trajectory.indicated_on, REASSESS_FROM) <= today


def find_outcome(trajectory: Trajectory, ground: Ground, key: str) -> Outcome:
    """Return the way on by its key; raises ValidationError when there is none here."""
    for outcome in ground.route.outcomes_at(trajectory.state):
        if outcome.key == key:
            return outcome
    label = ALL_STATES[trajectory.state].label
    raise ValidationError(NOT_A_WAY.format(label))


def acting_role(
    outcome: Outcome, step: Step | None, held: frozenset[Role]
) -> Role | None:
    """Return in which of the roles somebody holds he takes a way, if any."""
    wanted = choosers(outcome, step)
    for role in wanted:
        if role in held:
            return role
    for role, others in STANDS_IN_FOR.items():
        if role in held and not others.isdisjoint(wanted):
            return role
    return None


def judge_role(outcome: Outcome, step: Step | None, held: frozenset[Role]) -> Verdict:
    """Judge whether somebody with these roles may take a way."""
    if acting_role(outcome, step, held) is not None:
        return ALLOWED
    return deny(NOT_YOURS.format(named(choosers(outcome, step))))


def named(roles: Sequence[Role]) -> str:
    """Write roles as people say them: "een jeugdverpleegkundige of een toeleider"."""
    if not roles:
        return "niemand"
    names = [f"een {role.label[0].lower()}{role.label[1:]}" for role in roles]
    names = [name.replace("een vVE", "een VVE") for name in names]
    return " of ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def unmet(outcome: Outcome, facts: dict[Fact, str]) -> list[Fact]:
    """Return the facts that do not hold yet and have to for a way."""
    return [fact for fact, wanted in outcome.needs.items() if facts[fact] not in wanted]


def judge_facts(outcome: Outcome, facts: dict[Fact, str]) -> Verdict:
    """Judge whether the facts allow a way."""
    missing = unmet(outcome, facts)
    return deny(_unmet_sentence(outcome, missing[0])) if missing else ALLOWED


def _unmet_sentence(outcome: Outcome, fact: Fact) -> str:
    wanted = [FACT_VALUES[fact][value] for value in outcome.needs[fact]]
    if fact is Fact.AGE:
        return f"Dit kan als de leeftijd van het kind dit is: {' of '.join(wanted)}."
    if set(outcome.needs[fact]) & {"yes", "known", "3"}:
        return UNMET[fact]
    return f"Dit kan alleen als {FACT_LABELS[fact]} dit is: {' of '.join(wanted)}."


def refuse_day(
    trajectory: Trajectory, day: date, today: date, last_on: date | None
) -> None:
    """Raise ValidationError when something can't have happened on a day."""
    if day > today:
        raise ValidationError(FUTURE)
    if day < trajectory.birth_month:
        raise ValidationError(UNBORN)
    if last_on is not None and day < last_on:
        raise ValidationError(TOO_EARLY.format(long_date(last_on)))


def reasons_for(ground: Ground, state: str, to: str) -> type[TextChoices] | None:
    """Return the list from which a reason has to come on the way from `state`."""
    target = ground.route.states[to]
    if target.reasons is not None:
        return LISTS.get(target.reasons)
    if state in WITH_PRESCHOOL and to == TALK:
        return Decline
    return None


def refuse_words(ground: Ground, state: str, to: str, deed: Deed) -> None:
    """Raise ValidationError when reason or groups are missing or from another list."""
    wanted = reasons_for(ground, state, to)
    if wanted is None and deed.reason:
        raise ValidationError(NO_REASON_HERE)
    if wanted is not None and not deed.reason:
        raise ValidationError(REASON_MISSING)
    if wanted is not None and deed.reason not in wanted.values:
        raise ValidationError(REASON_WRONG)
    if not deed.groups <= set(ReasonGroup.values):
        raise ValidationError(GROUP_WRONG)
