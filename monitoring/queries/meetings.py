"""The calendar of meetings: what comes, what was, and held against agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Prefetch, Q, QuerySet

from monitoring.models import (
    Action,
    AgendaItem,
    Bottleneck,
    Decision,
    Meeting,
    MeetingSeries,
    Participant,
)
from monitoring.queries.rhythm import agreed_in
from vve_portal.accounts.models import User
from vve_portal.ui.tones import DANGER, NEUTRAL, SAFE, WARNING

Status = Meeting.Status
TONES: Final[dict[str, str]] = {
    Status.PLANNED: NEUTRAL,
    Status.RUNNING: WARNING,
    Status.HELD: SAFE,
    Status.MISSED: DANGER,
    Status.CANCELLED: NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A series with how many of its meetings were held of what was agreed."""

    series: MeetingSeries
    agreed: int
    held: int
    missed: int
    ahead: int

    @property
    def words(self) -> str:
        """Say it: "3 van de 4 gehouden"."""
        return f"{self.held} van de {self.agreed} gehouden"

    @property
    def note(self) -> str:
        """Say what else there is to know, in a sentence per fact."""
        said = []
        if self.missed:
            said.append(f"{self.missed} ging niet door.")
        if self.held + self.ahead < self.agreed:
            short = self.agreed - self.held - self.ahead
            verb = "staat" if short == 1 else "staan"
            said.append(f"{short} {verb} nog niet op de kalender.")
        return " ".join(said)


def meetings_for(actor: User) -> QuerySet[Meeting]:
    """Return the meetings in reach with their series and parties."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(actor).select_related(
        "series", "partnership__municipality", "partnership__provider", "quarter"
    )
    return rows


def upcoming(actor: User, *, now: datetime) -> QuerySet[Meeting]:
    """Return what is still to come or still open, the nearest first."""
    waits = Q(status=Status.RUNNING) | Q(status=Status.PLANNED)
    called_off = Q(status=Status.CANCELLED, starts_at__gte=now)
    rows = meetings_for(actor).filter(waits | called_off)
    return rows.order_by("starts_at", "pk")


def past(actor: User, *, now: datetime) -> QuerySet[Meeting]:
    """Return what was, the latest first."""
    over = Q(status__in=[Status.HELD, Status.MISSED])
    called_off = Q(status=Status.CANCELLED, starts_at__lt=now)
    rows = meetings_for(actor).filter(over | called_off)
    return rows.order_by("-starts_at", "-pk")


def series_for(actor: User) -> QuerySet[MeetingSeries]:
    """Return the series in reach, as they are listed."""
    rows: QuerySet[MeetingSeries] = MeetingSeries.objects.visible_to(actor)
    return rows.select_related(
        "clause__agreement", "partnership__municipality", "partnership__provider"
    ).order_by("partnership__municipality__name", "level", "name", "pk")


def standings(actor: User, *, year: int, today: date) -> list[Standing]:
    """Return held against agreed in a year, per series; one query."""
    in_year = Q(meetings__starts_at__year=year)

    def counted(*statuses: str) -> Count:
        wanted = in_year & Q(meetings__status__in=statuses)
        return Count("meetings", filter=wanted, distinct=True)

    rows = series_for(actor).annotate(
        held=counted(Status.HELD),
        missed=counted(Status.MISSED),
        ahead=counted(Status.PLANNED, Status.RUNNING),
    )
    found = []
    for row in rows:
        agreed = agreed_in(
            year, per_year=row.per_year, starts_on=row.starts_on, ends_on=row.ends_on
        )
        is_over = row.ends_on is not None and row.ends_on < today
        if agreed and not (is_over and not row.held):
            found.append(Standing(row, agreed, row.held, row.missed, row.ahead))
    return found


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """All that the page of one meeting tells; its items carry their decisions."""

    items: Sequence[AgendaItem]
    participants: Sequence[Participant]
    loose_decisions: Sequence[Decision]
    actions: Sequence[Action]

    @property
    def decisions(self) -> list[Decision]:
        """Return every decision, in the order of the agenda."""
        of_items = [one for item in self.items for one in item.decisions.all()]
        return [*of_items, *self.loose_decisions]

    @property
    def has_words(self) -> bool:
        """Return whether something stands in the minutes."""
        return bool(self.decisions) or any(item.said for item in self.items)


def page_of(meeting: Meeting) -> MeetingPage:
    """Return agenda, participants, decisions and what came of them; five queries."""
    decisions = (
        Decision.objects.filter(meeting=meeting)
        .select_related("clause__agreement", "proposal__clause", "decided_by")
        .prefetch_related(Prefetch("actions", _actions()))
        .order_by("pk")
    )
    items = (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("clause", "action__owner", "bottleneck")
        .prefetch_related(Prefetch("decisions", decisions))
        .order_by("position", "pk")
    )
    people = (
        Participant.objects.filter(meeting=meeting)
        .select_related("user__organisation", "organisation")
        .order_by("-is_required", "pk")
    )
    return MeetingPage(
        items=list(items),
        participants=list(people),
        loose_decisions=list(decisions.filter(item__isnull=True)),
        actions=list(_open_actions(meeting)),
    )


def _actions() -> QuerySet[Action]:
    rows: QuerySet[Action] = Action.objects.select_related("owner", "organisation")
    return rows.order_by("due_on", "pk")


def _open_actions(meeting: Meeting) -> QuerySet[Action]:
    """Return what is still to be done in the partnership, for beside the agenda."""
    return _actions().filter(
        partnership=meeting.partnership_id, status=Action.Status.OPEN
    )


def open_bottlenecks(meeting: Meeting) -> QuerySet[Bottleneck]:
    """Return the open bottlenecks of the partnership at the level of a meeting."""
    rows: QuerySet[Bottleneck] = Bottleneck.objects.filter(
        partnership=meeting.partnership_id,
        level=meeting.series.level,
        status=Bottleneck.Status.OPEN,
    )
    return rows.order_by("raised_on", "pk")
