"""The same figures once more, in pandas, from the rows as they are stored.

It shares no code and no SQL with the portal: it reads whole tables and computes its own
way, so that both must be wrong alike to agree on something wrong.
"""

from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from monitoring.counting import Asked
from monitoring.models import PublicNumber
from tests.monitoring.counting.records import (
    THERE,
    Found,
    Records,
    age_in_months,
    between,
    each,
    latest,
    note_groups,
    only,
    read,
    stand,
    takes_part,
    tell,
)

CLOSED: Final = [
    *["S21", "S22", "S31", "S90", "S91", "S92", "S93", "S94", "S95", "S96"],
    *["Z80", "Z81", "Z82"],
]
KNOWN_REASONS: Final = [f"RN{number:02d}" for number in range(1, 16)]
FUNNEL: Final = {
    "seen": [],
    "indicated": ["S20", "S22", "S30", "S31", "S32", "S42", "S91"],
    "consent": [],
    "referred": ["S40", "S41"],
    "registered": ["S50", "S51"],
    "placed": ["S60"],
    "took_part": ["S70", "S71", "S72", "S80", "S90"],
    "handed_over": ["S81", "S82"],
}
IN_FILE: Final = {
    "neighbourhood": None,
    "team_id": None,
    "indicated_on": ["S20", "S30", "S31", "S32", "S40", "S41", "S50", "S51", "S60"],
    "consent_on": ["S40", "S41", "S50", "S51", "S60"],
    "letter_on": ["S40", "S41"],
    "place": ["S60"],
    "start_on": ["S60"],
    "hours_per_week": ["S60"],
}


def referee(asked: Asked) -> Found:
    """Return every figure that is counted from where children stood and moved."""
    records = read(asked)
    found: Found = {}
    for judge in (_new, _reached, _turned_four, _decided, _written, _helped, _stood):
        judge(asked, records, found)
    return found


def _reached(asked: Asked, records: Records, found: Found) -> None:
    moves = records.moves[records.moves.occurred_on <= asked.ends_on]
    told = moves[~moves.state.isin(["S92", "S93", "S94", "S95", "S96"])]
    judged = latest(told).set_index("trajectory_id").state
    valid = judged[~judged.isin(["S00", "S10", "S21", "S22"])].index
    rows = stand(asked, records)
    rows = rows[(rows.kind == "preschool") & rows.main_id.isna()]
    rows = rows[rows.id.isin(valid) & ~rows.state.isin(["S94", "S96"])]
    ages = [age_in_months(born, asked.ends_on) for born in rows.birth_month]
    rows = only(rows, [30 <= age <= 47 for age in ages])
    rows = rows.assign(
        one=1,
        reached=[int(takes_part(row, asked)) for row in each(rows)],
        at=rows["at"].where(rows["at"].notna(), rows.place),
        why=[_why(row) for row in each(rows)],
    )
    rows = rows.assign(
        missed=1 - rows.reached,
        known=[
            int(not reached and why in KNOWN_REASONS)
            for reached, why in zip(rows.reached, rows.why, strict=True)
        ],
    )
    here = {"neighbourhood": "neighbourhood"}
    tell(found, "IND-03", rows, top="one", by=here)
    tell(
        found,
        "IND-05",
        rows,
        top="reached",
        bottom="one",
        by={**here, "route": "route"},
    )
    tell(found, "IND-07", rows, top="missed", bottom="one")
    tell(found, "IND-08", rows, top="known", bottom="missed")
    reached, missed = rows[rows.reached == 1], rows[rows.missed == 1]
    note_groups(found, "IND-05", "location", reached, "at")
    note_groups(found, "IND-07", "reason", missed, "why")
    _held_against(asked, found)


def _why(row: Any) -> str:
    if row.state in {"S32", "S51", "S93"}:
        return {"S32": "RN14", "S51": "RN06", "S93": "RN11"}[row.state]
    if row.reason in KNOWN_REASONS:
        return str(row.reason)
    if row.state in {"S72", "S90", "S91"}:
        return "stopped"
    return "unknown" if row.state in CLOSED else "on_the_way"


def _held_against(asked: Asked, found: Found) -> None:
    numbers = PublicNumber.objects.filter(
        partnership=asked.partnership,
        year=asked.ends_on.year,
        kind=PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS,
    )
    children = {(one.dimension, one.category): one.number for one in numbers}
    if not children:
        return
    for (code, measure, *group), (number, _) in list(found.items()):
        if code == "IND-03":
            of = children.get((group[0], group[1]))
            found["IND-04", measure, group[0], group[1]] = number, of


