"""What a clause may say: its fields as typed, tidied, judged, and its money counted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from agreements.models import BudgetLine, ClauseVersion
from agreements.models.vocabulary import Kind, Responsible

CENT: Final = Decimal("0.01")
MINUTES_PER_HOUR: Final = 60
KINDS_WITH_MONEY: Final = frozenset({Kind.PLUS, Kind.UNDECIDED})
Settlement = BudgetLine.Settlement


@dataclass(frozen=True, slots=True)
class LineContent:
    """One budget line as typed; with p × q the hours and the amount follow."""

    activity: str
    settlement: str
    funding: str
    unit: str = ""
    quantity: Decimal | None = None
    minutes_per_unit: int | None = None
    hours: Decimal = Decimal(0)
    rate: Decimal | None = None
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ClauseContent:
    """All that a clause version says, as typed: variables are not filled in yet."""

    title: str
    source_text: str
    kind: str
    explanation: str = ""
    responsible: str = ""
    lead: str = ""
    executing_role: str = ""
    kind_reason: str = ""
    for_every_child: bool | None = None
    extra_for_vve: bool | None = None
    needs_discussion: bool | None = None
    funding: str = ""
    hours_per_year: Decimal | None = None
    indicator: str = ""
    indicator_code: str = ""
    norm_operator: str = ""
    norm_value: Decimal | None = None
    norm_unit: str = ""
    frequency: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    evidence: str = ""
    wpo_topic: str = ""
    lines: tuple[LineContent, ...] = ()


TEXTS: Final = (
    "title",
    "source_text",
    "explanation",
    "executing_role",
    "kind_reason",
    "indicator",
    "norm_unit",
    "frequency",
    "evidence",
)
# Copied between a version and its content under the same name.
SAME_NAME: Final = (
    "source_text",
    "kind",
    "explanation",
    "responsible",
    "lead",
    "executing_role",
    "kind_reason",
    "for_every_child",
    "extra_for_vve",
    "needs_discussion",
    "funding",
    "hours_per_year",
    "indicator_code",
    "norm_operator",
    "norm_value",
    "norm_unit",
    "starts_on",
    "ends_on",
    "evidence",
    "wpo_topic",
)
LINE_FIELDS: Final = (
    "activity",
    "settlement",
    "funding",
    "unit",
    "quantity",
    "minutes_per_unit",
    "hours",
    "rate",
    "amount",
)


def content_of_version(version: ClauseVersion) -> ClauseContent:
    """Return what was typed for `version`, to start a next one from."""
    lines = sorted(version.lines.all(), key=lambda line: line.position)
    return ClauseContent(
        title=version.source_title,
        indicator=version.source_indicator,
        frequency=version.source_frequency,
        lines=tuple(
            LineContent(**{name: getattr(line, name) for name in LINE_FIELDS})
            for line in lines
        ),
        **{name: getattr(version, name) for name in SAME_NAME},
    )


def hours_of(line: LineContent) -> Decimal:
    """Return the hours of a line: quantity × minutes when given, else as typed."""
    if line.quantity is None or line.minutes_per_unit is None:
        return rounded(line.hours)
    return rounded(line.quantity * line.minutes_per_unit / MINUTES_PER_HOUR)


def amount_of(line: LineContent) -> Decimal:
    """Return the euros of a line: quantity × minutes / 60 × rate, or the fixed sum.

    Rounds once, half up, so that rounded hours add nothing to the difference.
    """
    if line.settlement != Settlement.PRICE_TIMES_QUANTITY:
        return rounded(line.amount)
    if line.quantity is None or line.minutes_per_unit is None or line.rate is None:
        return Decimal(0)
    return rounded(line.quantity * line.minutes_per_unit * line.rate / MINUTES_PER_HOUR)


def rounded(number: Decimal) -> Decimal:
    """Round to two decimals, half up."""
    return number.quantize(CENT, ROUND_HALF_UP)


def tidy(content: ClauseContent) -> ClauseContent:
    """Return the content without loose spaces, and with what follows filled in."""
    texts = {name: getattr(content, name).strip() for name in TEXTS}
    lines = tuple(map(_tidy_line, content.lines))
    return replace(
        content,
        **texts,
        lines=lines,
        responsible="" if content.kind == Kind.PROVISION else content.responsible,
        lead=content.lead if content.responsible == Responsible.JOINT else "",
        hours_per_year=_hours_per_year(content, lines),
        norm_value=None if content.norm_value is None else rounded(content.norm_value),
    )


def _tidy_line(line: LineContent) -> LineContent:
    return replace(
        line,
        activity=line.activity.strip(),
        unit=line.unit.strip(),
        quantity=None if line.quantity is None else rounded(line.quantity),
        rate=None if line.rate is None else rounded(line.rate),
        hours=hours_of(line),
        amount=amount_of(line),
    )


def _hours_per_year(
    content: ClauseContent, lines: tuple[LineContent, ...]
) -> Decimal | None:
    if lines and content.kind in KINDS_WITH_MONEY:
        # A fixed sum need not name hours: then the clause names none either.
        return sum((line.hours for line in lines), Decimal(0)) or None
    return None if content.hours_per_year is None else rounded(content.hours_per_year)


def differs_only_in_lines(before: ClauseContent, after: ClauseContent) -> bool:
    """Return whether nothing but the budget lines and their hours changed."""
    same = replace(after, lines=before.lines, hours_per_year=before.hours_per_year)
    return same == before


def sources_of(content: ClauseContent) -> Iterator[tuple[str, str]]:
    """Yield the fields that may hold variables, by name."""
    for name in ("title", "source_text", "indicator", "frequency"):
        yield name, getattr(content, name)
