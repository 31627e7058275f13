"""What a preschool reaches with raw SQL, before and after it accepted a child."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from referrals.lifecycle.deeds import Deed
from referrals.models import (
    Attendance,
    AttendanceRequest,
    ChainPartner,
    EventReason,
    IndicationGroup,
    Location,
    MonthLock,
    Trajectory,
)
from referrals.reasons import ReasonGroup
from referrals.services.answering import accept_by_code
from referrals.services.places import report
from tests.conftest import person
from tests.factories import NOW, TODAY
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

Opener = Callable[[User], AbstractContextManager[None]]
Job = Callable[[], AbstractContextManager[None]]
TABLES = (
    "referrals_trajectory",
    "referrals_event",
    "referrals_eventreason",
    "referrals_indicationgroup",
    "referrals_attendance",
    "referrals_monthlock",
    "referrals_attendancerequest",
    "audit_entry WHERE reach = 'child'",
)


@pytest.fixture
def job(partnership: Partnership) -> Job:
    """Return what opens a scope for arranging and looking back."""
    return lambda: scope(scope_of_children_job(partnership))


def counted() -> dict[str, int]:
    """Count what is within reach, as injected SQL could."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
            found[table.split()[0].split("_", 1)[1]] = cursor.fetchone()[0]
    return found


def nothing(**known: int) -> dict[str, int]:
    """Return that nothing is within reach but what is known."""
    names = [table.split()[0].split("_", 1)[1] for table in TABLES]
    return dict.fromkeys(names, 0) | known


def referred_with_reasons(made: Preschools) -> Trajectory:
    """Refer a child of which the JGZ keeps why."""
    one = made.referred()
    IndicationGroup.objects.create(
        partnership=one.partnership, trajectory=one, group=ReasonGroup.LANGUAGE
    )
    return one


def accept(made: Preschools, one: Trajectory) -> Trajectory:
    """Accept a child at the first preschool."""
    return accept_by_code(
        typed=one.code, location=made.here, actor=made.contact, now=NOW
    ).trajectory


def test_before_the_code_a_preschool_reaches_nothing(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        referred_with_reasons(preschools)

    with in_scope(preschools.contact):
        assert counted() == nothing()


def test_after_the_code_it_reaches_the_child_and_not_why(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = referred_with_reasons(preschools)
        referred_with_reasons(preschools)

    with in_scope(preschools.contact):
        accept(preschools, one)
        assert counted() == nothing(trajectory=1, event=1, entry=1)
    with in_scope(preschools.other):
        assert counted() == nothing()


def test_a_child_sent_back_is_out_of_reach_and_its_reason_never_was(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = referred_with_reasons(preschools)

    with in_scope(preschools.contact):
        accepted = accept(preschools, one)
        report(
            trajectory=accepted,
            outcome="decline",
            deed=Deed(occurred_on=TODAY, reason="RA01"),
            seen_version=accepted.version,
            actor=preschools.contact,
            now=NOW,
        )
        # What it did itself stays readable to it: two events, two entries.
        assert counted() == nothing(event=2, entry=2)

    with job():
        assert EventReason.objects.get().code == "RA01"
        assert Trajectory.objects.get().location_id is None


def test_the_narrow_scope_ends_with_the_deed(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = referred_with_reasons(preschools)
        preschools.accepted(location=preschools.there)

    with in_scope(preschools.contact):
        accept(preschools, one)
        with connection.cursor() as cursor:
            cursor.execute("SELECT portal_scope('locations'), portal_scope('reasons')")
            reach = cursor.fetchone()
        seen = list(Trajectory.objects.values_list("pk", flat=True))

    assert reach == ([preschools.here.pk], [])
    assert seen == [one.pk]


def test_attendance_of_another_preschool_is_out_of_reach(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted("S70", location=preschools.there)
        where = {"partnership": one.partnership, "location": preschools.there}
        noted = Attendance.objects.create(
            **where,
            trajectory=one,
            month=date(2026, 10, 1),
            offered_hours=Decimal(64),
            attended_hours=Decimal(60),
            noted_by=preschools.other,
            noted_at=NOW,
        )
        MonthLock.objects.create(
            **where,
            month=date(2026, 10, 1),
            locked_by=preschools.other,
            locked_at=NOW,
        )
        AttendanceRequest.objects.create(
            **where,
            attendance=noted,
            attended_hours=Decimal(50),
            asked_by=preschools.other,
            asked_at=NOW,
        )

    with in_scope(preschools.contact):
        assert counted() == nothing()
        assert Attendance.objects.update(attended_hours=0) == 0
    with in_scope(preschools.other):
        assert counted() == nothing(
            trajectory=1, attendance=1, monthlock=1, attendancerequest=1
        )


def test_a_preschool_can_not_take_a_child_in_its_own_scope(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.referred()

    with in_scope(preschools.contact):
        changed = Trajectory.objects.filter(pk=one.pk).update(location=preschools.here)

    assert changed == 0


def test_a_preschool_can_not_hand_a_child_to_another_one(
    preschools: Preschools, in_scope: Opener, job: Job
) -> None:
    with job():
        one = preschools.accepted()

    with (
        in_scope(preschools.contact),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Trajectory.objects.filter(pk=one.pk).update(location=preschools.there)


def test_a_preschool_reads_locations_and_writes_none(
    preschools: Preschools, in_scope: Opener
) -> None:
    holder = preschools.contact.organisation

    with in_scope(preschools.contact):
        assert Location.objects.count() == 2
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Location.objects.filter(pk=preschools.there.pk).update(holder=holder)


def test_an_administrator_links_nothing_itself(
    preschools: Preschools, in_scope: Opener
) -> None:
    holder = preschools.contact.organisation
    keeper = person(holder, Role.ADMINISTRATOR, name="Bea Beheer")

    with in_scope(keeper):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            ChainPartner.objects.create(
                partnership=preschools.here.partnership,
                organisation=holder,
                linked_by=keeper,
                linked_at=NOW,
            )
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Location.objects.update(name="Van ons")
        taken = Location.objects.filter(pk=preschools.there.pk).update(holder=holder)

    assert taken == 0


def test_a_municipality_reaches_nothing_of_all_this(
    preschools: Preschools, in_scope: Opener, job: Job, advisor: User
) -> None:
    with job():
        one = referred_with_reasons(preschools)
    with in_scope(preschools.contact):
        accept(preschools, one)

    with in_scope(advisor):
        assert counted() == nothing()
        assert Entry.objects.filter(verb="trajectory.accept").count() == 0