def _turned_four(asked: Asked, records: Records, found: Found) -> None:
    rows = records.on_the_way_to_a_preschool()
    days = [date(one.year + 4, one.month, 1) for one in rows.birth_month]
    rows = only(rows, [asked.starts_on <= day <= asked.ends_on for day in days])
    events = records.events[records.events.occurred_on <= asked.ends_on]
    told = []
    for child in each(rows):
        own = events[events.trajectory_id == child.id]
        moves = own[own.state != own.from_state]
        if moves.empty or moves.state.iloc[-1] in {"S94", "S96"}:
            continue
        until = [*moves.occurred_on.iloc[1:], asked.ends_on]
        stayed = [
            (end - begin).days
            for state, begin, end in zip(
                moves.state, moves.occurred_on, until, strict=True
            )
            if state in THERE
        ]
        step = max(_step(one) for one in each(own))
        told.append((child.neighbourhood, step, sum(stayed)))
    table = pd.DataFrame(told, columns=["neighbourhood", "step", "days"])
    for number, name in enumerate(FUNNEL):
        reached = table.assign(one=(table.step >= number).astype(int))
        tell(found, f"FUNNEL/{name}", reached, top="one")
    table = table.assign(
        one=(table.step >= 1).astype(int),
        long=((table.step >= 1) & (table.days >= 182)).astype(int),
    )
    by = {"neighbourhood": "neighbourhood"}
    tell(found, "IND-06", table, top="long", bottom="one", by=by)


def _step(event: Any) -> int:
    if event.changes.get("consent", [None, None])[1] == "yes":
        return list(FUNNEL).index("consent")
    steps = [n for n, states in enumerate(FUNNEL.values()) if event.state in states]
    return max(steps, default=0)


def _indicates(events: pd.DataFrame) -> pd.DataFrame:
    moved = (events.state == "S20") & (events.from_state != "S20")
    return events[moved | (events.outcome == "reassess")]


def _new(asked: Asked, records: Records, found: Found) -> None:
    children = records.on_the_way_to_a_preschool()
    given = _indicates(records.events)
    earlier = set(given[given.occurred_on < asked.starts_on].trajectory_id)
    now = between(given, asked.starts_on, asked.ends_on)
    first = now.groupby("trajectory_id").occurred_on.min()
    rows = children[children.id.isin(first.index)]
    groups = records.groups.groupby("trajectory_id").group.agg(list).to_dict()
    rows = rows.assign(
        first=[int(child not in earlier) for child in rows.id],
        age=[
            _age_class(age_in_months(child.birth_month, first[child.id]))
            for child in each(rows)
        ],
        why=[_one_group(groups.get(child, [])) for child in rows.id],
    )
    rows = rows.assign(again=1 - rows["first"])
    by = {"neighbourhood": "neighbourhood", "age": "age", "reason_group": "why"}
    tell(found, "IND-02", rows, top="first", by=by)
    tell(found, "IND-02/again", rows, top="again", by=by)


def _age_class(months: int) -> str:
    classes = {range(14): "0-13", range(14, 24): "14-23", range(24, 30): "24-29"}
    classes |= {range(30, 36): "30-35", range(36, 48): "36-47"}
    return next((name for ages, name in classes.items() if months in ages), "unknown")


def _one_group(groups: list[str]) -> str:
    return "several" if len(groups) > 1 else (groups[0] if groups else "unknown")


def _decided(asked: Asked, records: Records, found: Found) -> None:
    told = []
    for child in each(records.on_the_way_to_a_preschool()):
        own = records.events[records.events.trajectory_id == child.id]
        answer, decisions = None, []
        for event in each(own):
            answer = event.changes.get("consent", [None, answer])[1]
            on = event.changes.get("consent_on", [None, None])[1]
            if on and asked.starts_on <= date.fromisoformat(on) <= asked.ends_on:
                decisions.append((on, event.occurred_on, event.id, answer))
        if decisions:
            told.append((child.team_id, 1, int(max(decisions)[-1] == "yes")))
    table = pd.DataFrame(told, columns=["team", "decided", "agreed"])
    tell(found, "IND-09", table, top="agreed", bottom="decided", by={"team": "team"})


