"""No sequence of allowed deeds leaves a child without next step, owner and deadline."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.lifecycle.deeds import Change, Deed, Doer
from referrals.lifecycle.effects import PLANNED, values_of
from referrals.lifecycle.guards import reasons_for
from referrals.lifecycle.moves import apply, begin, redo, undo
from referrals.models import Event, Trajectory
from referrals.reasons import (
    Channel,
    Decline,
    NonReach,
    Priority,
    ReasonGroup,
    Stop,
)
from referrals.routes.definition import WORKING_ROLES, Route, choosers
from referrals.routes.facts import attempts_fact, day_of_age
from referrals.routes.templates import TEMPLATES
from referrals.states import (
    HOME_STATES,
    PRESCHOOL_STATES,
    SUPPORT_STATES,
    ReasonList,
    RouteKind,
)
from tests.factories import NOW
from tests.referrals.building import child, ground, someone
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.slow

BORN: Final = date(2023, 3, 1)
FIRST_DAY: Final = date(2023, 4, 3)
REASONS: Final = ["", *NonReach.values, *Stop.values, *Decline.values]
KEYS: Final = sorted(
    {
        outcome.key
        for route in TEMPLATES.values()
        for state in route.states
        for outcome in route.outcomes_at(state)
    }
)


@dataclass(frozen=True)
class Attempt:
    """Somebody tries something some days after the last try."""

    key: str
    role: Role | None
    days_later: int
    days_ago: int
    # Takes this one of the ways that are there, with all it asks for.
    fitting: int | None
    deed: Deed


DEEDS: Final = st.builds(
    Deed,
    occurred_on=st.just(FIRST_DAY),
    reason=st.sampled_from(REASONS),
    groups=st.frozensets(st.sampled_from([*ReasonGroup.values, "herkomst"])),
    channel=st.sampled_from(["", *Channel.values]),
    location_id=st.sampled_from([None, 11, 12]),
    is_free_choice=st.booleans(),
    hours_per_week=st.sampled_from([None, Decimal(0), Decimal(16), Decimal(41)]),
    start_on=st.sampled_from([None, date(2025, 3, 1), date(2026, 9, 1)]),
    priority=st.sampled_from(["", *Priority.values, "9"]),
)
ATTEMPTS: Final = st.builds(
    Attempt,
    key=st.sampled_from(KEYS),
    role=st.one_of(st.none(), st.sampled_from(Role)),
    days_later=st.integers(0, 90),
    days_ago=st.integers(-2, 30),
    fitting=st.one_of(st.none(), *[st.integers(0, 30)] * 4),
    deed=DEEDS,
)
LISTS: Final = {
    ReasonList.NON_REACH: list(NonReach.values),
    ReasonList.STOP: list(Stop.values),
}


class Life:
    """One trajectory to which things happen, in memory."""

    def __init__(self, route: Route, start: str) -> None:
        self.route = route
        self.today = FIRST_DAY
        self.child = child(kind=route.kind, birth_month=BORN, since=FIRST_DAY)
        self.events: list[Event] = []
        change = begin(
            trajectory=self.child,
            state=start,
            deed=Deed(occurred_on=self.today),
            ground=ground(route, self.today),
            doer=Doer(someone(Role.NURSE), Role.NURSE, NOW),
        )
        self.events.append(change.event)

    def happen(self, attempt: Attempt) -> Change | None:
        """Let somebody try something; None when it is refused."""
        self.today += timedelta(days=attempt.days_later)
        tried = self.fitting(attempt) or self.wild(attempt)
        key, role, deed = tried
        before = values_of(self.child), self.child.version
        try:
            change = apply(
                trajectory=self.child,
                outcome=key,
                deed=deed,
                ground=ground(self.route, self.today),
                actor=someone(role) if role else None,
                now=NOW,
                last_on=self.events[-1].occurred_on,
            )
        except (PermissionDenied, ValidationError):
            assert (values_of(self.child), self.child.version) == before
            return None
        self.events.append(change.event)
        return change

    def wild(self, attempt: Attempt) -> tuple[str, Role | None, Deed]:
        """Return what somebody tries without looking."""
        day = self.today - timedelta(days=attempt.days_ago)
        return attempt.key, attempt.role, replace(attempt.deed, occurred_on=day)

    def fitting(self, attempt: Attempt) -> tuple[str, Role | None, Deed] | None:
        """Return what somebody reports who chose one of the ways on the screen."""
        state = self.child.state
        ways = self.route.outcomes_at(state)
        planned = [one for one in ways if not one.fallback] or list(ways)
        if attempt.fitting is None or not planned:
            return None
        # One in thirty takes what comes from outside, and ends it there.
        chosen = ways[-1] if not attempt.fitting else None
        outcome = chosen or planned[attempt.fitting % len(planned)]
        reasons = LISTS.get(self.route.states[outcome.to].reasons or ReasonList.FIXED)
        if reasons is None and reasons_for(ground(self.route), state, outcome.to):
            reasons = list(Decline.values)
        earliest = self.events[-1].occurred_on
        day = max(earliest, self.today - timedelta(days=abs(attempt.days_ago)))
        deed = Deed(
            occurred_on=day,
            reason=reasons[attempt.fitting % len(reasons)] if reasons else "",
            channel=Channel.values[attempt.fitting % 2],
            location_id=11,
            start_on=day,
            hours_per_week=Decimal(16),
        )
        roles = choosers(outcome, self.route.step_at(state))
        return outcome.key, roles[attempt.fitting % len(roles)], deed


def faults_of(life: Life, change: Change) -> Iterator[str]:
    """Say what must never be, after a deed that was allowed."""
    one, event = life.child, change.event
    closes = life.route.states[one.state].closes
    if one.is_open == closes:
        yield "open and closed at once"
    if one.is_open and not (one.next_step and one.owner and one.due_on):
        yield "open without next step, owner and deadline"
    if one.owner and one.owner not in WORKING_ROLES:
        yield "an owner who does not work with children"
    if one.due_on and one.due_on < one.since:
        yield "a deadline before the state began"
    if bool(one.escalates_on) != bool(one.escalates_to):
        yield "an escalation to nobody, or never"
    # A second look counts anew from its own day; the child was closed before.
    if closes and (one.closed_on is None or one.closed_on > one.since):
        yield "closed without a day"
    yield from faults_of_order(life, event)
    yield from faults_of_law(life, change)


def faults_of_order(life: Life, event: Event) -> Iterator[str]:
    """Say which days can't be."""
    days = [each.occurred_on for each in life.events]
    if days != sorted(days):
        yield "an event before the one that made it possible"
    if event.occurred_on > life.today:
        yield "an event in the future"
    if event.occurred_on < life.child.birth_month:
        yield "an event before birth"


