"""The page of a trajectory: what it tells, and taking a child on from it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from referrals.lifecycle.deeds import Deed
from referrals.lifecycle.guards import FUTURE
from referrals.models import Event, Trajectory
from referrals.services.correcting import correct
from referrals.services.moving import STALE, move
from tests.agreements.pages import told, typed
from tests.conftest import person
from tests.factories import NOW, TODAY, TeamMembershipFactory
from tests.referrals.building import stored
from tests.referrals.scenes import World
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child"),
    pytest.mark.filterwarnings("error"),
]
SignIn = Callable[[User], Client]
NOT_OFFERED: Final = (
    "Kies bij “Wat is de uitkomst?” een van de antwoorden die er staan."
)
YESTERDAY: Final = TODAY - timedelta(days=1)
DAY: Final = {
    "day": "today",
    "other_day_day": "",
    "other_day_month": "",
    "other_day_year": "",
}


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    """Let the pages be looked at on the day on which the tests play."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def talking(world: World) -> Trajectory:
    """A child whose parents a nurse of the first team talks with."""
    return stored(world.version, "S30", team=world.team)


@pytest.fixture
def desk(world: World, as_user: SignIn) -> Client:
    """The nurse of the first team, signed in."""
    return as_user(world.people["nurse"])


def page_of(trajectory: Trajectory, query: str = "") -> str:
    """Return the address of a trajectory."""
    return f"{reverse('referrals:trajectory', args=[trajectory.pk])}{query}"


def post(desk: Client, page: str, **said: str) -> Any:
    """Fill in the form on a page and send it."""
    return desk.post(page, {**typed(desk.get(page)), **DAY, **said})


def state_of(trajectory: Trajectory) -> tuple[str, int]:
    """Return where a trajectory stands, and its version."""
    trajectory.refresh_from_db()
    return trajectory.state, trajectory.version


class TestTelling:
    """What the page says."""

    def test_it_says_where_the_child_stands(
        self, desk: Client, talking: Trajectory
    ) -> None:
        response = desk.get(page_of(talking))

        current = [
            (one.name, one.state) for one in response.context["steps"] if one.state
        ]
        assert current == [("Toestemming, voorkeurslocatie en verwijsbrief", "current")]
        assert response.context["months"] == 29

    def test_it_offers_what_this_reader_may_report(
        self, desk: Client, talking: Trajectory
    ) -> None:
        response = desk.get(page_of(talking))

        assert [one.key for one in response.context["offers"]] == [
            "consent",
            "location",
            "attempt",
            "refuse",
            "consent+location+refer",
        ]
        assert [way.outcome.key for way in response.context["not_yet"]] == [
            "refer",
            "not_reached",
        ]

    def test_it_asks_no_more_than_some_answer_needs(
        self, desk: Client, talking: Trajectory
    ) -> None:
        form = desk.get(page_of(talking)).context["form"]

        assert [name for name in form.fields if name != "version"] == [
            "day",
            "other_day",
            "outcome",
            "location",
            "channel",
            "reason",
        ]
        assert form.fields["channel"].help_text.startswith("Alleen bij “")

    def test_reading_it_is_on_record_with_the_code(
        self, desk: Client, talking: Trajectory
    ) -> None:
        desk.get(page_of(talking))

        entry = Entry.objects.filter(verb="trajectory.read").latest("pk")
        assert (entry.details["codes"], entry.details["how"]) == (
            [talking.code],
            "traject",
        )

    def test_who_may_not_report_is_told_why(
        self, world: World, talking: Trajectory, as_user: SignIn
    ) -> None:
        planner = person(world.team.organisation, Role.PLANNER, name="Puk Planner")
        TeamMembershipFactory.create(team=world.team, user=planner)

        response = as_user(with_reach(planner, today=TODAY)).get(page_of(talking))

        assert response.context["offers"] == []
        assert response.context["may_edit"].reason == (
            "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
        )


