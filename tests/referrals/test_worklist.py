"""What the worklist shows to whom, in which order, and how it goes on."""

from datetime import date, timedelta

import pytest

from referrals.models import Trajectory
from referrals.queries.worklist import (
    MOST_COUNTED,
    Lane,
    Order,
    Place,
    capped,
    counts_of,
    in_lane,
    page_of,
    tasks,
    term_words,
)
from tests.factories import (
    TODAY,
    TeamMembershipFactory,
    UserFactory,
)
from tests.referrals.listing import pks, put, seen_by
from tests.referrals.scenes import World
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def in_list(user: User, lane: Lane) -> set[int]:
    """Return what stands in a fixed list of somebody."""
    rows = in_lane(seen_by(user), lane, user, TODAY)
    return set(rows.values_list("pk", flat=True))


class TestLanes:
    """The fixed lists."""

    def test_late_is_what_should_have_been_done_before_today(
        self, world: World, own_nurse: User
    ) -> None:
        late = put(world, due_on=YESTERDAY)
        put(world, due_on=TODAY)

        assert in_list(own_nurse, Lane.LATE) == {late.pk}

    def test_mine_is_due_today_and_of_my_role(
        self, world: World, own_nurse: User
    ) -> None:
        mine = put(world, due_on=TODAY)
        put(world, due_on=TOMORROW)
        put(world, due_on=TODAY, owner=Role.PRESCHOOL_CONTACT)

        assert in_list(own_nurse, Lane.MINE) == {mine.pk}

    def test_mine_is_not_what_a_colleague_was_given(
        self, world: World, own_nurse: User
    ) -> None:
        colleague = UserFactory.create(organisation=own_nurse.organisation)
        mine = put(world, assigned_to=own_nurse)
        put(world, assigned_to=colleague)

        assert in_list(own_nurse, Lane.MINE) == {mine.pk}

    def test_a_coordinator_is_asked_whoever_has_the_child(self, world: World) -> None:
        coordinator = world.people["coordinator"]
        asked = put(
            world, owner=Role.VVE_COORDINATOR, assigned_to=world.people["nurse"]
        )

        assert in_list(coordinator, Lane.MINE) == {asked.pk}

    def test_mine_is_what_i_stand_in_for(self, world: World, own_nurse: User) -> None:
        colleague = UserFactory.create(organisation=own_nurse.organisation)
        TeamMembershipFactory.create(
            team=world.team, user=own_nurse, replaces=colleague, ends_on=TOMORROW
        )
        his = put(world, assigned_to=colleague)

        standing_in = with_reach(own_nurse, today=TODAY)

        assert in_list(standing_in, Lane.MINE) == {his.pk}

    def test_whoever_stands_in_sees_the_other_team_for_as_long(
        self, world: World, own_nurse: User
    ) -> None:
        other = world.people["other_nurse"]
        TeamMembershipFactory.create(
            team=world.team, user=other, replaces=own_nurse, ends_on=TODAY
        )
        one = put(world)

        during = with_reach(other, today=TODAY)
        seen_during = pks(seen_by(during).filter(pk=one.pk))
        after = with_reach(other, today=TOMORROW)
        seen_after = pks(seen_by(after).filter(pk=one.pk))

        assert (seen_during, seen_after) == ([one.pk], [])

    def test_waiting_for_others_is_by_whose_turn_it_is(
        self, world: World, own_nurse: User
    ) -> None:
        at_preschool = put(world, owner=Role.PRESCHOOL_CONTACT)
        with_outreach = put(world, owner=Role.OUTREACH_WORKER)

        assert in_list(own_nurse, Lane.PRESCHOOL) == {at_preschool.pk}
        assert in_list(own_nurse, Lane.OUTREACH) == {with_outreach.pk}

    def test_passed_on_is_from_its_day_and_to_my_role(self, world: World) -> None:
        coordinator = world.people["coordinator"]
        to = {"escalates_to": Role.VVE_COORDINATOR}
        passed = put(world, escalates_on=TODAY, **to)
        put(world, escalates_on=TOMORROW, **to)
        put(world, escalates_on=TODAY, escalates_to=Role.NURSE)

        assert in_list(coordinator, Lane.ESCALATED) == {passed.pk}

    def test_counts_are_of_the_same_lists(self, world: World, own_nurse: User) -> None:
        put(world, due_on=YESTERDAY)
        put(world, owner=Role.PRESCHOOL_CONTACT, due_on=TOMORROW)

        assert counts_of(own_nurse, today=TODAY) == {
            Lane.LATE: 1,
            Lane.MINE: 1,
            Lane.PRESCHOOL: 1,
            Lane.OUTREACH: 0,
            Lane.ESCALATED: 0,
            Lane.OPEN: 2,
        }

    def test_another_team_has_its_own_lists(self, world: World) -> None:
        put(world, due_on=YESTERDAY)

        counts = counts_of(world.people["other_nurse"], today=TODAY)

        assert set(counts.values()) == {0}

    def test_another_jgz_sees_none_of_it(self, world: World) -> None:
        put(world, due_on=YESTERDAY)

        counts = counts_of(world.people["elsewhere"], today=TODAY)

        assert set(counts.values()) == {0}

    def test_a_long_list_is_not_counted_to_the_end(self) -> None:
        assert [capped(number) for number in (0, MOST_COUNTED, MOST_COUNTED + 1)] == [
            "0",
            "1.000",
            "1.000+",
        ]