def _followed(
    records: Records, state: str, first: date, last: date, days: int
) -> pd.DataFrame:
    """Return who came into a state, the last time then, and whether it was in time."""
    moves = records.moves
    begun = latest(between(moves[moves.state == state], first, last))
    children = records.on_the_way_to_a_preschool()
    begun = begun[begun.trajectory_id.isin(children.id)]
    told = []
    for one in each(begun):
        until = one.occurred_on + timedelta(days=days)
        told.append(
            any(
                (one.occurred_on, one.id) < (next_.occurred_on, next_.id)
                and next_.occurred_on <= until
                and next_.state in {"S50", "S51", "S60", "S70"}
                for next_ in each(moves[moves.trajectory_id == one.trajectory_id])
            )
        )
    begun = begun.assign(followed=pd.Series(told, begun.index, dtype=int), one=1)
    return begun[["trajectory_id", "occurred_on", "followed", "one"]].merge(
        children, left_on="trajectory_id", right_on="id"
    )


def _written(asked: Asked, records: Records, found: Found) -> None:
    rows = _followed(records, "S40", asked.starts_on, asked.ends_on, 14)
    today = pd.Timestamp(asked.now).tz_convert("Europe/Amsterdam").date()
    old = [int((today - day).days >= 14) for day in rows.occurred_on]
    rows = rows.assign(old=pd.Series(old, rows.index, dtype=int))
    rows = rows.assign(answered=rows.followed * rows.old, young=1 - rows.old)
    at = {"location": "wish"}
    by = {"neighbourhood": "neighbourhood", **at}
    tell(found, "IND-10", rows, top="one", by=by)
    tell(found, "IND-11", rows, top="answered", bottom="old", by=at)
    tell(found, "IND-11/too_early", rows, top="young", by=at)


def _helped(asked: Asked, records: Records, found: Found) -> None:
    last = asked.starts_on - timedelta(days=1)
    first = date(last.year, last.month - 2, 1)
    rows = _followed(records, "S42", first, last, 42)
    by = {"neighbourhood": "neighbourhood"}
    tell(found, "IND-23", rows, top="followed", bottom="one", by=by)


def _stood(asked: Asked, records: Records, found: Found) -> None:
    rows = stand(asked, records)
    is_open = ~rows.state.isin(CLOSED)
    support = rows[(rows.kind == "support") & is_open]
    rows = rows[(rows.kind == "preschool") & rows.main_id.isna()]
    rows = rows[~rows.state.isin(CLOSED) | (rows.occurred_on >= asked.starts_on)]
    waited = [(asked.ends_on - day).days for day in rows.occurred_on]
    waits = (rows.state == "S51").astype(int)
    levels = _levels(asked, records, support)
    rows = rows.assign(
        one=1,
        waits=waits,
        over_28=waits * [int(days > 28) for days in waited],
        over_56=waits * [int(days > 56) for days in waited],
        at=rows["at"].where(rows["at"].notna(), rows.place),
        full=[int(_is_full(row)) for row in each(rows)],
        holder=rows.holder.where(rows.place.notna(), asked.partnership.provider_id),
        part=[int(takes_part(row, asked)) for row in each(rows)],
        level=rows.id.map(levels).astype(object),
    )
    waiting = rows[rows.waits == 1]
    by = {"neighbourhood": "neighbourhood", "location": "at"}
    tell(found, "IND-13", waiting, top="waits", by=by)
    tell(found, "IND-13/over_28", waiting, top="over_28", bottom="waits", by=by)
    tell(found, "IND-13/over_56", waiting, top="over_56", bottom="waits", by=by)
    by = {"organisation": "holder"}
    tell(found, "IND-26", rows, top="full", bottom="one", by=by)
    helped = rows[(rows.part == 1) & rows.level.notna()]
    found["IND-27", "", "", ""] = len(helped), int(rows.part.sum())
    note_groups(found, "IND-27", "level", helped, "level")


def _levels(asked: Asked, records: Records, support: pd.DataFrame) -> dict[int, str]:
    """Return the highest level of support that each child has."""
    found: dict[int, str] = {}
    moves = records.moves[records.moves.occurred_on <= asked.ends_on]
    for side in each(support):
        own = moves[moves.trajectory_id == side.id]
        own = own[own.state.isin(["Z10", "Z20", "Z40", "Z50"])]
        if len(own):
            number = ["Z10", "Z20", "Z40", "Z50"].index(own.state.iloc[-1])
            level = f"level_{number}"
            found[side.main_id] = max(level, found.get(side.main_id, ""))
    return found


def _is_full(row: Any) -> bool:
    placed = [*THERE, "S72", "S90", "S60"]
    for field, states in IN_FILE.items():
        asked_in = [*states, *(placed if "S60" in states else [])] if states else None
        if (asked_in is None or row.state in asked_in) and pd.isna(getattr(row, field)):
            return False
    if row.state in {"S31", "S91", "S92", "S95"}:
        return not pd.isna(row.reason) and row.reason not in {"RN99", "RS99"}
    return True
