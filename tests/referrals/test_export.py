"""The worklist as a file, and who took which codes along."""

import io
from collections.abc import Callable

import pytest
from django.test import Client

from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.queries import export
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from tests.agreements.pages import told
from tests.factories import NeighbourhoodFactory
from tests.referrals.building import stored
from tests.referrals.scenes import World
from vve_portal.accounts.models import Team, User
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
SignIn = Callable[[User], Client]


@pytest.fixture
def ours(world: World) -> Trajectory:
    """The only trajectory of the first team, beside one of the second."""
    stored(world.version, "S30", team=Team.objects.get(name="Team Zuid"))
    Trajectory.objects.filter(pk=world.trajectory.pk).update(team=None)
    wijk = NeighbourhoodFactory.create(partnership=world.partnership, name="=Noord")
    return stored(world.version, "S20", team=world.team, neighbourhood=wijk)


def codes_in(content: bytes) -> list[str]:
    """Return the codes in a file of any kind, read as a delivery."""
    table = read_table(io.BytesIO(content).getvalue(), DELIVERY)
    at = table.header.index("Trajectcode")
    return [row.cells[at] for row in table.rows]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_a_file_holds_the_own_team_and_no_other(
    world: World, ours: Trajectory, as_user: SignIn, form: str
) -> None:
    desk = as_user(world.people["nurse"])

    response = desk.get(f"/trajecten/export.{form}?lijst=open")

    assert codes_in(response.content) == [shown_code(ours.code)]
    assert response["Content-Disposition"] == (
        f'attachment; filename="trajecten-2026-11-20.{form}"'
    )


def test_an_export_is_on_record_with_its_codes(
    world: World, ours: Trajectory, as_user: SignIn
) -> None:
    as_user(world.people["nurse"]).get("/trajecten/export.xlsx?lijst=open")

    entry = Entry.objects.filter(verb="trajectory.read").latest("pk")
    assert entry.details == {"how": "export (XLSX)", "codes": [ours.code]}


def test_the_filter_counts_for_the_file_too(
    world: World, ours: Trajectory, as_user: SignIn
) -> None:
    other = stored(world.version, "S30", team=world.team)

    response = as_user(world.people["nurse"]).get(
        "/trajecten/export.csv?lijst=open&state=S30"
    )

    assert ours.state != other.state
    assert codes_in(response.content) == [shown_code(other.code)]


@pytest.mark.usefixtures("ours")
def test_text_that_looks_like_a_formula_is_text(world: World, as_user: SignIn) -> None:
    desk = as_user(world.people["nurse"])

    content = desk.get("/trajecten/export.csv?lijst=open").content.decode("utf-8-sig")

    assert content.splitlines()[1].split(";")[9] == "'=Noord"


def test_a_list_that_is_too_long_is_not_cut_off(
    world: World,
    ours: Trajectory,
    as_user: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("referrals.views.exporting.MOST_ROWS", 0)
    desk = as_user(world.people["nurse"])

    response = desk.get("/trajecten/export.csv?lijst=open")

    assert ours.is_open
    assert export.MOST_ROWS == 5000
    assert told(desk.get(response["Location"])) == [
        "Dit zijn meer dan 5.000 trajecten. Filter eerst."
    ]
