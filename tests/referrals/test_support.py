"""Support and home programmes: beside the main route, by level, paid by somebody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models.vocabulary import Funding
from referrals.models import PathwayVersion, Trajectory
from referrals.policies_counts import CLOSED, NO_SUPPORT, SIDE_OF_SIDE
from referrals.queries.support import (
    count_funding,
    count_levels,
    funding_choices,
    levels_after,
    side_routes_of,
    side_versions,
    support_of,
)
from referrals.routes.check import check
from referrals.routes.templates import TEMPLATES
from referrals.services.support import (
    FUNDING_MISSING,
    NOT_A_SIDE_ROUTE,
    RUNS_ALREADY,
    begin_side_route,
    change_level,
)
from tests.conftest import person
from tests.factories import TODAY, OrganisationFactory, PartnershipFactory
from tests.referrals.referred import Scene, close
from vve_portal.accounts.models import User, Workplace
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite

InScope = Callable[[User], AbstractContextManager[None]]
STARTED = date(2026, 11, 16)


@pytest.fixture
def begin(scene: Scene, now: datetime, in_scope: InScope) -> Callable[..., Trajectory]:
    """Begin a side route as the nurse."""

    def act(
        main: Trajectory, route: str = "R-AANV", *, actor: User = scene.nurse
    ) -> Trajectory:
        with in_scope(actor):
            return begin_side_route(
                main=main,
                pathway_version=scene.versions[route],
                occurred_on=STARTED,
                actor=actor,
                now=now,
            )

    return act


@pytest.fixture
def change(now: datetime, in_scope: InScope) -> Callable[..., Trajectory]:
    """Take a level of support on."""

    def act(
        trajectory: Trajectory, outcome: str, funding: str, *, actor: User
    ) -> Trajectory:
        with in_scope(actor):
            return change_level(
                trajectory=trajectory,
                outcome=outcome,
                occurred_on=TODAY,
                funding=funding,
                seen_version=trajectory.version,
                actor=actor,
                now=now,
            )

    return act


Begin = Callable[..., Trajectory]
Change = Callable[..., Trajectory]


def test_support_begins_beside_the_main_route_under_a_code_of_its_own(
    scene: Scene, begin: Begin
) -> None:
    main = scene.child("S70", location=scene.location)

    side = begin(main)

    side.refresh_from_db()
    assert (side.kind, side.state, side.main) == ("support", "Z00", main)
    assert (side.team, side.location, side.birth_month) == (
        main.team,
        main.location,
        main.birth_month,
    )
    assert side.code != main.code
    assert (side.owner, side.due_on) == (
        Role.PRESCHOOL_CONTACT,
        STARTED + timedelta(days=14),
    )
    assert Trajectory.objects.get(pk=main.pk).state == "S70"


def test_child_without_a_preschool_is_the_nurses_to_discuss(
    scene: Scene, begin: Begin
) -> None:
    side = begin(scene.child())

    assert (side.owner, side.location) == (Role.NURSE, None)


def test_same_side_route_does_not_run_twice_but_another_may(
    scene: Scene, begin: Begin
) -> None:
    main = scene.child("S70", location=scene.location)
    first = begin(main)

    with pytest.raises(ValidationError) as caught:
        begin(main)
    home = begin(main, "R-THUIS")
    close(first, "Z81", TODAY)
    again = begin(main)

    assert caught.value.message_dict == {"version": [RUNS_ALREADY]}
    assert (home.state, again.state) == ("T00", "Z00")


def test_route_to_a_preschool_is_no_side_route(scene: Scene, begin: Begin) -> None:
    with pytest.raises(ValidationError) as caught:
        begin(scene.child(), "R-BREDA")

    assert caught.value.message_dict == {"version": [NOT_A_SIDE_ROUTE]}


def test_side_route_has_no_side_route_and_a_closed_one_gets_none(
    scene: Scene, begin: Begin
) -> None:
    side, closed = begin(scene.child()), scene.child()
    close(closed, "S94", TODAY)

    with pytest.raises(PermissionDenied, match=SIDE_OF_SIDE):
        begin(side)
    with pytest.raises(PermissionDenied, match=CLOSED):
        begin(closed)


@pytest.mark.parametrize("who", ["advisor", "stranger", "preschool_contact", "manager"])
def test_nobody_else_begins_one(
    who: str, scene: Scene, begin: Begin, request: pytest.FixtureRequest
) -> None:
    with pytest.raises((PermissionDenied, Trajectory.DoesNotExist)):
        begin(scene.child(), actor=request.getfixturevalue(who))

    assert Trajectory.objects.filter(main__isnull=False).count() == 0


def test_level_names_who_pays_and_is_evaluated_after_twelve_weeks(
    scene: Scene, change: Change
) -> None:
    child = scene.child("Z10", route="R-AANV", funding="spuk_oab")

    moved = change(child, "up", Funding.YOUTH_ACT, actor=scene.nurse)

    moved.refresh_from_db()
    assert (moved.state, moved.funding) == ("Z20", "jeugdwet")
    assert moved.due_on == TODAY + timedelta(weeks=12)
    assert moved.next_step == "Start binnen 3 weken en evalueer na 12 weken"


def test_level_without_money_is_refused_and_nothing_moves(
    scene: Scene, change: Change
) -> None:
    child = scene.child("Z10", route="R-AANV")

    with pytest.raises(ValidationError) as caught:
        change(child, "up", "", actor=scene.nurse)

    assert caught.value.message_dict == {"funding": [FUNDING_MISSING]}
    assert Trajectory.objects.get(pk=child.pk).state == "Z10"


def test_evaluation_scales_down_and_the_end_asks_no_money(
    scene: Scene, change: Change, coordinator: User
) -> None:
    child = scene.child("Z20", route="R-AANV", funding="jeugdwet")

    evaluated = change(child, "evaluate", "", actor=coordinator)
    down = change(evaluated, "to_level_0", Funding.SPUK_OAB, actor=coordinator)
    ended = change(down, "enough", "", actor=coordinator)

    assert (evaluated.state, evaluated.funding) == ("Z60", "jeugdwet")
    assert (down.state, down.funding) == ("Z10", "spuk_oab")
    assert (ended.state, ended.is_open) == ("Z80", False)


def test_nurse_leaves_the_higher_levels_to_the_coordinator(
    scene: Scene, change: Change
) -> None:
    child = scene.child("Z20", route="R-AANV", funding="jeugdwet")

    with pytest.raises(PermissionDenied):
        change(child, "up", Funding.YOUTH_ACT, actor=scene.nurse)

    assert Trajectory.objects.get(pk=child.pk).state == "Z20"


def test_level_is_of_support_alone(scene: Scene, change: Change) -> None:
    child = scene.child("S30")

    with pytest.raises(PermissionDenied, match=NO_SUPPORT):
        change(child, "refer", "", actor=scene.nurse)


def test_levels_are_counted_with_how_many_are_late_and_who_pays(
    scene: Scene, today: date, in_scope: InScope
) -> None:
    for state, due_on, funding in (
        ("Z20", date(2026, 11, 19), "jeugdwet"),
        ("Z20", date(2026, 11, 20), "jeugdwet"),
        ("Z10", date(2026, 12, 1), ""),
    ):
        scene.child(state, route="R-AANV", due_on=due_on, funding=funding)
    scene.child("S70", funding="zvw")
    ended = scene.child("Z10", route="R-AANV")
    close(ended, "Z80", today)

    with in_scope(scene.nurse):
        rows = support_of(scene.nurse, scene.partnership)
        levels = count_levels(rows, today)
        sources = count_funding(rows)

    counted = {row.state: (row.count, row.late) for row in levels if row.count}
    assert counted == {"Z10": (1, 0), "Z20": (2, 1)}
    assert [row.state for row in levels] == [
        "Z00",
        "Z10",
        "Z20",
        "Z30",
        "Z40",
        "Z50",
        "Z60",
        "Z70",
    ]
    assert sources == [("Jeugdwet", 2), ("Nog niet gekozen", 1)]


def test_support_of_another_town_or_team_is_not_counted(
    scene: Scene, today: date, in_scope: InScope
) -> None:
    scene.child("Z20", route="R-AANV")
    scene.child("Z20", route="R-AANV", team=None)
    elsewhere = PartnershipFactory.create(provider=scene.nurse.organisation)

    with in_scope(scene.nurse):
        own = count_levels(support_of(scene.nurse, scene.partnership), today)
        other = count_levels(support_of(scene.nurse, elsewhere), today)

    assert sum(row.count for row in own) == 1
    assert sum(row.count for row in other) == 0


@pytest.mark.parametrize("who", ["advisor", "contract_manager", "alderman", "manager"])
def test_no_count_per_level_reaches_who_knows_of_no_child(
    who: str,
    scene: Scene,
    today: date,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    scene.child("Z20", route="R-AANV", funding="jeugdwet")
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        rows = support_of(actor, scene.partnership)
        counted = sum(row.count for row in count_levels(rows, today))
        sources = count_funding(rows)

    assert (counted, sources) == (0, [])


def test_money_offered_is_what_the_route_foresees_at_the_levels_ahead(
    scene: Scene,
) -> None:
    child = scene.child("Z20", route="R-AANV")
    route = TEMPLATES["R-AANV"]
    ways = {one.key: one for one in route.outcomes_at("Z20")}

    down = funding_choices(levels_after(child, [ways["down"]]))
    up = funding_choices(levels_after(child, [ways["up"]]))
    nowhere = levels_after(child, [ways["evaluate"]])

    assert [value for value, _ in down] == ["spuk_oab"]
    assert [value for value, _ in up] == ["jeugdwet", "zvw"]
    assert nowhere == []
    assert len(funding_choices([])) == len(Funding)


def test_only_published_side_routes_in_force_are_offered(
    scene: Scene, today: date
) -> None:
    PathwayVersion.objects.create(
        partnership=scene.partnership,
        pathway=scene.versions["R-AANV"].pathway,
        number=2,
        content=scene.versions["R-AANV"].content,
    )

    offered = side_versions(scene.partnership.pk, today)
    earlier = side_versions(scene.partnership.pk, date(2024, 1, 1))

    assert [one.pathway.code for one in offered] == ["R-THUIS", "R-AANV"]
    assert earlier == []


def test_what_runs_beside_comes_first_and_what_ended_after(
    scene: Scene, begin: Begin, in_scope: InScope
) -> None:
    main = scene.child()
    ended = begin(main)
    close(ended, "Z81", TODAY)
    running = begin(main, "R-THUIS")

    with in_scope(scene.nurse):
        beside = side_routes_of(scene.nurse, main)

    assert beside == [running, ended]


@pytest.fixture
def worker(scene: Scene) -> User:
    """Somebody of a partner who runs home programmes in this town."""
    made = person(OrganisationFactory.create(), Role.PROGRAMME_WORKER, name="Wil Werk")
    Workplace.objects.create(user=made, partnership=scene.partnership, starts_on=TODAY)
    return with_reach(made, today=TODAY)


def test_programme_worker_sees_home_programmes_whose_step_is_theirs(
    scene: Scene, worker: User, in_scope: InScope
) -> None:
    theirs = scene.child("T10", route="R-THUIS")
    scene.child("T00", route="R-THUIS")
    scene.child("Z20", route="R-AANV")
    scene.child("S30")
    ended = scene.child("T20", route="R-THUIS", owner=Role.PROGRAMME_WORKER)
    close(ended, "T80", TODAY)

    with in_scope(worker):
        seen = list(Trajectory.objects.visible_to(worker))

    assert seen == [theirs]


def test_route_of_another_kind_gives_a_programme_worker_no_step() -> None:
    route = TEMPLATES["R-AANV"]
    first = replace(route.steps[0], owner=Role.PROGRAMME_WORKER)

    faults = check(replace(route, steps=(first, *route.steps[1:])))

    sentence = (
        "Stap “Zorg bespreken met ouders” is van de rol “Uitvoerder thuisprogramma”, "
        "maar die ziet alleen thuisprogramma's. Kies een andere rol."
    )
    assert faults == [sentence]
    assert check(TEMPLATES["R-THUIS"]) == []


def test_programme_worker_of_another_town_sees_none(
    scene: Scene, in_scope: InScope
) -> None:
    scene.child("T10", route="R-THUIS")
    made = person(OrganisationFactory.create(), Role.PROGRAMME_WORKER, name="Vic Ver")
    Workplace.objects.create(
        user=made, partnership=PartnershipFactory.create(), starts_on=TODAY
    )
    elsewhere = with_reach(made, today=TODAY)

    with in_scope(elsewhere):
        seen = Trajectory.objects.visible_to(elsewhere).count()

    assert seen == 0
