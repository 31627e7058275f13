"""Many trajectories at once: ticked in the list, or typed by their codes."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client

from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.services.moving import STALE
from referrals.views.bulk import UNKNOWN
from tests.agreements.pages import errors_of, told, typed
from tests.referrals.building import stored
from tests.referrals.scenes import World
from vve_portal.accounts.models import Team, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
SignIn = Callable[[User], Client]
TYPED: Final = "/trajecten/meer/"


@pytest.fixture
def talking(world: World) -> list[Trajectory]:
    """Two children whose parents the first team talks with."""
    return [stored(world.version, "S30", team=world.team) for _ in range(2)]


def choice(*chosen: Trajectory, what: str = "uitkomst") -> str:
    """Return the address that the list goes to with what was ticked."""
    return f"/trajecten/keuze/?wat={what}&" + "&".join(f"t={one.pk}" for one in chosen)


def seen(*chosen: Trajectory) -> list[str]:
    """Return the versions that the page held."""
    return [f"{one.pk}:{one.version}" for one in chosen]


def states(*chosen: Trajectory) -> list[tuple[str, int]]:
    """Return where trajectories stand, with their versions."""
    for one in chosen:
        one.refresh_from_db()
    return [(one.state, one.version) for one in chosen]


class TestTicked:
    """What was ticked in the list."""

    def test_only_what_all_allow_is_offered(
        self, desk: Client, world: World, talking: list[Trajectory]
    ) -> None:
        indicated = stored(world.version, "S20", team=world.team)

        alike = desk.get(choice(*talking)).context["form"].choices
        mixed = desk.get(choice(talking[0], indicated)).context

        assert set(alike) >= {"consent", "attempt", "refuse"}
        assert (mixed["form"].choices, mixed["offers"]) == ({}, False)

    def test_the_same_happened_to_all(
        self, desk: Client, talking: list[Trajectory]
    ) -> None:
        page = choice(*talking)
        said = {"outcome": "attempt", "channel": "phone", "day": "today"}

        response = desk.post(page, {**said, "seen": seen(*talking)})

        assert told(desk.get(response["Location"])) == ["Vastgelegd voor 2 trajecten."]
        assert states(*talking) == [("S30", 1), ("S30", 1)]

    def test_when_one_can_not_it_is_asked_first(
        self, desk: Client, talking: list[Trajectory]
    ) -> None:
        page, stale = choice(*talking), seen(*talking)
        Trajectory.objects.filter(pk=talking[0].pk).update(version=4)
        said = {"outcome": "consent", "day": "today", "seen": stale}

        response = desk.post(page, said)

        refused = [(one.code, one.reason) for one in response.context["refused"]]
        reason = STALE.format("In gesprek met ouders")
        assert refused == [(shown_code(talking[0].code), reason)]
        assert response.context["can"] == 1
        assert states(*talking) == [("S30", 4), ("S30", 0)]

    def test_anyway_does_it_for_the_others(
        self, desk: Client, talking: list[Trajectory]
    ) -> None:
        page, stale = choice(*talking), seen(*talking)
        Trajectory.objects.filter(pk=talking[0].pk).update(version=4)
        said = {"outcome": "consent", "day": "today", "seen": stale, "anyway": "1"}

        response = desk.post(page, said)

        assert response["Location"] == "/trajecten/"
        assert states(*talking) == [("S30", 4), ("S30", 1)]

    def test_what_another_team_has_is_passed_over(
        self, desk: Client, world: World, talking: list[Trajectory]
    ) -> None:
        theirs = stored(world.version, "S30", team=Team.objects.get(name="Team Zuid"))

        response = desk.get(choice(*talking, theirs))

        shown = [one.pk for _, one in response.context["rows"]]
        assert shown == [one.pk for one in talking]

    def test_without_a_tick_the_list_comes_back(self, desk: Client) -> None:
        response = desk.get("/trajecten/keuze/?wat=uitkomst&t=x&t=" + "9" * 30)

        assert response["Location"] == "/trajecten/"

    def test_all_go_to_a_colleague(
        self, desk: Client, world: World, talking: list[Trajectory]
    ) -> None:
        south = Team.objects.get(name="Team Zuid")
        zita = world.people["other_nurse"]
        said = {"team": str(south.pk), "person": str(zita.pk), "seen": seen(*talking)}

        desk.post(choice(*talking, what="geven"), said)

        assert states(*talking) == [("S30", 1), ("S30", 1)]
        assert {(one.team, one.assigned_to) for one in talking} == {(south, zita)}

    def test_a_colleague_who_is_not_in_that_team_is_refused(
        self, desk: Client, world: World, talking: list[Trajectory]
    ) -> None:
        south = Team.objects.get(name="Team Zuid")
        nel = world.people["nurse"]
        said = {"team": str(south.pk), "person": str(nel.pk), "seen": seen(*talking)}

        response = desk.post(choice(*talking, what="geven"), said)

        assert errors_of(response) == {
            "person": ["Nel Noord werkt niet in team Team Zuid. Kies iemand anders."]
        }
        assert states(*talking) == [("S30", 0), ("S30", 0)]

    def test_nobody_is_given_anything_when_one_can_not(
        self, desk: Client, talking: list[Trajectory]
    ) -> None:
        said = {"team": str(Team.objects.get(name="Team Zuid").pk)}
        stale = seen(*talking)
        Trajectory.objects.filter(pk=talking[1].pk).update(version=4)

        response = desk.post(choice(*talking, what="geven"), {**said, "seen": stale})

        assert response.context["can"] == 1
        assert states(*talking) == [("S30", 0), ("S30", 4)]


class TestTyped:
    """Codes typed one by one, after an afternoon's work."""

    def send(self, desk: Client, *rows: tuple[str, str, str], **more: str) -> Any:
        """Fill in rows of code, outcome and detail, and send them."""
        filled = typed(desk.get(TYPED), **more)
        for at, (code, outcome, detail) in enumerate(rows):
            filled |= {
                f"form-{at}-code": code,
                f"form-{at}-outcome": outcome,
                f"form-{at}-detail": detail,
            }
        return desk.post(TYPED, filled)

    def test_each_code_has_its_own_outcome(
        self, desk: Client, talking: list[Trajectory]
    ) -> None:
        first, second = talking

        response = self.send(
            desk,
            (shown_code(first.code), "attempt", "phone"),
            (second.code.lower(), "refuse", "RN04"),
        )

        assert told(desk.get(response["Location"])) == ["Vastgelegd voor 2 trajecten."]
        assert states(first, second) == [("S30", 1), ("S31", 1)]

    def test_what_can_not_be_stays_with_the_reason(
        self, desk: Client, world: World, talking: list[Trajectory]
    ) -> None:
        first, second = talking
        theirs = stored(world.version, "S30", team=Team.objects.get(name="Team Zuid"))

        response = self.send(
            desk,
            (first.code, "consent", ""),
            (second.code, "refuse", ""),
            (theirs.code, "consent", ""),
        )

        left = response.context["formset"].forms
        assert [(row["code"].value(), row.errors["code"]) for row in left] == [
            (second.code, ["Kies een reden."]),
            (theirs.code, [UNKNOWN]),
        ]
        assert states(first, second, theirs) == [("S30", 1), ("S30", 0), ("S30", 0)]

    @pytest.mark.parametrize(
        ("row", "faults"),
        [
            (
                ("K7QM-4X2P-J", "consent", ""),
                {
                    "code": [
                        (
                            "Dit is een typefout: de code klopt niet. "
                            "Kijk op de verwijsbrief."
                        )
                    ]
                },
            ),
            (("K7QM-4X2P-K", "", ""), {"outcome": ["Kies wat er gebeurde."]}),
            (("", "consent", ""), {"code": ["Vul de trajectcode in."]}),
        ],
    )
    def test_a_row_says_what_is_wrong_with_it(
        self, desk: Client, row: tuple[str, str, str], faults: dict[str, list[str]]
    ) -> None:
        response = self.send(desk, row)

        assert response.context["formset"].forms[0].errors == faults

    def test_the_same_code_twice_is_refused(
        self, desk: Client, talking: list[Trajectory]
    ) -> None:
        code = talking[0].code

        response = self.send(desk, (code, "consent", ""), (code, "attempt", "phone"))

        assert response.context["formset"].forms[1].errors == {
            "code": ["Deze code staat er twee keer. Wis er een."]
        }
        assert states(*talking) == [("S30", 0), ("S30", 0)]

    def test_five_rows_more_keep_what_was_typed(self, desk: Client) -> None:
        response = self.send(desk, ("K7QM-4X2P-K", "consent", ""), more="1")

        rows = response.context["formset"].forms
        assert (len(rows), rows[0]["code"].value()) == (10, "K7QM-4X2P-K")
