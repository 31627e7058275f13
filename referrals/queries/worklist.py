"""The worklist: which trajectories ask something of whom, the most urgent first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from django.db import connection
from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.urls import reverse

from agreements.queries.tasks import Task
from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.routes.facts import age_in_months
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability, Kind, Role
from vve_portal.ui.dates import short_date

PER_PAGE: Final = 25
# Past this number a count says "1.000+": who has more does not need to know how many.
MOST_COUNTED: Final = 1000
# States that ask for attention by themselves, also before their day has come.
ATTENTION: Final = frozenset({"S32", "S51", "S71", "S72"})
# What a row of the list shows; a trajectory has some forty columns more.
SHOWN: Final = (
    "code",
    "partnership",
    "location",
    "neighbourhood",
    "birth_month",
    "state",
    "next_step",
    "owner",
    "due_on",
    "escalates_on",
    "escalates_to",
    "assigned_to",
    "team",
)


class Lane(StrEnum):
    """The fixed lists above the worklist."""

    LATE = "te-laat"
    MINE = "vandaag"
    PRESCHOOL = "voorschool"
    OUTREACH = "toeleiding"
    ESCALATED = "doorgeschoven"
    OPEN = "open"


LANE_LABELS: Final[dict[Lane, str]] = {
    Lane.LATE: "Te laat",
    Lane.MINE: "Vraagt vandaag iets van mij",
    Lane.PRESCHOOL: "Wacht op voorschool",
    Lane.OUTREACH: "Team toeleiding",
    Lane.ESCALATED: "Doorgeschoven naar mij",
    Lane.OPEN: "Alle open",
}


def in_lane(
    rows: TrajectoryQuerySet, lane: Lane, actor: User, today: date
) -> TrajectoryQuerySet:
    """Keep what belongs in a fixed list."""
    match lane:
        case Lane.LATE:
            return rows.filter(due_on__lt=today)
        case Lane.MINE:
            return rows.filter(due_on__lte=today, owner__in=actor.roles).filter(
                _for_me(actor)
            )
        case Lane.PRESCHOOL:
            return rows.filter(due_on__isnull=False, owner=Role.PRESCHOOL_CONTACT)
        case Lane.OUTREACH:
            return rows.filter(due_on__isnull=False, owner=Role.OUTREACH_WORKER)
        case Lane.ESCALATED:
            return rows.filter(
                escalates_on__lte=today, escalates_to__in=actor.roles
            ).exclude(owner__in=actor.roles)
        case Lane.OPEN:
            return rows.filter(due_on__isnull=False, is_open=True)


def _for_me(actor: User) -> Q:
    """What is given to nobody, to the actor, or to whom the actor stands in for."""
    whose = {actor.pk, *actor.replaced_ids}
    theirs = Q(assigned_to__isnull=True) | Q(assigned_to__in=whose)
    # Whom a child was given to is its nurse or doctor; others are asked by their role.
    return theirs | ~Q(owner__in=[Role.NURSE, Role.DOCTOR])


def lanes_of(actor: User) -> tuple[Lane, ...]:
    """Return the fixed lists that somebody has; a helper sees tasks of his own only."""
    if actor.organisation.kind == Kind.JGZ:
        return tuple(Lane)
    return (Lane.LATE, Lane.MINE, Lane.OPEN)


def first_lane(actor: User) -> Lane:
    """Return the list somebody begins with: a coordinator minds what is stuck.

    A helper has few, and begins with them before they are due.
    """
    if actor.organisation.kind != Kind.JGZ:
        return Lane.OPEN
    return Lane.LATE if actor.has_role(Role.VVE_COORDINATOR) else Lane.MINE


class CappedCount(Subquery):
    """How many rows there are, counted no further than one past `MOST_COUNTED`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def counts_of(actor: User, *, today: date) -> dict[Lane, int]:
    """Return how many rows each fixed list has, in one query."""
    rows = Trajectory.objects.visible_to(actor)
    counts: dict[str, Any] = {
        lane.name: CappedCount(in_lane(rows, lane, actor, today))
        for lane in lanes_of(actor)
    }
    rows_of_one: Any = User.objects.filter(pk=actor.pk)
    found = rows_of_one.values(**counts).get()
    return {lane: found[lane.name] for lane in lanes_of(actor)}


