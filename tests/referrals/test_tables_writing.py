"""A table goes out with the same cells in every form, and nothing in it runs."""

import io
from datetime import date
from decimal import Decimal

import pytest
from odfdo import Document
from python_calamine import CalamineWorkbook

from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from referrals.tables.writing import Format, Sheet, write_table

TABLE = Sheet(
    "Trajecten",
    ["code", "begint op", "uren", "aantal", "leeg"],
    [
        ["K7QM4X2PK", date(2026, 5, 12), Decimal("16.5"), 3, None],
        ["000123", None, Decimal(16), 0, "<a & b>\x07"],
    ],
)
DEFINITIONS = Sheet("Toelichting", ["kolom", "betekenis"], [["uren", "Per week"]])
RISKY = ["=1+1", "+31", "-1", "@SOM(A1)", "\tx", "\rx"]


def test_csv_opens_in_a_dutch_spreadsheet() -> None:
    assert write_table(Format.CSV, TABLE, DEFINITIONS).decode("utf-8") == (
        "\ufeffcode;begint op;uren;aantal;leeg\r\n"
        "K7QM4X2PK;2026-05-12;16,5;3;\r\n"
        "000123;;16;0;<a & b>\r\n"
    )


@pytest.mark.parametrize("form", [Format.XLSX, Format.ODS])
def test_a_workbook_keeps_days_and_numbers_and_explains_itself(form: Format) -> None:
    made = write_table(form, TABLE, DEFINITIONS)

    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Trajecten", "Toelichting"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["code", "begint op", "uren", "aantal", "leeg"],
        ["K7QM4X2PK", date(2026, 5, 12), 16.5, 3.0, ""],
        ["000123", "", 16.0, 0.0, "<a & b>"],
    ]
    assert book.get_sheet_by_index(1).to_python() == [
        ["kolom", "betekenis"],
        ["uren", "Per week"],
    ]


@pytest.mark.parametrize("form", Format)
def test_text_that_a_spreadsheet_would_work_out_gets_an_apostrophe(
    form: Format,
) -> None:
    made = write_table(form, Sheet("T", ["=kop", "b"], [[one, "b"] for one in RISKY]))

    table = read_table(made, DELIVERY)
    assert table.header[0] == "'=kop"
    assert [row.cells[0] for row in table.rows] == [
        "'=1+1",
        "'+31",
        "'-1",
        "'@SOM(A1)",
        "'\tx",
        "'\nx",
    ]


def test_a_negative_number_is_left_as_it_is() -> None:
    made = write_table(Format.CSV, Sheet("T", ["a", "b"], [[-1, Decimal("-0.5")]]))

    assert made.decode("utf-8-sig") == "a;b\r\n-1;-0,5\r\n"


def test_an_ods_file_is_one_that_its_own_library_opens() -> None:
    made = write_table(Format.ODS, TABLE)

    tables = Document(io.BytesIO(made)).body.get_tables()
    assert [table.name for table in tables] == ["Trajecten"]
