"""Where children stood and how they moved, as pandas reads it from whole tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from monitoring.counting import Asked
from referrals.models import Event, EventReason, IndicationGroup, Trajectory

# Per indicator, measure, dimension and category: numerator and denominator.
Found = dict[tuple[str, str, str, str], tuple[int, int | None]]

PLACES: Final = {
    "neighbourhood__code": "neighbourhood",
    "location__lrk_id": "place",
    "location__holder_id": "holder",
    "wished_location__lrk_id": "wish",
    "pathway_version__pathway__code": "route",
}
THERE: Final = ["S70", "S71", "S80", "S81", "S82"]


@dataclass
class Records:
    """The children of a town and what happened to them, as known when asked."""

    children: pd.DataFrame
    events: pd.DataFrame
    groups: pd.DataFrame

    @property
    def moves(self) -> pd.DataFrame:
        """What brought a child into another state."""
        return self.events[self.events.state != self.events.from_state]

    def on_the_way_to_a_preschool(self) -> pd.DataFrame:
        """The children themselves, without what runs beside."""
        rows = self.children
        return rows[(rows.kind == "preschool") & rows.main_id.isna()]


def read(asked: Asked) -> Records:
    """Read the tables, leaving out what was taken back or not known yet."""
    town = asked.partnership
    children = _frame(
        Trajectory.objects.filter(partnership=town).values(
            "id",
            "kind",
            "main_id",
            "birth_month",
            "team_id",
            "indicated_on",
            "consent_on",
            "letter_on",
            "start_on",
            "hours_per_week",
            *PLACES,
        )
    ).rename(columns=PLACES)
    children = children.astype(
        {"main_id": "Int64", "team_id": "Int64", "holder": "Int64"}
    )
    events = _frame(
        Event.objects.filter(partnership=town).values(
            "id",
            "trajectory_id",
            "kind",
            "state",
            "from_state",
            "outcome",
            "changes",
            "corrects_id",
            "occurred_on",
            "registered_at",
            "location__lrk_id",
        )
    ).rename(columns={"location__lrk_id": "at"})
    known = events[events.registered_at <= pd.Timestamp(asked.now)]
    undone = known[known.kind == "correction"].corrects_id
    happened = known[(known.kind != "correction") & ~known.id.isin(undone)]
    reasons = dict(
        EventReason.objects.filter(partnership=town).values_list("event_id", "code")
    )
    happened = happened.assign(reason=happened.id.map(reasons).astype(object))
    groups = IndicationGroup.objects.filter(partnership=town)
    return Records(
        children,
        happened.sort_values(["occurred_on", "id"]),
        _frame(groups.values("trajectory_id", "group"), "trajectory_id", "group"),
    )


def _frame(rows: Iterable[Any], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns) or None)


def each(rows: pd.DataFrame) -> Iterator[Any]:
    """Give the rows one by one, each column by its name."""
    yield from rows.itertuples()


def age_in_months(born: date, on: date) -> int:
    """Return how many whole months old somebody is who was born on the first."""
    return (on.year - born.year) * 12 + on.month - born.month


def tell(
    found: Found,
    name: str,
    rows: pd.DataFrame,
    *,
    top: str,
    bottom: str = "",
    by: dict[str, str] | None = None,
) -> None:
    """Note a figure of all rows, and of each group of them."""
    code, _, measure = name.partition("/")
    out_of = int(rows[bottom].sum()) if bottom else None
    found[code, measure, "", ""] = int(rows[top].sum()), out_of
    for dimension, column in (by or {}).items():
        groups = rows[column].astype(object).where(rows[column].notna(), "unknown")
        for category, part in rows.groupby(groups):
            pair = int(part[top].sum()), int(part[bottom].sum()) if bottom else None
            found[code, measure, dimension, str(category)] = pair


def only(rows: pd.DataFrame, wanted: list[bool]) -> pd.DataFrame:
    """Keep rows; an empty list would mean no columns to pandas."""
    return rows[pd.Series(wanted, rows.index, dtype=bool)]


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep of each child what happened last."""
    return rows.groupby("trajectory_id").tail(1)


def stand(asked: Asked, records: Records) -> pd.DataFrame:
    """Return where each child stood on the last day, with the child beside it."""
    moves = records.moves[records.moves.occurred_on <= asked.ends_on]
    return records.children.merge(
        latest(moves).drop(columns=["id", "kind"]).assign(event=latest(moves).id),
        left_on="id",
        right_on="trajectory_id",
    )


def takes_part(row: Any, asked: Asked) -> bool:
    """Return whether a child had begun and not stopped, nor was away for long."""
    away = row.state == "S72" and (asked.ends_on - row.occurred_on).days <= 56
    return row.state in THERE or away


def note_groups(
    found: Found, code: str, dimension: str, rows: pd.DataFrame, column: str
) -> None:
    """Note how many there are of each; out of how many says nothing here."""
    groups = rows[column].astype(object).where(rows[column].notna(), "unknown")
    for category, number in groups.value_counts().items():
        found[code, "", dimension, str(category)] = int(number), None


def between(rows: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Keep what happened on these days and between."""
    return rows[(rows.occurred_on >= first) & (rows.occurred_on <= last)]