class TestPages:
    """Going on by key."""

    @pytest.fixture
    def rows(self, world: World, own_nurse: User) -> list[int]:  # noqa: ARG002 - leaves the rest out
        """Five trajectories, of which three on the same day, in order."""
        days = (YESTERDAY, TODAY, TODAY, TODAY, TOMORROW)
        return [put(world, due_on=day).pk for day in days]

    def test_the_first_page_begins_with_what_is_most_urgent(
        self, rows: list[int], own_nurse: User
    ) -> None:
        page = page_of(seen_by(own_nurse).exclude(due_on=None), Order(), size=2)

        assert (pks(page.rows), page.before) == (rows[:2], "")

    def test_going_on_shows_every_row_once(
        self, rows: list[int], own_nurse: User
    ) -> None:
        listed = seen_by(own_nurse).exclude(due_on=None)
        first = page_of(listed, Order(), size=2)

        second = page_of(listed, Order(), after=Place.read(first.after), size=2)
        third = page_of(listed, Order(), after=Place.read(second.after), size=2)

        assert pks([*first.rows, *second.rows, *third.rows]) == rows
        assert third.after == ""

    def test_going_back_shows_the_page_before(
        self, rows: list[int], own_nurse: User
    ) -> None:
        listed = seen_by(own_nurse).exclude(due_on=None)
        second = page_of(listed, Order(), after=Place(rows[1], TODAY), size=2)

        first = page_of(listed, Order(), before=Place.read(second.before), size=2)

        assert pks(first.rows) == rows[:2]
        assert (first.before, bool(first.after)) == ("", True)

    def test_a_row_that_went_does_not_shift_the_next_page(
        self, rows: list[int], own_nurse: User
    ) -> None:
        listed = seen_by(own_nurse).exclude(due_on=None)
        first = page_of(listed, Order(), size=2)
        Trajectory.objects.filter(pk=rows[0]).update(due_on=date(2030, 1, 1))

        second = page_of(listed, Order(), after=Place.read(first.after), size=2)

        assert pks(second.rows) == rows[2:4]

    def test_closed_trajectories_go_by_number(
        self, world: World, own_nurse: User
    ) -> None:
        closed = [put(world, state="S94", due_on=None).pk for _ in range(3)]
        listed = seen_by(own_nurse).filter(state="S94")
        by_number = Order(by_day=False)
        first = page_of(listed, by_number, size=2)

        second = page_of(listed, by_number, after=Place.read(first.after), size=2)

        assert pks([*first.rows, *second.rows]) == closed

    @pytest.mark.parametrize(
        "text", ["", "x", "_", "2026-11-20_", "2026-13-01_4", "_4x"]
    )
    def test_a_place_that_is_none_is_the_beginning(self, text: str) -> None:
        assert Place.read(text) is None


class TestTasks:
    """What the worklist asks on the start page."""

    def test_a_nurse_hears_what_asks_something_of_her(
        self, world: World, own_nurse: User
    ) -> None:
        put(world, due_on=YESTERDAY)

        found_tasks = list(tasks(own_nurse, today=TODAY))

        assert [(one.title, one.url) for one in found_tasks] == [
            ("1 traject vraagt vandaag iets van u", "/trajecten/?lijst=vandaag")
        ]

    def test_a_coordinator_hears_what_is_late_in_every_team(
        self, world: World, own_nurse: User
    ) -> None:
        put(world, due_on=YESTERDAY)
        put(world, due_on=YESTERDAY)
        put(world, due_on=TODAY)
        assert own_nurse.organisation == world.people["coordinator"].organisation

        found_tasks = list(tasks(world.people["coordinator"], today=TODAY))

        assert [(one.title, one.url) for one in found_tasks] == [
            ("2 trajecten zijn te laat", "/trajecten/?lijst=te-laat")
        ]

    @pytest.mark.parametrize("who", ["advisor", "manager", "preschool_contact"])
    def test_others_hear_nothing(
        self, world: World, request: pytest.FixtureRequest, who: str
    ) -> None:
        put(world, due_on=YESTERDAY)

        user = request.getfixturevalue(who)

        assert list(tasks(user, today=TODAY)) == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-14, "14 dagen te laat"),
        (-1, "1 dag te laat"),
        (0, "vandaag"),
        (1, "over 1 dag"),
        (3, "over 3 dagen"),
    ],
)
def test_a_term_is_said_in_words(days: int, words: str) -> None:
    assert term_words(TODAY + timedelta(days=days), TODAY) == words
