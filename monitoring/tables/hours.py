"""Files with hours of plus-inzet: a row is an activity in a month, of a team or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from referrals.tables.columns import Column, Fault, Schema
from referrals.tables.remarks import free_text_problem
from referrals.tables.values import is_formula, parse_month, parse_whole
from vve_portal.ui.numbers import parse_decimal

LONGEST_REMARK: Final = 200
HOURS: Final = Schema(
    (
        Column(
            "maand",
            "Maand",
            "2026-09",
            required=True,
            names=("periode",),
            has_months=True,
        ),
        Column(
            "activiteit_code",
            "Code van de activiteit",
            "G4-03",
            required=True,
            names=("activiteit", "code", "afspraak"),
        ),
        Column("aantal", "Aantal", "12", names=("hoeveelheid",)),
        Column("minuten", "Minuten", "1080"),
        Column("team", "Team", "Team Noord"),
        Column("opmerking", "Opmerking", "", names=("toelichting",)),
    )
)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A row that was understood; which activity and team it names is judged later."""

    number: int
    month: date
    code: str
    quantity: Decimal | None
    minutes: int | None
    team: str
    remark: str

    @property
    def key(self) -> tuple[date, str, str]:
        """What a file may have once."""
        return (self.month, self.code.casefold(), self.team.casefold())


class _RowError(ValueError):
    """What is wrong in one row, as the second half of a sentence."""


def parse_hours(
    rows: Iterable[tuple[int, dict[str, str]]],
) -> tuple[list[HoursRow], list[Fault]]:
    """Return the rows that were understood, and what is wrong in the others."""
    understood: dict[tuple[date, str, str], HoursRow] = {}
    faults = []
    for number, cells in rows:
        try:
            row = _read(number, {**HOURS.empty, **cells})
            _refuse_second(row, understood)
        except _RowError as error:
            faults.append(Fault(number, f"Rij {number}: {error}"))
        else:
            understood[row.key] = row
    return list(understood.values()), faults


def _refuse_second(
    row: HoursRow, earlier: Mapping[tuple[date, str, str], HoursRow]
) -> None:
    if row.key in earlier:
        number = earlier[row.key].number
        message = f"deze activiteit staat voor deze maand ook in rij {number}."
        raise _RowError(message)


def _read(number: int, cells: Mapping[str, str]) -> HoursRow:
    _refuse_text(cells)
    month = parse_month(cells["maand"])
    if month is None:
        message = "vul bij maand jaar en maand in, zoals 2026-09."
        raise _RowError(message)
    if not cells["activiteit_code"]:
        message = "vul de code van de activiteit in, zoals G4-03."
        raise _RowError(message)
    return HoursRow(
        number=number,
        month=month,
        code=cells["activiteit_code"],
        quantity=_quantity(cells["aantal"]),
        minutes=_minutes(cells["minuten"]),
        team=cells["team"],
        remark=cells["opmerking"],
    )


def _refuse_text(cells: Mapping[str, str]) -> None:
    for column in HOURS.columns:
        if is_formula(cells[column.key]):
            label = column.label.lower()
            message = f"bij {label} staat een formule. Zet daar de waarde zelf neer."
            raise _RowError(message)
    if len(cells["opmerking"]) > LONGEST_REMARK:
        message = f"kort de opmerking in tot {LONGEST_REMARK} tekens."
        raise _RowError(message)
    problem = free_text_problem(cells["opmerking"])
    if problem:
        message = f"de opmerking wordt niet aangenomen. {problem}"
        raise _RowError(message)


def _quantity(text: str) -> Decimal | None:
    number = parse_decimal(text) if text else None
    if text and (number is None or number < 0 or number != round(number, 2)):
        message = "vul bij aantal een getal in, zoals 12 of 12,5."
        raise _RowError(message)
    return number


def _minutes(text: str) -> int | None:
    number = parse_whole(text) if text else None
    if text and number is None:
        message = "vul bij minuten een heel getal in."
        raise _RowError(message)
    return number
