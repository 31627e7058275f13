"""Personal data is refused by name of column and by content, and never repeated."""

import pytest

from referrals.codes import code_of
from referrals.tables.personal import refuse_personal, sign_of_header
from referrals.tables.remarks import free_text_problem
from referrals.tables.signs import Sign, has_bsn, has_date, has_name_form, is_bsn
from referrals.tables.table import Row, Table, TableError

BSN = "111222333"
WORDS = ["appel", "boom", "citroen", "deur", "egel", "fiets"]


def table(header: str, *cells: str) -> Table:
    """Return a table with codes and one more column."""
    rows = [Row(number, ["K7QM4X2PK", cell]) for number, cell in enumerate(cells, 2)]
    return Table(("code", header), rows)


def test_the_test_of_a_bsn_finds_a_wrong_digit() -> None:
    assert is_bsn(BSN)
    assert is_bsn("12345672")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
    assert not is_bsn("1112223330")


@pytest.mark.parametrize(
    "text",
    [BSN, "1112.22.333", "111-222-333", "111 222 333", f"kind {BSN}", "12345672"],
)
def test_a_bsn_is_found_however_it_is_written(text: str) -> None:
    assert has_bsn(text)


@pytest.mark.parametrize(
    "text", ["111222334", "20260512", f"1{BSN}", f"WK{BSN}", "1.112,22", "K7QM4X2PK"]
)
def test_another_number_is_no_bsn(text: str) -> None:
    assert not has_bsn(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-15",
        "15-03-2024",
        "15/3/24",
        "20240315",
        "15 maart 2024",
        "geb. 15-3-2024",
        "15 mrt '24",
    ],
)
def test_a_whole_date_is_found_however_it_is_written(text: str) -> None:
    assert has_date(text)


@pytest.mark.parametrize(
    "text", ["2024-03", "2026Q2", "maart 2024", "32-13-2024", "16,5", "IND-05"]
)
def test_a_month_or_code_is_no_whole_date(text: str) -> None:
    assert not has_date(text)


@pytest.mark.parametrize(
    "text",
    ["Voornaam Achternaam", "V. Achternaam", "Voor van der Achter", "Achter, V. de"],
)
def test_a_full_name_is_known_by_its_form(text: str) -> None:
    assert has_name_form(text)


@pytest.mark.parametrize("text", ["Neemt deel", "R-BASIS", "Wachtlijst", "JGZ 2026"])
def test_a_state_or_code_has_not_the_form_of_a_name(text: str) -> None:
    assert not has_name_form(text)


