"""What was released of a quarter; every page and file reads figures here only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from monitoring.definitions import UNKNOWN, Unit
from monitoring.disclosure.words import (
    ROUNDED,
    TOO_SMALL,
    names_together,
    why_together,
)
from monitoring.lifecycle import FIXED
from monitoring.models import Quarter, Release
from monitoring.queries.shown import Row, Shown, shown_of

__all__ = (
    "TOO_SMALL",
    "Group",
    "Origin",
    "Released",
    "Revised",
    "Shown",
    "find_release",
    "find_releases",
)

Audience = Release.Audience
UNKNOWN_NAME: Final = "Onbekend"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: its definition, its day, and whose records."""

    code: str
    name: str
    version: int
    kind: str
    numerator: str
    denominator: str
    reference_on: date
    source: str
    mode: str
    about_children: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that are shown together, under the names that people use."""

    categories: tuple[str, ...]
    names: tuple[str, ...]
    shown: Shown

    @property
    def is_together(self) -> bool:
        """Whether it stands for more than one category."""
        return len(self.names) > 1

    @property
    def name(self) -> str:
        """What it is called: "Centrum", or "Rivierdorpen en West samen"."""
        return names_together(self.names)


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure of an earlier quarter that later facts changed."""

    quarter: str
    code: str
    measure: str
    before: Shown
    after: Shown


