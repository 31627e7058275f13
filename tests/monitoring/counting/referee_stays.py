"""How soon children start and how they stay, once more in pandas from whole tables."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import numpy as np
import pandas as pd

from monitoring.counting import Asked
from tests.monitoring.counting.records import Records, each, read

# Per indicator, measure, dimension and category: numerator, denominator and value.
Told = dict[tuple[str, str, str, str], tuple[int | None, int, Decimal | None]]
HERE: Final = ["S70", "S71", "S72", "S80", "S81", "S82"]
STEPS: Final = {
    "": ("indicated", "started"),
    "indication_consent": ("indicated", "agreed"),
    "consent_letter": ("agreed", "letter"),
    "letter_registration": ("letter", "registered"),
    "registration_placement": ("registered", "placed"),
    "placement_start": ("placed", "started"),
}


def referee_stays(asked: Asked) -> Told:
    """Return every figure about starting, coming and leaving."""
    records = read(asked)
    told: Told = {}
    for judge in (_started, _stayed, _left):
        judge(asked, records, told)
    return told


def _own(records: Records, child: Any) -> pd.DataFrame:
    events = records.events
    own: pd.DataFrame = events[events.trajectory_id == child.id]
    return own


def _came_in(own: pd.DataFrame, state: str) -> list[date]:
    rows = own[(own.state == state) & (own.from_state != state)]
    return list(rows.occurred_on)


def _place(child: Any, own: pd.DataFrame) -> str:
    at = own["at"].iloc[-1] if len(own) else None
    return next((str(one) for one in (at, child.place) if not pd.isna(one)), "unknown")


def _wijk(child: Any) -> str:
    return "unknown" if pd.isna(child.neighbourhood) else str(child.neighbourhood)


def _months_on(born: date, months: int) -> date:
    count = born.year * 12 + born.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _within(day: date | None, asked: Asked) -> bool:
    return day is not None and asked.starts_on <= day <= asked.ends_on


def _group(
    rows: list[dict[str, Any]], by: dict[str, str]
) -> Iterable[tuple[str, str, list[dict[str, Any]]]]:
    yield "", "", rows
    for dimension, column in by.items():
        for category in sorted({row[column] for row in rows}):
            yield dimension, category, [row for row in rows if row[column] == category]


def _note_shares(
    told: Told,
    name: str,
    rows: list[dict[str, Any]],
    by: dict[str, str],
    is_part: Callable[[dict[str, Any]], bool],
) -> None:
    code, _, measure = name.partition("/")
    for dimension, category, some in _group(rows, by):
        part = sum(map(is_part, some))
        told[code, measure, dimension, category] = part, len(some), None


def _note_means(
    told: Told,
    code: str,
    measure: str,
    place: tuple[str, str],
    days: list[int],
    how: Callable[[list[int]], float],
) -> None:
    value = Decimal(str(float(how(days)))) if days else None
    told[code, measure, *place] = None, len(days), value


def _nine(days: list[int]) -> float:
    return float(np.quantile(days, 0.9, method="inverted_cdf"))


def _middle(days: list[int]) -> float:
    return float(pd.Series(days).median())


def _started(asked: Asked, records: Records, told: Told) -> None:
    rows = [
        _way(child, own[own.occurred_on <= asked.ends_on])
        for child in each(records.on_the_way_to_a_preschool())
        if len(own := _own(records, child))
    ]
    began = [row for row in rows if _within(row["started"], asked)]
    known = [row for row in began if row["indicated"]]
    by = {"neighbourhood": "wijk", "location": "place"}
    for dimension, category, some in _group(known, by):
        place = (dimension, category)
        net = [
            max(0, (row["started"] - max(row["indicated"], row["of_age"])).days)
            for row in some
        ]
        gross = [(row["started"] - row["indicated"]).days for row in some]
        _note_means(told, "IND-12", "", place, net, _middle)
        _note_means(told, "IND-12", "p90", place, net, _nine)
        _note_means(told, "IND-12", "gross", place, gross, _middle)
    for measure, (since, until) in STEPS.items():
        ended = [
            {**row, "days": (row[until] - row[since]).days}
            for row in rows
            if _within(row[until], asked) and row[since] and row[since] <= row[until]
        ]
        for dimension, category, some in _group(ended, {"route": "route"}):
            days = [row["days"] for row in some]
            _note_means(told, "IND-12b", measure, (dimension, category), days, _middle)
    early = [row for row in known if row["indicated"] <= row["early"]]
    _note_shares(
        told,
        "IND-14",
        early,
        {"neighbourhood": "wijk"},
        lambda row: row["started"] <= row["late"],
    )


def _way(child: Any, own: pd.DataFrame) -> dict[str, Any]:
    started = min(own[own.state == "S70"].occurred_on, default=None)
    until_start = own if started is None else own[own.occurred_on <= started]
    agreed = [
        date.fromisoformat(event.changes["consent_on"][1])
        for event in each(own)
        if event.changes.get("consent", [None, None])[1] == "yes"
    ]
    return {
        "wijk": _wijk(child),
        "route": child.route,
        "place": _place(child, own),
        "of_age": _months_on(child.birth_month, 30),
        "early": _months_on(child.birth_month, 27),
        "late": _months_on(child.birth_month, 31),
        "indicated": max(_came_in(until_start, "S20"), default=None),
        "agreed": max(agreed, default=None),
        "letter": max(_came_in(own, "S40"), default=None),
        "registered": max(_came_in(own, "S50"), default=None),
        "placed": max(_came_in(own, "S60"), default=None),
        "started": started,
    }


def _stayed(asked: Asked, records: Records, told: Told) -> None:
    rows = []
    began = solved = 0
    for child in each(records.on_the_way_to_a_preschool()):
        own = _own(records, child)
        own = own[own.occurred_on <= asked.ends_on]
        if own.empty:
            continue
        rows.append(_stay(child, own, asked))
        periods = _absences(own, asked)
        began, solved = began + len(periods), solved + sum(periods)
    by = {"location": "place"}
    present = [row for row in rows if row["is_there"]]
    for dimension, category, some in _group(present, by):
        known = [row["hours"] for row in some if row["hours"] is not None]
        mean = sum(known, Decimal(0)) / len(known) if known else None
        value = mean and mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
        told["IND-15", "", dimension, category] = None, len(known), value
    _note_shares(
        told,
        "IND-15/at_least_16",
        present,
        by,
        lambda row: row["hours"] is not None and row["hours"] >= 16,
    )
    long = [row for row in rows if row["days"] >= 28]
    _note_shares(told, "IND-17", long, by, lambda row: row["absent"] > 0)
    told["IND-17b", "", "", ""] = solved, began, None


def _stay(child: Any, own: pd.DataFrame, asked: Asked) -> dict[str, Any]:
    """Count the days one by one: in which state each day of the quarter began."""
    days = pd.date_range(asked.starts_on, asked.ends_on).date
    # What happened on a day holds from that day on; of two things the last.
    states = [(own[own.occurred_on <= day].state.tolist() or [""])[-1] for day in days]
    last = own.iloc[-1]
    entered = own[(own.state == "S72") & (own.from_state != "S72")].occurred_on
    is_there = last.state in HERE
    if last.state == "S72":
        is_there = (asked.ends_on - entered.iloc[-1]).days <= 56
    hours = [
        Decimal(event.changes["hours_per_week"][1])
        for event in each(own)
        if "hours_per_week" in event.changes
    ]
    if not hours and not pd.isna(child.hours_per_week):
        hours = [Decimal(str(child.hours_per_week))]
    return {
        "place": _place(child, own),
        "is_there": is_there,
        "hours": hours[-1] if hours else None,
        "days": sum(state in HERE for state in states),
        "absent": sum(state == "S71" for state in states),
    }


def _absences(own: pd.DataFrame, asked: Asked) -> list[bool]:
    """Return of each period that began in the quarter before whether it was solved."""
    before = asked.starts_on - timedelta(days=1)
    first = date(before.year, before.month - 2, 1)
    moves = own.reset_index(drop=True)
    found = []
    for number, event in enumerate(each(moves)):
        if event.state != "S71" or event.from_state == "S71":
            continue
        if first <= event.occurred_on <= before:
            after = moves[moves.index > number]
            other = after[after.state != "S71"]
            found.append(
                len(other) > 0
                and other.state.iloc[0] == "S70"
                and (other.occurred_on.iloc[0] - event.occurred_on).days <= 42
            )
    return found


def _left(asked: Asked, records: Records, told: Told) -> None:
    gone, handed = [], []
    for child in each(records.on_the_way_to_a_preschool()):
        own = _own(records, child)
        if own.empty:
            continue
        until = own[own.occurred_on <= asked.ends_on]
        four = _months_on(child.birth_month, 48)
        warm = min(_came_in(own, "S81"), default=None)
        row = {"place": _place(child, own)}
        if (
            _within(four, asked)
            and until.state.isin(HERE).any()
            and (own.state == "S20").any()
            and (until.state == "S90").any()
        ):
            in_time = warm is not None and warm <= four + timedelta(days=28)
            gone.append({**row, "warm": in_time})
        over = own[
            own.state.isin(["S81", "S82"]) & ~own.from_state.isin(["S81", "S82"])
        ]
        confirmed = own[own.outcome == "school_confirmed"].occurred_on
        if len(over) and _within(min(over.occurred_on), asked):
            wait = [(day - min(over.occurred_on)).days for day in confirmed]
            handed.append({**row, "confirmed": bool(wait) and min(wait) <= 14})
    by = {"location": "place"}
    _note_shares(told, "IND-18", gone, by, lambda row: row["warm"])
    _note_shares(told, "IND-18b", handed, {}, lambda row: row["confirmed"])
