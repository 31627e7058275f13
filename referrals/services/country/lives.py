"""One child's way along a route, drawn by lot and taken by the lifecycle itself.

Whatever comes out was allowed at every step; nothing here touches the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from agreements.models.vocabulary import Funding
from referrals.lifecycle.deeds import Change, Deed, Doer, Ground
from referrals.lifecycle.effects import clear_plan, replan
from referrals.lifecycle.guards import find_outcome, reasons_for, unmet
from referrals.lifecycle.moves import ACCEPTABLE, accept, apply, begin
from referrals.models import TargetDefinition, Trajectory
from referrals.reasons import Channel, Priority, ReasonGroup
from referrals.routes.definition import Outcome, Route, choosers
from referrals.routes.facts import FOUR, day_of_age, facts_of
from referrals.routes.rules import Rule
from referrals.services.country.chances import CHANCES, NOTHING, REASONS, Chances
from referrals.services.following import is_past_a_second_look
from referrals.states import Fact
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role

AT_PRESCHOOL: Final = frozenset({"S70", "S71", "S72", "S80", "S81", "S82"})
AGE_OF: Final = {"test_age": 11, "half_past_three": 42, "four": FOUR}
MOST_STEPS: Final = 60
# How many of a hundred families take their time, and how much.
SLOW: Final = 0.1
SLOWER: Final = 2.5
PLACE_BEFORE_FOUR: Final = timedelta(days=45)
HOURS: Final = Decimal(16)
FREE_CHOICE: Final = 0.2
# Who pays for each level of support.
FUNDING_AT: Final = {
    "Z10": Funding.SPUK_OAB,
    "Z20": Funding.SPUK_OAB,
    "Z40": Funding.YOUTH_ACT,
    "Z50": Funding.YOUTH_ACT,
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who act along a route, one of each role; at each preschool its own contact."""

    people: Mapping[Role, User]
    contacts: Mapping[int, User]

    def who(self, role: Role, location_id: int) -> User:
        """Return who does what is for a role, at a preschool when it is for that."""
        at_preschool = role is Role.PRESCHOOL_CONTACT
        return self.contacts[location_id] if at_preschool else self.people[role]


@dataclass(frozen=True, slots=True)
class Terms:
    """Along what a child goes, and until when it is told."""

    route: Route
    rules: Mapping[str, Rule]
    definitions: Sequence[TargetDefinition]
    until: date
    chances: Chances = field(default_factory=lambda: CHANCES)


@dataclass(slots=True)
class Life:
    """A trajectory on its way, with what happened so far."""

    trajectory: Trajectory
    terms: Terms
    cast: Cast
    luck: Random
    changes: list[Change] = field(default_factory=list)
    pace: float = 1.0

    def __post_init__(self) -> None:
        """Some families take their time."""
        self.pace = SLOWER if self.luck.random() < SLOW else 1.0

    @property
    def last_on(self) -> date:
        """The day of the last event."""
        return self.changes[-1].event.occurred_on

    @property
    def is_over(self) -> bool:
        """Whether the telling has come to its end."""
        return len(self.changes) >= MOST_STEPS

    def ground(self, registered_on: date, occurred_on: date) -> Ground:
        """Return against what a step is judged, and how it is written down."""
        terms = self.terms
        before = [one for one in terms.definitions if one.starts_on <= occurred_on]
        definition = max(before, key=lambda one: one.starts_on, default=None)
        return Ground(terms.route, terms.rules, registered_on, definition)

    def written_at(self, occurred_on: date) -> datetime:
        """Return when something is written down: mostly at once, never before."""
        lag = self.luck.choices((0, 1, 2, 5), (75, 15, 7, 3))[0]
        opens = datetime.combine(
            occurred_on + timedelta(days=lag), time(8), tzinfo=UTC
        ) + timedelta(minutes=self.luck.randrange(480))
        if not self.changes:
            return opens
        return max(opens, self.changes[-1].event.registered_at + timedelta(minutes=1))


