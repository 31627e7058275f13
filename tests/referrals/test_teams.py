"""Who works in which team, and who stands in for whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from referrals.models import Trajectory
from referrals.policies_teams import NO_ROLE, NOT_YOURS
from referrals.services import teams
from tests.agreements.pages import errors_of, told
from tests.conftest import person
from tests.factories import NOW, TODAY, TeamFactory, TeamMembershipFactory
from tests.referrals.scenes import World
from vve_portal.accounts.models import Team, TeamMembership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
SignIn = Callable[[User], Client]
LATER = TODAY + timedelta(days=14)


@pytest.fixture
def coordinator(world: World) -> User:
    """Who arranges the teams."""
    return world.people["coordinator"]


def stand_in(world: World, **changes: Any) -> list[TeamMembership]:
    """Let the nurse of the second team do the work of the first one's."""
    asked: dict[str, Any] = {
        "person": world.people["other_nurse"],
        "replaces": world.people["nurse"],
        "starts_on": TODAY,
        "ends_on": LATER,
        "actor": world.people["coordinator"],
        "now": NOW,
    }
    return teams.stand_in(**{**asked, **changes})


def add(world: World, **changes: Any) -> TeamMembership:
    """Let the nurse of the second team work in the first one too."""
    asked: dict[str, Any] = {
        "team": world.team,
        "person": world.people["other_nurse"],
        "starts_on": TODAY,
        "ends_on": None,
        "actor": world.people["coordinator"],
        "now": NOW,
    }
    return teams.add_member(**{**asked, **changes})


def refusal_of(deed: Callable[..., object], *args: Any, **kwargs: Any) -> Any:
    """Return what a deed was refused with."""
    with pytest.raises(ValidationError) as refused:
        deed(*args, **kwargs)
    return getattr(refused.value, "message_dict", None) or refused.value.messages


class TestStandingIn:
    """Doing somebody's work in his absence."""

    def test_the_work_is_seen_until_the_last_day(self, world: World) -> None:
        stand_in(world)

        zita = world.people["other_nurse"]
        seen = [
            list(Trajectory.objects.visible_to(with_reach(zita, today=day)))
            for day in (LATER, LATER + timedelta(days=1))
        ]
        assert seen == [[world.trajectory], []]

    def test_it_holds_in_every_team_of_who_is_away(self, world: World) -> None:
        third = TeamFactory.create(
            organisation=world.team.organisation, name="Team West"
        )
        TeamMembershipFactory.create(team=third, user=world.people["nurse"])

        made = stand_in(world)

        assert [(one.team, one.replaces, one.ends_on) for one in made] == [
            (world.team, world.people["nurse"], LATER),
            (third, world.people["nurse"], LATER),
        ]

    def test_who_stands_in_is_not_stood_in_for_twice(self, world: World) -> None:
        stand_in(world)

        assert refusal_of(stand_in, world, starts_on=LATER) == [teams.DOUBLE]

    def test_after_it_ended_it_can_be_arranged_again(self, world: World) -> None:
        stand_in(world)
        after = LATER + timedelta(days=1)

        [made] = stand_in(world, starts_on=after, ends_on=after)

        assert made.starts_on == after

    @pytest.mark.parametrize(
        ("changes", "faults"),
        [
            ({"starts_on": date(2026, 11, 19)}, {"starts_on": [teams.TOO_EARLY]}),
            ({"ends_on": date(2026, 11, 19)}, {"ends_on": [teams.ENDS_FIRST]}),
        ],
    )
    def test_days_have_to_fit(
        self, world: World, changes: dict[str, date], faults: dict[str, list[str]]
    ) -> None:
        assert refusal_of(stand_in, world, **changes) == faults

    def test_nobody_stands_in_for_himself(self, world: World) -> None:
        nel = world.people["nurse"]

        assert refusal_of(stand_in, world, person=nel) == {"person": [teams.HIMSELF]}

    def test_somebody_without_a_team_has_nothing_to_stand_in_for(
        self, world: World, coordinator: User
    ) -> None:
        assert refusal_of(stand_in, world, replaces=coordinator) == {
            "replaces": [teams.NO_TEAM]
        }

    def test_somebody_of_another_jgz_can_not_stand_in(self, world: World) -> None:
        els = world.people["elsewhere"]

        assert refusal_of(stand_in, world, person=els) == {
            "person": [teams.NO_COLLEAGUE]
        }

    def test_nobody_of_another_jgz_is_stood_in_for(self, world: World) -> None:
        team = TeamFactory.create(organisation=world.people["elsewhere"].organisation)
        TeamMembershipFactory.create(team=team, user=world.people["elsewhere"])

        assert refusal_of(stand_in, world, replaces=world.people["elsewhere"]) == {
            "replaces": [teams.NO_TEAM]
        }

    def test_who_reads_no_trajectories_can_not_stand_in(self, world: World) -> None:
        manager = world.people["manager"]

        assert refusal_of(stand_in, world, person=manager) == {
            "person": [teams.NO_READER]
        }

    def test_a_nurse_does_not_arrange_it(self, world: World) -> None:
        with pytest.raises(PermissionDenied, match=NO_ROLE):
            stand_in(world, actor=world.people["nurse"])

    def test_it_is_on_record(self, world: World) -> None:
        stand_in(world)

        entry = Entry.objects.latest("pk")
        assert (entry.verb, entry.reach, entry.summary) == (
            "team.replacement_arranged",
            Entry.Reach.ORGANISATION,
            (
                "Zita Zuid neemt in team Team Noord waar voor Nel Noord, "
                "20 november tot en met 4 december 2026."
            ),
        )


