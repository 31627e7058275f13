"""The second wall around figures and words: what PostgreSQL shows to whom."""

import importlib
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from monitoring.models import (
    Action,
    CheckAnswer,
    Figure,
    HoursEntry,
    Quarter,
    Release,
    Signal,
    Story,
)
from tests.conftest import person
from tests.factories import (
    NOW,
    TODAY,
    LocationFactory,
    OrganisationFactory,
    WorkplaceFactory,
)
from tests.monitoring.factories import (
    ActionFactory,
    FigureFactory,
    HoursEntryFactory,
    QuarterFactory,
    ReleaseFactory,
    SignalFactory,
    StoryFactory,
)
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of, scope_of_children_job

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

policies = importlib.import_module("monitoring.migrations.0002_policies")


@dataclass
class Rows:
    """One quarter with a figure, a release, and what people told and did."""

    quarter: Quarter
    contact: User


def counted(model: type) -> int:
    """Count a table as injected SQL could."""
    table = model._meta.db_table  # type: ignore[attr-defined]  # any model
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
        return int(cursor.fetchone()[0])


def seen() -> dict[str, int]:
    """Count what may be seen in the scope that is open."""
    models = (Quarter, Figure, CheckAnswer, Release, Story, Signal, HoursEntry, Action)
    return {model.__name__: counted(model) for model in models}


@pytest.fixture
def rows(partnership: Partnership) -> Rows:
    """Make what a quarter has, with one story that is not shared yet."""
    preschool = OrganisationFactory.create(preschool=True)
    contact = person(preschool, Role.PRESCHOOL_CONTACT, name="Pim Peuter")
    with scope(scope_of_children_job(partnership)):
        quarter = QuarterFactory.create(partnership=partnership)
        FigureFactory.create(quarter=quarter)
        ReleaseFactory.create(quarter=quarter)
        StoryFactory.create(quarter=quarter)
        SignalFactory.create(partnership=partnership)
        ActionFactory.create(partnership=partnership)
        HoursEntryFactory.create(partnership=partnership)
        CheckAnswer.objects.create(
            partnership=partnership,
            quarter=quarter,
            rule="outlier",
            subject="IND-05",
            sentence="Dit klopt.",
            answered_by=contact,
            answered_at=NOW,
        )
        location = LocationFactory.create(partnership=partnership)
        WorkplaceFactory.create(user=contact, location=location)
    return Rows(quarter, with_reach(contact, today=TODAY))


def reach_of(user: User) -> dict[str, int]:
    """Count what somebody reaches in the database itself."""
    with scope(scope_of(user)):
        return seen()


SHARED = {"Quarter": 1, "Release": 1, "HoursEntry": 1, "Action": 1}
NOTHING = dict.fromkeys(
    (
        "Quarter",
        "Figure",
        "CheckAnswer",
        "Release",
        "Story",
        "Signal",
        "HoursEntry",
        "Action",
    ),
    0,
)


@pytest.mark.parametrize("who", ["advisor", "contract_manager", "alderman", "clerk"])
@pytest.mark.usefixtures("rows")
def test_a_municipality_reaches_no_figure_before_its_release(
    who: str, request: pytest.FixtureRequest
) -> None:
    assert reach_of(request.getfixturevalue(who)) == {**NOTHING, **SHARED}


@pytest.mark.usefixtures("rows")
def test_a_manager_of_the_jgz_reaches_figures_and_no_child(manager: User) -> None:
    figures = {"Figure": 1, "CheckAnswer": 1, "Story": 1, "Signal": 1}

    assert reach_of(manager) == {**NOTHING, **SHARED, **figures}
    with scope(scope_of(manager)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_trajectory")
        assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("rows")
def test_a_nurse_reaches_what_colleagues_told_and_no_figure(nurse: User) -> None:
    told = {"Story": 1, "Signal": 1}

    assert reach_of(nurse) == {**NOTHING, **SHARED, **told}


def test_a_preschool_reaches_the_quarter_only(rows: Rows) -> None:
    assert reach_of(rows.contact) == {**NOTHING, "Quarter": 1}


@pytest.mark.usefixtures("rows")
def test_a_stranger_reaches_nothing(stranger: User) -> None:
    assert reach_of(stranger) == NOTHING


def test_a_municipality_reads_a_story_once_it_is_shared(
    rows: Rows, advisor: User
) -> None:
    job = scope_of_children_job(rows.quarter.partnership)
    with scope(job):
        reader = rows.contact
        Story.objects.get_queryset().update(
            is_shared=True, status=Story.Status.APPROVED, read_by=reader
        )

    assert reach_of(advisor) == {**NOTHING, **SHARED, "Story": 1}


def test_a_municipality_writes_no_figure(rows: Rows, advisor: User) -> None:
    with (
        scope(scope_of(advisor)),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Figure.objects.create(
            partnership=rows.quarter.partnership,
            quarter=rows.quarter,
            mode=Figure.Mode.ENTERED,
            indicator="IND-05",
            definition_version=1,
            numerator=1,
            denominator=2,
            reference_on=TODAY,
            source="Gemeente",
            noted_at=NOW,
        )


def test_every_reach_in_the_policies_is_one_that_is_tried_here() -> None:
    assert set(policies.REACH.values()) == {
        "shared",
        "chain",
        "unreleased",
        "told",
        "worked",
    }
