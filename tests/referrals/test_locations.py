"""The register is compared with the portal, and carried through as a whole."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from referrals.models import Location, LocationChange, LocationImport, Neighbourhood
from referrals.services.locations import (
    add_neighbourhood,
    place_location,
    rename_neighbourhood,
)
from referrals.services.register import (
    apply_register,
    compare_again,
    drop_register,
    prepare_register,
)
from tests.factories import LocationFactory, NeighbourhoodFactory
from tests.referrals.samples import CONTACT, register_file, register_row
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

Prepare = Callable[..., LocationImport]
Status = LocationImport.Status


@pytest.fixture
def town(everywhere: None, partnership: Partnership) -> Partnership:  # noqa: ARG001 - opens the scope
    """The municipality whose preschools the samples have."""
    partnership.municipality.cbs_code = "GM0758"
    partnership.municipality.save(update_fields=["cbs_code"])
    return partnership


@pytest.fixture
def prepare(town: Partnership, advisor: User, now: datetime) -> Prepare:
    """Return what compares lines of the register with the portal."""

    def compare(*rows: str) -> LocationImport:
        return prepare_register(
            partnership=town,
            file_name="export_opendata_lrk.csv",
            content=register_file(*rows),
            actor=advisor,
            now=now,
        )

    return compare


def known(town: Partnership, **changes: object) -> Location:
    """Make the preschool of the samples as the portal knows it."""
    location: Location = LocationFactory.create(
        partnership=town,
        **{
            "lrk_id": "212345678",
            "name": "De Rietvink",
            "street": "Waterlaan 1",
            "postcode": "4811AB",
            "place": "Waterrijk",
            "bag_id": "0758010000012345",
            "holder_name": "Stichting Kindwerk",
            "kvk_number": "20123456",
            "lrk_places": 48,
            **changes,
        },
    )
    return location


def told(register: LocationImport) -> list[tuple[str, str, str, str]]:
    """Return what would change."""
    return [
        (one["what"], one["lrk_id"], one["before"], one["after"])
        for one in register.difference["changes"]
    ]


def test_only_preschools_with_early_education_come_in_new(
    prepare: Prepare, advisor: User, now: datetime
) -> None:
    register = prepare(
        register_row(),
        register_row(lrk_id="2", ve="Nee"),
        register_row(lrk_id="3", status="Uitgeschreven"),
        register_row(lrk_id="4", cbs_code="0748"),
    )

    apply_register(register=register, actor=advisor, now=now)

    assert told(register) == [("new", "212345678", "", "Waterlaan 1, 4811AB Waterrijk")]
    location = Location.objects.get()
    assert (location.name, location.lrk_places, location.has_ve, location.is_open) == (
        "De Rietvink",
        48,
        True,
        True,
    )
    assert [(one.what, one.location) for one in LocationChange.objects.all()] == [
        ("Nieuw", location)
    ]


DIFFERENCES: dict[str, tuple[dict[str, Any], str, list[tuple[str, str, str]]]] = {
    "nothing": ({}, register_row(), []),
    "gone": (
        {},
        register_row(lrk_id="9", ve="Nee"),
        [("closed", "ingeschreven", "uitgeschreven")],
    ),
    "closed": (
        {},
        register_row(status="Uitgeschreven"),
        [("closed", "ingeschreven", "uitgeschreven")],
    ),
    "reopened": (
        {"is_open": False},
        register_row(),
        [("reopened", "uitgeschreven", "ingeschreven")],
    ),
    "ve on": ({"has_ve": False}, register_row(), [("ve_on", "zonder VE", "met VE")]),
    "ve off": ({}, register_row(ve="Nee"), [("ve_off", "met VE", "zonder VE")]),
    "holder": (
        {},
        register_row(naam_houder="Nieuwe Houder", kvk_nummer_houder="30000000"),
        [
            (
                "holder",
                "Stichting Kindwerk (KvK 20123456)",
                "Nieuwe Houder (KvK 30000000)",
            )
        ],
    ),
    "name": ({"name": "Oud"}, register_row(), [("name", "Oud", "De Rietvink")]),
    "moved": (
        {"street": "Oudweg 2"},
        register_row(),
        [
            (
                "address",
                "Oudweg 2, 4811AB Waterrijk",
                "Waterlaan 1, 4811AB Waterrijk",
            )
        ],
    ),
    "places": ({"lrk_places": 32}, register_row(), [("places", "32", "48")]),
}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_each_difference_is_told_and_carried_through(
    prepare: Prepare, town: Partnership, advisor: User, now: datetime, case: str
) -> None:
    before, row, expected = DIFFERENCES[case]
    location = known(town, **before)
    register = prepare(row)

    apply_register(register=register, actor=advisor, now=now)

    assert told(register) == [
        (what, "212345678", was, becomes) for what, was, becomes in expected
    ]
    assert [
        (one.before, one.after)
        for one in LocationChange.objects.filter(location=location)
    ] == [(was, becomes) for _, was, becomes in expected]
    assert told(prepare(row)) == []


def test_nothing_changes_before_it_is_applied_or_when_it_is_dropped(
    prepare: Prepare, town: Partnership, advisor: User, now: datetime
) -> None:
    known(town, name="Oud")
    register = prepare(register_row())

    drop_register(register=register, actor=advisor, now=now)

    assert Location.objects.get().name == "Oud"
    assert not LocationChange.objects.exists()
    with pytest.raises(PermissionDenied, match="Over dit bestand is al beslist"):
        apply_register(register=register, actor=advisor, now=now)
    entries = Entry.objects.about(register).order_by("pk")
    assert [(entry.verb, entry.actor) for entry in entries] == [
        ("register.receive", advisor),
        ("register.drop", advisor),
    ]


def test_applying_twice_changes_once(
    prepare: Prepare, town: Partnership, advisor: User, now: datetime
) -> None:
    known(town, name="Oud")
    register = prepare(register_row())
    apply_register(register=register, actor=advisor, now=now)

    with pytest.raises(PermissionDenied):
        apply_register(register=register, actor=advisor, now=now)

    assert LocationChange.objects.count() == 1


def test_what_changed_since_asks_for_another_look(
    prepare: Prepare, town: Partnership, advisor: User, now: datetime
) -> None:
    known(town, name="Oud")
    mine, theirs = prepare(register_row()), prepare(register_row())
    apply_register(register=theirs, actor=advisor, now=now)

    with pytest.raises(ValidationError, match="Bekijk het verschil opnieuw"):
        apply_register(register=mine, actor=advisor, now=now)
    looked = compare_again(register=mine, actor=advisor, now=now)

    assert told(looked) == []
    assert LocationChange.objects.count() == 1


def test_a_row_that_can_not_be_read_closes_nothing(
    prepare: Prepare, town: Partnership
) -> None:
    known(town)

    register = prepare(register_row() + ";te veel", register_row(lrk_id="3"))

    assert [what for what, *_ in told(register)] == ["new"]
    assert register.difference["skipped"] == 1


def test_no_contact_person_is_kept_anywhere(
    prepare: Prepare, advisor: User, now: datetime
) -> None:
    register = prepare(register_row())
    apply_register(register=register, actor=advisor, now=now)

    kept = [*LocationImport.objects.values(), *Location.objects.values()]
    assert CONTACT not in str([*kept, *Entry.objects.values()])


def test_another_file_is_refused_and_not_kept(
    town: Partnership, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError, match="niet het register van het LRK"):
        prepare_register(
            partnership=town,
            file_name="x.csv",
            content=b"a;b\r\n1;2\r\n",
            actor=advisor,
            now=now,
        )

    assert not LocationImport.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("advisor", True),
        ("coordinator", True),
        ("nurse", False),
        ("alderman", False),
        ("stranger", False),
        ("preschool_contact", False),
    ],
)
def test_only_who_keeps_the_locations_brings_the_register_in(
    town: Partnership,
    now: datetime,
    who: str,
    may: bool,  # noqa: FBT001 - a column of the table
    request: pytest.FixtureRequest,
) -> None:
    actor = request.getfixturevalue(who)

    def bring() -> LocationImport:
        return prepare_register(
            partnership=town,
            file_name="lrk.csv",
            content=register_file(register_row()),
            actor=actor,
            now=now,
        )

    if may:
        assert bring().status == Status.CHECKED
    else:
        with pytest.raises(PermissionDenied):
            bring()


def test_a_part_of_town_is_added_and_renamed(
    town: Partnership, advisor: User, now: datetime
) -> None:
    made = add_neighbourhood(
        partnership=town, code=" wk075801 ", name="Noord", actor=advisor, now=now
    )
    rename_neighbourhood(neighbourhood=made, name="Oud-Noord", actor=advisor, now=now)

    row = Neighbourhood.objects.get()
    assert (row.code, row.name) == ("WK075801", "Oud-Noord")
    assert list(Entry.objects.order_by("pk").values_list("summary", flat=True)) == [
        "Wijk Noord toegevoegd.",
        "Wijk Noord heet nu Oud-Noord.",
    ]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "noord",
            "Vul een wijkcode van het CBS in: WK met zes cijfers, zoals WK075801.",
        ),
        ("WK074801", "De wijkcodes van deze gemeente beginnen met WK0758."),
        ("WK075801", "Deze wijk staat al in de lijst."),
    ],
)
def test_a_wrong_code_of_a_part_of_town_tells_what_to_do(
    town: Partnership, advisor: User, now: datetime, code: str, sentence: str
) -> None:
    NeighbourhoodFactory.create(partnership=town, code="WK075801")

    with pytest.raises(ValidationError) as refusal:
        add_neighbourhood(
            partnership=town, code=code, name="Noord", actor=advisor, now=now
        )

    assert refusal.value.message_dict == {"code": [sentence]}


def test_a_preschool_lies_in_a_part_of_its_own_town(
    town: Partnership, advisor: User, now: datetime, stranger: User
) -> None:
    location = known(town)
    ours = NeighbourhoodFactory.create(partnership=town)
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    theirs = NeighbourhoodFactory.create(partnership=elsewhere)

    place_location(location=location, neighbourhood=ours, actor=advisor, now=now)
    with pytest.raises(ValidationError):
        place_location(location=location, neighbourhood=theirs, actor=advisor, now=now)
    with pytest.raises(PermissionDenied):
        place_location(location=location, neighbourhood=None, actor=stranger, now=now)

    location.refresh_from_db()
    assert location.neighbourhood == ours


def test_the_command_shows_and_applies(
    town: Partnership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lrk.csv"
    path.write_bytes(register_file(register_row()))

    call_command("import_locations", str(path), partnership=town.code)
    shown = capsys.readouterr().out
    before = Location.objects.count()
    call_command("import_locations", str(path), partnership=town.code, apply=True)

    assert shown == (
        "Nieuw: De Rietvink (212345678)  > Waterlaan 1, 4811AB Waterrijk\n"
        "1 wijziging.\n"
    )
    assert before == 0
    assert Location.objects.get().name == "De Rietvink"
    assert Entry.objects.get(verb="location.register").actor is None


def test_the_command_refuses_a_file_that_was_cut_off(
    town: Partnership, tmp_path: Path
) -> None:
    for number in range(3):
        known(town, lrk_id=f"30000000{number}")
    path = tmp_path / "lrk.csv"
    path.write_bytes(register_file(register_row(lrk_id="300000000")))

    with pytest.raises(CommandError, match="2 van de 3 locaties sluiten"):
        call_command("import_locations", str(path), partnership=town.code, apply=True)
    with pytest.raises(CommandError, match="geen samenwerking met code NEE"):
        call_command("import_locations", str(path), partnership="NEE")
    with pytest.raises(CommandError, match="is niet te lezen"):
        call_command("import_locations", f"{path}x", partnership=town.code)

    assert Location.objects.filter(is_open=True).count() == 3
