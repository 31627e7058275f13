"""The page of a trajectory when somebody was first, in a list, or wrong."""

from datetime import timedelta
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from referrals.lifecycle.deeds import Deed
from referrals.models import Event, Trajectory
from referrals.services.correcting import correct
from referrals.services.moving import STALE, move
from tests.agreements.pages import told, typed
from tests.factories import NOW, TODAY
from tests.referrals.building import stored
from tests.referrals.scenes import World
from tests.referrals.trajectory_pages import DAY, page_of, post, state_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
YESTERDAY: Final = TODAY - timedelta(days=1)


class TestTwoPeople:
    """Two people at one trajectory."""

    def test_who_was_second_hears_it_and_keeps_what_was_typed(
        self, desk: Client, world: World, talking: Trajectory
    ) -> None:
        filled = {**typed(desk.get(page_of(talking))), **DAY, "outcome": "consent"}
        move(
            trajectory=talking,
            outcome="attempt",
            deed=Deed(occurred_on=TODAY, channel="phone"),
            seen_version=0,
            actor=world.people["coordinator"],
            now=NOW,
        )

        response = desk.post(page_of(talking), filled)

        form = response.context["form"]
        assert form.errors == {"__all__": [STALE.format("In gesprek met ouders")]}
        assert form["outcome"].value() == "consent"
        assert state_of(talking) == ("S30", 1)

    def test_who_read_that_can_send_it_again(
        self, desk: Client, world: World, talking: Trajectory
    ) -> None:
        filled = {**typed(desk.get(page_of(talking))), **DAY, "outcome": "consent"}
        move(
            trajectory=talking,
            outcome="attempt",
            deed=Deed(occurred_on=TODAY, channel="phone"),
            seen_version=0,
            actor=world.people["coordinator"],
            now=NOW,
        )
        again = typed(desk.post(page_of(talking), filled))

        desk.post(page_of(talking), again)

        assert state_of(talking) == ("S30", 2)


class TestInAList:
    """Going on within the list the reader came from."""

    @pytest.fixture
    def row(self, world: World) -> list[Trajectory]:
        """Three trajectories, one due after the other."""
        Trajectory.objects.filter(pk=world.trajectory.pk).update(team=None)
        made = [stored(world.version, "S30", team=world.team) for _ in range(3)]
        for number, one in enumerate(made):
            one.due_on = TODAY + timedelta(days=number)
            one.save(update_fields=["due_on"])
        return made

    def test_the_ones_before_and_after_are_linked(
        self, desk: Client, row: list[Trajectory]
    ) -> None:
        context = desk.get(page_of(row[1], "?lijst=open")).context

        assert (context["before"], context["after"]) == (
            page_of(row[0], "?lijst=open"),
            page_of(row[2], "?lijst=open"),
        )

    def test_the_last_has_nothing_after_it(
        self, desk: Client, row: list[Trajectory]
    ) -> None:
        context = desk.get(page_of(row[2], "?lijst=open")).context

        assert "after" not in context

    def test_reporting_goes_on_to_the_next(
        self, desk: Client, row: list[Trajectory]
    ) -> None:
        page = page_of(row[0], "?lijst=open")

        response = post(desk, page, outcome="consent", next="1")

        assert response["Location"] == page_of(row[1], "?lijst=open")
        assert [state_of(one)[1] for one in row] == [1, 0, 0]

    def test_after_the_last_comes_the_list(
        self, desk: Client, row: list[Trajectory]
    ) -> None:
        page = page_of(row[2], "?lijst=open")

        response = post(desk, page, outcome="consent", next="1")

        assert response["Location"] == f"{reverse('referrals:worklist')}?lijst=open"


class TestCorrecting:
    """A mistake is put right by a line more."""

    @pytest.fixture
    def moved(self, world: World, talking: Trajectory) -> Trajectory:
        """A trajectory of which the last step was a mistake."""
        return move(
            trajectory=talking,
            outcome="attempt",
            deed=Deed(occurred_on=TODAY, channel="phone"),
            seen_version=0,
            actor=world.people["nurse"],
            now=NOW,
        )

    def correction(self, trajectory: Trajectory) -> str:
        """Return the address of the page that corrects."""
        return reverse("referrals:trajectory-correct", args=[trajectory.pk])

    def test_the_step_is_taken_back(self, desk: Client, moved: Trajectory) -> None:
        page = self.correction(moved)

        response = desk.post(page, typed(desk.get(page), what="undo"))

        assert told(desk.get(response["Location"])) == [
            "De correctie staat erbij. Status: In gesprek met ouders."
        ]
        moved.refresh_from_db()
        assert (moved.attempts, moved.version) == (0, 2)

    def test_the_step_gets_another_day(self, desk: Client, moved: Trajectory) -> None:
        page = self.correction(moved)
        day = {
            "occurred_on_day": "19",
            "occurred_on_month": "11",
            "occurred_on_year": "2026",
        }

        desk.post(page, typed(desk.get(page), what="day", **day))

        last = Event.objects.filter(trajectory=moved).latest("pk")
        assert (last.kind, last.occurred_on) == (Event.Kind.MOVE, YESTERDAY)

    def test_another_day_is_asked_for(self, desk: Client, moved: Trajectory) -> None:
        page = self.correction(moved)

        response = desk.post(page, typed(desk.get(page), what="day"))

        assert response.context["form"].errors == {
            "occurred_on": ["Vul in op welke dag het was."]
        }

    def test_the_log_says_in_words_what_no_longer_counts(
        self, desk: Client, world: World, moved: Trajectory
    ) -> None:
        correct(
            trajectory=moved,
            seen_version=1,
            actor=world.people["nurse"],
            now=NOW,
        )

        log = desk.get(reverse("referrals:trajectory-log", args=[moved.pk])).context[
            "log"
        ]

        label = "Poging om ouders te bereiken"
        assert [line.text for line in log] == [
            f"Correctie: “{label}” telt niet meer. Status: in gesprek met ouders.",
            f"{label} (gecorrigeerd, telt niet meer)",
        ]

    def test_without_a_step_there_is_nothing_to_correct(
        self, desk: Client, talking: Trajectory
    ) -> None:
        response = desk.get(self.correction(talking))

        assert response.context["line"] is None


def test_an_indication_that_still_holds_asks_for_no_priority(
    desk: Client, world: World
) -> None:
    waiting = stored(
        world.version,
        "S51",
        team=world.team,
        indicated_on=TODAY - timedelta(days=360),
    )

    form = desk.get(page_of(waiting)).context["form"]

    assert "reassess" in form.choices
    assert "priority" not in form.fields
