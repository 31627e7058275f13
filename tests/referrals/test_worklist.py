"""What the worklist shows to whom, in which order, and how it goes on."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from referrals.codes import after_start, parse_start
from referrals.filters import WorklistFilter
from referrals.models import Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.queries.options import options_for
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
)
from tests.factories import (
    TODAY,
    NeighbourhoodFactory,
    TeamMembershipFactory,
    UserFactory,
)
from tests.referrals.building import stored
from tests.referrals.scenes import World
from vve_portal.accounts.models import Team, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def put(world: World, code: str = "", **fields: Any) -> Trajectory:
    """Store a trajectory of the first team, with a plan written by hand."""
    made = stored(world.version, fields.pop("state", "S00"), team=world.team)
    plan: dict[str, Any] = {
        "owner": Role.NURSE,
        "due_on": TODAY,
        "escalates_on": None,
        "escalates_to": "",
    }
    values = {**plan, **fields}
    if code:
        values["code"] = code
    Trajectory.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def seen_by(user: User) -> TrajectoryQuerySet:
    """Return what somebody may know of."""
    return Trajectory.objects.visible_to(user)


def in_list(user: User, lane: Lane) -> set[int]:
    """Return what stands in a fixed list of somebody."""
    rows = in_lane(seen_by(user), lane, user, TODAY)
    return set(rows.values_list("pk", flat=True))


def pks(rows: Iterable[Trajectory]) -> list[int]:
    """Return the numbers of rows, in their order."""
    return [row.pk for row in rows]


def filtered(user: User, query: str) -> WorklistFilter:
    """Return the filter as somebody fills it in."""
    return WorklistFilter(
        QueryDict(query),
        seen_by(user),
        actor=user,
        today=TODAY,
        options=options_for(user),
    )


def found(user: User, query: str) -> set[int]:
    """Return what a filter leaves over, whatever the list."""
    return set(filtered(user, query).listed(None).values_list("pk", flat=True))


@pytest.fixture
def nurse(world: World) -> User:
    """The nurse of the first team, which has no trajectory yet."""
    Trajectory.objects.filter(pk=world.trajectory.pk).update(team=None)
    return world.people["nurse"]


class TestLanes:
    """The fixed lists."""

    def test_late_is_what_should_have_been_done_before_today(
        self, world: World, nurse: User
    ) -> None:
        late = put(world, due_on=YESTERDAY)
        put(world, due_on=TODAY)

        assert in_list(nurse, Lane.LATE) == {late.pk}

    def test_mine_is_due_today_and_of_my_role(self, world: World, nurse: User) -> None:
        mine = put(world, due_on=TODAY)
        put(world, due_on=TOMORROW)
        put(world, due_on=TODAY, owner=Role.PRESCHOOL_CONTACT)

        assert in_list(nurse, Lane.MINE) == {mine.pk}

    def test_mine_is_not_what_a_colleague_was_given(
        self, world: World, nurse: User
    ) -> None:
        colleague = UserFactory.create(organisation=nurse.organisation)
        mine = put(world, assigned_to=nurse)
        put(world, assigned_to=colleague)

        assert in_list(nurse, Lane.MINE) == {mine.pk}

    def test_mine_is_what_i_stand_in_for(self, world: World, nurse: User) -> None:
        colleague = UserFactory.create(organisation=nurse.organisation)
        TeamMembershipFactory.create(
            team=world.team, user=nurse, replaces=colleague, ends_on=TOMORROW
        )
        his = put(world, assigned_to=colleague)

        standing_in = with_reach(nurse, today=TODAY)

        assert in_list(standing_in, Lane.MINE) == {his.pk}

    def test_whoever_stands_in_sees_the_other_team_for_as_long(
        self, world: World, nurse: User
    ) -> None:
        other = world.people["other_nurse"]
        TeamMembershipFactory.create(
            team=world.team, user=other, replaces=nurse, ends_on=TODAY
        )
        one = put(world)

        during = with_reach(other, today=TODAY)
        seen_during = pks(seen_by(during).filter(pk=one.pk))
        after = with_reach(other, today=TOMORROW)
        seen_after = pks(seen_by(after).filter(pk=one.pk))

        assert (seen_during, seen_after) == ([one.pk], [])

    def test_waiting_for_others_is_by_whose_turn_it_is(
        self, world: World, nurse: User
    ) -> None:
        at_preschool = put(world, owner=Role.PRESCHOOL_CONTACT)
        with_outreach = put(world, owner=Role.OUTREACH_WORKER)

        assert in_list(nurse, Lane.PRESCHOOL) == {at_preschool.pk}
        assert in_list(nurse, Lane.OUTREACH) == {with_outreach.pk}

    def test_passed_on_is_from_its_day_and_to_my_role(self, world: World) -> None:
        coordinator = world.people["coordinator"]
        to = {"escalates_to": Role.VVE_COORDINATOR}
        passed = put(world, escalates_on=TODAY, **to)
        put(world, escalates_on=TOMORROW, **to)
        put(world, escalates_on=TODAY, escalates_to=Role.NURSE)

        assert in_list(coordinator, Lane.ESCALATED) == {passed.pk}

    def test_counts_are_of_the_same_lists(self, world: World, nurse: User) -> None:
        put(world, due_on=YESTERDAY)
        put(world, owner=Role.PRESCHOOL_CONTACT, due_on=TOMORROW)

        assert counts_of(nurse, today=TODAY) == {
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
    def rows(self, world: World, nurse: User) -> list[int]:  # noqa: ARG002 - leaves the rest out
        """Five trajectories, of which three on the same day, in order."""
        days = (YESTERDAY, TODAY, TODAY, TODAY, TOMORROW)
        return [put(world, due_on=day).pk for day in days]

    def test_the_first_page_begins_with_what_is_most_urgent(
        self, rows: list[int], nurse: User
    ) -> None:
        page = page_of(seen_by(nurse).exclude(due_on=None), Order(), size=2)

        assert (pks(page.rows), page.before) == (rows[:2], "")

    def test_going_on_shows_every_row_once(self, rows: list[int], nurse: User) -> None:
        listed = seen_by(nurse).exclude(due_on=None)
        first = page_of(listed, Order(), size=2)

        second = page_of(listed, Order(), after=Place.read(first.after), size=2)
        third = page_of(listed, Order(), after=Place.read(second.after), size=2)

        assert pks([*first.rows, *second.rows, *third.rows]) == rows
        assert third.after == ""

    def test_going_back_shows_the_page_before(
        self, rows: list[int], nurse: User
    ) -> None:
        listed = seen_by(nurse).exclude(due_on=None)
        second = page_of(listed, Order(), after=Place(rows[1], TODAY), size=2)

        first = page_of(listed, Order(), before=Place.read(second.before), size=2)

        assert pks(first.rows) == rows[:2]
        assert (first.before, bool(first.after)) == ("", True)

    def test_a_row_that_went_does_not_shift_the_next_page(
        self, rows: list[int], nurse: User
    ) -> None:
        listed = seen_by(nurse).exclude(due_on=None)
        first = page_of(listed, Order(), size=2)
        Trajectory.objects.filter(pk=rows[0]).update(due_on=date(2030, 1, 1))

        second = page_of(listed, Order(), after=Place.read(first.after), size=2)

        assert pks(second.rows) == rows[2:4]

    def test_closed_trajectories_go_by_number(self, world: World, nurse: User) -> None:
        closed = [put(world, state="S94", due_on=None).pk for _ in range(3)]
        listed = seen_by(nurse).filter(state="S94")
        by_number = Order(by_day=False)
        first = page_of(listed, by_number, size=2)

        second = page_of(listed, by_number, after=Place.read(first.after), size=2)

        assert pks([*first.rows, *second.rows]) == closed

    @pytest.mark.parametrize(
        "text", ["", "x", "_", "2026-11-20_", "2026-13-01_4", "_4x"]
    )
    def test_a_place_that_is_none_is_the_beginning(self, text: str) -> None:
        assert Place.read(text) is None


class TestFilters:
    """Narrowing the list down."""

    def test_by_state_neighbourhood_team_and_owner(
        self, world: World, nurse: User
    ) -> None:
        north = NeighbourhoodFactory.create(partnership=world.partnership)
        NeighbourhoodFactory.create(partnership=world.partnership)
        there = put(world, neighbourhood=north)
        other = put(world, state="S20", owner=Role.DOCTOR)

        assert found(nurse, f"neighbourhood={north.pk}") == {there.pk}
        assert found(nurse, "state=S20") == {other.pk}
        assert found(nurse, "owner=doctor") == {other.pk}
        assert found(nurse, f"team={world.team.pk}") == {there.pk, other.pk}

    def test_by_route(self, world: World, nurse: User) -> None:
        one = put(world)

        route = world.version.pathway_id

        assert found(nurse, f"route={route}") == {one.pk}

    def test_late_or_in_time(self, world: World, nurse: User) -> None:
        late = put(world, due_on=YESTERDAY)
        in_time = put(world, due_on=TODAY)

        assert found(nurse, "due=late") == {late.pk}
        assert found(nurse, "due=in_time") == {in_time.pk}

    def test_by_age_in_whole_months(self, world: World, nurse: User) -> None:
        # On 20 November 2026 a child of November 2024 is 24 months old.
        youngest = put(world, birth_month=date(2024, 11, 1))
        oldest = put(world, birth_month=date(2024, 6, 1))
        put(world, birth_month=date(2024, 12, 1))
        put(world, birth_month=date(2024, 5, 1))

        assert found(nurse, "age=24-29") == {youngest.pk, oldest.pk}

    def test_four_or_older_has_no_end(self, world: World, nurse: User) -> None:
        four = put(world, birth_month=date(2022, 11, 1))
        five = put(world, birth_month=date(2021, 6, 1))
        put(world, birth_month=date(2022, 12, 1))

        assert found(nurse, "age=48") == {four.pk, five.pk}

    @pytest.mark.parametrize(
        "typed", ["K7QM", "k7qm-4x", "K7QM4X2P", "K7QM-4X2P-K", "k7qm4x2pk"]
    )
    def test_by_code_or_how_it_begins(
        self, world: World, nurse: User, typed: str
    ) -> None:
        one = put(world, code="K7QM4X2PK")
        put(world, code="K7QN4X2P1")
        put(world, code="K7Q000001")

        assert found(nurse, f"code={typed}") == {one.pk}

    def test_a_code_is_found_when_it_is_closed(self, world: World, nurse: User) -> None:
        closed = put(world, code="K7QM4X2PK", state="S94", due_on=None)

        narrowed = filtered(nurse, "code=K7QM")

        assert pks(narrowed.listed(None)) == [closed.pk]
        assert narrowed.order == Order(by_day=False)

    def test_a_closing_state_shows_what_is_closed(
        self, world: World, nurse: User
    ) -> None:
        closed = put(world, state="S94", due_on=None)

        assert found(nurse, "state=S94") == {closed.pk}

    def test_a_wrong_character_in_a_whole_code_is_told(
        self, world: World, nurse: User
    ) -> None:
        put(world, code="K7QM4X2PK")

        narrowed = filtered(nurse, "code=K7QM-4X2P-J")

        assert narrowed.form.errors == {
            "code": [
                "Dit is een typefout: de code klopt niet. Kijk op de verwijsbrief."
            ]
        }
        assert pks(narrowed.listed(None)) == []

    def test_a_filter_that_does_not_exist_finds_nothing(
        self, world: World, nurse: User
    ) -> None:
        put(world)

        assert found(nurse, "state=S99") == set()

    def test_nobody_is_offered_the_teams_of_another_jgz(self, world: World) -> None:
        Team.objects.create(
            organisation=world.people["elsewhere"].organisation, name="Team Elders"
        )

        offered = options_for(world.people["nurse"])

        assert list(offered.teams.values()) == ["Team Noord", "Team Zuid"]


class TestCodes:
    """A code of which only the beginning was typed."""

    @pytest.mark.parametrize(
        ("start", "after"),
        [("K7", "K8"), ("KZ", "M"), ("K7QM4X2P", "K7QM4X2Q"), ("ZZ", ""), ("", "")],
    )
    def test_what_comes_after_a_start(self, start: str, after: str) -> None:
        assert after_start(start) == after

    def test_what_people_confuse_is_read_as_meant(self) -> None:
        assert parse_start("o-il7") == "0117"


class TestTasks:
    """What the worklist asks on the start page."""

    def test_a_nurse_hears_what_asks_something_of_her(
        self, world: World, nurse: User
    ) -> None:
        put(world, due_on=YESTERDAY)

        found_tasks = list(tasks(nurse, today=TODAY))

        assert [(one.title, one.url) for one in found_tasks] == [
            ("1 traject vraagt vandaag iets van u", "/trajecten/?lijst=vandaag")
        ]

    def test_a_coordinator_hears_what_is_late_in_every_team(
        self, world: World, nurse: User
    ) -> None:
        put(world, due_on=YESTERDAY)
        put(world, due_on=YESTERDAY)
        put(world, due_on=TODAY)
        assert nurse.organisation == world.people["coordinator"].organisation

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
