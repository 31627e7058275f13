"""Narrowing the worklist down."""

from datetime import date, timedelta

import pytest
from django import forms
from django.http import QueryDict
from pytest_django.asserts import assertHTMLEqual

from referrals.codes import after_start, parse_start
from referrals.filters import WorklistFilter
from referrals.queries.options import options_for
from referrals.queries.worklist import Order
from tests.factories import TODAY, NeighbourhoodFactory
from tests.referrals.listing import pks, put, seen_by
from tests.referrals.scenes import World
from vve_portal.accounts.models import Team, User
from vve_portal.accounts.roles import Role
from vve_portal.ui.widgets import QuickSelect

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


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


class TestFilters:
    """Narrowing the list down."""

    def test_by_state_neighbourhood_team_and_owner(
        self, world: World, own_nurse: User
    ) -> None:
        north = NeighbourhoodFactory.create(partnership=world.partnership)
        NeighbourhoodFactory.create(partnership=world.partnership)
        there = put(world, neighbourhood=north)
        other = put(world, state="S20", owner=Role.DOCTOR)

        assert found(own_nurse, f"neighbourhood={north.pk}") == {there.pk}
        assert found(own_nurse, "state=S20") == {other.pk}
        assert found(own_nurse, "owner=doctor") == {other.pk}
        assert found(own_nurse, f"team={world.team.pk}") == {there.pk, other.pk}

    def test_by_route(self, world: World, own_nurse: User) -> None:
        one = put(world)

        route = world.version.pathway_id

        assert found(own_nurse, f"route={route}") == {one.pk}

    def test_late_or_in_time(self, world: World, own_nurse: User) -> None:
        late = put(world, due_on=YESTERDAY)
        in_time = put(world, due_on=TODAY)

        assert found(own_nurse, "due=late") == {late.pk}
        assert found(own_nurse, "due=in_time") == {in_time.pk}

    def test_by_age_in_whole_months(self, world: World, own_nurse: User) -> None:
        # On 20 November 2026 a child of November 2024 is 24 months old.
        youngest = put(world, birth_month=date(2024, 11, 1))
        oldest = put(world, birth_month=date(2024, 6, 1))
        put(world, birth_month=date(2024, 12, 1))
        put(world, birth_month=date(2024, 5, 1))

        assert found(own_nurse, "age=24-29") == {youngest.pk, oldest.pk}

    def test_four_or_older_has_no_end(self, world: World, own_nurse: User) -> None:
        four = put(world, birth_month=date(2022, 11, 1))
        five = put(world, birth_month=date(2021, 6, 1))
        put(world, birth_month=date(2022, 12, 1))

        assert found(own_nurse, "age=48") == {four.pk, five.pk}

    @pytest.mark.parametrize(
        "typed", ["K7QM", "k7qm-4x", "K7QM4X2P", "K7QM-4X2P-K", "k7qm4x2pk"]
    )
    def test_by_code_or_how_it_begins(
        self, world: World, own_nurse: User, typed: str
    ) -> None:
        one = put(world, code="K7QM4X2PK")
        put(world, code="K7QN4X2P1")
        put(world, code="K7Q000001")

        assert found(own_nurse, f"code={typed}") == {one.pk}

    def test_a_code_is_found_when_it_is_closed(
        self, world: World, own_nurse: User
    ) -> None:
        closed = put(world, code="K7QM4X2PK", state="S94", due_on=None)

        narrowed = filtered(own_nurse, "code=K7QM")

        assert pks(narrowed.listed(None)) == [closed.pk]
        assert narrowed.order == Order(by_day=False)

    def test_a_closing_state_shows_what_is_closed(
        self, world: World, own_nurse: User
    ) -> None:
        closed = put(world, state="S94", due_on=None)

        assert found(own_nurse, "state=S94") == {closed.pk}

    def test_a_wrong_character_in_a_whole_code_is_told(
        self, world: World, own_nurse: User
    ) -> None:
        put(world, code="K7QM4X2PK")

        narrowed = filtered(own_nurse, "code=K7QM-4X2P-J")

        assert narrowed.form.errors == {
            "code": [
                "Dit is een typefout: de code klopt niet. Kijk op de verwijsbrief."
            ]
        }
        assert pks(narrowed.listed(None)) == []

    def test_a_filter_that_does_not_exist_finds_nothing(
        self, world: World, own_nurse: User
    ) -> None:
        put(world)

        assert found(own_nurse, "state=S99") == set()

    def test_nobody_is_offered_the_teams_of_another_jgz(self, world: World) -> None:
        Team.objects.create(
            organisation=world.people["elsewhere"].organisation, name="Team Elders"
        )

        offered = options_for(world.people["nurse"])

        assert list(offered.teams.values()) == ["Team Noord", "Team Zuid"]


def test_a_quick_list_is_the_same_as_a_slow_one() -> None:
    choices = [
        ("", "Alle"),
        ("Stad <b>", [(1, "Wijk & <script>"), (2, 'Wijk "Oost"')]),
        (3, "Noord"),
    ]
    attrs = {"id": "id_wijk", "class": "utrecht-select"}

    quick = QuickSelect(choices=choices).render("wijk", "2", attrs)

    assertHTMLEqual(quick, forms.Select(choices=choices).render("wijk", "2", attrs))


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