HEADERS = {
    "BSN": Sign.BSN,
    "burgerservicenummer kind": Sign.BSN,
    "geboortedatum": Sign.BIRTH_DATE,
    "Geb. datum": Sign.BIRTH_DATE,
    "GeboorteDatum": Sign.BIRTH_DATE,
    "Adres": Sign.ADDRESS,
    "huisnummer": Sign.ADDRESS,
    "postcode": Sign.ADDRESS,
    "telefoon moeder": Sign.PHONE,
    "E-mail": Sign.EMAIL,
    "mailadres": Sign.EMAIL,
    "Naam": Sign.NAME,
    "naam_kind": Sign.NAME,
    "Achternaam": Sign.NAME,
    "contactpersoon": Sign.NAME,
    "ouders": Sign.NAME,
    "cliëntnummer": Sign.FILE_NUMBER,
    "dossier nummer": Sign.FILE_NUMBER,
    BSN: Sign.BSN,
    "15-03-2024": Sign.BIRTH_DATE,
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_column_about_a_person_is_known_by_its_name(header: str) -> None:
    assert sign_of_header(header) == HEADERS[header]


@pytest.mark.parametrize(
    "header",
    [
        "trajectcode",
        "geboortemaand",
        "wijknaam",
        "naam locatie",
        "teamnaam",
        "toestemming ouders",
        "datum_gebeurtenis",
        "uren_per_week",
    ],
)
def test_a_column_about_something_else_is_let_through(header: str) -> None:
    assert sign_of_header(header) is None


CELLS = {
    "BSN": (BSN, "een burgerservicenummer"),
    "mail": ("iemand@voorbeeld.example", "een e-mailadres"),
    "phone": ("06-12345678", "een telefoonnummer"),
    "phone abroad": ("+31 6 12345678", "een telefoonnummer"),
    "phone without its zero": ("612345678", "een telefoonnummer"),
    "postcode": ("4811 AB 12", "een adres"),
    "street": ("Waterlaan 12", "een adres"),
    "name": ("Voornaam Achternaam", "een naam"),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_about_a_person_is_refused_without_repeating_it(case: str) -> None:
    cell, what = CELLS[case]

    with pytest.raises(TableError) as refusal:
        refuse_personal(table("kenmerk", "gewoon", cell))

    assert str(refusal.value) == (
        f"In rij 3, kolom “kenmerk”, lijkt {what} te staan. Het portaal neemt geen "
        "persoonsgegevens aan. Haal die kolom weg en kies het bestand opnieuw."
    )


def test_who_meant_the_day_of_an_event_hears_what_to_do() -> None:
    with pytest.raises(TableError) as refusal:
        refuse_personal(table("op dag", "gewoon", "15-03-2024"))

    assert str(refusal.value) == (
        "In rij 3, kolom “op dag”, lijkt een volledige geboortedatum te staan. Het "
        "portaal neemt geen persoonsgegevens aan. Haal die kolom weg en kies het "
        "bestand opnieuw. Is het de dag van een gebeurtenis? Noem de kolom dan zoals "
        "in het voorbeeld."
    )


def test_a_column_is_refused_by_its_name() -> None:
    with pytest.raises(TableError) as refusal:
        refuse_personal(table("Roepnaam", "gewoon"))

    assert str(refusal.value) == (
        "De kolom “Roepnaam” lijkt een naam te hebben. Het portaal neemt geen "
        "persoonsgegevens aan. Haal die kolom weg en kies het bestand opnieuw."
    )


def test_a_file_without_header_is_refused_without_repeating_its_first_row() -> None:
    with pytest.raises(TableError) as refusal:
        refuse_personal(table(BSN, "gewoon"))

    assert BSN not in str(refusal.value)
    assert "De kolom “2” lijkt een burgerservicenummer te hebben." in str(refusal.value)


def test_a_column_of_single_names_is_refused() -> None:
    names = [word.title() for word in WORDS]

    with pytest.raises(TableError, match="lijkt een naam te staan"):
        refuse_personal(table("kenmerk", *names))
    refuse_personal(table("wijk", *names))
    refuse_personal(table("kenmerk", *["Geplaatst", "Wachtlijst"] * 3))


def test_numbers_of_nine_digits_pass_in_a_column_of_register_numbers_only() -> None:
    numbers = [BSN, *(f"21234567{digit}" for digit in range(8))]

    refuse_personal(table("locatie_lrk_id", *numbers))
    with pytest.raises(TableError, match="burgerservicenummer"):
        refuse_personal(table("nummer", *numbers))


def test_a_column_of_register_numbers_that_all_pass_is_one_of_bsns() -> None:
    bsns = [str(n) for n in range(111222333, 111222633) if is_bsn(str(n))]

    with pytest.raises(TableError, match="burgerservicenummer"):
        refuse_personal(table("lrk_id", *bsns))


def test_a_code_that_is_almost_all_digits_is_no_bsn_in_the_column_of_codes() -> None:
    codes = [code_of(number * 7919) for number in range(20_000)]
    digits = [code for code in codes if code[:8].isdecimal()]

    assert {code[8] for code in digits} >= {"*", "~", "$", "=", "U"}
    assert any(is_bsn(code[:8]) for code in digits)
    refuse_personal(table("trajectcode", *codes))


def test_whole_dates_stand_in_the_column_of_the_event_only() -> None:
    dated = table("datum", "2026-05-12")

    refuse_personal(dated, dates=["datum"])
    with pytest.raises(TableError, match="een volledige geboortedatum"):
        refuse_personal(dated)


def test_the_first_of_a_month_is_what_a_sheet_makes_of_a_month() -> None:
    months = table("geboortemaand", "2024-03-01", "1-3-2024", "2024-03")
    born = table("geboortemaand", "2024-03-01", "2024-03-15")

    refuse_personal(months, months=["geboortemaand"])
    with pytest.raises(TableError, match="In rij 3, kolom “geboortemaand”"):
        refuse_personal(born, months=["geboortemaand"])
    with pytest.raises(TableError, match="In rij 2, kolom “geboortemaand”"):
        refuse_personal(months)


REMARKS = {
    "": "",
    "Ouders bellen terug in maart.": "",
    "Het kind is verhuisd. De voorschool weet het.": "",
    "Besproken met JGZ en VVE.": "",
    "vraagt 16 uur per week vanaf 2;6 jaar": "",
    "Cijfers gehaald op 12-05-2026.": (
        "Dit lijkt een volledige datum te bevatten. Noem hooguit een maand en een jaar."
    ),
    f"Nummer {BSN}.": "Dit lijkt een burgerservicenummer te bevatten. Haal dat weg.",
    "Bel 0612345678.": "Dit lijkt een telefoonnummer te bevatten. Haal dat weg.",
    "Woont op 4811AB.": "Dit lijkt een adres te bevatten. Haal dat weg.",
    "mail: a@b.nl": "Dit lijkt een e-mailadres te bevatten. Haal dat weg.",
}
NAMED = [
    "emma komt niet meer.",
    "Besproken met Achternaam.",
    "Het kind heet Iets",
    "Moeder Iets belde.",
]


@pytest.mark.parametrize("text", REMARKS)
def test_a_remark_is_refused_for_what_it_tells_of_a_person(text: str) -> None:
    assert free_text_problem(text) == REMARKS[text]


@pytest.mark.parametrize("text", NAMED)
def test_a_remark_with_a_name_is_refused_with_a_way_out(text: str) -> None:
    assert free_text_problem(text) == (
        "Dit lijkt een naam te bevatten. Schrijf “het kind” of “de ouder”, en andere "
        "woorden binnen de zin zonder hoofdletter."
    )
