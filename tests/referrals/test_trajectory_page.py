"""The page of a trajectory: what it tells, and taking a child on from it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from referrals.lifecycle.deeds import Deed
from referrals.lifecycle.guards import FUTURE
from referrals.models import Event, Trajectory
from referrals.services.moving import move
from tests.conftest import person
from tests.factories import NOW, TODAY, TeamMembershipFactory
from tests.referrals.scenes import World
from tests.referrals.trajectory_pages import page_of, post, state_of
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
    pytest.mark.filterwarnings("error"),
]
SignIn = Callable[[User], Client]
NOT_OFFERED: Final = (
    "Kies bij “Wat is de uitkomst?” een van de antwoorden die er staan."
)
YESTERDAY: Final = TODAY - timedelta(days=1)


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
