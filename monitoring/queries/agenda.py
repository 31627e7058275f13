"""What belongs on the agenda of a meeting: fixed points, deviations, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements.models import Clause
from agreements.models.vocabulary import Progress
from agreements.queries import version_of
from monitoring.models import (
    Action,
    AgendaItem,
    Bottleneck,
    ClauseStatus,
    Meeting,
    MeetingKind,
    Quarter,
    Release,
)
from monitoring.queries.meetings import open_bottlenecks
from monitoring.queries.proposals import proposal_for
from monitoring.queries.released import find_release
from monitoring.queries.settling import clauses_in_force
from vve_portal.ui.dates import long_date

Origin = AgendaItem.Origin
# Clause G6-06: an action that is four weeks late comes back on the agenda.
LATE: Final = timedelta(weeks=4)
OFF_COURSE: Final = (Progress.ATTENTION, Progress.MISSED)
# At these meetings people talk about how clauses are coming along.
ABOUT_CLAUSES: Final = frozenset(
    {MeetingKind.PROGRESS, MeetingKind.QUARTERLY, MeetingKind.BOARD}
)
TITLE: Final = 200
WHY: Final = 300


@dataclass(frozen=True, slots=True)
class Point:
    """Something that belongs on an agenda, not stored yet."""

    origin: Origin
    title: str
    why: str = ""
    brings: str = ""
    clause: Clause | None = None
    action: Action | None = None
    bottleneck: Bottleneck | None = None

    @property
    def key(self) -> tuple[str, object]:
        """Tell the same point when it is proposed again."""
        subject = self.clause or self.action or self.bottleneck
        return (self.origin.value, subject.pk if subject else self.title)


def key_of(item: AgendaItem) -> tuple[str, object]:
    """Return by which key a stored point is known."""
    subject = item.clause_id or item.action_id or item.bottleneck_id
    return (item.origin, subject or item.title)


def points_for(meeting: Meeting, *, today: date) -> list[Point]:
    """Return what belongs on the agenda today, in order.

    The last of the fixed points closes the agenda; the others open it.
    """
    fixed = [Point(Origin.FIXED, title[:TITLE]) for title in meeting.series.fixed_items]
    closes = closing_title(meeting) is not None
    opening, closing = (fixed[:-1], fixed[-1:]) if closes else (fixed, [])
    return [
        *opening,
        *_deviations(meeting),
        *_beside_their_norm(meeting),
        *_bottlenecks(meeting),
        *_actions(meeting, today),
        *closing,
    ]


def closing_title(meeting: Meeting) -> str | None:
    """Return the fixed point that stands last; a single one opens the agenda."""
    fixed = meeting.series.fixed_items
    return str(fixed[-1])[:TITLE] if len(fixed) > 1 else None


def quarter_of(meeting: Meeting, day: date) -> Quarter | None:
    """Return the quarter that ended last before a meeting."""
    rows = Quarter.objects.filter(partnership=meeting.partnership_id).latest_first()
    over: Iterator[Quarter] = (row for row in rows[:8] if row.ends_on < day)
    return next(over, None)


def _deviations(meeting: Meeting) -> Iterator[Point]:
    if meeting.series.kind not in ABOUT_CLAUSES or meeting.quarter is None:
        return
    statuses = (
        ClauseStatus.objects.filter(quarter=meeting.quarter, status__in=OFF_COURSE)
        .select_related("clause__current")
        .order_by("clause__chapter", "clause__position", "pk")
    )
    for one in statuses:
        name = one.clause.current.title if one.clause.current else ""
        yield Point(
            Origin.DEVIATION,
            f"{one.clause.code} {name}"[:TITLE],
            why=f"{one.get_status_display()}. {one.sentence}"[:WHY],
            clause=one.clause,
        )


def _beside_their_norm(meeting: Meeting) -> Iterator[Point]:
    """Yield clauses of which the shown figure misses its norm, and no one said more."""
    if meeting.series.kind not in ABOUT_CLAUSES or meeting.quarter is None:
        return
    released = find_release(meeting.quarter, Release.Audience.PARTNER)
    stated = ClauseStatus.objects.filter(quarter=meeting.quarter)
    talked_about = set(stated.values_list("clause", flat=True))
    for clause in clauses_in_force(meeting.quarter) if released else ():
        proposed = proposal_for(clause, released)
        if clause.pk not in talked_about and proposed in OFF_COURSE:
            version = version_of(clause)
            yield Point(
                Origin.DEVIATION,
                f"{clause.code} {version.title}"[:TITLE],
                why=f"Het cijfer wijkt af van de norm. Voorstel voor de status: "
                f"{Progress(proposed).label}."[:WHY],
                clause=clause,
            )


def _bottlenecks(meeting: Meeting) -> Iterator[Point]:
    for one in open_bottlenecks(meeting):
        times = one.times_discussed
        said = "Nog niet besproken op dit niveau."
        if times:
            said = f"Al {times} keer besproken op dit niveau."
        yield Point(
            Origin.BOTTLENECK,
            f"Knelpunt: {one.title}"[:TITLE],
            why=f"Gemeld op {long_date(one.raised_on)}. {said}",
            bottleneck=one,
        )


def _actions(meeting: Meeting, today: date) -> Iterator[Point]:
    """Yield late actions: on the quarterly once they are four weeks late."""
    bounds = {
        MeetingKind.QUARTERLY.value: today - LATE,
        MeetingKind.PROGRESS.value: today - timedelta(days=1),
    }
    until = bounds.get(meeting.series.kind)
    if until is None:
        return
    rows = (
        Action.objects.open()
        .filter(partnership=meeting.partnership_id, due_on__lte=until)
        .select_related("owner")
        .order_by("due_on", "pk")
    )
    for one in rows:
        yield Point(
            Origin.ACTION,
            f"Actie: {one.text}"[:TITLE],
            why=f"Moest klaar zijn op {long_date(one.due_on)}.",
            brings=f"{one.owner.name} vertelt hoe het staat."[:WHY],
            action=one,
        )
