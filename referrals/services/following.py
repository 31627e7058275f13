"""Keeping up with time: moves that go by themselves, late steps, one mail a day.

Worklists don't wait for this: a date that has passed counts at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from referrals.lifecycle.deeds import Change, Deed, Ground
from referrals.lifecycle.effects import PLANNED, clear_plan, replan
from referrals.lifecycle.guards import judge_facts
from referrals.lifecycle.moves import apply
from referrals.models import PathwayVersion, Trajectory
from referrals.queries.grounds import Grounds, last_days
from referrals.queries.worklist import Lane, in_lane
from referrals.routes.definition import Outcome
from referrals.routes.facts import FOUR, age_in_months, facts_of, reaches
from referrals.services.moving import locked_rows
from referrals.services.writing import save
from referrals.states import Fact
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Ability
from vve_portal.accounts.scopes import scope_of, scope_of_children_job
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day

AT_A_TIME: Final = 500
SECOND_LOOK: Final = timedelta(weeks=8)
REMINDED: Final = "trajectory.remind"


@dataclass(slots=True)
class Followed:
    """What one round did in a partnership."""

    moved: int = 0
    replanned: int = 0


def follow(*, partnership: Partnership, now: datetime) -> Followed:
    """Move what goes by itself and say anew who is asked, in one partnership.

    A second round on the same day changes nothing.
    """
    done = Followed()
    for version, states in _versions_with_own_moves(partnership, now):
        for chunk in _chunks(partnership, pathway_version=version, state__in=states):
            with scope(scope_of_children_job(partnership)):
                done.moved += _move_by_itself(chunk, now)
    for chunk in _chunks(partnership, due_on__lte=local_day(now)):
        with scope(scope_of_children_job(partnership)):
            done.replanned += _replan_late(chunk, local_day(now))
    return done


def follow_terms(*, partnership: Partnership, now: datetime) -> int:
    """Say anew who is asked when in all that is open, as its terms were changed.

    Returns in how many trajectories that made a difference.
    """
    changed = 0
    for chunk in _chunks(partnership, is_open=True):
        with scope(scope_of_children_job(partnership)):
            changed += _replan_late(chunk, local_day(now))
    return changed


def _versions_with_own_moves(
    partnership: Partnership, now: datetime
) -> list[tuple[PathwayVersion, list[str]]]:
    found = []
    with scope(scope_of_children_job(partnership)):
        rows = PathwayVersion.objects.filter(partnership=partnership)
        for version in rows.published().order_by("pk"):
            states = [
                state
                for step in version.route.steps
                if any(outcome.by_itself for outcome in step.outcomes)
                for state in step.at
            ]
            if states and version.starts_on and version.starts_on <= local_day(now):
                found.append((version, states))
    return found


def _chunks(partnership: Partnership, **wanted: object) -> Iterator[list[int]]:
    """Yield keys, some hundreds at a time, so that no lock is kept for long."""
    last = 0
    while True:
        with scope(scope_of_children_job(partnership)):
            rows = Trajectory.objects.filter(partnership=partnership, **wanted)
            keys = rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
            chunk = list(keys[:AT_A_TIME])
        if not chunk:
            return
        last = chunk[-1]
        yield chunk


def _locked(keys: list[int]) -> list[Trajectory]:
    return list(locked_rows().filter(pk__in=keys).order_by("pk"))


def _move_by_itself(keys: list[int], now: datetime) -> int:
    children = _locked(keys)
    grounds, last = Grounds(local_day(now)), last_days(children)
    changes: list[Change] = []
    for child in children:
        ground = grounds.of(child)
        if outcome := _own_move(child, ground):
            since = last.get(child.pk, child.since)
            changes.append(
                apply(
                    trajectory=child,
                    outcome=outcome.key,
                    deed=Deed(occurred_on=_day_of(child, outcome, since)),
                    ground=ground,
                    actor=None,
                    now=now,
                    last_on=since,
                )
            )
    if changes:
        save(changes, verb="trajectory.move")
    return len(changes)


def _own_move(child: Trajectory, ground: Ground) -> Outcome | None:
    facts = facts_of(child, ground.today)
    for outcome in ground.route.outcomes_at(child.state):
        if outcome.by_itself and judge_facts(outcome, facts):
            return outcome
    return None


def _day_of(child: Trajectory, outcome: Outcome, since: date) -> date:
    """Return when it happened: on the day of the age, also when we look later."""
    ages = outcome.needs.get(Fact.AGE, ())
    first = min((reaches(child, age) for age in ages), default=since)
    return max(first, since)


def _replan_late(keys: list[int], today: date) -> int:
    grounds, changed = Grounds(today), []
    for child in _locked(keys):
        before, ground = _planned(child), grounds.of(child)
        if child.is_open:
            replan(child, ground)
        elif is_past_a_second_look(child, ground):
            clear_plan(child)
        if _planned(child) != before:
            changed.append(child)
    if changed:
        Trajectory.objects.bulk_update(changed, PLANNED, AT_A_TIME)
    return len(changed)


def is_past_a_second_look(child: Trajectory, ground: Ground) -> bool:
    """Nobody looks again at four, or after the chance was left for two months."""
    if ground.route.step_at(child.state) is None or child.due_on is None:
        return False
    is_four = age_in_months(child.birth_month, ground.today) >= FOUR
    return is_four or child.due_on + SECOND_LOOK < ground.today


def _planned(child: Trajectory) -> list[object]:
    return [getattr(child, name) for name in PLANNED]


def people_to_remind() -> QuerySet[User]:
    """Return who can have work waiting: everybody who may sign in and has a role."""
    people = User.objects.get_queryset().filter(is_active=True, grants__isnull=False)
    return people.select_related("organisation").distinct().order_by("pk")


def remind(*, person: User, now: datetime) -> int:
    """Mail somebody how many steps wait, at most once a day; return how many.

    The mail says a number and nothing about any child.
    """
    today = local_day(now)
    actor = with_reach(person, today=today)
    if not actor.may(Ability.EDIT_TRAJECTORIES) or not actor.children_ids:
        return 0
    with scope(scope_of(actor)):
        count = waiting_for(actor=actor, today=today)
    if not count:
        return 0
    own = Scope(organisations=frozenset({0, actor.organisation_id}))
    with scope(own):
        # Whoever runs this at the same time waits here.
        User.objects.get_queryset().select_for_update().get(pk=actor.pk)
        if _was_reminded(actor, today):
            return 0
        _send(actor, count, now)
    return count


def waiting_for(*, actor: User, today: date) -> int:
    """Return how many steps wait for somebody today."""
    rows = Trajectory.objects.visible_to(actor)
    mine = in_lane(rows, Lane.MINE, actor, today).count()
    return mine + in_lane(rows, Lane.ESCALATED, actor, today).count()


def _was_reminded(actor: User, today: date) -> bool:
    sent = Entry.objects.about(actor).filter(verb=REMINDED).order_by("-pk").first()
    return sent is not None and local_day(sent.at) == today


def _send(actor: User, count: int, now: datetime) -> None:
    steps = "1 openstaande stap" if count == 1 else f"{count} openstaande stappen"
    send_mail_to(
        actor,
        subject=f"U hebt {steps}",
        template="referrals/mail/steps.txt",
        context={"person": actor, "steps": steps, "url": absolute("/")},
    )
    record(
        at=now,
        actor=None,
        verb=REMINDED,
        subject=actor,
        summary=f"{actor.name} kreeg een mail: {steps}.",
        count=count,
    )