class Released:
    """What one audience may see of one quarter; asks the database nothing."""

    def __init__(self, release: Release, quarter: Quarter) -> None:
        self.quarter = quarter
        self.audience = Audience(release.audience)
        self.threshold: int = release.threshold
        self.made_at: datetime | None = release.made_at
        self.content: Mapping[str, Any] = release.content

    @property
    def is_settled(self) -> bool:
        """Whether both parties settled the figures; until then they are provisional."""
        return self.quarter.status in FIXED

    @property
    def standing(self) -> str:
        """How firm the figures are, in one word."""
        return "Vastgesteld" if self.is_settled else "Voorlopig"

    @property
    def is_rounded(self) -> bool:
        """Whether the numbers are rounded to five."""
        return self.audience == Audience.COUNCIL

    @property
    def explanation(self) -> str:
        """Why groups stand together and some figures are not there."""
        sentence = why_together(self.threshold)
        return f"{sentence} {ROUNDED}" if self.is_rounded else sentence

    @property
    def codes(self) -> list[str]:
        """The codes of all indicators of which something was counted or delivered."""
        return list(self._origins)

    def origin(self, code: str) -> Origin | None:
        """Return where the figures of an indicator come from; None without any."""
        raw = self._origins.get(code)
        if raw is None:
            return None
        return Origin(
            code=code,
            name=raw["name"],
            version=raw["version"],
            kind=raw["kind"],
            numerator=raw["numerator"],
            denominator=raw["denominator"],
            reference_on=date.fromisoformat(raw["reference_on"]),
            source=raw["source"],
            mode=raw["mode"],
            about_children=raw["about_children"],
        )

    def measures(self, code: str) -> dict[str, str]:
        """Return the names of the numbers of an indicator; the figure has key ""."""
        measures = self._origins.get(code, {}).get("measures", {})
        return {key: name for key, (name, _unit) in measures.items()}

    def unit(self, code: str, measure: str = "") -> Unit:
        """Return in what a number of an indicator is expressed."""
        measures = self._origins.get(code, {}).get("measures", {})
        return Unit(measures[measure][1]) if measure in measures else Unit.COUNT

    def figure(self, code: str, measure: str = "") -> Shown | None:
        """Return the figure of the whole town; None when nobody delivered it."""
        return self._whole(code, measure, (self.quarter.code,))

    def is_measured(self, code: str, measure: str = "") -> bool:
        """Return whether it was counted or delivered, shown or not."""
        return measure in self.measures(code)

    def row(self, code: str, measure: str = "") -> Row | None:
        """Return the figure of the whole town as it was stored; None when hidden."""
        return self._row(code, measure, (self.quarter.code,))

    def year_figure(self, code: str, measure: str = "") -> Shown | None:
        """Return the figure over the year, which the fourth quarter alone can have."""
        periods = [one for _, _, _, one in self._rows if len(one) > 1]
        longest = max(periods, key=len, default=None)
        return self._whole(code, measure, longest) if longest else None

    def table(self, code: str, dimension: str, measure: str = "") -> list[Group]:
        """Return the groups of a breakdown in this quarter; empty when hidden."""
        groups = self._groups(code, dimension, measure, is_year=False)
        return _without_the_whole(groups, self.figure(code, measure))

    def year_table(self, code: str, dimension: str, measure: str = "") -> list[Group]:
        """Return the groups of a breakdown over the year; empty when there is none."""
        groups = self._groups(code, dimension, measure, is_year=True)
        return _without_the_whole(groups, self.year_figure(code, measure))

    def dimensions(self, code: str) -> list[str]:
        """Return by what an indicator was broken down, shown or not."""
        found: list[str] = self._origins.get(code, {}).get("dimensions", [])
        return found

    def name_of(self, dimension: str, category: str) -> str:
        """Return what a category is called."""
        if category == UNKNOWN:
            return UNKNOWN_NAME
        names: Mapping[str, str] = self.content.get("names", {}).get(dimension, {})
        return names.get(category, category)

    def tree(self, dimension: str) -> Any:
        """Return which categories are taken together first: nested lists of codes."""
        return self.content.get("trees", {}).get(dimension)

    @property
    def revisions(self) -> list[Revised]:
        """The figures of earlier quarters that changed since, with what they were."""
        return [
            Revised(
                quarter=raw["quarter"],
                code=raw["indicator"],
                measure=raw["measure"],
                before=shown_of(raw["before"], self._unit_of(raw)),
                after=shown_of(raw["after"], self._unit_of(raw)),
            )
            for raw in self.content.get("revisions", [])
        ]

    @property
    def _origins(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content.get("origins", {})
        return found

    def _unit_of(self, raw: Row) -> Unit:
        return self.unit(raw["indicator"], raw["measure"])

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str, tuple[str, ...]], list[Row]]:
        rows: dict[tuple[str, str, str, tuple[str, ...]], list[Row]] = {}
        for row in self.content.get("figures", []):
            if not row.get("revised"):
                what = (row["indicator"], row["measure"], row["dimension"])
                rows.setdefault((*what, tuple(row["quarters"])), []).append(row)
        return rows

    def _whole(self, code: str, measure: str, period: tuple[str, ...]) -> Shown | None:
        if not self.is_measured(code, measure):
            return None
        row = self._row(code, measure, period)
        return shown_of(row, self.unit(code, measure))

    def _row(self, code: str, measure: str, period: tuple[str, ...]) -> Row | None:
        found = self._rows.get((code, measure, "", period), [])
        return found[0] if found else None

    def _groups(
        self, code: str, dimension: str, measure: str, *, is_year: bool
    ) -> list[Group]:
        found = [
            row
            for (*what, period), rows in self._rows.items()
            if what == [code, measure, dimension] and (len(period) > 1) == is_year
            for row in rows
        ]
        groups = [self._group(row, dimension, code) for row in found]
        return sorted(
            groups, key=lambda group: (UNKNOWN in group.categories, group.name)
        )

    def _group(self, row: Row, dimension: str, code: str) -> Group:
        by_name = sorted(
            row["categories"],
            key=lambda one: (one == UNKNOWN, self.name_of(dimension, one)),
        )
        names = tuple(self.name_of(dimension, one) for one in by_name)
        shown = shown_of(row, self.unit(code, row["measure"]))
        return Group(tuple(by_name), names, shown)


def find_release(quarter: Quarter, audience: str) -> Released | None:
    """Return what an audience may see; the council sees settled quarters only."""
    return find_releases([quarter], audience).get(quarter.pk)


def find_releases(quarters: Iterable[Quarter], audience: str) -> dict[int, Released]:
    """Return, by key of the quarter, what an audience may see; one query."""
    by_pk = {
        quarter.pk: quarter
        for quarter in quarters
        if audience == Audience.PARTNER or quarter.status in FIXED
    }
    releases = Release.objects.filter(
        quarter__in=by_pk, audience=audience, status=Release.Status.DONE
    ).defer("shown")
    return {one.quarter_id: Released(one, by_pk[one.quarter_id]) for one in releases}


def _without_the_whole(groups: list[Group], whole: Shown | None) -> list[Group]:
    """Leave out the one group of everything, which the figure itself says already."""
    if whole is None or len(groups) != 1:
        return groups
    [group] = groups
    same = (group.shown.numerator, group.shown.denominator, group.shown.value)
    return [] if same == (whole.numerator, whole.denominator, whole.value) else groups
