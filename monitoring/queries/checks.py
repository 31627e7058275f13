"""What looks odd in the figures of a quarter, before they are released."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import mean, pstdev
from typing import Final

from monitoring.definitions import UNKNOWN, Dimension, Unit
from monitoring.models import CheckAnswer, Figure, Quarter
from monitoring.queries.delivered import left_out_of
from monitoring.queries.deliveries import parties_of
from monitoring.queries.groups import group_names
from monitoring.queries.known import Known, known_indicators
from vve_portal.ui.dates import long_date
from vve_portal.ui.numbers import decimal_number


class Rule(StrEnum):
    """What is held against what; with the words of its group on the page."""

    PART_OF_WHOLE = "part_of_whole"
    SUM_OF_PARTS = "sum_of_parts"
    OUTLIER = "outlier"
    BOTH_MODES = "both_modes"
    COMPLETE = "complete"
    IN_TIME = "in_time"
    LEFT_OUT = "left_out"


RULE_NAMES: Final[dict[Rule, str]] = {
    Rule.PART_OF_WHOLE: "Teller groter dan noemer",
    Rule.SUM_OF_PARTS: "Uitsplitsing telt niet op",
    Rule.OUTLIER: "Anders dan de vorige kwartalen",
    Rule.BOTH_MODES: "Geteld en aangeleverd verschillen",
    Rule.COMPLETE: "Nog geen cijfer",
    Rule.IN_TIME: "Nog niet aangeleverd",
    Rule.LEFT_OUT: "Uit een bestand, niet overgenomen",
}
EARLIER: Final = 4
# Fewer say nothing about what is usual.
_LEAST_EARLIER: Final = 3
# Further from the mean than this, in points of a percentage or as a share of a count.
_LEAST_POINTS: Final = Decimal(10)
_LEAST_SHARE: Final = Decimal("0.25")
_SPREAD: Final = 2
_HUNDRED: Final = Decimal(100)
_UNITS: Final[dict[Unit, str]] = {Unit.DAYS: " dagen", Unit.HOURS: " uur"}
# A child with several groups of reasons stands in one; some are left to others.
_NOT_SUMMED: Final = frozenset({Dimension.TEAM.value, Dimension.ORGANISATION.value})

Key = tuple[str, str]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd: by which rule, about what, in a sentence; and its answer."""

    rule: Rule
    subject: str
    sentence: str
    answer: CheckAnswer | None = None

    @property
    def name(self) -> str:
        """What the group of this finding is called."""
        return RULE_NAMES[self.rule]


def findings_of(quarter: Quarter, *, today: date) -> list[Finding]:
    """Return all that looks odd, with the answers people gave."""
    answers = {
        (row.rule, row.subject): row
        for row in CheckAnswer.objects.filter(quarter=quarter).select_related(
            "answered_by"
        )
    }
    return [
        Finding(
            one.rule, one.subject, one.sentence, answers.get((one.rule, one.subject))
        )
        for one in _all(quarter, today)
    ]


def _all(quarter: Quarter, today: date) -> Iterator[Finding]:
    known = known_indicators(quarter.partnership)
    names = group_names(quarter.partnership)
    figures = list(
        quarter.figures.order_by("indicator", "measure", "dimension", "category")
    )
    yield from _parts(figures, known, names)
    yield from _sums(figures, known)
    yield from _outliers(quarter, figures, known)
    yield from _both_modes(figures, known, names)
    yield from _missing(figures, known)
    yield from _late(quarter, today)
    for one in left_out_of(quarter):
        subject = f"{one.total.indicator} {one.total.breakdown_code}".strip()
        yield Finding(Rule.LEFT_OUT, subject, one.reason)


def _title(figure: Figure, known: dict[str, Known]) -> str:
    one = known.get(figure.indicator)
    measure = one.find_measure(figure.measure) if one else None
    name = one.name if one else ""
    if figure.measure and measure is not None:
        name = f"{name}, {measure.name[0].lower()}{measure.name[1:]}"
    return f"{figure.indicator} {name}".strip()


def _group(figure: Figure, names: dict[str, dict[str, str]]) -> str:
    if not figure.dimension:
        return ""
    if figure.category == UNKNOWN:
        return " (niet bekend)"
    found = names.get(figure.dimension, {}).get(figure.category, figure.category)
    return f" ({found})"


def _parts(
    figures: Iterable[Figure],
    known: dict[str, Known],
    names: dict[str, dict[str, str]],
) -> Iterator[Finding]:
    for figure in figures:
        one = known.get(figure.indicator)
        if figure.numerator is None or figure.denominator is None or one is None:
            continue
        if figure.numerator > figure.denominator and not one.may_exceed:
            yield Finding(
                Rule.PART_OF_WHOLE,
                _subject(figure),
                f"{_title(figure, known)}{_group(figure, names)}: de teller"
                f" {_number(figure.numerator)} is groter dan de noemer"
                f" {_number(figure.denominator)}.",
            )


def _sums(figures: Sequence[Figure], known: dict[str, Known]) -> Iterator[Finding]:
    """Hold every breakdown of a count against the whole; means don't add up."""
    whole = {
        (one.mode, one.indicator, one.measure): one
        for one in figures
        if not one.dimension
    }
    parts: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for one in figures:
        if one.dimension and one.dimension not in _NOT_SUMMED:
            parts[one.mode, one.indicator, one.measure, one.dimension].append(one)
    for (mode, code, measure, dimension), rows in parts.items():
        total = whole.get((mode, code, measure))
        if total is None or total.numerator is None:
            continue
        added = sum((row.numerator or Decimal(0) for row in rows), Decimal(0))
        if added != total.numerator:
            yield Finding(
                Rule.SUM_OF_PARTS,
                _cut(f"{code} {measure} {dimension} {mode}"),
                f"{_title(total, known)}: de groepen naar"
                f" {Dimension(dimension).label.lower()} zijn samen {_number(added)}, en"
                f" het geheel is {_number(total.numerator)}.",
            )


