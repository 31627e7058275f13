"""The register is read for one municipality, and nobody in it is looked at."""

import pytest

from referrals.tables.register import Register, RegisterRow, read_register
from referrals.tables.table import TableError
from tests.referrals.samples import (
    CONTACT,
    REGISTER_HEADER,
    as_csv,
    register_file,
    register_row,
)

RIETVINK = RegisterRow(
    lrk_id="212345678",
    name="De Rietvink",
    street="Waterlaan 1",
    postcode="4811AB",
    place="Waterrijk",
    bag_id="0758010000012345",
    holder_name="Stichting Kindwerk",
    kvk_number="20123456",
    lrk_places=48,
    has_ve=True,
    is_open=True,
    registered_on="2019-08-01",
)


def read(*rows: str, header: str = REGISTER_HEADER) -> Register:
    """Return what the register says about municipality 0758."""
    return read_register(register_file(*rows, header=header), "0758")


def test_a_centre_is_read_without_its_contact_person() -> None:
    register = read(register_row())

    assert register.centres == {"212345678": RIETVINK}
    assert register.faults == []
    assert CONTACT not in repr(register)


def test_only_day_care_of_this_municipality_is_kept() -> None:
    register = read(
        register_row(),
        register_row(lrk_id="2", cbs_code="0748"),
        register_row(lrk_id="3", type_oko="BSO"),
        register_row(lrk_id="4", type_oko="VGO"),
        register_row(lrk_id="5", ve="Nee"),
        register_row(lrk_id="6", status="Uitgeschreven"),
    )

    assert register.rows == 6
    assert {
        lrk_id: (centre.has_ve, centre.is_open)
        for lrk_id, centre in register.centres.items()
    } == {"212345678": (True, True), "5": (False, True), "6": (True, False)}


@pytest.mark.parametrize("code", ["0758", "758", "GM0758"])
def test_a_municipality_is_found_however_its_code_is_written(code: str) -> None:
    content = register_file(register_row(cbs_code="758"), register_row(lrk_id="2"))

    assert len(read_register(content, code).centres) == 2


def test_the_older_file_names_ve_otherwise() -> None:
    header = REGISTER_HEADER.replace(";ve;", ";vve;")

    assert read(register_row(ve="Ja"), header=header).centres["212345678"].has_ve


def test_in_the_file_with_history_a_running_registration_wins() -> None:
    header = REGISTER_HEADER.replace(
        "inschrijfdatum;", "inschrijfdatum;uitschrijfdatum;"
    )
    ended = register_row(actuele_naam_oko="Vroeger").replace(
        "01-08-2019;", "01-08-2012;31-07-2019;"
    )
    running = register_row().replace("01-08-2019;", "01-08-2019;;")

    before = read(ended, running, header=header)
    after = read(running, ended, header=header)
    gone = read(ended, header=header)

    assert before.centres == after.centres == {"212345678": RIETVINK}
    assert not gone.centres["212345678"].is_open


def test_apostrophes_are_letters_and_quotation_marks_are_taken_off() -> None:
    register = read(
        register_row(
            opvanglocatie_woonplaats="'s-Gravenhage", actuele_naam_oko='"t Zand"'
        ),
        register_row(lrk_id="3", naam_houder='"Kindwerk;Noord"'),
    )

    assert register.faults == []
    assert register.centres["212345678"].place == "'s-Gravenhage"
    assert register.centres["212345678"].name == "t Zand"
    assert register.centres["3"].holder_name == "Kindwerk;Noord"


def test_a_row_that_lost_its_columns_is_left_out_and_told() -> None:
    register = read(register_row(), register_row(lrk_id="3") + ";te veel")

    assert set(register.centres) == {"212345678"}
    assert register.unread == {"3"}
    assert [fault.sentence for fault in register.faults] == [
        "Rij 3: het aantal cellen klopt niet met de kop. De rij is overgeslagen."
    ]


def test_windows_letters_are_read() -> None:
    content = register_file(register_row(actuele_naam_oko="Kinderopvang Zoë"))
    old = content.decode("utf-8-sig").encode("cp1252")

    assert read_register(old, "0758").centres["212345678"].name == "Kinderopvang Zoë"


def test_another_file_is_refused() -> None:
    with pytest.raises(TableError, match="de kolom “lrk_id” ontbreekt"):
        read_register(as_csv([("a", "b"), ("1", "2")]), "0758")
    with pytest.raises(TableError, match="de kolom “ve” ontbreekt"):
        read_register(
            register_file(register_row(), header=REGISTER_HEADER.replace(";ve", ";x")),
            "0758",
        )


def test_a_file_without_anything_of_the_municipality_is_refused() -> None:
    with pytest.raises(
        TableError, match="geen enkel kinderdagverblijf van uw gemeente"
    ):
        read(register_row(cbs_code="0748"))


def test_of_a_whole_country_the_own_towns_centres_are_kept() -> None:
    rows = [
        register_row(lrk_id=str(200_000_000 + number), cbs_code=f"{number % 342:04}")
        for number in range(32_000)
    ]
    content = register_file(*rows)

    register = read_register(content, "0100")

    assert (register.rows, len(register.centres)) == (32_000, 94)
