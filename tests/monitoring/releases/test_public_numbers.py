"""What anybody can look up: noted with its source, and fixed once groups rest on it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.disclosure.trees import leaves
from monitoring.models import MergeTree, PublicNumber
from monitoring.services.public_numbers import Numbers, note_public_numbers
from monitoring.services.trees import (
    complete_trees,
    is_large_town,
    make_trees,
    trees_of,
)
from monitoring.tables.public_numbers import read_numbers
from referrals.tables.table import TableError
from tests.factories import (
    NOW,
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
)
from tests.monitoring.releases.scenes import WIJKEN, build_town, note_children
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Kind
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
KIND = PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS
WIJK = "WK990001"


def numbers(**changes: object) -> Numbers:
    """Return numbers of a town and one wijk."""
    told: dict[str, object] = {
        "kind": KIND,
        "year": 2026,
        "by_wijk": {"": 940, WIJK: 600},
        "reference_on": date(2026, 1, 1),
        "source": "CBS StatLine",
        **changes,
    }
    return Numbers(**told)  # type: ignore[arg-type]  # a test names the fields


@pytest.fixture
def wijk(
    partnership: Partnership,
    every_figure: None,  # noqa: ARG001 - opens the scope
) -> str:
    """One wijk of the town."""
    NeighbourhoodFactory.create(partnership=partnership, code=WIJK, name="Centrum")
    return WIJK


def note(partnership: Partnership, actor: User, told: Numbers) -> int:
    """Note numbers now."""
    return note_public_numbers(
        partnership=partnership, numbers=told, actor=actor, now=NOW
    )


@pytest.mark.sqlite
@pytest.mark.usefixtures("wijk")
def test_numbers_are_kept_with_their_source(
    partnership: Partnership, advisor: User
) -> None:
    changed = note(partnership, advisor, numbers())

    rows = PublicNumber.objects.order_by("category").values_list(
        "dimension", "category", "number", "source"
    )
    assert changed == 2
    assert list(rows) == [
        ("", "", 940, "CBS StatLine"),
        ("neighbourhood", WIJK, 600, "CBS StatLine"),
    ]
    assert Entry.objects.filter(verb="public_numbers.note").count() == 1


@pytest.mark.usefixtures("wijk")
def test_a_correction_replaces_and_is_recorded(
    partnership: Partnership, coordinator: User
) -> None:
    note(partnership, coordinator, numbers())

    changed = note(partnership, coordinator, numbers(by_wijk={WIJK: 610}))
    again = note(partnership, coordinator, numbers(by_wijk={WIJK: 610}))

    assert (changed, again) == (1, 0)
    entries = Entry.objects.filter(verb="public_numbers.note").order_by("-pk")
    assert entries.count() == 2
    assert entries[0].details["changed"] == {WIJK: [600, 610]}


@pytest.mark.usefixtures("wijk")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"by_wijk": {}}, "Vul ten minste één getal in."),
        ({"source": " "}, "Vul in waar deze getallen staan"),
        ({"year": 2014}, "Vul een jaar in van 2015 tot en met 2027."),
        ({"year": 2028}, "Vul een jaar in van 2015 tot en met 2027."),
        ({"reference_on": date(2026, 12, 1)}, "ligt in de toekomst"),
        ({"by_wijk": {WIJK: -1}}, "Vul een getal in van 0"),
        ({"by_wijk": {"WK000000": 3}}, "Wijk WK000000 kent het portaal niet."),
        (
            {"by_wijk": {"": 500, WIJK: 600}},
            "De wijken zijn samen 600, meer dan de 500",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    partnership: Partnership, advisor: User, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        note(partnership, advisor, numbers(**changes))
    assert PublicNumber.objects.count() == 0


@pytest.mark.parametrize("who", ["contract_manager", "clerk", "nurse", "stranger"])
def test_only_who_defines_figures_notes_them(
    request: pytest.FixtureRequest, partnership: Partnership, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        note(partnership, request.getfixturevalue(who), numbers())


def test_once_groups_rest_on_them_they_stay_for_the_year(
    partnership: Partnership, advisor: User
) -> None:
    build_town(partnership)
    make_trees(partnership=partnership, year=2026, actor=advisor, now=NOW)

    with pytest.raises(ValidationError, match="blijft het hele jaar zo"):
        note(partnership, advisor, numbers(by_wijk={WIJK: 599}))
    same = note(partnership, advisor, numbers(by_wijk={WIJK: 600}))
    whole = note(partnership, advisor, numbers(by_wijk={"": 1000}))
    next_year = note(partnership, advisor, numbers(year=2027, by_wijk={WIJK: 610}))

    assert (same, whole, next_year) == (0, 1, 1)


def test_trees_are_made_once_of_public_numbers(
    partnership: Partnership, advisor: User
) -> None:
    build_town(partnership)
    for places, lrk in ((16, "LRK1"), (64, "LRK2"), (32, "LRK3")):
        LocationFactory.create(partnership=partnership, lrk_id=lrk, lrk_places=places)

    make_trees(partnership=partnership, year=2026, actor=advisor, now=NOW)
    make_trees(partnership=partnership, year=2026, actor=advisor, now=NOW)

    trees = trees_of(partnership, 2026)
    assert trees["neighbourhood"].tree == [
        [["unknown", "WK990003"], "WK990002"],
        "WK990001",
    ]
    assert trees["neighbourhood"].sizes == {
        code: [name, size] for code, (name, size) in WIJKEN.items()
    }
    assert trees["location"].tree == [[["unknown", "LRK1"], "LRK3"], "LRK2"]
    assert Entry.objects.filter(verb="merge_trees.make").count() == 1
    assert not is_large_town(trees)


def test_what_is_opened_later_is_in_a_group_also_without_children(
    partnership: Partnership, advisor: User
) -> None:
    build_town(partnership)
    for places, lrk in ((16, "LRK1"), (64, "LRK2")):
        LocationFactory.create(partnership=partnership, lrk_id=lrk, lrk_places=places)
    make_trees(partnership=partnership, year=2026, actor=advisor, now=NOW)
    NeighbourhoodFactory.create(partnership=partnership, code="WK990009", name="Zuid")
    holder = OrganisationFactory.create(kind=Kind.PRESCHOOL)
    LocationFactory.create(partnership=partnership, lrk_id="LRK9", holder=holder)

    trees = complete_trees(partnership, 2026)

    assert leaves(trees["location"].tree) == {"unknown", "LRK1", "LRK2", "LRK9"}
    assert leaves(trees["neighbourhood"].tree) == {"unknown", "WK990009", *WIJKEN}
    assert leaves(trees["organisation"].tree) == {
        "unknown",
        str(partnership.provider_id),
        str(holder.pk),
    }
    assert trees_of(partnership, 2026)["location"].tree == [["unknown", "LRK1"], "LRK2"]


def test_a_large_town_is_told_about_its_groups_every_quarter(
    partnership: Partnership, advisor: User
) -> None:
    build_town(partnership, year=2025)
    for code in WIJKEN:
        note_children(partnership, 2026, code, 1000)

    make_trees(partnership=partnership, year=2025, actor=advisor, now=NOW)
    make_trees(partnership=partnership, year=2026, actor=advisor, now=NOW)

    assert not is_large_town(trees_of(partnership, 2025))
    assert is_large_town(trees_of(partnership, 2026))


def test_a_tree_needs_a_number_of_every_wijk(
    partnership: Partnership, advisor: User
) -> None:
    build_town(partnership)
    NeighbourhoodFactory.create(partnership=partnership, code="WK990009", name="Zuid")

    with pytest.raises(ValidationError, match="Nog zonder getal: Zuid"):
        make_trees(partnership=partnership, year=2026, actor=advisor, now=NOW)
    assert MergeTree.objects.count() == 0


def test_a_file_says_a_number_per_wijk() -> None:
    content = b"Wijkcode;Aantal\r\n;940\r\nWK990001;600\r\n"

    assert read_numbers(content) == {"": 940, "WK990001": 600}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Wijk;Naam\nWK1;Oost\n", "geen kolom “Aantal”"),
        (b"Wijkcode;Aantal\nWK1;veel\n", "Rij 2: vul bij “Aantal” een heel getal"),
        (b"Wijkcode;Aantal\nWK1;3\nWK1;4\n", "Rij 3: deze wijk staat al eerder"),
    ],
)
def test_a_file_that_cannot_be_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(TableError, match=sentence):
        read_numbers(content)
