"""What a preschool sees of the children it accepted, and what that asks of it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.urls import reverse

from agreements.queries.tasks import Task
from referrals.lifecycle.deeds import Ground
from referrals.lifecycle.guards import Way, judge_facts, ways_of
from referrals.models import Event, Location, Trajectory
from referrals.queries.attendance import complete_by, late_months, open_requests
from referrals.queries.capacity import REGISTERED
from referrals.routes.facts import facts_of
from referrals.states import RouteKind
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability, Kind, Role
from vve_portal.ui.dates import month_year

CONFIRMED: Final = "S41"
TALK: Final = "S30"
REGISTER: Final = "register"
# A child that was just accepted can get a place at once: the form reports both steps.
AT_ONCE: Final = ("place", "waiting")
# What usually comes next; its form stands on the page of the child.
USUAL: Final[dict[str, tuple[str, ...]]] = {
    CONFIRMED: ("place", REGISTER),
    REGISTERED: ("place",),
    "S51": ("place",),
    "S60": ("start",),
    "S71": ("resume",),
    "S72": ("resume",),
    "S80": ("warm",),
    "S81": ("finish", "school_confirmed"),
    "S82": ("finish", "school_confirmed"),
}


def own_children(actor: User) -> QuerySet[Trajectory]:
    """Return who is on the list of the actor's locations, the own work first."""
    rows = Trajectory.objects.visible_to(actor).open()
    return (
        rows.filter(kind=RouteKind.PRESCHOOL)
        .select_related("location")
        # When another has to act by is not the preschool's: those stand below.
        .order_by(
            Case(When(owner=Role.PRESCHOOL_CONTACT, then=0), default=1),
            "due_on",
            "pk",
        )
    )


def own_locations(actor: User) -> QuerySet[Location]:
    """Return where the actor works, as far as it is still open."""
    rows: QuerySet[Location] = Location.objects.visible_to(actor).worked_at_by(actor)
    return rows.filter(is_open=True).order_by("name", "pk")


def own_events(actor: User, child: Trajectory) -> QuerySet[Event]:
    """Return what happened with a child at the actor's locations, newest first."""
    rows = Event.objects.visible_to(actor).filter(trajectory=child)
    return rows.select_related("organisation").order_by("-occurred_on", "-pk")


def preschool_ways(actor: User, child: Trajectory, ground: Ground) -> list[Way]:
    """Return the steps that the actor can report about a child."""
    found = ways_of(child, ground, actor.roles)
    if child.state != CONFIRMED or REGISTER not in {one.outcome.key for one in found}:
        return found
    facts = facts_of(child, ground.today)
    at_once = [
        Way(outcome, judge_facts(outcome, facts))
        for outcome in ground.route.outcomes_at(REGISTERED)
        if outcome.key in AT_ONCE
    ]
    return [*at_once, *found]


def usual_way(ways: list[Way], state: str) -> Way | None:
    """Return the step that usually comes next, when it can be taken."""
    possible = {way.outcome.key: way for way in ways if way.verdict}
    return next(
        (possible[key] for key in USUAL.get(state, ()) if key in possible), None
    )


def preschool_tasks(actor: User, *, today: date) -> Iterator[Task]:
    """Yield what children at preschools ask of somebody, for the start page."""
    if actor.organisation.kind == Kind.PRESCHOOL and actor.may(Ability.MANAGE_PLACES):
        yield from _children_waiting(actor, today)
        yield from _months_waiting(actor, today)
    if actor.organisation.kind == Kind.JGZ and actor.may(Ability.EDIT_TRAJECTORIES):
        yield from _sent_back(actor)
    if actor.has_role(Role.VVE_COORDINATOR):
        yield from _corrections(actor)


def _children_waiting(actor: User, today: date) -> Iterator[Task]:
    due = own_children(actor).filter(owner=Role.PRESCHOOL_CONTACT, due_on__lte=today)
    days = list(due.values_list("due_on", flat=True))
    if days:
        title = _counted(len(days), "kind vraagt", "kinderen vragen")
        yield Task(
            title=f"{title} iets van uw voorschool",
            url=reverse("referrals:preschool"),
            why="Op uw lijst staat bij elk kind wat de volgende stap is.",
            due=days[0],
        )


def _months_waiting(actor: User, today: date) -> Iterator[Task]:
    for location, month in late_months(actor, today=today):
        yield Task(
            title=f"Maak de aanwezigheid van {month_year(month)} compleet:"
            f" {location.name}",
            url=reverse("referrals:attendance-month", args=[location.pk, month]),
            why="Vul de uren per kind in en sluit de maand af.",
            due=complete_by(month),
        )


def _sent_back(actor: User) -> Iterator[Task]:
    """A child that a preschool gave back waits in the talk with its parents."""
    given_back = Event.objects.filter(
        trajectory=OuterRef("pk"),
        state=TALK,
        actor_role=Role.PRESCHOOL_CONTACT,
        occurred_on=OuterRef("since"),
        corrections__isnull=True,
    )
    talking = Trajectory.objects.visible_to(actor).filter(state=TALK, is_open=True)
    count = talking.filter(Exists(given_back)).count()
    if count:
        yield Task(
            title=_counted(count, "verwijzing is", "verwijzingen zijn")
            + " teruggestuurd door een voorschool",
            url=f"{reverse('referrals:worklist')}?state={TALK}",
            why="Zoek met de ouders een andere voorschool. De reden staat bij het"
            " traject.",
        )


def _corrections(actor: User) -> Iterator[Task]:
    asked = list(open_requests(actor)[:100])
    if asked:
        yield Task(
            title=_counted(len(asked), "correctie wacht", "correcties wachten")
            + " op uw antwoord",
            url=reverse("referrals:attendance-requests"),
            why="Voorscholen vragen om de aanwezigheid van een afgesloten maand aan te"
            " passen.",
        )


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
