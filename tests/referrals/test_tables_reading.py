"""Every kind of file people send is read as one table, or refused with a sentence."""

import io

import pytest
import xlsxwriter

from referrals.tables import delimited, sheets
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY, MEGABYTE, Limits, Row, TableError
from referrals.tables.writing import Format
from tests.referrals.samples import as_csv, as_file, zip_with

ROWS = [
    ("code", "wijk", "uren"),
    ("K7QM4X2PK", "'t Zand é", "16,5"),
    ("000123", "", ""),
]
SMALL = Limits(size=MEGABYTE, unpacked=MEGABYTE, rows=3, columns=4, cell=20)


def sentence_about(content: bytes, limits: Limits = DELIVERY) -> str:
    """Return why a file is refused."""
    with pytest.raises(TableError) as refusal:
        read_table(content, limits)
    return str(refusal.value)


@pytest.mark.parametrize("form", Format)
def test_the_same_table_comes_out_of_every_form(form: Format) -> None:
    table = read_table(as_file(form, ROWS), DELIVERY)

    assert table.header == ROWS[0]
    assert table.rows == [Row(2, list(ROWS[1])), Row(3, list(ROWS[2]))]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_usual_separator_is_found(separator: str) -> None:
    rows = [("code", "wijk", "uren"), ("A", "B", "16")]

    table = read_table(as_csv(rows, separator=separator), DELIVERY)

    assert table.header == rows[0]
    assert table.rows == [Row(2, list(rows[1]))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    table = read_table(as_csv(ROWS, encoding=encoding), DELIVERY)

    assert table.rows[0].cells == list(ROWS[1])


def test_excels_line_about_the_separator_is_no_row() -> None:
    table = read_table(b"sep=;\r\na;b\r\n1;2\r\n", DELIVERY)

    assert (table.header, table.rows) == (("a", "b"), [Row(2, ["1", "2"])])


def test_a_cell_may_hold_the_separator_and_a_new_line_within_quotes() -> None:
    table = read_table(b'a;b\r\n"1;\n2";"zeg ""ja"""\r\n3;4\r\n', DELIVERY)

    assert table.rows == [Row(2, ["1;\n2", 'zeg "ja"']), Row(3, ["3", "4"])]


def test_empty_rows_are_left_out_and_keep_their_number() -> None:
    table = read_table(b"\r\na;b\r\n;\r\n1;2\r\n\r\n3\r\n", DELIVERY)

    assert table.rows == [Row(4, ["1", "2"]), Row(6, ["3", ""])]


def test_a_formula_in_csv_stays_the_text_it_is() -> None:
    table = read_table(b"a;b\r\n=1+1;@SOM(A1)\r\n", DELIVERY)

    assert table.rows[0].cells == ["=1+1", "@SOM(A1)"]


def test_a_formula_in_a_workbook_gives_the_value_saved_with_it() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_formula(1, 0, "=40+2", None, 7)
        page.write_boolean(1, 1, boolean=True)

    assert read_table(made.getvalue(), DELIVERY).rows[0].cells == ["7", "ja"]


def test_the_first_visible_sheet_is_read() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        hidden, shown = book.add_worksheet("Verborgen"), book.add_worksheet("Gegevens")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
        hidden.write_row(0, 0, ["niet", "deze"])
        shown.write_row(0, 0, ["a", "b"])
        shown.write_row(1, 0, [1, 2.5])

    table = read_table(made.getvalue(), DELIVERY)

    assert (table.header, table.rows[0].cells) == (("a", "b"), ["1", "2.5"])


PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
REFUSED = {
    "empty": (b"", "Het bestand is leeg. Kies een bestand met een kop en rijen."),
    "image": (PNG, delimited.NOT_A_TABLE),
    "pdf": (b"%PDF-1.7\n1 0 obj", delimited.NOT_A_TABLE),
    "page": (b"<!DOCTYPE html><p>a;b", delimited.NOT_A_TABLE),
    "other encoding": (
        b"a;b\r\n" + b"\x81;\x8d\r\n",
        (
            "Dit bestand heeft letters die het portaal niet kan lezen. "
            "Sla het op als “CSV UTF-8”."
        ),
    ),
    "one column": (
        b"code wijk\r\n1 2\r\n",
        (
            "Het bestand heeft maar één kolom. Sla het op met een puntkomma tussen de "
            "kolommen, of als XLSX of ODS."
        ),
    ),
    "header only": (
        b"a;b\r\n",
        "Het bestand heeft geen rijen onder de kop. Kies een ander bestand.",
    ),
    "blank lines": (b"\r\n\r\n", delimited.NOT_A_TABLE),
    "open quote": (
        b'a;b\r\n"1;2\r\n',
        (
            "Dit bestand is beschadigd: een cel heeft geen einde. "
            "Sla het opnieuw op als CSV."
        ),
    ),
    "column without a name": (
        b"a;;c\r\n1;2;3\r\n",
        "Kolom 2 heeft geen kop. Geef elke kolom een naam.",
    ),
    "two of one name": (
        b"a;A\r\n1;2\r\n",
        "Twee kolommen hebben dezelfde kop. Geef elke kolom een eigen naam.",
    ),
    "a cell too many": (
        b"a;b\r\n1;2\r\n1;2;3\r\n",
        (
            "Rij 3 heeft meer cellen dan de kop. "
            "Kijk of er een puntkomma of aanhalingsteken te veel staat."
        ),
    ),
    "old excel or password": (sheets.OLD_EXCEL + bytes(600), sheets.LOCKED_OR_OLD),
    "no workbook": (zip_with({"a.txt": b"a;b"}), sheets.DAMAGED),
    "half a workbook": (as_file(Format.XLSX, ROWS)[:-400], sheets.DAMAGED),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_table_is_refused_with_one_sentence(case: str) -> None:
    content, sentence = REFUSED[case]

    assert sentence_about(content) == sentence


def test_too_big_a_file_is_refused_before_it_is_opened() -> None:
    content = PNG + bytes(MEGABYTE)

    assert sentence_about(content, SMALL) == (
        "Het bestand is groter dan 1 MB. Deel het op in kleinere bestanden."
    )


@pytest.mark.parametrize("form", Format)
def test_more_rows_than_allowed_are_refused(form: Format) -> None:
    most = as_file(form, [("a", "b"), *[("1", "2")] * 3])
    too_many = as_file(form, [("a", "b"), *[("1", "2")] * 4])

    assert len(read_table(most, SMALL).rows) == 3
    assert sentence_about(too_many, SMALL) == (
        "Het bestand heeft meer dan 3 rijen. Deel het op in kleinere bestanden."
    )


def test_more_columns_than_allowed_are_refused() -> None:
    content = as_csv([("a", "b", "c", "d", "e"), ("1", "2", "3", "4", "5")])

    assert sentence_about(content, SMALL) == (
        "Het bestand heeft meer dan 4 kolommen. Haal weg wat er niet in hoort."
    )


def test_too_long_a_cell_is_refused() -> None:
    content = as_csv([("a", "b"), ("1", "x" * 21)])

    assert sentence_about(content, SMALL) == (
        "Rij 2 heeft een cel met meer dan 20 tekens. Kort de tekst in."
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zip_with({"xl/worksheets/sheet1.xml": bytes(2 * MEGABYTE)})

    assert sentence_about(bomb, SMALL) == sheets.TOO_BIG_INSIDE


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    honest = zip_with({"xl/worksheets/sheet1.xml": bytes(3000)})
    lying = honest.replace((3000).to_bytes(4, "little"), (30).to_bytes(4, "little"))

    # Before any library opens it: that one would unpack all of it.
    with pytest.raises(TableError) as refusal:
        sheets._judge_zip(lying, SMALL)

    assert str(refusal.value) == sheets.DAMAGED


def test_a_value_in_the_last_cell_of_a_sheet_ends_its_reader_and_not_the_portal() -> (
    None
):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "b")

    assert len(made.getvalue()) < 10_000
    assert sentence_about(made.getvalue()) == sheets.TOO_BIG_INSIDE