class TestReasons:
    """Why is told to who may know why."""

    @pytest.fixture
    def refused(self, world: World, talking: Trajectory) -> Trajectory:
        """A trajectory that parents ended, with the reason they gave."""
        return move(
            trajectory=talking,
            outcome="refuse",
            deed=Deed(occurred_on=TODAY, reason="RN04"),
            seen_version=0,
            actor=world.people["nurse"],
            now=NOW,
        )

    def test_a_nurse_reads_the_reason(self, desk: Client, refused: Trajectory) -> None:
        log = desk.get(page_of(refused)).context["log"]

        assert [line.text for line in log] == [
            "Ouders willen niet (reden: kosten, of de toeslag is te ingewikkeld)"
        ]

    def test_a_planner_reads_that_it_ended_but_not_why(
        self, world: World, refused: Trajectory, as_user: SignIn
    ) -> None:
        planner = person(world.team.organisation, Role.PLANNER, name="Puk Planner")
        TeamMembershipFactory.create(team=world.team, user=planner)

        desk = as_user(with_reach(planner, today=TODAY))
        log = desk.get(page_of(refused)).context["log"]

        assert [line.text for line in log] == ["Ouders willen niet"]


class TestMoving:
    """Taking a child on from its page."""

    def test_one_step(self, desk: Client, talking: Trajectory) -> None:
        response = post(desk, page_of(talking), outcome="consent")

        assert response["Location"] == page_of(talking)
        assert state_of(talking) == ("S30", 1)
        assert (talking.consent, talking.consent_on) == ("yes", TODAY)

    def test_consent_wish_and_letter_at_once(
        self, desk: Client, world: World, talking: Trajectory
    ) -> None:
        post(
            desk,
            page_of(talking),
            outcome="consent+location+refer",
            location=str(world.location.pk),
            day="yesterday",
        )

        assert state_of(talking) == ("S40", 3)
        assert (talking.wished_location, talking.letter_on) == (
            world.location,
            YESTERDAY,
        )
        kinds = Event.objects.filter(trajectory=talking).order_by("pk")
        assert [event.outcome for event in kinds] == ["consent", "location", "refer"]

    def test_any_preschool_will_do(self, desk: Client, talking: Trajectory) -> None:
        post(desk, page_of(talking), outcome="location", location="any")

        talking.refresh_from_db()
        assert (talking.location_known, talking.wished_location) == (True, None)

    def test_another_day(self, desk: Client, talking: Trajectory) -> None:
        post(
            desk,
            page_of(talking),
            outcome="consent",
            day="other",
            other_day_day="3",
            other_day_month="11",
            other_day_year="2026",
        )

        talking.refresh_from_db()
        assert talking.consent_on == date(2026, 11, 3)

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            (
                {"outcome": "refuse"},
                {"reason": ["Kies een reden bij dit antwoord."]},
            ),
            (
                {"outcome": "attempt"},
                {"channel": ["Kies hoe u de ouders probeerde te bereiken."]},
            ),
            (
                {"outcome": "location"},
                {"location": ["Kies een voorschool, of dat elke voorschool goed is."]},
            ),
            (
                {"outcome": "consent", "day": "other"},
                {"other_day": ["Vul in op welke dag het gebeurde."]},
            ),
            (
                {"outcome": "consent", "day": "other", "other_day_day": "21-11-2026"},
                {"__all__": [FUTURE]},
            ),
            (
                {"outcome": "start"},
                {"outcome": [NOT_OFFERED]},
            ),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(
        self,
        desk: Client,
        talking: Trajectory,
        said: dict[str, str],
        fault: dict[str, list[str]],
    ) -> None:
        response = post(desk, page_of(talking), **said)

        assert response.context["form"].errors == fault
        assert state_of(talking) == ("S30", 0)

    def test_what_another_answer_asks_is_left_alone(
        self, desk: Client, talking: Trajectory
    ) -> None:
        post(desk, page_of(talking), outcome="consent", reason="RN04")

        assert state_of(talking) == ("S30", 1)

    def test_what_comes_from_outside_has_its_own_list(
        self, desk: Client, talking: Trajectory
    ) -> None:
        page = page_of(talking, "?anders=1")

        post(desk, page, outcome="moved")

        assert state_of(talking) == ("S94", 1)


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


@pytest.mark.postgresql
@pytest.mark.parametrize("events", [1, 5])
def test_the_page_takes_as_many_queries_for_five_events_as_for_one(
    desk: Client,
    world: World,
    talking: Trajectory,
    django_assert_num_queries: DjangoAssertNumQueries,
    events: int,
) -> None:
    for number in range(events):
        move(
            trajectory=talking,
            outcome="attempt",
            deed=Deed(occurred_on=TODAY, channel="phone"),
            seen_version=number,
            actor=world.people["nurse"],
            now=NOW,
        )
    page = page_of(talking, "?lijst=open")
    desk.get(page)

    with django_assert_num_queries(QUERIES):
        desk.get(page)


QUERIES: Final = 20