def faults_of_law(life: Life, change: Change) -> Iterator[str]:
    """Say what the agreement between the parties forbids."""
    one, state = life.child, life.route.states[life.child.state]
    moved = change.event.from_state != one.state
    if state.closes and moved and not (change.reason or state.reason):
        yield "closed without a reason"
    if one.letter_on and (one.consent_on is None or one.consent_on > one.letter_on):
        yield "a letter without consent"
    if one.state == "S40" and (one.consent != "yes" or not one.location_known):
        yield "referred without consent or wish"
    tried = attempts_fact(one.attempts, one.channels) == "3"
    if one.state == "S32" and change.event.from_state == "S30" and not tried:
        yield "not reached without three tries"
    if one.state == "S60" and not (one.start_on and one.hours_per_week):
        yield "placed without a start or hours"
    if one.state == "S90" and day_of_age(one.birth_month, 48) > one.since:
        yield "to school before four"


@pytest.mark.parametrize("code", TEMPLATES)
@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(st.data())
def test_no_sequence_of_deeds_loses_a_child(code: str, data: st.DataObject) -> None:
    route = TEMPLATES[code]
    life = Life(route, data.draw(st.sampled_from(route.start)))

    for attempt in data.draw(st.lists(ATTEMPTS, min_size=20, max_size=40)):
        if change := life.happen(attempt):
            assert list(faults_of(life, change)) == []


@pytest.mark.parametrize("code", TEMPLATES)
@settings(max_examples=30, deadline=None, database=None, derandomize=True)
@given(st.data())
def test_each_move_can_be_taken_back_and_made_again(
    code: str, data: st.DataObject
) -> None:
    route = TEMPLATES[code]
    life = Life(route, data.draw(st.sampled_from(route.start)))

    for attempt in data.draw(st.lists(ATTEMPTS, min_size=10, max_size=25)):
        before = values_of(life.child)
        if change := life.happen(attempt):
            after = values_of(life.child)
            again = there_and_back(life, change, before)
            assert again == after


def there_and_back(
    life: Life, change: Change, before: dict[str, object]
) -> dict[str, object]:
    """Take a move back in a copy, see that all is as before, and make it again."""
    twin: Trajectory = copy(life.child)
    doer = Doer(someone(Role.NURSE), Role.NURSE, NOW)
    undo(
        trajectory=twin,
        event=change.event,
        reason_before="",
        ground=ground(life.route, life.today),
        doer=doer,
    )
    assert values_of(twin) == before
    redo(
        trajectory=twin,
        event=change.event,
        occurred_on=change.event.occurred_on,
        reason=change.reason,
        last_on=None,
        ground=ground(life.route, life.today),
        doer=doer,
    )
    planned = [getattr(twin, name) for name in PLANNED]
    assert planned == [getattr(life.child, name) for name in PLANNED]
    return values_of(twin)


# Where a child only comes after many deeds that were allowed.
FAR: Final = {
    RouteKind.PRESCHOOL: set(PRESCHOOL_STATES),
    RouteKind.SUPPORT: set(SUPPORT_STATES),
    RouteKind.HOME: set(HOME_STATES),
}


@pytest.mark.parametrize("code", TEMPLATES)
def test_long_lives_reach_every_state_and_lose_nobody(code: str) -> None:
    """A property over sequences that never get anywhere would prove nothing."""
    chance = Random(code)  # noqa: S311 - the same lives every time, no secret
    route = TEMPLATES[code]
    reached = set(route.start)

    for _ in range(150):
        life = Life(route, chance.choice(route.start))
        for _ in range(60):
            attempt = Attempt(
                key="",
                role=None,
                days_later=chance.randrange(60),
                days_ago=chance.randrange(10),
                fitting=chance.choice(onward(life)) + 1,
                deed=Deed(occurred_on=FIRST_DAY),
            )
            if change := life.happen(attempt):
                assert list(faults_of(life, change)) == []
                reached.add(life.child.state)

    assert reached == FAR[route.kind] - fallbacks_of(route)


def onward(life: Life) -> list[int]:
    """Return which ways to take: any, but those that go on more often."""
    ways = life.route.outcomes_at(life.child.state)
    planned = [one for one in ways if not one.fallback] or list(ways)
    many = len(planned) * 30
    on = [
        number
        for number in range(many)
        if not life.route.states[planned[(number + 1) % len(planned)].to].closes
    ]
    return [*range(many), *on * 6] if many else [0]


def fallbacks_of(route: Route) -> set[str]:
    """Return where only what comes from outside leads."""
    planned = {one.to for step in route.steps for one in step.outcomes}
    return {one.to for one in route.everywhere} - planned
