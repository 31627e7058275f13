"""Pieces of the statements that count, in words that both databases know."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection

from monitoring.counting.counts import Asked, Count
from monitoring.definitions import UNKNOWN

# Begun at a preschool and not stopped; handed over, but not at school yet, is there.
PRESENT: Final = ("S70", "S71", "S80", "S81", "S82")
INTERRUPTED: Final = "S72"
# Who was away longer than this no longer takes part.
LONGEST_INTERRUPTION: Final = timedelta(weeks=8)
GONE: Final = ("S94", "S96")
# Came to a preschool, whatever else is told of how.
REGISTERED: Final = ("S50", "S51", "S60", "S70")

# How days, events and states share one whole number.
_FIRST_DAY: Final = date(2000, 1, 1)
_IDS: Final = 2**40
_STATES: Final = 2**8
_SIDE: Final = 100
# Makes every number of an event equally long.
_NUMBERED: Final = 100_000_000_000

# What happened and was not taken back, as far as it was known then.
VALID: Final = """
event.partnership_id = %(partnership)s
AND event.registered_at <= %(now)s
AND event.kind <> 'correction'
AND event.id NOT IN (
    SELECT undone.corrects_id FROM referrals_event AS undone
    WHERE undone.partnership_id = %(partnership)s
        AND undone.corrects_id IS NOT NULL
        AND undone.registered_at <= %(now)s
)
"""
# Came into another state; a note on a place or a team is none.
MOVED: Final = "event.state <> event.from_state"
# The children of this town, each on its own way to a preschool.
OF_TOWN: Final = """
child.partnership_id = %(partnership)s
AND child.kind = 'preschool'
AND child.main_id IS NULL
"""
# How the groups of a breakdown are called that are known by an id.
NEIGHBOURHOOD: Final = (
    "(SELECT place.code FROM referrals_neighbourhood AS place WHERE place.id = {})"
)
LOCATION: Final = (
    "(SELECT place.lrk_id FROM referrals_location AS place WHERE place.id = {})"
)
ROUTE: Final = (
    "(SELECT route.code FROM referrals_pathwayversion AS version"
    " JOIN referrals_pathway AS route ON route.id = version.pathway_id"
    " WHERE version.id = {})"
)


LAST_ON: Final = "substr(last, 1, 10)"
LAST_EVENT: Final = f"(CAST(substr(last, 11, 12) AS bigint) - {_NUMBERED})"
LAST_STATE: Final = "substr(last, 23, 3)"
LAST_LOCATION: Final = "CAST(nullif(substr(last, 26), '') AS bigint)"


def last_move(but: str = "") -> str:
    """Return the last move of a child until the end of the quarter, as one text.

    Scalar, so that no database reads all events to find a few; LAST_STATE and the
    others take out its parts.
    """
    return f"""
(SELECT event.occurred_on || '' || ({_NUMBERED} + event.id) || event.state
        || coalesce(CAST(event.location_id AS varchar), '')
    FROM referrals_event AS event
    WHERE event.trajectory_id = child.id
        AND {VALID}
        AND {MOVED}
        AND event.occurred_on <= %(ends_on)s
        {but}
    ORDER BY event.occurred_on DESC, event.id DESC LIMIT 1)