def live(
    *,
    trajectory: Trajectory,
    state: str,
    begins_on: date,
    terms: Terms,
    cast: Cast,
    luck: Random,
) -> list[Change]:
    """Tell what happens to a new trajectory until a day; the changes are not saved.

    Nothing is told when it would be written down on that day or later.
    """
    life = Life(trajectory, terms, cast, luck)
    nurse = cast.people[Role.NURSE]
    now = life.written_at(begins_on)
    if now.date() >= terms.until:
        return []
    first = begin(
        trajectory=trajectory,
        state=state,
        deed=Deed(occurred_on=begins_on, groups=_groups(luck)),
        ground=life.ground(now.date(), begins_on),
        doer=Doer(nurse, Role.NURSE, now),
    )
    life.changes.append(first)
    while not life.is_over and _go_on(life):
        pass
    _keep_up(life)
    return life.changes


def _keep_up(life: Life) -> None:
    """Say anew who is asked, as the portal does every night for what is late."""
    trajectory, until = life.trajectory, life.terms.until
    if trajectory.due_on is None or trajectory.due_on > until:
        return
    ground = life.ground(until, until)
    if trajectory.is_open:
        replan(trajectory, ground)
    elif is_past_a_second_look(trajectory, ground):
        clear_plan(trajectory)


def _go_on(life: Life) -> bool:
    """Take the next step; return whether there was one in time."""
    outcome, day = _next(life)
    if outcome is None:
        return False
    now = life.written_at(day)
    if now.date() >= life.terms.until:
        return False
    role = _role(life, outcome)
    ground = life.ground(now.date(), day)
    location_id = _location(life)
    actor = life.cast.who(role, location_id)
    if _must_accept(life, role):
        deed = Deed(occurred_on=day, location_id=location_id)
        life.changes.append(_accept(life, deed, ground, actor, now))
        now += timedelta(minutes=1)
    life.changes.append(
        apply(
            trajectory=life.trajectory,
            outcome=outcome.key,
            deed=_deed(life, outcome, day, ground, location_id),
            ground=ground,
            actor=None if outcome.by_itself else actor,
            now=now,
            last_on=life.last_on,
        )
    )
    return True


def _next(life: Life) -> tuple[Outcome | None, date]:
    """Draw what comes next and when; at four it ends for who never began."""
    trajectory, luck = life.trajectory, life.luck
    four = day_of_age(trajectory.birth_month, FOUR)
    chosen = _draw(life)
    is_closed = life.terms.route.states[trajectory.state].closes
    day = life.last_on
    if chosen is not None:
        outcome, gap = chosen
        gap = 0 if outcome.by_itself else gap
        day = max(day + timedelta(days=gap), _earliest(life, outcome))
        latest = four - PLACE_BEFORE_FOUR if outcome.key == "place" else four
        if day < latest or trajectory.state in AT_PRESCHOOL:
            return outcome, day
    if is_closed or trajectory.state in AT_PRESCHOOL:
        return None, day
    if not any(one.key == "four_without" for one in life.terms.route.everywhere):
        return (chosen[0] if chosen else None), day
    ended = find_outcome(trajectory, life.ground(four, four), "four_without")
    return ended, max(life.last_on, four) + timedelta(days=luck.randrange(2, 24))


def _draw(life: Life) -> tuple[Outcome, int] | None:
    trajectory, luck = life.trajectory, life.luck
    facts = facts_of(trajectory, life.last_on)
    ways = {one.key: one for one in life.terms.route.outcomes_at(trajectory.state)}
    possible = [
        chance
        for chance in life.terms.chances.get(trajectory.state, ())
        if chance.outcome == NOTHING
        or (
            chance.outcome in ways
            and set(unmet(ways[chance.outcome], facts)) <= {Fact.AGE}
            and not _is_done(trajectory, chance.outcome)
        )
    ]
    if not possible:
        return None
    weights = [chance.weight for chance in possible]
    chance = luck.choices(possible, weights)[0]
    if chance.outcome == NOTHING:
        return None
    gap = luck.randint(chance.soonest, chance.latest) * life.pace
    return ways[chance.outcome], round(gap)


