"""How soon children start: lead times, timely starts (IND-12, 12b, 14)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.counting.children import Way, days_between, ways
from monitoring.counting.counts import Asked, Count
from monitoring.counting.grouping import Group, groups_of, share
from monitoring.definitions import Dimension
from referrals.routes.facts import day_of_age

LEAD: Final = IndicatorCode.LEAD_TIME.value
STEPS: Final = IndicatorCode.LEAD_TIME_PER_STEP.value
TIMELY: Final = IndicatorCode.TIMELY_START.value

# A start within a month of the age counts, when the indication was there three before.
_LATE_MONTHS: Final = 1
_EARLY_MONTHS: Final = 3
_TENTHS: Final = 10
_NINE: Final = 9


def starts(asked: Asked) -> list[Count]:
    """Count how soon children started, and how long each step took."""
    found = ways(asked)
    started = [way for way in found if _within(way.started_on, asked)]
    return [*_lead_times(started), *_steps(found, asked), *_timely(started)]


def net_days(way: Way) -> int | None:
    """Return the days from indication to start, without those before the start age."""
    if way.indicated_on is None or way.started_on is None:
        return None
    of_age = day_of_age(way.birth_month, way.start_age_months)
    return max(0, days_between(max(way.indicated_on, of_age), way.started_on))


def gross_days(way: Way) -> int | None:
    """Return all the days from indication to start."""
    return _between(way.indicated_on, way.started_on)


def middle(days: Sequence[int]) -> Decimal:
    """Return the middle value."""
    return Decimal(str(median(days)))


def nine_of_ten(days: Sequence[int]) -> Decimal:
    """Return within how many days nine of ten were done: a value that occurred."""
    rank = -(-_NINE * len(days) // _TENTHS)
    return Decimal(sorted(days)[rank - 1])


def _lead_times(started: Iterable[Way]) -> Iterator[Count]:
    known = [way for way in started if way.indicated_on is not None]
    dimensions = {
        Dimension.NEIGHBOURHOOD: lambda way: way.neighbourhood,
        Dimension.LOCATION: lambda way: way.location,
    }
    for group in groups_of(known, dimensions):
        net = _known(net_days(way) for way in group.members)
        gross = _known(gross_days(way) for way in group.members)
        yield _mean(LEAD, "", group, middle(net) if net else None, len(net))
        yield _mean(LEAD, "p90", group, nine_of_ten(net) if net else None, len(net))
        yield _mean(LEAD, "gross", group, middle(gross) if gross else None, len(gross))


def _steps(found: Iterable[Way], asked: Asked) -> Iterator[Count]:
    """Count each step that ended in the quarter; of a step taken twice the last."""
    routes = {Dimension.ROUTE: lambda way: way.route}
    ends: dict[str, tuple[str, str]] = {
        "": ("indicated_on", "started_on"),
        "indication_consent": ("indicated_on", "consent_on"),
        "consent_letter": ("consent_on", "letter_on"),
        "letter_registration": ("letter_on", "registered_on"),
        "registration_placement": ("registered_on", "placed_on"),
        "placement_start": ("placed_on", "started_on"),
    }
    rows = list(found)
    for measure, (since, until) in ends.items():
        ended = [
            (way, days)
            for way in rows
            if _within(getattr(way, until), asked)
            and (days := _between(getattr(way, since), getattr(way, until))) is not None
        ]
        lasted = {id(way): days for way, days in ended}
        for group in groups_of([way for way, _ in ended], routes):
            lengths = [lasted[id(way)] for way in group.members]
            value = middle(lengths) if lengths else None
            yield _mean(STEPS, measure, group, value, len(lengths))


def _known(days: Iterable[int | None]) -> list[int]:
    return [one for one in days if one is not None]


def _timely(started: Iterable[Way]) -> Iterator[Count]:
    wijken = {Dimension.NEIGHBOURHOOD: lambda way: way.neighbourhood}
    early = [way for way in started if _indicated_early(way)]
    for group in groups_of(early, wijken):
        yield share(TIMELY, group, [way for way in group.members if _is_timely(way)])


def _indicated_early(way: Way) -> bool:
    limit = day_of_age(way.birth_month, way.start_age_months - _EARLY_MONTHS)
    return way.indicated_on is not None and way.indicated_on <= limit


def _is_timely(way: Way) -> bool:
    limit = day_of_age(way.birth_month, way.start_age_months + _LATE_MONTHS)
    return way.started_on is not None and way.started_on <= limit


def _within(on: date | None, asked: Asked) -> bool:
    return on is not None and asked.starts_on <= on <= asked.ends_on


def _between(since: date | None, until: date | None) -> int | None:
    """A step that was begun anew after its end has no length."""
    if since is None or until is None or since > until:
        return None
    return days_between(since, until)


def _mean(
    code: str, measure: str, group: Group[Way], value: Decimal | None, cases: int
) -> Count:
    return Count(
        code,
        measure,
        group.dimension,
        group.category,
        denominator=cases,
        value=value,
    )
