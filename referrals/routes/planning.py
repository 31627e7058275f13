"""What comes next in a trajectory: who does what by when, and who is asked after that.

Nothing here waits for a nightly job: a date that has passed is itself the escalation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from referrals.routes.definition import Route, Step
from referrals.routes.facts import FOUR, Child, day_of_age, facts_of
from referrals.routes.rules import Rule, begins_on
from referrals.states import ReasonList
from vve_portal.accounts.roles import Role

# Who gets a second signal at least so long after a first one that came late.
GRACE: Final = timedelta(days=28)
# The only state in which a preschool is asked something before it knows the child.
ASKED_BY_LETTER: Final = "S40"


class NoStepError(LookupError):
    """A route has nobody for an open state; publishing lets no such route through."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The next step of a trajectory; empty when it is closed for good."""

    step: str = ""
    next_step: str = ""
    owner: Role | None = None
    due_on: date | None = None
    rule: str = ""
    escalates_on: date | None = None
    escalates_to: Role | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a role has to do by a day; without `rule`: the step itself."""

    on: date
    to: Role
    task: str
    rule: str = ""


def plan(
    trajectory: Child,
    route: Route,
    rules: Mapping[str, Rule],
    today: date,
    reason: str = "",
) -> Plan:
    """Return who has to do what by when; `reason` is why a closed one was closed.

    Before anything is late that is the earliest signal, afterwards the last one that
    passed. Raises NoStepError when a route has nobody for an open state.
    """
    closed = route.states[trajectory.state].closes
    step = route.step_at(trajectory.state)
    if closed:
        signals = list(_signals_when_closed(trajectory, route, rules, reason))
    else:
        signals = list(_signals_when_open(trajectory, step, rules))
    if not signals:
        return Plan()
    signals.sort(key=lambda signal: signal.on)
    current = _current(signals, today)
    higher = _escalation(signals, current, today)
    return Plan(
        step=step.key if step else "",
        next_step=current.task,
        owner=current.to,
        due_on=current.on,
        rule=current.rule,
        escalates_on=higher.on if higher else None,
        escalates_to=higher.to if higher else None,
    )


def _current(signals: list[Signal], today: date) -> Signal:
    passed = [signal for signal in signals if signal.on <= today]
    return passed[-1] if passed else signals[0]


def _escalation(signals: list[Signal], current: Signal, today: date) -> Signal | None:
    """Return who is asked next, or else who was asked before and still may help."""
    others = [signal for signal in signals if signal.to != current.to]
    coming = [one for one in others if one.on > today or one.on >= current.on]
    if coming:
        return coming[0]
    return others[-1] if others else None


def _signals_when_open(
    trajectory: Child, step: Step | None, rules: Mapping[str, Rule]
) -> Iterator[Signal]:
    if step is None or step.owner is None or not step.days:
        raise NoStepError(trajectory.state)
    task = step.task or step.name
    yield Signal(term_of(step, trajectory), _seen_by(step.owner, trajectory), task)
    for rule in rules.values():
        if _holds(rule, trajectory):
            yield from _signals_of(rule, trajectory)


def _signals_when_closed(
    trajectory: Child,
    route: Route,
    rules: Mapping[str, Rule],
    reason: str,
) -> Iterator[Signal]:
    """Only a second look, or parents who wanted to wait, come back; until four."""
    step = route.step_at(trajectory.state)
    four = day_of_age(trajectory.birth_month, FOUR)
    if step is not None and _has_second_look(trajectory, route, step):
        task = step.task or step.name
        term = term_of(step, trajectory)
        if step.owner is not None and term < four:
            yield Signal(term, step.owner, task)
    for rule in rules.values():
        if rule.reason and rule.reason == reason and trajectory.state in rule.states:
            for signal in _signals_of(rule, trajectory, may_be_late=False):
                if trajectory.since <= signal.on < four:
                    yield signal


def _has_second_look(trajectory: Child, route: Route, step: Step) -> bool:
    """Parents who gave a reason are asked again by a rule, not by the step."""
    if not step.days or route.states[trajectory.state].reasons is not ReasonList.FIXED:
        return False
    if step.to_months is None:
        return True
    last = day_of_age(trajectory.birth_month, step.to_months)
    return bool(trajectory.since < last)


def _holds(rule: Rule, trajectory: Child) -> bool:
    if trajectory.state not in rule.states or rule.reason:
        return False
    if rule.code == "E13" and trajectory.school_confirmed_on:
        return False
    # Most rules ask for no fact, and this is asked for every row of a file.
    facts = facts_of(trajectory, trajectory.since) if rule.needs else {}
    return all(facts.get(fact) in values for fact, values in rule.needs.items())


def _signals_of(
    rule: Rule, trajectory: Child, *, may_be_late: bool = True
) -> Iterator[Signal]:
    begin = begins_on(rule, trajectory)
    if begin is None:
        return
    exact = rule.first.after(begin)
    # Nobody can be late before the child was there.
    first = max(exact, trajectory.since) if may_be_late else exact
    to = rule.to_in.get(trajectory.state, rule.to)
    yield Signal(first, _seen_by(to, trajectory), rule.task, rule.code)
    if rule.also is not None:
        yield Signal(first, rule.also, rule.also_task, rule.code)
    if rule.later is not None and rule.then is not None:
        later = rule.later.after(begin)
        later = later if first == exact else max(later, first + GRACE)
        yield Signal(later, rule.then, rule.later_task, rule.code)


def _seen_by(role: Role, trajectory: Child) -> Role:
    """Give the nurse what a preschool that does not know the child can't do."""
    knows = trajectory.location_id is not None or trajectory.state == ASKED_BY_LETTER
    is_theirs = role is Role.PRESCHOOL_CONTACT and not knows
    return Role.NURSE if is_theirs else role


def term_of(step: Step, trajectory: Child) -> date:
    """Return the day by which a step has to be done.

    Its days run from when the state began, the agreed start, or the age at which the
    step's window opens: whichever is latest. The end of the window cuts them short.
    """
    begin: date = max(trajectory.since, trajectory.start_on or trajectory.since)
    if step.from_months is not None:
        begin = max(begin, day_of_age(trajectory.birth_month, step.from_months))
    term = begin + timedelta(days=step.days or 0)
    if step.to_months is not None:
        last = day_of_age(trajectory.birth_month, step.to_months)
        term = min(term, last) if last > trajectory.since else term
    return term