class TestMembers:
    """Working in a team."""

    def test_a_new_member_sees_the_teams_work(self, world: World) -> None:
        add(world)

        zita = with_reach(world.people["other_nurse"], today=TODAY)
        assert list(Trajectory.objects.visible_to(zita)) == [world.trajectory]

    def test_nobody_is_in_a_team_twice(self, world: World) -> None:
        add(world, ends_on=LATER)

        assert refusal_of(add, world, starts_on=LATER) == [teams.DOUBLE]

    def test_whoever_leaves_no_longer_sees_it(
        self, world: World, coordinator: User
    ) -> None:
        teams.end_membership(membership=world.membership, actor=coordinator, now=NOW)

        nel = with_reach(world.people["nurse"], today=TODAY)
        assert list(Trajectory.objects.visible_to(nel)) == []

    def test_a_membership_ends_once(self, world: World, coordinator: User) -> None:
        teams.end_membership(membership=world.membership, actor=coordinator, now=NOW)

        with pytest.raises(PermissionDenied, match="Dit is al beëindigd"):
            teams.end_membership(
                membership=world.membership, actor=coordinator, now=NOW
            )

    def test_the_team_of_another_jgz_is_out_of_reach(self, world: World) -> None:
        team = TeamFactory.create(organisation=world.people["elsewhere"].organisation)

        with pytest.raises(PermissionDenied, match=NOT_YOURS):
            add(world, team=team)

    def test_a_team_that_was_ended_takes_nobody(self, world: World) -> None:
        Team.objects.filter(pk=world.team.pk).update(ended_at=NOW)

        with pytest.raises(PermissionDenied, match="opgeheven"):
            add(world)


class TestEnding:
    """Ending a team."""

    def test_a_team_in_which_somebody_works_stays(
        self, world: World, coordinator: User
    ) -> None:
        deed = {"team": world.team, "actor": coordinator, "now": NOW}

        assert refusal_of(teams.end_team, **deed) == [teams.HAS_MEMBERS]

    def test_a_team_with_trajectories_stays(
        self, world: World, coordinator: User
    ) -> None:
        TeamMembership.objects.filter(team=world.team).update(ended_at=NOW)
        deed = {"team": world.team, "actor": coordinator, "now": NOW}

        assert refusal_of(teams.end_team, **deed) == [teams.HAS_CHILDREN]

    def test_an_empty_team_is_ended_and_offered_no_more(
        self, world: World, coordinator: User, as_user: SignIn
    ) -> None:
        empty = TeamFactory.create(
            organisation=world.team.organisation, name="Team West"
        )
        desk = as_user(coordinator)

        response = desk.post(f"/trajecten/teams/{empty.pk}/opheffen/")

        rows = desk.get(response["Location"]).context["teams"]
        assert [one.team.name for one in rows] == ["Team Noord", "Team Zuid"]


class TestPages:
    """Arranging it on the pages."""

    def test_a_team_is_made_and_filled(
        self, world: World, coordinator: User, as_user: SignIn
    ) -> None:
        desk = as_user(coordinator)
        response = desk.post("/trajecten/teams/nieuw/", {"name": "Team West"})
        made = Team.objects.get(name="Team West")
        said = {
            "person": str(world.people["nurse"].pk),
            "starts_on_day": "20",
            "starts_on_month": "11",
            "starts_on_year": "2026",
        }

        added = desk.post(response["Location"], said)

        assert response["Location"] == f"/trajecten/teams/{made.pk}/toevoegen/"
        members = desk.get(added["Location"]).context["one"].members
        assert [one.user for one in members] == [world.people["nurse"]]

    def test_a_name_is_taken_once(self, coordinator: User, as_user: SignIn) -> None:
        desk = as_user(coordinator)

        response = desk.post("/trajecten/teams/nieuw/", {"name": "team noord"})

        assert errors_of(response) == {"name": [teams.NAME_TAKEN]}

    def test_standing_in_is_arranged_and_ended(
        self, world: World, coordinator: User, as_user: SignIn
    ) -> None:
        desk = as_user(coordinator)
        said = {
            "replaces": str(world.people["nurse"].pk),
            "person": str(world.people["other_nurse"].pk),
            "starts_on_day": "20-11-2026",
            "ends_on_day": "4-12-2026",
        }

        response = desk.post("/trajecten/teams/waarneming/", said)

        assert told(desk.get(response["Location"])) == [
            "Zita Zuid neemt waar voor Nel Noord, tot en met 4 december 2026."
        ]
        made = TeamMembership.objects.get(replaces=world.people["nurse"])
        ended = desk.post(f"/trajecten/teams/leden/{made.pk}/beeindigen/")
        assert told(desk.get(ended["Location"])) == [
            "Zita Zuid neemt niet meer waar in team Team Noord."
        ]

    def test_an_administrator_arranges_teams_too(
        self, world: World, as_user: SignIn
    ) -> None:
        admin = person(world.team.organisation, Role.ADMINISTRATOR, name="Ada JGZ")

        response = as_user(admin).get("/trajecten/teams/")

        assert [one.team.name for one in response.context["teams"]] == [
            "Team Noord",
            "Team Zuid",
        ]

    @pytest.mark.parametrize("rows", [1, 5])
    def test_the_list_takes_as_many_queries_for_five_as_for_one(
        self,
        world: World,
        coordinator: User,
        as_user: SignIn,
        django_assert_max_num_queries: DjangoAssertNumQueries,
        rows: int,
    ) -> None:
        for _ in range(rows):
            TeamMembershipFactory.create(team=world.team)
        desk = as_user(coordinator)
        desk.get("/trajecten/teams/")

        with django_assert_max_num_queries(20) as counted:
            desk.get("/trajecten/teams/")

        assert len(counted) <= 20
