"""Beginning a trajectory on a page, in five answers."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from referrals.codes import shown_code
from referrals.forms.registering import NO_GROUP, NO_MONTH, WITH_A_DAY, BirthMonthField
from referrals.models import Trajectory
from tests.agreements.pages import errors_of, typed
from tests.factories import (
    TODAY,
    NeighbourhoodFactory,
    PartnershipFactory,
    TeamMembershipFactory,
)
from tests.referrals.scenes import World, everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Team, User
from vve_portal.accounts.queries import with_reach
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_child", "on_the_day"),
]
SignIn = Callable[[User], Client]
PAGE: Final = "/trajecten/nieuw/"


def new_ones(world: World) -> list[Trajectory]:
    """Return what was begun on a page."""
    rows = Trajectory.objects.exclude(pk=world.trajectory.pk)
    return list(rows.order_by("pk"))


def send(desk: Client, world: World, **said: str) -> Any:
    """Fill in the page and send it."""
    filled = {
        "birth_month": "6-2024",
        "start": f"{world.version.pk}:S00",
        **said,
    }
    return desk.post(PAGE, typed(desk.get(PAGE), **filled))


class TestOne:
    """One child."""

    def test_there_are_five_answers(self, desk: Client) -> None:
        fields = desk.get(PAGE).context["form"].fields

        # The other day goes with the day; a nurse of one team chooses no team.
        assert [name for name in fields if name != "other_day"] == [
            "day",
            "birth_month",
            "neighbourhood",
            "start",
            # Asked of who begins with an indication only.
            "groups",
        ]

    def test_an_indication_is_kept_with_the_group_of_its_reason(
        self, desk: Client, world: World
    ) -> None:
        send(desk, world, start=f"{world.version.pk}:S20", groups="taal")
        send(desk, world, groups="taal")

        indicated, signalled = new_ones(world)
        assert [one.group for one in indicated.indication_groups.all()] == ["taal"]
        assert signalled.indication_groups.count() == 0

    def test_an_indication_without_a_group_is_asked_for_one(
        self, desk: Client, world: World
    ) -> None:
        response = send(desk, world, start=f"{world.version.pk}:S20")

        assert errors_of(response) == {"groups": [NO_GROUP]}
        assert new_ones(world) == []

    def test_a_child_begins_in_the_nurses_own_team(
        self, desk: Client, world: World
    ) -> None:
        wijk = NeighbourhoodFactory.create(partnership=world.partnership)

        send(desk, world, neighbourhood=str(wijk.pk), day="yesterday")

        [made] = new_ones(world)
        assert (made.birth_month, made.neighbourhood, made.team, made.state) == (
            date(2024, 6, 1),
            wijk,
            world.team,
            "S00",
        )
        assert made.since == date(2026, 11, 19)

    def test_the_code_is_shown_big_afterwards(self, desk: Client, world: World) -> None:
        response = send(desk, world)

        [made] = new_ones(world)
        shown = desk.get(response["Location"])
        assert response["Location"] == f"/trajecten/codes/?t={made.pk}"
        assert shown.context["rows"] == [(shown_code(made.code), made)]
        entry = Entry.objects.filter(verb="trajectory.read").latest("pk")
        assert entry.details == {"how": "nieuwe codes", "codes": [made.code]}

    def test_nobody_is_shown_the_codes_of_another_team(
        self, world: World, as_user: SignIn
    ) -> None:
        other = as_user(world.people["other_nurse"])

        response = other.get(f"/trajecten/codes/?t={world.trajectory.pk}")

        assert (response.status_code, response["Location"]) == (302, "/trajecten/")

    @pytest.mark.parametrize(
        ("said", "faults"),
        [
            ({"birth_month": "12-6-2024"}, {"birth_month": [WITH_A_DAY]}),
            ({"birth_month": "juni"}, {"birth_month": [NO_MONTH]}),
            (
                {"birth_month": "12-2026"},
                {
                    "__all__": [
                        "Deze maand moet nog komen. Kies een eerdere geboortemaand."
                    ]
                },
            ),
            (
                {"start": "S00"},
                {
                    "start": [
                        (
                            "Kies bij “Waar begint het traject?” een van de "
                            "antwoorden die er staan."
                        )
                    ]
                },
            ),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self,
        desk: Client,
        world: World,
        said: dict[str, str],
        faults: dict[str, list[str]],
    ) -> None:
        response = send(desk, world, **said)

        assert errors_of(response) == faults
        assert new_ones(world) == []

    def test_a_neighbourhood_of_another_town_is_not_offered(
        self, desk: Client, world: World
    ) -> None:
        partnership = PartnershipFactory.create()
        with scope(everything()):
            elsewhere = NeighbourhoodFactory.create(partnership=partnership)

        response = send(desk, world, neighbourhood=str(elsewhere.pk))

        assert errors_of(response) == {
            "neighbourhood": ["Kies bij “Wijk” een van de antwoorden die er staan."]
        }

    def test_who_works_in_two_teams_says_for_which(
        self, world: World, as_user: SignIn
    ) -> None:
        nurse = world.people["nurse"]
        second = Team.objects.get(name="Team Zuid")
        TeamMembershipFactory.create(team=second, user=nurse)
        desk = as_user(with_reach(nurse, today=TODAY))

        without = send(desk, world)
        send(desk, world, team=str(second.pk))

        assert errors_of(without) == {"team": ["Maak een keuze bij “Team”."]}
        assert [one.team for one in new_ones(world)] == [second]


class TestMonths:
    """A month of birth as people type it."""

    @pytest.mark.parametrize(
        "text", ["6-2024", "06-2024", "6 2024", "juni 2024", "jun 2024", "2024-06"]
    )
    def test_a_month_is_read_as_its_first_day(self, text: str) -> None:
        assert BirthMonthField().clean(text) == date(2024, 6, 1)


class TestMany:
    """The children of an afternoon."""

    page: Final = "/trajecten/nieuw/meer/"

    def rows(self, *months: str) -> dict[str, str]:
        """Return five rows as they are typed."""
        typed_rows = [*months, *[""] * (5 - len(months))]
        return {f"form-{at}-birth_month": month for at, month in enumerate(typed_rows)}

    def filled(self, desk: Client, world: World, *months: str) -> dict[str, str]:
        """Return the page as it is filled in."""
        start = f"{world.version.pk}:S10"
        return typed(desk.get(self.page), start=start, **self.rows(*months))

    def test_rows_that_stay_empty_do_not_count(
        self, desk: Client, world: World
    ) -> None:
        response = desk.post(self.page, self.filled(desk, world, "6-2024", "1-2025"))

        made = new_ones(world)
        assert [(one.birth_month, one.state, one.team) for one in made] == [
            (date(2024, 6, 1), "S10", world.team),
            (date(2025, 1, 1), "S10", world.team),
        ]
        shown = desk.get(response["Location"]).context["rows"]
        assert [code for code, _ in shown] == [shown_code(one.code) for one in made]

    def test_one_wrong_row_keeps_all_of_them_back(
        self, desk: Client, world: World
    ) -> None:
        filled = self.filled(desk, world, "6-2024", "", "12-2026")

        response = desk.post(self.page, filled)

        faults = [row.errors for row in response.context["formset"].forms]
        assert faults == [
            {},
            {},
            {"__all__": ["Deze maand moet nog komen. Kies een eerdere geboortemaand."]},
            {},
            {},
        ]
        assert new_ones(world) == []

    def test_a_row_without_a_month_is_told_what_is_missing(
        self, desk: Client, world: World
    ) -> None:
        filled = self.filled(desk, world)
        filled["form-0-group"] = "taal"

        response = desk.post(self.page, filled)

        assert response.context["formset"].forms[0].errors == {
            "birth_month": [NO_MONTH]
        }

    def test_each_indicated_child_is_asked_for_its_own_group(
        self, desk: Client, world: World
    ) -> None:
        filled = self.filled(desk, world, "6-2024", "1-2025")
        filled |= {"start": f"{world.version.pk}:S20", "form-0-group": "taal"}

        refused = desk.post(self.page, filled)
        desk.post(self.page, {**filled, "form-1-group": "kind"})

        faults = [row.errors for row in refused.context["formset"].forms[:2]]
        assert faults == [{}, {"group": [NO_GROUP]}]
        kept = [
            [one.group for one in made.indication_groups.all()]
            for made in new_ones(world)
        ]
        assert kept == [["taal"], ["kind"]]

    def test_five_rows_more_keep_what_was_typed(
        self, desk: Client, world: World
    ) -> None:
        filled = {**self.filled(desk, world, "6-2024"), "more": "1"}

        response = desk.post(self.page, filled)

        rows = response.context["formset"].forms
        assert [row["birth_month"].value() or "" for row in rows] == [
            "6-2024",
            *[""] * 9,
        ]
        assert response.context["formset"].total_error_count() == 0
        assert new_ones(world) == []

    def test_nothing_filled_in_is_told(self, desk: Client, world: World) -> None:
        response = desk.post(self.page, self.filled(desk, world))

        assert errors_of(response) == {"__all__": ["Vul minstens één kind in."]}

    def test_pages_name_each_other(self, desk: Client) -> None:
        page = desk.get(PAGE).content.decode()

        assert page.count(f'href="{reverse("referrals:trajectory-create-many")}"') == 1
