"""Files with totals (mode A): a row is a numerator and a denominator of a quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from referrals.tables.columns import Column, Fault, Schema
from referrals.tables.remarks import free_text_problem
from referrals.tables.values import is_formula, parse_quarter, parse_whole

TOTALS: Final = Schema(
    (
        Column("kwartaal", "Kwartaal", "2026Q2", required=True, names=("periode",)),
        Column("indicator_code", "Indicator", "IND-05", required=True, names=("code",)),
        Column("uitsplitsing_type", "Soort uitsplitsing", "wijk", names=("soort",)),
        Column("uitsplitsing_code", "Uitsplitsing", "WK075801", names=("wijk",)),
        Column("teller", "Teller", "41", required=True, names=("aantal",)),
        Column("noemer", "Noemer", "48", names=("totaal",)),
        Column("bron", "Bron", "JGZ-systeem"),
        Column("opmerking", "Opmerking", "", names=("toelichting",)),
    )
)
BREAKDOWNS: Final = frozenset(
    {
        "wijk",
        "leeftijd",
        "locatie",
        "voorschool",
        "route",
        "reden",
        "afspraak",
        "team",
        "programma",
    }
)
LONGEST: Final[dict[str, int]] = {"uitsplitsing_code": 20, "bron": 80, "opmerking": 200}


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A figure that was understood."""

    number: int
    quarter: str
    indicator: str
    breakdown: str
    breakdown_code: str
    numerator: int
    denominator: int | None
    source: str
    remark: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What there is one figure of."""
        return (self.quarter, self.indicator, self.breakdown, self.breakdown_code)


class TotalError(ValueError):
    """What is wrong in one row, as the second half of a sentence."""


def parse_totals(
    rows: Iterable[tuple[int, dict[str, str]]], indicators: Iterable[str]
) -> tuple[list[TotalRow], list[Fault]]:
    """Return the figures that were understood, and what is wrong in other rows."""
    codes = {code.casefold(): code for code in indicators}
    understood: dict[tuple[str, str, str, str], TotalRow] = {}
    faults = []
    for number, cells in rows:
        try:
            total = _read(number, {**TOTALS.empty, **cells}, codes)
            _refuse_second(total, understood)
        except TotalError as error:
            faults.append(Fault(number, f"Rij {number}: {error}"))
        else:
            understood[total.key] = total
    return list(understood.values()), faults


def _refuse_second(
    total: TotalRow, earlier: Mapping[tuple[str, str, str, str], TotalRow]
) -> None:
    if total.key in earlier:
        message = (
            f"dit getal staat ook in rij {earlier[total.key].number}. "
            "Laat er één van staan."
        )
        raise TotalError(message)


def _read(number: int, cells: Mapping[str, str], codes: Mapping[str, str]) -> TotalRow:
    _refuse_text(cells)
    quarter = parse_quarter(cells["kwartaal"])
    if quarter is None:
        message = "vul bij kwartaal jaar en kwartaal in, zoals 2026Q2."
        raise TotalError(message)
    indicator = codes.get(cells["indicator_code"].casefold())
    if indicator is None:
        message = "vul bij indicator een code uit de lijst in, zoals IND-05."
        raise TotalError(message)
    breakdown, code = _breakdown(cells)
    numerator, denominator = _figures(cells)
    return TotalRow(
        number=number,
        quarter=quarter,
        indicator=indicator,
        breakdown=breakdown,
        breakdown_code=code,
        numerator=numerator,
        denominator=denominator,
        source=cells["bron"],
        remark=cells["opmerking"],
    )


def _refuse_text(cells: Mapping[str, str]) -> None:
    for column in TOTALS.columns:
        text, label = cells[column.key], column.label.lower()
        if is_formula(text):
            message = f"bij {label} staat een formule. Zet daar de waarde zelf neer."
            raise TotalError(message)
        if len(text) > LONGEST.get(column.key, len(text)):
            message = f"kort {label} in tot {LONGEST[column.key]} tekens."
            raise TotalError(message)
    problem = free_text_problem(cells["opmerking"])
    if problem:
        message = f"de opmerking wordt niet aangenomen. {problem}"
        raise TotalError(message)


def _breakdown(cells: Mapping[str, str]) -> tuple[str, str]:
    kind, code = cells["uitsplitsing_type"].casefold(), cells["uitsplitsing_code"]
    if kind in {"", "gemeente", "totaal"}:
        if code and kind == "":
            message = "vul in van welke soort de uitsplitsing is, zoals wijk."
            raise TotalError(message)
        return "", ""
    if kind not in BREAKDOWNS:
        known = ", ".join(sorted(BREAKDOWNS))
        message = f"vul bij soort uitsplitsing een van deze in: {known}."
        raise TotalError(message)
    if not code:
        message = "vul in waarvan dit getal is, zoals WK075801 bij een wijk."
        raise TotalError(message)
    return kind, code


def _figures(cells: Mapping[str, str]) -> tuple[int, int | None]:
    numerator = parse_whole(cells["teller"])
    if numerator is None:
        message = "vul bij teller een heel getal in, zonder punt of procent."
        raise TotalError(message)
    if not cells["noemer"]:
        return numerator, None
    denominator = parse_whole(cells["noemer"])
    if denominator is None:
        message = "vul bij noemer een heel getal in, of laat de cel leeg."
        raise TotalError(message)
    if numerator > denominator:
        message = "de teller is groter dan de noemer. Kijk of ze verwisseld zijn."
        raise TotalError(message)
    return numerator, denominator
