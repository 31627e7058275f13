"""The moves themselves: each changes a trajectory in memory and returns its event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError

from referrals.lifecycle.deeds import Change, Deed, Doer, Ground
from referrals.lifecycle.effects import (
    CONSENT_LATER,
    PLANNED,
    START_BEFORE,
    TRACKED,
    Values,
    difference,
    enter,
    follow,
    indicate,
    put_back,
    replan,
    start,
    values_of,
)
from referrals.lifecycle.guards import (
    acting_role,
    find_outcome,
    judge_facts,
    judge_role,
    refuse_day,
    refuse_words,
)
from referrals.models import Event, Trajectory
from referrals.routes.definition import Outcome, Step
from referrals.routes.facts import facts_of
from vve_portal.access.verdicts import ALLOWED, Verdict, deny
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role

NOT_A_START: Final = "Op deze route kan een traject niet in deze status beginnen."
NOT_BY_ITSELF: Final = "Deze stap gaat niet vanzelf."
ACCEPTED_ALREADY: Final = "Dit kind is al aangenomen."
NOT_ACCEPTABLE: Final = "Dit traject wacht niet op een voorschool."
# Also after the nurse heard from parents that they registered, a code is accepted.
REFERRED: Final = "S40"
CONFIRM: Final = "confirm"
ACCEPTABLE: Final = frozenset({"S42", "S50", "S51", "S60", "S70"})
PLACED: Final = "S60"
TAKES_PART: Final = "S70"
# What moves along when the day of an event is corrected.
DAYS: Final = frozenset(
    {
        "since",
        "closed_on",
        "consent_on",
        "letter_on",
        "indicated_on",
        "accepted_on",
        "waiting_since",
        "school_confirmed_on",
    }
)


def apply(
    *,
    trajectory: Trajectory,
    outcome: str,
    deed: Deed,
    ground: Ground,
    actor: User | None,
    now: datetime,
    last_on: date | None,
) -> Change:
    """Take a way on; without actor the portal takes one that goes by itself.

    `last_on` is the day of the event before. Raises PermissionDenied when none of the
    actor's roles may, or ValidationError with one sentence.
    """
    chosen = find_outcome(trajectory, ground, outcome)
    step = ground.route.step_at(trajectory.state)
    judge(chosen, step, actor).enforce()
    refuse_day(trajectory, deed.occurred_on, ground.today, last_on)
    _refuse(judge_facts(chosen, facts_of(trajectory, deed.occurred_on)))
    refuse_words(ground, trajectory.state, chosen.to, deed)

    role = acting_role(chosen, step, actor.roles) if actor else None
    doer = Doer(actor, role, now)
    before = values_of(trajectory)
    try:
        follow(trajectory, chosen, deed, doer, ground)
    except ValidationError:
        put_back(trajectory, before)
        raise
    replan(trajectory, ground, deed.reason)
    event = _event(trajectory, before, Event.Kind.MOVE, deed.occurred_on, doer)
    event.step, event.outcome = (step.key if step else ""), chosen.key
    groups = deed.groups if chosen.to == "S20" else None
    return _change(trajectory, event, reason=deed.reason, groups=groups)


def judge(outcome: Outcome, step: Step | None, actor: User | None) -> Verdict:
    """Judge whether somebody, or the portal itself, may take a way."""
    if actor is not None:
        return judge_role(outcome, step, actor.roles)
    return ALLOWED if outcome.by_itself else deny(NOT_BY_ITSELF)


def begin(
    *,
    trajectory: Trajectory,
    state: str,
    deed: Deed,
    ground: Ground,
    doer: Doer,
    kind: Event.Kind = Event.Kind.REGISTERED,
) -> Change:
    """Put a new trajectory at the start of its route.

    Raises ValidationError with one sentence.
    """
    if state not in ground.route.start:
        raise ValidationError(NOT_A_START)
    trajectory.state = ""
    return put(
        trajectory=trajectory,
        state=state,
        deed=deed,
        ground=ground,
        doer=doer,
        kind=kind,
        last_on=None,
    )


def put(
    *,
    trajectory: Trajectory,
    state: str,
    deed: Deed,
    ground: Ground,
    doer: Doer,
    kind: Event.Kind,
    last_on: date | None,
    before: Values | None = None,
) -> Change:
    """Bring a trajectory into a state that a file or another JGZ tells of.

    What the law asks for still holds, such as consent before a letter; only the order
    of the steps is not judged. `before` is what the trajectory was when the caller
    filled in more than the state. Raises ValidationError with one sentence.
    """
    refuse_day(trajectory, deed.occurred_on, ground.today, last_on)
    refuse_words(ground, trajectory.state, state, deed)
    before = before or values_of(trajectory)
    enter(trajectory, state, deed, doer, ground)
    replan(trajectory, ground, deed.reason)
    event = _event(trajectory, before, kind, deed.occurred_on, doer)
    groups = deed.groups if state == "S20" else None
    return _change(trajectory, event, reason=deed.reason, groups=groups)


def accept(
    *,
    trajectory: Trajectory,
    deed: Deed,
    ground: Ground,
    actor: User,
    now: datetime,
    last_on: date | None,
) -> Change:
    """Let a preschool that has the code take a child in.

    Who was only referred is confirmed with it; whoever is further on stays there.
    Raises ValidationError when another one was first, or nobody asks for one.
    """
    if trajectory.location_id is not None:
        raise ValidationError(ACCEPTED_ALREADY)
    if trajectory.state == REFERRED:
        return apply(
            trajectory=trajectory,
            outcome=CONFIRM,
            deed=deed,
            ground=ground,
            actor=actor,
            now=now,
            last_on=last_on,
        )
    if trajectory.state not in ACCEPTABLE:
        raise ValidationError(NOT_ACCEPTABLE)
    refuse_day(trajectory, deed.occurred_on, ground.today, last_on)
    return adjust(
        trajectory=trajectory,
        fields={"location_id": deed.location_id, "accepted_on": deed.occurred_on},
        kind=Event.Kind.PLACE,
        occurred_on=deed.occurred_on,
        ground=ground,
        doer=Doer(actor, Role.PRESCHOOL_CONTACT, now),
    )


def adjust(
    *,
    trajectory: Trajectory,
    fields: Mapping[str, Any],
    kind: Event.Kind,
    occurred_on: date,
    ground: Ground,
    doer: Doer,
) -> Change:
    """Change something about a trajectory but its state, and plan anew.

    The caller judged it; names and values are those of the model, ids for relations.
    """
    before = values_of(trajectory)
    for name, value in fields.items():
        setattr(trajectory, name, value)
    if trajectory.is_open:
        replan(trajectory, ground)
    event = _event(trajectory, before, kind, occurred_on, doer)
    others = tuple(name for name in fields if name not in TRACKED)
    return _change(trajectory, event, others=others)


def undo(
    *,
    trajectory: Trajectory,
    event: Event,
    reason_before: str,
    ground: Ground,
    doer: Doer,
) -> Change:
    """Take back the last event: everything is as it was before it.

    `reason_before` is why the trajectory was closed then, when it was.
    """
    before = values_of(trajectory)
    put_back(trajectory, {name: old for name, (old, _) in event.changes.items()})
    replan(trajectory, ground, reason_before)
    correction = _event(trajectory, before, Event.Kind.CORRECTION, ground.today, doer)
    correction.corrects = event
    return _change(trajectory, correction)


def redo(
    *,
    trajectory: Trajectory,
    event: Event,
    occurred_on: date,
    reason: str,
    last_on: date | None,
    ground: Ground,
    doer: Doer,
) -> Change:
    """Let an event that was just taken back happen on another day.

    `ground` has the definition of the target group of that day. Raises ValidationError
    when it can't have happened then.
    """
    refuse_day(trajectory, occurred_on, ground.today, last_on)
    old_day, new_day = event.occurred_on.isoformat(), occurred_on.isoformat()
    wanted = {
        name: new_day if name in DAYS and new == old_day else new
        for name, (_, new) in event.changes.items()
    }
    before, agreed = values_of(trajectory), trajectory.start_on
    put_back(trajectory, wanted)
    if (event.from_state, event.state) == (PLACED, TAKES_PART):
        trajectory.start_on = agreed
        start(trajectory, occurred_on)
    if "indicated_on" in event.changes:
        indicate(trajectory, occurred_on, ground)
    _refuse_order(trajectory, event, occurred_on)
    replan(trajectory, ground, reason)
    again = _event(trajectory, before, Event.Kind(event.kind), occurred_on, doer)
    again.step, again.outcome = event.step, event.outcome
    return _change(trajectory, again, reason=reason)


def _refuse(verdict: Verdict) -> None:
    if not verdict:
        raise ValidationError(verdict.reason)


def _refuse_order(trajectory: Trajectory, event: Event, occurred_on: date) -> None:
    """Raise ValidationError when another day breaks the order of what it moves."""
    given_on = trajectory.consent_on
    last = occurred_on if "consent_on" in event.changes else trajectory.letter_on
    if given_on and last and given_on > last:
        raise ValidationError(CONSENT_LATER)
    start_on = trajectory.start_on
    if trajectory.state == PLACED and start_on and start_on < occurred_on:
        raise ValidationError(START_BEFORE)


def _event(
    trajectory: Trajectory,
    before: Values,
    kind: Event.Kind,
    occurred_on: date,
    doer: Doer,
) -> Event:
    return Event(
        partnership_id=trajectory.partnership_id,
        trajectory=trajectory,
        # What a preschool sends back stays readable to the preschool that did.
        location_id=trajectory.location_id or before["location_id"],
        kind=kind,
        from_state=before["state"],
        state=trajectory.state,
        changes=difference(before, values_of(trajectory)),
        occurred_on=occurred_on,
        registered_at=doer.now,
        actor=doer.user,
        actor_role=doer.role or "",
        organisation_id=doer.organisation_id,
    )


def _change(
    trajectory: Trajectory,
    event: Event,
    *,
    reason: str = "",
    groups: frozenset[str] | None = None,
    others: tuple[str, ...] = (),
) -> Change:
    trajectory.version += 1
    fields = (*event.changes, *PLANNED, *others, "version")
    return Change(trajectory, event, reason, groups, fields)