def capped(count: int) -> str:
    """Write a count that was not counted to the end."""
    if count > MOST_COUNTED:
        return "1.000+"
    return f"{count:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list somebody is: the key of a row."""

    pk: int
    due_on: date | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what `str` wrote; None when it is no place."""
        day, _, number = text.rpartition("_")
        try:
            return cls(int(number), date.fromisoformat(day) if day else None)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.due_on or ''}_{self.pk}"


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is ordered: by day and then by number, or by number alone.

    By number is for lists that hold closed trajectories, which have no day.
    """

    by_day: bool = True

    def sort(self, rows: TrajectoryQuerySet, *, back: bool) -> TrajectoryQuerySet:
        """Return rows in order, or the other way round."""
        keys = ("due_on", "pk") if self.by_day else ("pk",)
        return rows.order_by(*(f"-{key}" if back else key for key in keys))

    def past(
        self, rows: TrajectoryQuerySet, place: Place, *, back: bool
    ) -> TrajectoryQuerySet:
        """Keep what comes after a place, or before it."""
        side = "lt" if back else "gt"
        behind = Q(**{f"pk__{side}": place.pk})
        if not self.by_day or place.due_on is None:
            return rows.filter(behind)
        day = Q(**{f"due_on__{side}": place.due_on})
        # The first condition is what an index can begin at.
        return rows.filter(**{f"due_on__{side}e": place.due_on}).filter(day | behind)

    def place_of(self, row: Trajectory) -> Place:
        """Return the place of a row."""
        return Place(row.pk, row.due_on if self.by_day else None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, with the places to go on from; empty when it ends there."""

    rows: Sequence[Trajectory]
    before: str = ""
    after: str = ""


def page_of(
    rows: TrajectoryQuerySet,
    order: Order,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PER_PAGE,
    towns: Collection[int] = (),
) -> Page:
    """Return a page of a list by its key: the tenth costs no more than the first.

    `towns` are the partnerships that the rows are of, when it is known which.
    """
    back = before is not None and after is None
    place = before if back else after
    wanted = order.sort(rows, back=back)
    if place is not None:
        wanted = order.past(wanted, place, back=back)
    found = list(_first(wanted, order, size + 1, towns=towns, back=back))
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return Page([])
    has_before, has_after = (more, True) if back else (place is not None, more)
    return Page(
        found,
        before=str(order.place_of(found[0])) if has_before else "",
        after=str(order.place_of(found[-1])) if has_after else "",
    )


def _first(
    wanted: TrajectoryQuerySet,
    order: Order,
    size: int,
    *,
    towns: Collection[int],
    back: bool,
) -> TrajectoryQuerySet:
    """Return the first rows: of each town its first, and of those the first.

    An index is in order within one town only; otherwise a JGZ with many of them would
    have everything that is open sorted for every page.
    """
    can_join = connection.features.supports_slicing_ordering_in_compound
    if len(towns) <= 1 or not order.by_day or not can_join:
        return wanted[:size]
    keys = [
        wanted.filter(partnership=town).values_list("due_on", "pk")[:size]
        for town in sorted(towns)
    ]
    several = keys[0].union(*keys[1:], all=True)
    first = sorted(several, reverse=back)[:size]
    rows = type(wanted)(Trajectory).filter(pk__in=[pk for _, pk in first])
    return order.sort(rows.only(*SHOWN), back=back)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the worklist in words: a page turns numbers into words slowly."""

    pk: int
    value: str
    url: str
    code: str
    next_step: str
    due: str
    term: str
    is_late: bool
    state: str
    tone: str
    owner: str
    neighbourhood: str
    municipality: str
    age: str


def rows_of(
    found: Sequence[Trajectory],
    actor: User,
    *,
    today: date,
    neighbourhoods: Mapping[int, str],
    municipalities: Mapping[int, str],
) -> Iterator[Row]:
    """Write trajectories as lines of the list."""
    # Looked up once and not per row: the list is opened all day.
    first, _, last = reverse("referrals:trajectory", args=[0]).partition("0")
    for one in found:
        passed_on = one.escalates_on is not None and one.escalates_on <= today
        is_mine_too = passed_on and one.escalates_to in actor.roles
        owner = one.get_owner_display()
        yield Row(
            pk=one.pk,
            value=str(one.pk),
            url=f"{first}{one.pk}{last}",
            code=shown_code(one.code),
            next_step=one.next_step or "Geen: dit traject is gesloten",
            due=short_date(one.due_on) if one.due_on else "",
            term=term_words(one.due_on, today) if one.due_on else "",
            is_late=one.due_on is not None and one.due_on < today,
            state=one.get_state_display(),
            tone="warning" if one.state in ATTENTION else "",
            owner=f"{owner}, ook aan u gevraagd" if is_mine_too else owner,
            neighbourhood=neighbourhoods.get(one.neighbourhood_id or 0, "Onbekend"),
            municipality=municipalities.get(one.partnership_id, ""),
            age=f"{age_in_months(one.birth_month, today)} mnd",
        )


def term_words(due_on: date, today: date) -> str:
    """Say how far off a day is: "14 dagen te laat", "over 3 dagen" or "vandaag"."""
    left = (due_on - today).days
    if left == 0:
        return "vandaag"
    days = "1 dag" if abs(left) == 1 else f"{abs(left)} dagen"
    return f"over {days}" if left > 0 else f"{days} te laat"


def open_count(actor: User) -> int:
    """Return how many trajectories run, counted no further than a page needs."""
    rows = Trajectory.objects.visible_to(actor).filter(is_open=True)
    return rows.order_by()[: MOST_COUNTED + 1].count()


def tasks(actor: User, *, today: date) -> Iterator[Task]:
    """Yield what the worklist asks of somebody, for the start page."""
    at_work = actor.organisation.kind in {Kind.JGZ, Kind.PARTNER}
    if not at_work or not actor.may(Ability.EDIT_TRAJECTORIES):
        return
    counts = counts_of(actor, today=today)
    minds_all = actor.has_role(Role.VVE_COORDINATOR)
    for lane, words in _TASKS.items():
        number = counts.get(lane, 0)
        if number and (minds_all or lane is not Lane.LATE):
            one, more, why = words
            yield Task(
                title=f"{capped(number)} {one if number == 1 else more}",
                url=f"{reverse('referrals:worklist')}?lijst={lane}",
                why=why,
                due=today,
            )


_TASKS: Final[dict[Lane, tuple[str, str, str]]] = {
    Lane.MINE: (
        "traject vraagt vandaag iets van u",
        "trajecten vragen vandaag iets van u",
        "De dag waarop de stap klaar moest zijn, is vandaag of voorbij.",
    ),
    Lane.ESCALATED: (
        "traject is naar u doorgeschoven",
        "trajecten zijn naar u doorgeschoven",
        "Een ander kwam er niet uit. Kijk wat nodig is.",
    ),
    Lane.LATE: (
        "traject is te laat",
        "trajecten zijn te laat",
        "Kijk waar kinderen vastzitten, in alle teams.",
    ),
}
