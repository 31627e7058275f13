"""Figures beside each other: of quarters, of the CBS estimate, of a JGZ's own towns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.content.lines import Figure, figure_of, name_of, text_of
from monitoring.content.screen import load_releases
from monitoring.models import Quarter
from monitoring.policies_releases import audience_of
from monitoring.queries.released import Released, find_releases
from monitoring.queries.shown import Shown
from monitoring.queries.trends import history, warnings
from vve_portal.accounts.models import Partnership

# This quarter, three before it, and the same one a year ago.
QUARTERS: Final = 5
DIFFERING: Final = (
    "Elke gemeente bepaalt zelf welke kinderen in de doelgroep vallen. Het bereik van"
    " gemeenten is daarom niet zonder meer te vergelijken: lees eerst de definitie."
)
ESTIMATE: Final = (
    "De schatting van het CBS gaat uit van kenmerken van gezinnen. De indicatie komt"
    " van de JGZ, die elk kind ziet. Die twee groepen zijn niet dezelfde."
)
COMPARED: Final = (
    Code.VALID_INDICATIONS,
    Code.REACH,
    Code.NOT_REACHED_WITH_REASON,
    Code.CONSENT_RATE,
    Code.FOLLOW_UP,
    Code.LEAD_TIME,
    Code.WAITING_LIST,
    Code.TIMELY_START,
    Code.WARM_HANDOVER,
    Code.PLUS_HOURS,
    Code.MEETINGS_HELD,
    Code.ACTIONS_IN_TIME,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table; `is_shown` is false where only words stand."""

    column: str
    text: str
    is_shown: bool
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator over the columns."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Indicators over quarters or over towns, with why these may not compare."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Reach of the indicated children beside reach of the estimated group."""

    reach: Cell
    reach_counts: str
    estimate: Cell
    estimate_counts: str


def latest_of(partnership: Partnership, audience: str) -> list[Released]:
    """Return the last releases an audience may see, oldest first; three queries."""
    latest = (
        Quarter.objects.filter(partnership=partnership, provisional_at__isnull=False)
        .latest_first()
        .first()
    )
    if latest is None:
        return []
    return list(load_releases(latest, audience, most=QUARTERS))


def over_quarters(releases: Sequence[Released]) -> Table:
    """Return the indicators over quarters."""
    current = releases[-1]
    lines = []
    for code in COMPARED:
        if not any(one.is_measured(code) for one in releases):
            continue
        past = history(releases, code)
        lines.append(
            Line(
                code=code,
                name=name_of(code),
                cells=tuple(
                    cell_of(shown, quarter.name.capitalize()) for quarter, shown in past
                ),
                figure=figure_of(code, "", current, releases),
            )
        )
    said = [one for line in lines for one in warnings(releases, line.code)]
    return Table(
        columns=tuple(one.quarter.name.capitalize() for one in releases),
        lines=tuple(lines),
        warnings=tuple(dict.fromkeys(said)),
    )


def cell_of(shown: Shown | None, column: str = "") -> Cell:
    """Return a figure as a cell of a column."""
    return Cell(
        column=column,
        text=text_of(shown, is_released=True),
        is_shown=shown is not None and not shown.is_hidden,
        is_revised=shown is not None and shown.is_revised,
    )


def beside_estimate(released: Released) -> Estimate | None:
    """Return reach beside reach of the estimate; None when that is not known."""
    reach = released.figure(Code.REACH)
    estimate = released.figure(Code.REACH_OF_ESTIMATE)
    if reach is None or estimate is None:
        return None
    return Estimate(
        reach=cell_of(reach),
        reach_counts=reach.counts,
        estimate=cell_of(estimate),
        estimate_counts=estimate.counts,
    )


def over_towns(quarter: Quarter, actor: Any) -> Table | None:
    """Return the indicators over the actor's own towns, each from its own release.

    None for who works for one town only; two queries.
    """
    if len(actor.partnership_ids) <= 1:
        return None
    same = Quarter.objects.visible_to(actor).filter(
        year=quarter.year,
        number=quarter.number,
        partnership__in=actor.partnership_ids,
    )
    rows = same.select_related("partnership__municipality")
    quarters = list(rows.order_by("partnership__municipality__name", "pk"))
    found = find_releases(quarters, audience_of(actor))
    releases = [found[one.pk] for one in quarters if one.pk in found]
    lines = tuple(
        Line(
            code=code,
            name=name_of(code),
            cells=tuple(cell_of(one.figure(code), town_of(one)) for one in releases),
        )
        for code in COMPARED
        if any(one.is_measured(code) for one in releases)
    )
    columns = tuple(town_of(one) for one in releases)
    said = [one for line in lines for one in warnings(releases, line.code)]
    return Table(columns, lines, tuple(dict.fromkeys(said)))


def town_of(released: Released) -> str:
    """Return whose figures these are."""
    return str(released.quarter.partnership.municipality.name)
