"""Rows of both kinds are understood, or told apart with what to do about them."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest

from referrals.states import RouteKind
from referrals.tables.columns import Fault
from referrals.tables.table import Row, Table, TableError
from referrals.tables.totals import TOTALS, TotalRow, parse_totals
from referrals.tables.trajectories import (
    CONSENT_ON_RECORD,
    TRAJECTORIES,
    Known,
    TrajectoryRow,
    parse_trajectories,
)
from referrals.tables.values import parse_day, parse_month, parse_quarter

TODAY = date(2026, 6, 30)
KNOWN = Known(
    today=TODAY,
    routes={"R-BASIS": RouteKind.PRESCHOOL, "R-THUIS": RouteKind.HOME},
    neighbourhoods=frozenset({"WK075801"}),
    locations=frozenset({"212345678"}),
    teams=frozenset({"Team Noord"}),
)
ROW = {
    "trajectcode": "K7QM-4X2P",
    "geboortemaand": "2023-11",
    "wijkcode": "wk075801",
    "route": "r-basis",
    "toestand": "Geplaatst",
    "datum_gebeurtenis": "12-05-2026",
    "locatie_lrk_id": "212345678",
    "uren_per_week": "16,5",
    "reden_code": "",
    "team": "team noord",
    "datum_toestemming": "",
    "startdatum": "31-08-2026",
}
UNDERSTOOD = TrajectoryRow(
    number=2,
    code="K7QM4X2PK",
    birth_month=date(2023, 11, 1),
    neighbourhood="WK075801",
    route="R-BASIS",
    state="S60",
    occurred_on=date(2026, 5, 12),
    location="212345678",
    hours=Decimal("16.5"),
    reason="",
    team="Team Noord",
    consent_on=None,
    start_on=date(2026, 8, 31),
)
TOTAL = {
    "kwartaal": "K2 2026",
    "indicator_code": "ind-05",
    "uitsplitsing_type": "Wijk",
    "uitsplitsing_code": "WK075801",
    "teller": "41",
    "noemer": "48",
    "bron": "Systeem",
    "opmerking": "",
}


def read_one(**cells: str) -> tuple[list[TrajectoryRow], list[Fault]]:
    """Return what comes of one row of a delivery."""
    return parse_trajectories([(2, {**ROW, **cells})], KNOWN)


def total_of(**cells: str) -> tuple[list[TotalRow], list[Fault]]:
    """Return what comes of one row of totals."""
    return parse_totals([(2, {**TOTAL, **cells})], ["IND-05"])


def test_months_days_and_quarters_are_read_as_people_and_sheets_write_them() -> None:
    months = ["2024-03", "3-2024", "03/2024", "2024-03-01", "01-03-2024"]
    days = ["2026-05-12", "12-05-2026", "12/5/2026", "2026-05-12 00:00"]
    quarters = ["2026Q2", "2026-Q2", "2026 K2", "q2 2026", "K2-2026"]

    assert {parse_month(text) for text in months} == {date(2024, 3, 1)}
    assert {parse_day(text) for text in days} == {date(2026, 5, 12)}
    assert {parse_quarter(text) for text in quarters} == {"2026Q2"}
    assert {parse_month(text) for text in ("2024-13", "15-03-2024", "3")} == {None}
    assert {parse_day(text) for text in ("2026-02-30", "maandag", "2026")} == {None}
    assert {parse_quarter(text) for text in ("2026Q5", "2026", "Q2")} == {None}


def test_columns_are_suggested_by_what_was_saved_and_by_known_names() -> None:
    header = ("Code", "Geboortemaand", "status", "Datum", "Mijn kolom", "onbekend")

    assert TRAJECTORIES.suggest(header, {"wijkcode": "mijn kolom"}) == {
        "trajectcode": "Code",
        "geboortemaand": "Geboortemaand",
        "wijkcode": "Mijn kolom",
        "toestand": "status",
        "datum_gebeurtenis": "Datum",
    }


def test_what_a_mapping_lacks_is_named() -> None:
    lacking = TRAJECTORIES.missing({"trajectcode": "a", "toestand": "b"})

    assert [column.label for column in lacking] == [
        "Geboortemaand",
        "Datum van de gebeurtenis",
    ]


def test_consent_on_record_elsewhere_counts_from_the_day_of_the_event() -> None:
    table = Table(("dag",), [Row(2, ["2026-05-12"])])
    mapping = {"datum_gebeurtenis": "dag", "datum_toestemming": CONSENT_ON_RECORD}

    assert TRAJECTORIES.suggest(("dag",), mapping) == mapping
    assert list(TRAJECTORIES.mapped(table, mapping)) == [
        (2, {"datum_gebeurtenis": "2026-05-12", "datum_toestemming": "2026-05-12"})
    ]


def test_only_the_chosen_columns_are_taken_from_a_row() -> None:
    table = Table(("a", "b", "c"), [Row(2, ["1", "2", "3"])])

    taken = list(TOTALS.mapped(table, {"teller": "c", "kwartaal": "a"}))

    assert taken == [(2, {"kwartaal": "1", "teller": "3"})]
    with pytest.raises(TableError, match="De kolom voor “Teller” staat niet in dit"):
        list(TOTALS.mapped(table, {"teller": "d"}))


def test_a_row_is_understood() -> None:
    assert read_one() == ([UNDERSTOOD], [])


def test_a_code_with_its_check_character_is_the_same_code() -> None:
    assert read_one(trajectcode="k7qm 4x2p k") == ([UNDERSTOOD], [])


def test_without_a_column_for_the_route_the_only_one_is_meant() -> None:
    only = Known(TODAY, {"R-BASIS": RouteKind.PRESCHOOL}, *[frozenset[str]()] * 2)
    cells = {
        **ROW,
        **dict.fromkeys(("route", "wijkcode", "locatie_lrk_id", "team"), ""),
    }

    understood, faults = parse_trajectories([(2, cells)], only)

    assert ([row.route for row in understood], faults) == (["R-BASIS"], [])


OUTSIDE = "de {} ligt voor de geboortemaand of na de gebeurtenis. Verbeter de datum."
FAULTS = {
    "consent to come": (
        {"datum_toestemming": "13-05-2026"},
        OUTSIDE.format("datum van de toestemming"),
    ),
    "consent before birth": (
        {"datum_toestemming": "31-10-2023"},
        OUTSIDE.format("datum van de toestemming"),
    ),
    "start after taking part": ({"toestand": "S70"}, OUTSIDE.format("startdatum")),
    "code": (
        {"trajectcode": "K7QM4X2PA"},
        (
            "de trajectcode klopt niet: er zit een typefout in. "
            "Neem de code over uit het portaal of uit de brief."
        ),
    ),
    "no code": (
        {"trajectcode": ""},
        (
            "de trajectcode klopt niet: er zit een typefout in. "
            "Neem de code over uit het portaal of uit de brief."
        ),
    ),
    "other letters": (
        {"trajectcode": "ÿÿÿÿÿÿÿÿ"},
        (
            "de trajectcode klopt niet: er zit een typefout in. "
            "Neem de code over uit het portaal of uit de brief."
        ),
    ),
    "month": (
        {"geboortemaand": "maart"},
        "vul bij geboortemaand jaar en maand in, zoals 2024-03.",
    ),
    "month ahead": (
        {"geboortemaand": "2026-07"},
        (
            "de geboortemaand ligt in de toekomst of meer dan zes jaar terug. "
            "Verbeter de maand, of haal de rij weg."
        ),
    ),
    "month long ago": (
        {"geboortemaand": "2020-06"},
        (
            "de geboortemaand ligt in de toekomst of meer dan zes jaar terug. "
            "Verbeter de maand, of haal de rij weg."
        ),
    ),
    "part of town": (
        {"wijkcode": "WK999999"},
        (
            "deze wijkcode kent het portaal niet. Voeg de wijk toe bij de locaties, "
            "of laat de cel leeg."
        ),
    ),
    "route": (
        {"route": "R-BREDA"},
        "vul bij route een route in die bij u loopt (R-BASIS, R-THUIS).",
    ),
    "no route": (
        {"route": ""},
        "vul bij route een route in die bij u loopt (R-BASIS, R-THUIS).",
    ),
    "state": (
        {"toestand": "T20"},
        (
            "vul bij toestand een code of naam in die bij de route hoort, "
            "zoals S40 of Verwezen."
        ),
    ),
    "date": (
        {"datum_gebeurtenis": "2026-02-30"},
        "vul bij datum van de gebeurtenis een dag in, zoals 2026-05-12.",
    ),
    "date ahead": (
        {"datum_gebeurtenis": "2026-07-01"},
        "de gebeurtenis ligt in de toekomst. Verbeter de datum.",
    ),
    "date before birth": (
        {"datum_gebeurtenis": "2023-10-31"},
        "de gebeurtenis ligt voor de geboortemaand. Verbeter de datum.",
    ),
    "location": (
        {"locatie_lrk_id": "299999999"},
        (
            "dit LRK-nummer staat niet bij uw locaties. Werk de locaties bij, "
            "of laat de cel leeg."
        ),
    ),
    "hours": (
        {"uren_per_week": "41"},
        "vul bij uren per week een getal in van 1 tot en met 40.",
    ),
    "team": (
        {"team": "Team Zuid"},
        (
            "dit team kent het portaal niet. Gebruik de naam die bij de teams staat, "
            "of laat de cel leeg."
        ),
    ),
    "consent": (
        {"datum_toestemming": "ja"},
        "vul bij datum van de toestemming een dag in, zoals 2026-05-12.",
    ),
    "reason": (
        {"reden_code": "RN77"},
        "vul bij reden een code uit de lijst in, zoals RN02 of RS01.",
    ),
    "no reason": (
        {"toestand": "S31"},
        (
            "bij deze toestand hoort een reden die begint met RN. "
            "Is die niet bekend, vul dan RN99 in."
        ),
    ),
    "other reason": (
        {"toestand": "S91", "reden_code": "RN02"},
        (
            "bij deze toestand hoort een reden die begint met RS. "
            "Is die niet bekend, vul dan RS99 in."
        ),
    ),
    "formula": (
        {"uren_per_week": "=8*2"},
        "bij uren per week staat een formule. Zet daar de waarde zelf neer.",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_wrong_row_tells_what_to_do(case: str) -> None:
    cells, sentence = FAULTS[case]

    assert read_one(**cells) == ([], [Fault(2, f"Rij 2: {sentence}")])


def test_a_total_is_understood() -> None:
    understood, faults = total_of()

    assert faults == []
    assert [asdict(row) for row in understood] == [
        {
            "number": 2,
            "quarter": "2026Q2",
            "indicator": "IND-05",
            "breakdown": "wijk",
            "breakdown_code": "WK075801",
            "numerator": 41,
            "denominator": 48,
            "source": "Systeem",
            "remark": "",
        }
    ]


TOTAL_FAULTS = {
    "quarter": (
        {"kwartaal": "mei 2026"},
        "vul bij kwartaal jaar en kwartaal in, zoals 2026Q2.",
    ),
    "indicator": (
        {"indicator_code": "IND-99"},
        "vul bij indicator een code uit de lijst in, zoals IND-05.",
    ),
    "kind": (
        {"uitsplitsing_type": ""},
        "vul in van welke soort de uitsplitsing is, zoals wijk.",
    ),
    "other kind": (
        {"uitsplitsing_type": "straat"},
        (
            "vul bij soort uitsplitsing een van deze in: afspraak, leeftijd, locatie, "
            "programma, reden, route, team, voorschool, wijk."
        ),
    ),
    "no code": (
        {"uitsplitsing_code": ""},
        "vul in waarvan dit getal is, zoals WK075801 bij een wijk.",
    ),
    "numerator": (
        {"teller": "88%"},
        "vul bij teller een heel getal in, zonder punt of procent.",
    ),
    "denominator": (
        {"noemer": "4,5"},
        "vul bij noemer een heel getal in, of laat de cel leeg.",
    ),
    "turned": (
        {"teller": "49"},
        "de teller is groter dan de noemer. Kijk of ze verwisseld zijn.",
    ),
    "formula": (
        {"teller": "=A1"},
        "bij teller staat een formule. Zet daar de waarde zelf neer.",
    ),
    "long source": ({"bron": "b" * 81}, "kort bron in tot 80 tekens."),
    "remark": (
        {"opmerking": "Bel 0612345678"},
        (
            "de opmerking wordt niet aangenomen. Dit lijkt een telefoonnummer te "
            "bevatten. Haal dat weg."
        ),
    ),
}


@pytest.mark.parametrize("case", TOTAL_FAULTS)
def test_a_wrong_total_tells_what_to_do(case: str) -> None:
    cells, sentence = TOTAL_FAULTS[case]

    assert total_of(**cells) == ([], [Fault(2, f"Rij 2: {sentence}")])


def test_a_figure_that_stands_there_twice_is_refused() -> None:
    understood, faults = parse_totals([(2, TOTAL), (5, TOTAL)], ["IND-05"])

    assert [row.number for row in understood] == [2]
    assert faults == [
        Fault(5, "Rij 5: dit getal staat ook in rij 2. Laat er één van staan.")
    ]


def test_a_figure_of_the_whole_municipality_has_no_breakdown() -> None:
    understood, faults = total_of(uitsplitsing_type="gemeente", noemer="")

    assert faults == []
    assert (understood[0].breakdown, understood[0].breakdown_code) == ("", "")
    assert understood[0].denominator is None
