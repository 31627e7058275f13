"""Handing a trajectory over on the pages: to a team, or to another JGZ."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals.codes import shown_code
from referrals.models import Trajectory, Transfer
from referrals.services.transferring import UNKNOWN_CODE
from tests.agreements.pages import errors_of, told, typed
from tests.referrals.building import publish
from tests.referrals.scenes import World, everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, Team, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
SignIn = Callable[[User], Client]


def page(name: str, trajectory: Trajectory) -> str:
    """Return the address of a page about a trajectory."""
    return reverse(f"referrals:{name}", args=[trajectory.pk])


def hand_over(desk: Client, trajectory: Trajectory) -> Any:
    """Close a trajectory because the family moved today."""
    address = page("trajectory-transfer", trajectory)
    return desk.post(address, typed(desk.get(address), day="today"))


class TestWithin:
    """To a colleague or another team."""

    def test_a_colleague_in_the_team_gets_it(
        self, desk: Client, world: World, talking: Trajectory
    ) -> None:
        address = page("trajectory-assign", talking)
        nel = world.people["nurse"]

        response = desk.post(address, typed(desk.get(address), person=str(nel.pk)))

        talking.refresh_from_db()
        assert (talking.team, talking.assigned_to) == (world.team, nel)
        assert response["Location"] == page("trajectory", talking)

    def test_what_went_to_another_team_is_seen_no_longer(
        self, desk: Client, talking: Trajectory
    ) -> None:
        address = page("trajectory-assign", talking)
        south = Team.objects.get(name="Team Zuid")

        response = desk.post(address, typed(desk.get(address), team=str(south.pk)))

        code = shown_code(talking.code)
        assert response["Location"] == "/trajecten/"
        assert told(desk.get(response["Location"])) == [
            f"{code} is nu van team Team Zuid."
        ]
        assert desk.get(page("trajectory", talking)).status_code == 404

    def test_somebody_else_was_first(self, desk: Client, talking: Trajectory) -> None:
        address = page("trajectory-assign", talking)
        filled = typed(desk.get(address))
        Trajectory.objects.filter(pk=talking.pk).update(version=1)

        response = desk.post(address, filled)

        assert list(errors_of(response)) == ["__all__"]


class TestToAnotherJgz:
    """A family moves to another town."""

    def test_the_code_is_shown_once_and_kept_nowhere(
        self, desk: Client, talking: Trajectory
    ) -> None:
        response = hand_over(desk, talking)

        code = response.context["code"]
        transfer = Transfer.objects.get(trajectory=talking)
        talking.refresh_from_db()
        assert talking.state == "S94"
        assert response.content.decode().count(code) == 1
        assert code.rpartition("-")[0] not in transfer.token_hash
        again = desk.get(page("trajectory-transfer", talking))
        assert again.context["offered"] == transfer
        assert again.content.decode().count(code) == 0

    def test_its_own_page_leads_to_the_offer(
        self, desk: Client, talking: Trajectory
    ) -> None:
        hand_over(desk, talking)

        shown = desk.get(page("trajectory", talking)).content.decode()

        address = page("trajectory-transfer", talking)
        assert shown.count(f'href="{address}"') == 1

    def test_it_can_be_taken_back_until_it_was_taken_up(
        self, desk: Client, talking: Trajectory
    ) -> None:
        hand_over(desk, talking)

        response = desk.post(page("transfer-withdraw", talking))

        talking.refresh_from_db()
        assert talking.state == "S30"
        assert told(desk.get(response["Location"])) == [
            "De overdrachtscode is ingetrokken. Het traject loopt weer."
        ]

    def test_what_was_taken_back_twice_is_told(
        self, desk: Client, talking: Trajectory
    ) -> None:
        hand_over(desk, talking)
        desk.get(desk.post(page("transfer-withdraw", talking))["Location"])

        response = desk.post(page("transfer-withdraw", talking))

        assert told(desk.get(response["Location"])) == [
            "Deze overdracht is al overgenomen of ingetrokken."
        ]

    def test_the_other_jgz_takes_over_with_the_code(
        self, desk: Client, world: World, talking: Trajectory, as_user: SignIn
    ) -> None:
        code = hand_over(desk, talking).context["code"]
        els = world.people["elsewhere"]
        town = Partnership.objects.get(provider=els.organisation)
        with scope(everything()):
            version = publish(town)
        there = as_user(els)

        response = there.post(
            "/trajecten/overnemen/", {"code": code, "route": str(version.pk)}
        )

        [made] = there.get(response["Location"]).context["rows"]
        with scope(everything()):
            taken = Trajectory.objects.get(pk=made[1].pk)
        assert (taken.partnership, taken.birth_month, taken.state) == (
            town,
            talking.birth_month,
            "S10",
        )
        assert taken.code != talking.code

    def test_a_wrong_code_tells_nothing(self, world: World, as_user: SignIn) -> None:
        there = as_user(world.people["coordinator"])
        wrong = f"{world.partnership.code}-K7QM-4X2P-K"

        response = there.post(
            "/trajecten/overnemen/",
            {"code": wrong, "route": str(world.version.pk)},
        )

        assert errors_of(response) == {"__all__": [UNKNOWN_CODE]}