def _is_done(trajectory: Trajectory, outcome: str) -> bool:
    if outcome == "school_confirmed":
        return trajectory.school_confirmed_on is not None
    return outcome == "location" and bool(trajectory.location_known)


def _earliest(life: Life, outcome: Outcome) -> date:
    """Return the first day on which an age allows an outcome, and the agreed start."""
    trajectory, luck = life.trajectory, life.luck
    days = [life.last_on]
    if wanted := outcome.needs.get(Fact.AGE):
        months = AGE_OF.get(wanted[0], trajectory.start_age_months)
        day = day_of_age(trajectory.birth_month, months)
        later = 0 if outcome.by_itself else luck.randrange(25)
        days.append(day + timedelta(days=later))
    if trajectory.state == "S60" and trajectory.start_on:
        days.append(trajectory.start_on + timedelta(days=luck.choice((0, 0, 0, 3, 9))))
    return max(days)


def _role(life: Life, outcome: Outcome) -> Role:
    step = life.terms.route.step_at(life.trajectory.state)
    known = {*life.cast.people, Role.PRESCHOOL_CONTACT}
    return next(role for role in choosers(outcome, step) if role in known)


def _must_accept(life: Life, role: Role) -> bool:
    """Whether the preschool still has to enter the code before it does more."""
    trajectory = life.trajectory
    is_first = role is Role.PRESCHOOL_CONTACT and trajectory.location_id is None
    return is_first and trajectory.state in ACCEPTABLE - {"S40"}


def _accept(
    life: Life, deed: Deed, ground: Ground, actor: User, now: datetime
) -> Change:
    return accept(
        trajectory=life.trajectory,
        deed=deed,
        ground=ground,
        actor=actor,
        now=now,
        last_on=life.last_on,
    )


def _location(life: Life) -> int:
    """Return where a child is, or the preschool parents wish for, or else any."""
    trajectory = life.trajectory
    known: int | None = trajectory.location_id or trajectory.wished_location_id
    return known or life.luck.choice(list(life.cast.contacts))


def _deed(
    life: Life, outcome: Outcome, day: date, ground: Ground, location_id: int
) -> Deed:
    trajectory, luck = life.trajectory, life.luck
    is_free = outcome.key == "location" and luck.random() < FREE_CHOICE
    is_start = outcome.to == "S60" and trajectory.state != "S60"
    start_age = day_of_age(trajectory.birth_month, trajectory.start_age_months)
    return Deed(
        occurred_on=day,
        reason=_reason(life, outcome, ground),
        groups=_groups(luck) if outcome.to == "S20" else frozenset(),
        channel=luck.choice(Channel.values) if outcome.key == "attempt" else "",
        location_id=None if is_free else location_id,
        is_free_choice=is_free,
        start_on=max(day + timedelta(days=luck.randrange(5, 30)), start_age)
        if is_start
        else None,
        hours_per_week=HOURS if is_start else None,
        priority=luck.choice((Priority.INDICATED, Priority.INDICATED, Priority.URGENT))
        if outcome.to == "S51"
        else "",
        funding=FUNDING_AT.get(outcome.to, ""),
    )


def _reason(life: Life, outcome: Outcome, ground: Ground) -> str:
    wanted = reasons_for(ground, life.trajectory.state, outcome.to)
    if wanted is None:
        return ""
    weights = [REASONS.get(reason, 1) for reason in wanted.values]
    return life.luck.choices(wanted.values, weights)[0]


def _groups(luck: Random) -> frozenset[str]:
    number = 2 if luck.random() < FREE_CHOICE else 1
    return frozenset(luck.sample(ReasonGroup.values, number))
