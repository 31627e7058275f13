"""What a release is decided on: figures, thresholds, trees, and all shown before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Final

from monitoring.counting import Count
from monitoring.disclosure.catalogue import FAMILIES
from monitoring.disclosure.deciding import Decision, Progress, decide
from monitoring.disclosure.history import History
from monitoring.disclosure.outside import Outside
from monitoring.disclosure.planning import YEARLY, Settings
from monitoring.disclosure.tallies import Tally
from monitoring.disclosure.thresholds import Thresholds
from monitoring.models import (
    Figure,
    FigureSettings,
    MergeTree,
    OwnIndicator,
    PublicNumber,
    Quarter,
    Release,
)
from monitoring.queries.modes import chosen_figures
from monitoring.services.figure_settings import settings_of
from monitoring.services.revising import note_revisions
from monitoring.services.trees import complete_trees, is_large_town, make_trees

Audience = Release.Audience
Kind = PublicNumber.Kind
# Which figure is the same as a number that anybody can look up.
LOOKED_UP: Final[dict[str, str]] = {Kind.CHILDREN_30_TO_47_MONTHS: "IND-04:N"}


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a decision takes, read at one moment.

    `earlier` are the releases before this one, and `mark` says by what figures and
    thresholds was decided, so that a change in between is seen.
    """

    quarter: Quarter
    figures: list[Figure]
    tallies: Mapping[str, list[Tally]]
    corrected: Mapping[str, list[Tally]]
    earlier: list[Release]
    settings: FigureSettings
    trees: Mapping[str, MergeTree]
    own: list[OwnIndicator]
    outside: Mapping[str, list[Outside]]
    mark: str

    def decide(self, progress: Progress) -> Decision:
        """Return what may be shown; takes seconds, and asks the database nothing."""
        return decide(
            quarter=self.quarter.code,
            tallies=self.tallies,
            history=History.from_json(
                partner=self._shown(Audience.PARTNER),
                council=self._shown(Audience.COUNCIL),
            ),
            settings=Settings(
                trees={name: one.tree for name, one in self.trees.items()},
                thresholds=Thresholds(
                    self.settings.partner_threshold, self.settings.council_threshold
                ),
                grids=self._grids(),
                own={one.code: one.about_children for one in self.own},
            ),
            outside=self.outside,
            corrected=self.corrected,
            progress=progress,
            clock=perf_counter,
        )

    def _shown(self, audience: str) -> list[list[Any]]:
        return [one.shown for one in self.earlier if one.audience == audience]

    def _grids(self) -> dict[str, str]:
        """Tell about groups of what happens once a year, but for a large town."""
        if is_large_town(self.trees):
            return {}
        return {
            f"{family.code}/{dimension}": YEARLY
            for family in FAMILIES
            if not family.is_stock
            for dimension in self.trees
        }


def read_inputs(quarter: Quarter, now: datetime) -> Inputs:
    """Read all that a release is decided on; stores which figures late facts changed.

    Works in a scope that reaches the children. Raises ValidationError when the public
    numbers of the year are missing.
    """
    partnership, settings = quarter.partnership, settings_of(quarter.partnership)
    make_trees(partnership=partnership, year=quarter.year, actor=None, now=now)
    earlier = _earlier_releases(quarter)
    figures = _figures(quarter)
    chosen = chosen_figures(figures, settings.prefers_entered)
    corrected = _corrected(note_revisions(quarter=quarter, now=now), earlier)
    return Inputs(
        quarter=quarter,
        figures=chosen,
        tallies={
            **_as_released(quarter, earlier, set(corrected)),
            quarter.code: tallies(chosen),
        },
        corrected=corrected,
        earlier=earlier,
        settings=settings,
        trees=complete_trees(partnership, quarter.year),
        own=_own_indicators(quarter),
        outside={quarter.code: _outside(quarter)},
        mark=mark_of(figures, settings),
    )


def current_mark(quarter: Quarter) -> str:
    """Return by what figures and thresholds would be decided now."""
    return mark_of(_figures(quarter), settings_of(quarter.partnership))


