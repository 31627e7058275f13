"""Beginning trajectories: one with a handful of fields, or an afternoon's work."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals.codes import parse_code
from referrals.models import (
    Event,
    IndicationGroup,
    Neighbourhood,
    PathwayVersion,
    TargetDefinition,
    Trajectory,
)
from referrals.services.registering import (
    BatchRefused,
    Registration,
    register_batch,
    register_trajectory,
)
from tests.conftest import person
from tests.factories import NeighbourhoodFactory, TeamFactory
from tests.referrals.building import BIRTH_MONTH, SINCE, stored
from tests.referrals.referred import Scene
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


def registration(**parts: Any) -> Registration:
    """Return what a nurse tells, but for what a test says otherwise."""
    defaults = {"birth_month": BIRTH_MONTH, "state": "S00", "occurred_on": SINCE}
    return Registration(**{**defaults, **parts})


@pytest.fixture
def register(
    scene: Scene, now: datetime, in_scope: InScope
) -> Callable[..., Trajectory]:
    """Return what registers a child for the nurse's team."""

    def begin(actor: User, told: Registration, **rest: Any) -> Trajectory:
        defaults = {"pathway_version": scene.versions["R-BASIS"], "team": scene.team}
        with in_scope(actor):
            return register_trajectory(
                registration=told, actor=actor, now=now, **{**defaults, **rest}
            )

    return begin


def test_a_new_trajectory_has_a_code_a_next_step_and_an_event(
    register: Callable[..., Trajectory], scene: Scene, nurse: User, now: datetime
) -> None:
    place = NeighbourhoodFactory.create(partnership=scene.partnership)
    told = registration(neighbourhood=place, first_signalled_by="parents")

    made = register(nurse, told)

    made.refresh_from_db()
    assert parse_code(made.code) == made.code
    assert (made.state, made.since, made.birth_month) == ("S00", SINCE, BIRTH_MONTH)
    assert (made.neighbourhood, made.first_signalled_by) == (place, "parents")
    assert (made.team, made.owner, made.rule) == (scene.team, Role.NURSE, "E01")
    assert (made.due_on, made.is_open) == (SINCE, True)
    event = Event.objects.get(trajectory=made)
    assert (event.kind, event.from_state, event.state) == ("registered", "", "S00")
    assert (event.occurred_on, event.registered_at) == (SINCE, now)
    assert (event.actor, event.actor_role) == (nurse, Role.NURSE)
    [entry] = Entry.objects.about(made)
    assert (entry.verb, entry.reach) == ("trajectory.register", "child")


def test_a_child_that_begins_indicated_keeps_the_definition_of_that_day(
    register: Callable[..., Trajectory], scene: Scene, nurse: User
) -> None:
    old, new = (
        TargetDefinition.objects.create(
            partnership=scene.partnership,
            year=year,
            name="Doelgroep",
            text="Wie voorschoolse educatie krijgt.",
            hours_per_week=16,
            start_age_months=24,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            decided_on=date(year - 1, 12, 1),
        )
        for year in (2025, 2026)
    )
    told = registration(
        state="S20", occurred_on=date(2025, 12, 15), groups=frozenset({"taal"})
    )

    made = register(nurse, told)

    made.refresh_from_db()
    assert (made.target_definition, made.indicated_on) == (old, date(2025, 12, 15))
    assert new.pk != made.target_definition_id
    assert made.start_age_months == 24
    [group] = IndicationGroup.objects.filter(trajectory=made)
    assert group.group == "taal"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"birth_month": date(2024, 6, 15)},
            "Vul alleen maand en jaar van geboorte in, geen dag.",
        ),
        (
            {"birth_month": date(2026, 12, 1)},
            "Deze maand moet nog komen. Kies een eerdere geboortemaand.",
        ),
        (
            {"birth_month": date(2022, 11, 1)},
            "Dit kind is al vier. De route naar de voorschool is dan voorbij.",
        ),
        (
            {"occurred_on": date(2026, 11, 21)},
            "Kies vandaag of een dag die voorbij is: dit moet al gebeurd zijn.",
        ),
        (
            {"occurred_on": date(2024, 5, 31)},
            "Deze dag ligt voor de geboortemaand van het kind. Kies een latere dag.",
        ),
        (
            {"state": "S40"},
            "Op deze route kan een traject niet in deze status beginnen.",
        ),
        (
            {"first_signalled_by": "buurvrouw"},
            "Kies uit de lijst wie het kind het eerst zag.",
        ),
        ({"groups": frozenset({"herkomst"})}, "Kies groepen uit de lijst."),
    ],
)
def test_what_cannot_be_is_refused_with_one_sentence(
    told: dict[str, Any],
    sentence: str,
    register: Callable[..., Trajectory],
    nurse: User,
) -> None:
    with pytest.raises(ValidationError) as refusal:
        register(nurse, registration(**told))

    assert refusal.value.messages == [sentence]
    assert not Trajectory.objects.exists()


def test_the_day_of_birth_itself_and_today_can_be(
    register: Callable[..., Trajectory], nurse: User, today: date
) -> None:
    newborn = registration(birth_month=date(2026, 11, 1), occurred_on=today)

    made = register(nurse, newborn)

    assert (made.due_on, made.owner) == (date(2027, 12, 30), Role.NURSE)


