"""The second wall around children: what PostgreSQL shows to whom, in raw SQL too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from referrals.models import (
    ActivityCount,
    EventReason,
    IndicationGroup,
    Location,
    TargetDefinition,
    Trajectory,
)
from referrals.reasons import NonReach, ReasonGroup, Stop
from tests.conftest import person
from tests.factories import (
    NOW,
    TODAY,
    EventFactory,
    LocationFactory,
    OrganisationFactory,
    PartnershipFactory,
    TrajectoryFactory,
    WorkplaceFactory,
)
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of, scope_of_children_job
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

PROTECTED = (
    "referrals_trajectory",
    "referrals_event",
    "referrals_eventreason",
    "referrals_indicationgroup",
)


def counted(table: str) -> int:
    """Count a table as injected SQL could."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
        return int(cursor.fetchone()[0])


def seen() -> dict[str, int]:
    """Count what may be seen of children in the scope that is open."""
    return {table.removeprefix("referrals_"): counted(table) for table in PROTECTED}


@dataclass
class Rows:
    """Two trajectories of one partnership, at two preschools, and one not yet there."""

    here: Trajectory
    there: Trajectory
    nowhere: Trajectory


@contextmanager
def refused(error: type[Exception], words: str) -> Iterator[None]:
    """Expect the database to refuse, and go on after it."""
    with pytest.raises(error, match=words), transaction.atomic():
        yield


@pytest.fixture
def rows(partnership: Partnership) -> Rows:
    """Put a child at each of two preschools, and one on its way."""
    with scope(scope_of_children_job(partnership)):
        made = Rows(
            *(
                TrajectoryFactory.create(partnership=partnership, location=place)
                for place in (
                    LocationFactory.create(partnership=partnership),
                    LocationFactory.create(partnership=partnership),
                    None,
                )
            )
        )
        for one in (made.here, made.there, made.nowhere):
            event = EventFactory.create(trajectory=one)
            EventReason(
                event=event,
                partnership=partnership,
                location=one.location,
                code=NonReach.COSTS,
            ).save(force_insert=True)
            IndicationGroup.objects.create(
                partnership=partnership, trajectory=one, group=ReasonGroup.LANGUAGE
            )
            record(
                at=NOW,
                actor=None,
                verb="trajectory.register",
                subject=one,
                summary="Traject aangemaakt.",
                reach=Entry.Reach.CHILD,
            )
    return made


@pytest.fixture
def contact(rows: Rows) -> User:
    """Somebody who works at the first of the two preschools."""
    holder = OrganisationFactory.create(preschool=True)
    user = person(holder, Role.PRESCHOOL_CONTACT, name="Pim Peuter")
    WorkplaceFactory.create(user=user, location=rows.here.location)
    return with_reach(user, today=TODAY)


@pytest.mark.parametrize(
    "who", ["advisor", "contract_manager", "alderman", "clerk", "administrator"]
)
@pytest.mark.usefixtures("rows")
def test_a_municipality_reaches_no_child(
    who: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)

    with scope(scope_of(user)):
        assert seen() == {
            "trajectory": 0,
            "event": 0,
            "eventreason": 0,
            "indicationgroup": 0,
        }
        assert counted("audit_entry WHERE reach = 'child'") == 0


@pytest.mark.usefixtures("rows")
def test_the_jgz_reaches_its_children_and_why(coordinator: User) -> None:
    with scope(scope_of(coordinator)):
        assert seen() == {
            "trajectory": 3,
            "event": 3,
            "eventreason": 3,
            "indicationgroup": 3,
        }
        assert counted("audit_entry WHERE reach = 'child'") == 3


@pytest.mark.usefixtures("rows")
def test_a_manager_of_the_jgz_reaches_totals_only(manager: User) -> None:
    with scope(scope_of(manager)):
        assert counted("referrals_trajectory") == 0


@pytest.mark.usefixtures("rows")
def test_another_jgz_reaches_nothing() -> None:
    elsewhere = PartnershipFactory.create()
    user = person(elsewhere.provider, Role.VVE_COORDINATOR, name="Carla Compleet")

    with scope(scope_of(user)):
        assert counted("referrals_trajectory") == 0
        assert counted("audit_entry WHERE reach = 'child'") == 0


def test_a_preschool_reaches_who_it_accepted_and_no_reason(
    rows: Rows, contact: User
) -> None:
    with scope(scope_of(contact)):
        assert seen() == {
            "trajectory": 1,
            "event": 1,
            "eventreason": 0,
            "indicationgroup": 0,
        }
        assert Trajectory.objects.get() == rows.here
        assert counted("audit_entry WHERE reach = 'child'") == 1