"""  # noqa: S608 - built of constants of the code alone


class Figure(NamedTuple):
    """Which columns of a statement are numerator and denominator of what.

    `numerator_only` names the breakdowns in which a denominator says nothing.
    """

    indicator: str
    measure: str
    numerator: str
    denominator: str = ""
    dimensions: tuple[str, ...] = ()
    numerator_only: tuple[str, ...] = ()


def listed(states: Iterable[str]) -> str:
    """Return constants of the code as a list in SQL."""
    return "(" + ", ".join(f"'{state}'" for state in sorted(states)) + ")"


def day_number(day: date) -> int:
    """Return the number by which statements know a day."""
    return (day - _FIRST_DAY).days


def order_of(alias: str) -> str:
    """Return a number that orders events by day, and on one day as they came in."""
    on = f"{alias}.occurred_on"
    if connection.vendor == "postgresql":
        days = f"({on} - DATE '{_FIRST_DAY}')::bigint"
    else:
        days = f"CAST(julianday({on}) - julianday('{_FIRST_DAY}') AS int)"
    return f"({days} * {_IDS} + {alias}.id)"


def standing_of(alias: str) -> str:
    """Return the same number with the state after it; the parts are taken out below.

    So the highest one tells where a child stood without a look at any event again.
    """
    code = f"CAST(substr({alias}.state, 2) AS int)"
    is_side = f"CASE substr({alias}.state, 1, 1) WHEN 'S' THEN 0 ELSE {_SIDE} END"
    return f"({order_of(alias)} * {_STATES} + {code} + {is_side})"


def codes_of(states: Iterable[str]) -> str:
    """Return states as the codes that `standing_of` gives them, as a list in SQL."""
    codes = {int(state[1:]) + (_SIDE if state >= "T" else 0) for state in states}
    return "(" + ", ".join(str(code) for code in sorted(codes)) + ")"


def state_code(standing: str) -> str:
    """Return the code of the state in a standing."""
    return f"({standing} %% {_STATES})"


def event_id(standing: str) -> str:
    """Return which event brought a child there."""
    return f"({standing} / {_STATES} %% {_IDS})"


def since_day(standing: str) -> str:
    """Return since which day a child is there, as a number."""
    return f"({standing} / {_STATES * _IDS})"


def days_later(column: str, days: int) -> str:
    """Return a day that lies so many days after a column."""
    if connection.vendor == "postgresql":
        return f"({column} + {days})"
    return f"date({column}, '+{days} days')"


def days_between(since: str, until: str) -> str:
    """Return how many days lie between two columns."""
    if connection.vendor == "postgresql":
        return f"({until} - {since})"
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


def months_between(since: str, until: str) -> str:
    """Return how many months lie between the months of two columns."""
    if connection.vendor == "postgresql":
        years = f"extract(year FROM {until}) - extract(year FROM {since})"
        months = f"extract(month FROM {until}) - extract(month FROM {since})"
        return f"(({years}) * 12 + {months})"
    years = f"strftime('%%Y', {until}) - strftime('%%Y', {since})"
    months = f"strftime('%%m', {until}) - strftime('%%m', {since})"
    return f"(({years}) * 12 + {months})"


def changed_to(field: str, alias: str = "event") -> str:
    """Return as text what an event made of a field of the trajectory."""
    return f"({alias}.changes -> '{field}' ->> 1)"


class Category(NamedTuple):
    """By which column a breakdown groups, and how a value of it is called."""

    column: str
    name: str = "CAST({} AS varchar)"


def table(
    source: str, columns: Mapping[str, str], dimensions: Mapping[str, Category]
) -> str:
    """Return what sums the columns, of the whole town and by each dimension.

    A name is looked up per group: per child that cost more than all the rest.
    """
    sums = ", ".join(
        f"coalesce(sum({column}), 0) AS {name}" for name, column in columns.items()
    )
    again = ", ".join(f"sum({name})" for name in columns)
    parts = [f"SELECT '' AS dimension, '' AS category, {sums} FROM {source}"]  # noqa: S608 - constants of the code
    parts += [
        f"SELECT '{dimension}',"  # noqa: S608 - constants of the code
        f" coalesce({category.name.format('part.value')}, '{UNKNOWN}'), {again}"
        f" FROM (SELECT {category.column} AS value, {sums} FROM {source}"
        " GROUP BY 1) AS part GROUP BY 2"
        for dimension, category in dimensions.items()
    ]
    return "\nUNION ALL\n".join(parts)


def select(
    statement: str, asked: Asked, **more: date | str | int
) -> list[tuple[Any, ...]]:
    """Run a statement about a quarter of one partnership."""
    known: dict[str, int | str | date | datetime | None] = {
        "partnership": asked.partnership.pk,
        "provider": asked.partnership.provider_id,
        "now": connection.ops.adapt_datetimefield_value(asked.now),
        "starts_on": asked.starts_on,
        "ends_on": asked.ends_on,
        **more,
    }
    given = {
        name: connection.ops.adapt_datefield_value(value)
        if isinstance(value, date) and not isinstance(value, datetime)
        else value
        for name, value in known.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def counts(
    rows: Iterable[tuple[Any, ...]],
    columns: Iterable[str],
    figures: Iterable[Figure],
) -> list[Count]:
    """Return rows of `table` as the counts of these figures."""
    names = list(columns)
    return [
        Count(
            figure.indicator,
            figure.measure,
            dimension,
            str(category),
            int(values[names.index(figure.numerator)]),
            _denominator(figure, dimension, dict(zip(names, values, strict=True))),
        )
        for dimension, category, *values in rows
        for figure in figures
        if not dimension or dimension in figure.dimensions
    ]


def _denominator(
    figure: Figure, dimension: str, values: Mapping[str, Any]
) -> int | None:
    if not figure.denominator or dimension in figure.numerator_only:
        return None
    return int(values[figure.denominator])


def month_of_age(on: date, months: int) -> date:
    """Return in which month who is so many months old on a day was born."""
    count = on.year * 12 + on.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