def _outliers(
    quarter: Quarter, figures: Iterable[Figure], known: dict[str, Known]
) -> Iterator[Finding]:
    earlier = _earlier_values(quarter)
    for figure in figures:
        if figure.dimension or figure.mode != Figure.Mode.COUNTED:
            continue
        value = value_of(figure)
        usual = earlier.get((figure.indicator, figure.measure), [])
        if value is None or len(usual) < _LEAST_EARLIER:
            continue
        if is_outlier(value, usual, is_share=_is_share(figure)):
            sign = "%" if _is_share(figure) else ""
            yield Finding(
                Rule.OUTLIER,
                _subject(figure),
                f"{_title(figure, known)} is nu {_number(value)}{sign}; in de vorige"
                f" kwartalen was het gemiddeld {_number(Decimal(mean(usual)))}{sign}.",
            )


def is_outlier(value: Decimal, usual: Sequence[Decimal], *, is_share: bool) -> bool:
    """Return whether a value lies further off than the earlier ones explain."""
    middle = Decimal(mean(usual))
    least = _LEAST_POINTS if is_share else abs(middle) * _LEAST_SHARE
    return abs(value - middle) > max(_SPREAD * Decimal(pstdev(usual)), least)


def value_of(figure: Figure) -> Decimal | None:
    """Return what a figure says: a percentage, a mean or a count."""
    if figure.value is not None or figure.numerator is None:
        return figure.value
    if figure.denominator is None:
        return figure.numerator
    if not figure.denominator:
        return None
    return figure.numerator / figure.denominator * _HUNDRED


def _is_share(figure: Figure) -> bool:
    return figure.value is None and figure.denominator is not None


def _earlier_values(quarter: Quarter) -> dict[Key, list[Decimal]]:
    before = [
        row.pk
        for row in Quarter.objects.filter(
            partnership=quarter.partnership_id
        ).latest_first()
        if row.ends_on < quarter.starts_on
    ][:EARLIER]
    rows = Figure.objects.filter(
        quarter__in=before, dimension="", mode=Figure.Mode.COUNTED
    ).order_by("pk")
    found: dict[Key, list[Decimal]] = defaultdict(list)
    for row in rows:
        if (value := value_of(row)) is not None:
            found[row.indicator, row.measure].append(value)
    return found


def _both_modes(
    figures: Iterable[Figure],
    known: dict[str, Known],
    names: dict[str, dict[str, str]],
) -> Iterator[Finding]:
    pairs: dict[tuple[str, ...], dict[str, Figure]] = defaultdict(dict)
    for one in figures:
        key = (one.indicator, one.measure, one.dimension, one.category)
        pairs[key][one.mode] = one
    for modes in pairs.values():
        counted = modes.get(Figure.Mode.COUNTED)
        entered = modes.get(Figure.Mode.ENTERED)
        if counted is None or entered is None or _numbers(counted) == _numbers(entered):
            continue
        yield Finding(
            Rule.BOTH_MODES,
            _subject(counted),
            f"{_title(counted, known)}{_group(counted, names)}: geteld"
            f" {shown(counted)}, aangeleverd {shown(entered)}.",
        )


def _missing(figures: Iterable[Figure], known: dict[str, Known]) -> Iterator[Finding]:
    there = {one.indicator for one in figures if not one.dimension}
    for code, one in known.items():
        if code not in there:
            yield Finding(
                Rule.COMPLETE,
                code,
                f"Van {code} {one.name} is nog niets geteld of aangeleverd. Zonder"
                " antwoord staat in het rapport dat dit niet is gemeten.",
            )


def _late(quarter: Quarter, today: date) -> Iterator[Finding]:
    for party in parties_of(quarter, today=today):
        if party.delivery is None:
            since = (
                "had dat moeten doen" if party.is_late else "heeft daar nog tijd voor"
            )
            yield Finding(
                Rule.IN_TIME,
                party.location.lrk_id if party.location else "JGZ",
                f"{party.name} heeft nog niet aangeleverd en {since} tot en met"
                f" {long_date(party.due)}.",
            )


def shown(figure: Figure, unit: Unit = Unit.COUNT) -> str:
    """Return numerator and denominator, or the value and over how many it goes."""
    if figure.value is not None:
        word = _UNITS.get(unit, "")
        return f"{_number(figure.value)}{word}, over {_number(figure.denominator)}"
    if figure.denominator is None:
        return _number(figure.numerator)
    if figure.numerator is None:
        return "geen gevallen"
    return f"{_number(figure.numerator)} van {_number(figure.denominator)}"


def _numbers(figure: Figure) -> tuple[Decimal | None, ...]:
    return (figure.numerator, figure.denominator, figure.value)


def _number(value: Decimal | None) -> str:
    return "niets" if value is None else decimal_number(round(value, 1))


def _subject(figure: Figure) -> str:
    parts = (figure.indicator, figure.measure, figure.dimension, figure.category)
    return _cut(" ".join(part for part in parts if part))


def _cut(subject: str) -> str:
    """An answer names what it is about in so many signs."""
    return subject[:60].strip()
