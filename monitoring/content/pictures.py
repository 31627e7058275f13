"""Breakdowns and reasons of a released quarter, as tables with bars beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.content.lines import name_of
from monitoring.definitions import Dimension, Unit
from monitoring.definitions.reasons import who_can_change
from monitoring.disclosure.words import ROUNDED, why_together
from monitoring.models import Action
from monitoring.queries.funnel import FunnelStep, funnel_of, least_loss
from monitoring.queries.proposals import printed_value
from monitoring.queries.released import Group, Released
from monitoring.queries.shown import TOO_SMALL, Shown
from vve_portal.ui.charts import FULL, Band, funnel, width_of
from vve_portal.ui.numbers import decimal_number

ALL_TOO_SMALL: Final = (
    "Deze uitsplitsing is te klein om te tonen. Het cijfer van de hele gemeente staat"
    " hierboven."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A group in a table, and its bar."""

    name: str
    numerator: str
    denominator: str
    text: str
    is_shown: bool
    width: str
    is_short: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure per group: the table, the bars, and why groups stand together."""

    title: str
    dimension: str
    rows: tuple[Row, ...]
    total: Row | None
    norm: str
    has_denominator: bool
    is_ratio: bool
    explanation: str
    together: str

    @property
    def bars(self) -> tuple[Row, ...]:
        """The rows as bars; a total makes no sense beside counts."""
        return (*self.rows, self.total) if self.total and self.is_ratio else self.rows


def breakdown_of(
    released: Released,
    code: str,
    dimension: str,
    measure: str = "",
    *,
    norm: float | None = None,
) -> Breakdown | None:
    """Return a figure per group; None when it was not broken down that way."""
    if dimension not in released.dimensions(code):
        return None
    groups = released.table(code, dimension, measure)
    whole = released.figure(code, measure)
    is_ratio = released.unit(code, measure) == Unit.PERCENT
    if is_ratio and groups and not any(one.shown.denominator for one in groups):
        # A preschool has children and no part of the target group: bare counts.
        groups = [replace(one, shown=_count_of(one.shown)) for one in groups]
        whole, is_ratio, norm = whole and _count_of(whole), False, None
    full = FULL if is_ratio else _largest(groups)
    rows = tuple(_row(group.name, group.shown, full, norm) for group in groups)
    town = released.quarter.partnership.municipality.name
    total = _row(town, whole, full, norm, is_total=True) if whole else None
    label = Dimension(dimension).label.lower()
    return Breakdown(
        title=f"{name_of(code, measure)} per {label}",
        dimension=str(Dimension(dimension).label),
        rows=rows,
        total=total,
        norm=f"{norm:.1f}" if norm is not None and is_ratio else "",
        has_denominator=any(row.denominator for row in rows),
        is_ratio=is_ratio,
        explanation=why_of(released, dimension) if rows else ALL_TOO_SMALL,
        together=_together(groups),
    )


def _count_of(shown: Shown) -> Shown:
    """Return only how many children a figure is about, of which nothing is a part."""
    return replace(shown, unit=Unit.COUNT, denominator=None, percentage=None)


def why_of(released: Released, dimension: str) -> str:
    """Say why groups of this kind stand together, and that numbers are rounded."""
    sentence = why_together(released.threshold, dimension)
    return f"{sentence} {ROUNDED}" if released.is_rounded else sentence


def _largest(groups: Sequence[Group]) -> float:
    values = [printed_value(group.shown) for group in groups]
    return float(max((value for value in values if value is not None), default=0))


def _row(
    name: str,
    shown: Shown,
    full: float,
    norm: float | None,
    *,
    is_total: bool = False,
) -> Row:
    value = printed_value(shown)
    return Row(
        name=name,
        numerator=_number(shown.numerator),
        denominator=_number(shown.denominator),
        text=shown.text,
        is_shown=not shown.is_hidden,
        width=width_of(float(value), full) if value is not None else "",
        is_short=value is not None and norm is not None and _is_far(float(value), norm),
        is_total=is_total,
    )


def _number(value: object) -> str:
    return "" if value is None else decimal_number(float(str(value)))


def _is_far(value: float, norm: float) -> bool:
    """Amber is only for what is clearly under the norm: more than five points."""
    return norm - value > 5  # noqa: PLR2004 - said in the line above


def _together(groups: Iterable[Group]) -> str:
    """Say which groups are counted together, with their figures."""
    merged = [group for group in groups if group.is_together]
    words = [
        f"{group.name}: {group.shown.counts or group.shown.text}" for group in merged
    ]
    return f"{'. '.join(words)}." if words else ""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why children are not reached, who can do something, and what is being done."""

    name: str
    # The reasons themselves, when several stand together.
    together: tuple[str, ...]
    text: str
    is_shown: bool
    width: str
    who: tuple[str, ...]
    actions: tuple[Action, ...]


def reasons_of(released: Released, actions: Sequence[Action]) -> list[ReasonRow]:
    """Return the reasons of non-reach, the commonest first, with linked actions."""
    groups = released.table(Code.NOT_REACHED, Dimension.REASON)
    full = _largest_count(groups)
    ordered = sorted(groups, key=lambda group: -float(group.shown.numerator or 0))
    return [_reason(group, full, actions) for group in ordered]


def _largest_count(groups: Sequence[Group]) -> float:
    return max((float(group.shown.numerator or 0) for group in groups), default=0)


def _reason(group: Group, full: float, actions: Sequence[Action]) -> ReasonRow:
    count = group.shown.numerator
    return ReasonRow(
        name=f"{len(group.names)} redenen samen" if group.is_together else group.name,
        together=group.names if group.is_together else (),
        text=TOO_SMALL if count is None else decimal_number(count),
        is_shown=count is not None,
        width="" if count is None else width_of(float(count), full),
        who=who_can_change(group.categories),
        actions=tuple(one for one in actions if one.reason in group.categories),
    )


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step of the chain with its band."""

    name: str
    text: str
    share: str
    lost: str
    why: str
    band: Band


def drawn_funnel(releases: Sequence[Released]) -> list[DrawnStep]:
    """Return the chain as a picture; nothing when no step may be shown."""
    steps = funnel_of(releases)
    if all(step.count is None for step in steps):
        return []
    bands = funnel([step.count for step in steps], least=least_loss(releases))
    return [_drawn(step, band) for step, band in zip(steps, bands, strict=True)]


def _drawn(step: FunnelStep, band: Band) -> DrawnStep:
    return DrawnStep(step.name, step.text, step.share, step.lost, step.why, band)
