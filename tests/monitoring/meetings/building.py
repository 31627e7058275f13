"""Meetings in the states that the tests need."""

from datetime import UTC, date, datetime
from typing import Any, Final

from agreements.areas import Chapter
from agreements.models import Agreement, Clause
from monitoring.models import (
    AgendaItem,
    Bottleneck,
    Level,
    Meeting,
    MeetingKind,
    MeetingSeries,
    Participant,
)
from tests.factories import AgreementFactory, ClauseFactory
from tests.monitoring.factories import (
    AgendaItemFactory,
    BottleneckFactory,
    MeetingFactory,
    MeetingSeriesFactory,
    ParticipantFactory,
)
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.roles import Role

# The tests play on Friday 20 November 2026, half past ten in the Netherlands.
THIS_MORNING: Final = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
NEXT_WEEK: Final = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)
LAST_WEEK: Final = datetime(2026, 11, 13, 13, 0, tzinfo=UTC)


def series_of(partnership: Partnership, **fields: Any) -> MeetingSeries:
    """Make a quarterly series with who must be there and fixed points."""
    defaults: dict[str, Any] = {
        "fixed_items": ["Opening", "Rondvraag"],
        "required": [
            [Role.POLICY_ADVISOR, "Nieuws uit de raad"],
            [Role.VVE_COORDINATOR, "De cijfers"],
            ["Managers kinderopvang", "De wachtlijst"],
        ],
        "place": "Stadhuis",
    }
    made: MeetingSeries = MeetingSeriesFactory.create(
        partnership=partnership, **{**defaults, **fields}
    )
    return made


def progress_of(partnership: Partnership, **fields: Any) -> MeetingSeries:
    """Make a series of the work floor."""
    defaults: dict[str, Any] = {
        "kind": MeetingKind.PROGRESS,
        "name": "Voortgangsoverleg",
        "level": Level.WORK_FLOOR,
        "per_year": 17,
    }
    return series_of(partnership, **{**defaults, **fields})


def meeting_of(
    series: MeetingSeries, starts_at: datetime = THIS_MORNING, **fields: Any
) -> Meeting:
    """Make a meeting of an hour."""
    ends_at = starts_at.replace(hour=starts_at.hour + 1)
    made: Meeting = MeetingFactory.create(
        series=series, starts_at=starts_at, ends_at=ends_at, **fields
    )
    return made


def running_of(series: MeetingSeries) -> Meeting:
    """Make a meeting that is going on, with one participant and two points."""
    meeting = meeting_of(series, status=Meeting.Status.RUNNING)
    ParticipantFactory.create(meeting=meeting)
    for position, title in enumerate(("Wachtlijst", "Uren"), start=1):
        AgendaItemFactory.create(meeting=meeting, position=position, title=title)
    return meeting


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the points of an agenda in order, read again."""
    rows = AgendaItem.objects.filter(meeting=meeting)
    return list(rows.order_by("position", "pk"))


def titles_of(meeting: Meeting) -> list[str]:
    """Return what stands on an agenda, in order."""
    return [item.title for item in items_of(meeting)]


def people_at(meeting: Meeting) -> list[Participant]:
    """Return who is asked, as noted."""
    return list(Participant.objects.filter(meeting=meeting).order_by("pk"))


def bottleneck_of(partnership: Partnership, **fields: Any) -> Bottleneck:
    """Make an open bottleneck on the work floor."""
    made: Bottleneck = BottleneckFactory.create(partnership=partnership, **fields)
    return made


def in_force(partnership: Partnership, **fields: Any) -> Agreement:
    """Make a signed agreement that holds on the day of the tests."""
    defaults: dict[str, Any] = {
        "partnership": partnership,
        "signed": True,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    made: Agreement = AgreementFactory.create(**{**defaults, **fields})
    return made


def clause_of(agreement: Agreement, code: str, title: str, frequency: str) -> Clause:
    """Make a clause on meetings."""
    made: Clause = ClauseFactory.create(
        agreement=agreement,
        chapter=Chapter.MEETINGS,
        code=code,
        version__source_title=title,
        version__frequency=frequency,
    )
    return made