def test_a_preschool_says_why_and_does_not_read_it(rows: Rows, contact: User) -> None:
    with scope(scope_of(contact)):
        event = EventFactory.create(trajectory=rows.here)
        EventReason(
            event=event,
            partnership=event.partnership,
            location=event.location,
            code=Stop.MOVED,
        ).save(force_insert=True)

        assert counted("referrals_eventreason") == 0

    with scope(scope_of_children_job(event.partnership)):
        assert EventReason.objects.get(event=event).code == Stop.MOVED


def test_a_preschool_writes_nothing_about_a_child_elsewhere(
    rows: Rows, contact: User
) -> None:
    with scope(scope_of(contact)):
        with refused(ProgrammingError, "row-level security"):
            EventFactory.create(
                trajectory=rows.there, partnership=rows.there.partnership
            )

        changed = Trajectory.objects.filter(pk=rows.there.pk).update(priority="1")

        assert changed == 0


def test_a_preschool_reads_the_route_and_no_import(contact: User) -> None:
    with scope(scope_of(contact)):
        assert counted("referrals_pathwayversion") == 3
        assert counted("referrals_location") == 2
        assert counted("referrals_import") == 0


def test_a_helper_of_a_partner_reads_no_import_and_no_reason(rows: Rows) -> None:
    partner = OrganisationFactory.create()
    user = person(partner, Role.OUTREACH_WORKER, name="Sam Stapsteen")
    town = rows.here.partnership
    WorkplaceFactory.create(user=user, location=None, partnership=town)
    with scope(scope_of_children_job(town)):
        ActivityCount.objects.create(
            partnership=town,
            activity="boekstart",
            month=date(2026, 10, 1),
            count=12,
            noted_by=user,
            noted_at=NOW,
        )

    with scope(scope_of(with_reach(user, today=TODAY))):
        assert counted("referrals_trajectory") == 3
        assert counted("referrals_activitycount") == 0
        assert counted("referrals_eventreason") == 0
    with scope(scope_of_children_job(town)):
        assert counted("referrals_activitycount") == 1


def test_an_event_cannot_hang_on_a_child_of_another_partnership(rows: Rows) -> None:
    other = PartnershipFactory.create()
    both = Scope(
        children=frozenset({rows.here.partnership_id, other.pk}), locations="all"
    )

    with scope(both), refused(IntegrityError, "same_partnership"):
        EventFactory.create(trajectory=rows.nowhere, partnership=other)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_child_cannot_be_placed_in_another_partnership(rows: Rows) -> None:
    other = PartnershipFactory.create()
    both = Scope(
        partnerships=frozenset({rows.here.partnership_id, other.pk}),
        children=frozenset({rows.here.partnership_id, other.pk}),
        locations="all",
    )

    with scope(both), refused(IntegrityError, "same_partnership"):
        elsewhere: Location = LocationFactory.create(partnership=other)
        Trajectory.objects.filter(pk=rows.here.pk).update(location=elsewhere)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ["referrals_event", "referrals_eventreason"])
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET location_id = 1"])
def test_what_happened_is_never_changed(rows: Rows, table: str, deed: str) -> None:
    with (
        scope(scope_of_children_job(rows.here.partnership)),
        refused(IntegrityError, "only added to"),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed.format(table))


def test_a_published_route_never_changes(rows: Rows) -> None:
    version = rows.here.pathway_version
    version.starts_on = date(2026, 1, 1)

    with (
        scope(scope_of_children_job(rows.here.partnership)),
        refused(IntegrityError, "a published route never changes"),
    ):
        version.save(update_fields=["starts_on"])


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE referrals_targetdefinition SET text = 'Iets anders'",
        "DELETE FROM referrals_targetdefinition",
    ],
)
def test_a_decided_definition_never_changes(
    partnership: Partnership, deed: str
) -> None:
    with scope(scope_of_children_job(partnership)):
        definition = TargetDefinition.objects.create(
            partnership=partnership,
            year=2026,
            name="Doelgroep",
            text="Peuters met een indicatie.",
            hours_per_week=16,
            starts_on=date(2026, 1, 1),
            decided_by="college",
            decided_on=date(2025, 12, 1),
        )
        with (
            refused(IntegrityError, "a decided definition never changes"),
            connection.cursor() as cursor,
        ):
            cursor.execute(deed)

        definition.ends_on = date(2026, 12, 31)
        definition.save(update_fields=["ends_on"])