def mark_of(figures: Iterable[Figure], settings: FigureSettings) -> str:
    """Return a mark that is another one as soon as a figure or threshold is."""
    numbers = sorted(
        [
            *(one.mode, one.indicator, one.measure, one.dimension, one.category),
            *(str(number) for number in (one.numerator, one.denominator, one.value)),
        ]
        for one in figures
    )
    careful = [
        settings.partner_threshold,
        settings.council_threshold,
        sorted(settings.prefers_entered),
    ]
    return hashlib.sha256(json.dumps([numbers, careful]).encode()).hexdigest()


def tallies(figures: Iterable[Figure | Count]) -> list[Tally]:
    """Write figures as the rule takes them."""
    return [
        Tally(
            one.indicator,
            one.measure,
            one.dimension,
            one.category,
            one.numerator,
            one.denominator,
            one.value,
        )
        for one in figures
    ]


def modes_then(release: Release) -> dict[tuple[str, str], str]:
    """Return how each number counted when it was released."""
    found = {}
    for code, origin in release.content.get("origins", {}).items():
        for measure, mode in origin["modes"].items():
            found[code, measure] = mode
    return found


def _figures(quarter: Quarter) -> list[Figure]:
    rows = Figure.objects.filter(quarter=quarter)
    return list(
        rows.order_by("indicator", "measure", "dimension", "category", "mode", "pk")
    )


def _earlier_releases(quarter: Quarter) -> list[Release]:
    """Return all that was shown before, in the order in which it was shown."""
    rows = Release.objects.filter(
        partnership=quarter.partnership_id, status=Release.Status.DONE
    )
    return list(
        rows.exclude(quarter=quarter)
        .select_related("quarter")
        .order_by("made_at", "audience", "pk")
    )


def _as_released(
    quarter: Quarter, earlier: Iterable[Release], corrected: set[str]
) -> dict[str, list[Tally]]:
    """Return earlier figures of the year, and corrected ones, as they were released."""
    found = {}
    for release in earlier:
        of = release.quarter
        is_same_year = of.year == quarter.year and of.number < quarter.number
        is_needed = is_same_year or of.code in corrected
        if is_needed and release.audience == Audience.PARTNER:
            found[of.code] = tallies(released_figures(release))
    return found


def released_figures(release: Release) -> list[Figure]:
    """Return the figures of a quarter that counted when it was released."""
    modes = modes_then(release)
    return [
        one
        for one in _figures(release.quarter)
        if modes.get((one.indicator, one.measure)) == one.mode
    ]


def _corrected(
    newest: Mapping[str, list[Count]], earlier: Iterable[Release]
) -> dict[str, list[Tally]]:
    """Return the quarters with late facts, complete, as they are now."""
    return {
        release.quarter.code: corrected_tallies(release, newest[release.quarter.code])
        for release in earlier
        if release.audience == Audience.PARTNER and release.quarter.code in newest
    }


def corrected_tallies(release: Release, newest: Iterable[Count]) -> list[Tally]:
    """Return a released quarter as it is counted now; what was delivered stays."""
    modes = modes_then(release)
    counted = [
        one
        for one in newest
        if modes.get((one.indicator, one.measure)) == Figure.Mode.COUNTED
    ]
    delivered = [
        one for one in released_figures(release) if one.mode == Figure.Mode.ENTERED
    ]
    return tallies([*counted, *delivered])


def _own_indicators(quarter: Quarter) -> list[OwnIndicator]:
    """Return the newest version of each."""
    rows = OwnIndicator.objects.filter(partnership=quarter.partnership_id)
    newest = {one.code: one for one in rows.order_by("code", "version", "pk")}
    return list(newest.values())


def _outside(quarter: Quarter) -> list[Outside]:
    """Return what anybody can look up of this year."""
    rows = PublicNumber.objects.filter(
        partnership=quarter.partnership_id, year=quarter.year, kind__in=LOOKED_UP
    )
    return [
        Outside(
            LOOKED_UP[one.kind], one.dimension, one.category, one.number, one.number
        )
        for one in rows.order_by("kind", "dimension", "category", "pk")
    ]