def test_a_part_of_another_town_is_refused(
    register: Callable[..., Trajectory], scene: Scene, nurse: User
) -> None:
    elsewhere = Neighbourhood(partnership_id=scene.partnership.pk + 1, name="Verder")

    with pytest.raises(ValidationError, match="Kies een wijk van deze gemeente"):
        register(nurse, registration(neighbourhood=elsewhere))


def test_a_route_that_is_being_made_takes_no_children(
    register: Callable[..., Trajectory], scene: Scene, nurse: User
) -> None:
    version = scene.versions["R-BASIS"]
    draft = PathwayVersion.objects.create(
        partnership=scene.partnership,
        pathway=version.pathway,
        number=2,
        content=version.content,
    )

    with pytest.raises(ValidationError, match="Kies een route die is vastgesteld"):
        register(nurse, registration(), pathway_version=draft)


def test_an_older_version_takes_no_new_children(
    register: Callable[..., Trajectory], scene: Scene, nurse: User, now: datetime
) -> None:
    version = scene.versions["R-BASIS"]
    PathwayVersion.objects.create(
        partnership=scene.partnership,
        pathway=version.pathway,
        number=2,
        content=version.content,
        status="published",
        starts_on=date(2026, 11, 1),
        published_at=now,
    )

    with pytest.raises(ValidationError, match="die nu geldt"):
        register(nurse, registration())


def test_a_nurse_registers_for_a_team_of_her_own_only(
    register: Callable[..., Trajectory], nurse: User
) -> None:
    other = TeamFactory.create(organisation=nurse.organisation)

    with pytest.raises(PermissionDenied, match="waarin u zelf werkt"):
        register(nurse, registration(), team=other)


def test_a_coordinator_registers_without_a_team(
    register: Callable[..., Trajectory], coordinator: User
) -> None:
    made = register(coordinator, registration(), team=None)

    assert (made.team, made.state) == (None, "S00")


@pytest.mark.parametrize("role", [Role.PLANNER, Role.JGZ_MANAGER, Role.ADMINISTRATOR])
def test_others_of_the_provider_do_not_register(
    role: Role, register: Callable[..., Trajectory], scene: Scene
) -> None:
    other = person(scene.nurse.organisation, role, name="Ot Anders")

    with pytest.raises(PermissionDenied):
        register(other, registration())


def test_a_side_route_takes_the_child_along(
    register: Callable[..., Trajectory], scene: Scene, nurse: User
) -> None:
    main = stored(
        scene.versions["R-BASIS"],
        "S70",
        team=scene.team,
        location=scene.location,
        assigned_to=nurse,
    )
    told = registration(state="Z00", birth_month=date(2025, 1, 1))

    made = register(nurse, told, pathway_version=scene.versions["R-AANV"], main=main)

    assert (made.main, made.kind) == (main, "support")
    assert (made.location, made.assigned_to) == (scene.location, nurse)
    assert made.birth_month == main.birth_month
    assert made.code != main.code


def test_an_afternoon_of_children_is_registered_at_once(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    rows = [registration(birth_month=date(2025, month, 1)) for month in (1, 2, 3)]

    with in_scope(nurse):
        made = register_batch(
            registrations=rows,
            pathway_version=scene.versions["R-BASIS"],
            team=scene.team,
            actor=nurse,
            now=now,
        )

    assert [one.birth_month.month for one in made] == [1, 2, 3]
    assert Trajectory.objects.count() == 3
    assert len({one.code for one in made}) == 3
    assert Event.objects.filter(kind="registered").count() == 3
    assert Entry.objects.filter(verb="trajectory.register").count() == 3


def test_one_row_that_cannot_be_keeps_all_rows_back(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    rows = [
        registration(),
        registration(birth_month=date(2027, 1, 1)),
        registration(state="S99"),
    ]

    with in_scope(nurse), pytest.raises(BatchRefused) as refusal:
        register_batch(
            registrations=rows,
            pathway_version=scene.versions["R-BASIS"],
            team=scene.team,
            actor=nurse,
            now=now,
        )

    assert refusal.value.faults == {
        1: "Deze maand moet nog komen. Kies een eerdere geboortemaand.",
        2: "Op deze route kan een traject niet in deze status beginnen.",
    }
    assert not Trajectory.objects.exists()


def test_nobody_is_registered_without_rows(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(nurse), pytest.raises(ValidationError, match="minstens één kind"):
        register_batch(
            registrations=[],
            pathway_version=scene.versions["R-BASIS"],
            team=scene.team,
            actor=nurse,
            now=now,
        )


@pytest.mark.parametrize("rows", [1, 5])
def test_a_batch_takes_as_many_queries_as_one(
    rows: int, scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    told = [registration(state="S20", groups=frozenset({"taal"}))] * rows

    with in_scope(nurse), CaptureQueriesContext(connection) as asked:
        register_batch(
            registrations=told,
            pathway_version=scene.versions["R-BASIS"],
            team=scene.team,
            actor=nurse,
            now=now,
        )

    real = [one for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(real) == 8
