"""What the pages about one quarter share, loaded once, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from agreements.areas import AREAS, Area
from agreements.models import Clause
from monitoring.content.lines import ClauseLine, lines_of, worst_of
from monitoring.content.typed import names_a_number
from monitoring.models import AreaWords, ClauseStatus, Meeting, Quarter
from monitoring.models.releases import Release
from monitoring.policies_releases import audience_of
from monitoring.queries.released import Released, find_releases
from monitoring.queries.settling import (
    Standing,
    clauses_in_force,
    described_areas,
    is_about,
    quarterly_meetings,
)

# What somebody typed was not rounded, and stood in no release.
LEFT_OUT: Final = "Deze tekst noemt aantallen en is daarom alleen voor het overleg."
TEXTS: Final = ("seen", "done", "asked", "sentence")
# Over how many quarters a trend goes.
TREND: Final = 4


@dataclass(frozen=True, slots=True)
class Screen:
    """A quarter with its figures, agreements, statuses and words."""

    quarter: Quarter
    audience: Release.Audience
    releases: tuple[Released, ...]
    clauses: tuple[Clause, ...]
    lines: tuple[ClauseLine, ...]
    words: dict[int, AreaWords]
    meetings: tuple[Meeting, ...]

    @property
    def released(self) -> Released | None:
        """The figures of this quarter, once they may be seen."""
        for one in self.releases:
            if one.quarter.pk == self.quarter.pk:
                return one
        return None

    @property
    def meeting(self) -> Meeting | None:
        """The meeting about this quarter that was not called off, the first one."""
        called_off = Meeting.Status.CANCELLED
        return next((one for one in self.meetings if one.status != called_off), None)

    @property
    def standing(self) -> Standing:
        """How far the quarter is, from what was loaded."""
        return Standing(
            # Both audiences are released in one go.
            is_released=self.quarter.provisional_at is not None,
            clauses=self.clauses,
            described=described_areas(self.words.values()),
            stated=frozenset(line.clause.pk for line in self.lines if line.status),
            is_talked_about=any(is_about(one) for one in self.meetings),
        )

    @property
    def is_for_council(self) -> bool:
        """Whether the reader sees what the council sees."""
        return self.audience == Release.Audience.COUNCIL

    def lines_in(self, area: int) -> list[ClauseLine]:
        """Return the clauses of an area."""
        return [line for line in self.lines if line.clause.chapter == area]

    def proposal_in(self, area: int) -> str:
        """Return what the clauses of an area suggest for it."""
        return worst_of(self.lines_in(area))

    @property
    def areas(self) -> list[tuple[Area, AreaWords | None]]:
        """The seven areas with what is written about each."""
        return [(area, self.words.get(area.number)) for area in AREAS]


def load_screen(quarter: Quarter, actor: Any) -> Screen:
    """Load a quarter as `actor` reads it; seven queries."""
    audience = audience_of(actor)
    releases = load_releases(quarter, audience)
    clauses = clauses_in_force(quarter)
    statuses = list(ClauseStatus.objects.filter(quarter=quarter))
    words = list(AreaWords.objects.filter(quarter=quarter).select_related("written_by"))
    for row in (*statuses, *words):
        _leave_out_numbers(row, audience)
    lines = lines_of(
        clauses,
        releases,
        {row.clause_id: row for row in statuses},
        quarter_pk=quarter.pk,
    )
    return Screen(
        quarter=quarter,
        audience=audience,
        releases=tuple(releases),
        clauses=tuple(clauses),
        lines=tuple(lines),
        words={row.area: row for row in words},
        meetings=tuple(quarterly_meetings(quarter)),
    )


def _leave_out_numbers(row: AreaWords | ClauseStatus, audience: str) -> None:
    """Let the council read no text with a number in it; nothing is saved."""
    for name in TEXTS:
        if hasattr(row, name):
            setattr(row, name, read_by(audience, getattr(row, name)))


def read_by(audience: str, text: str) -> str:
    """Return a text as an audience reads it."""
    is_hidden = audience == Release.Audience.COUNCIL and names_a_number(text)
    return LEFT_OUT if is_hidden else text


def load_releases(
    quarter: Quarter, audience: str, *, most: int = TREND
) -> Sequence[Released]:
    """Return what an audience sees of a quarter and those before it, oldest first."""
    earlier = Q(year__lt=quarter.year) | Q(year=quarter.year, number__lt=quarter.number)
    before = Quarter.objects.filter(earlier, partnership=quarter.partnership_id)
    quarters = [quarter, *before.latest_first()[: most - 1]]
    found = find_releases(quarters, audience)
    return [found[one.pk] for one in reversed(quarters) if one.pk in found]
