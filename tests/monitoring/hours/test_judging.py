"""Approving hours: by another, what was looked at, once; and sending them back."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from agreements.models import BudgetLine
from monitoring.models import HoursEntry
from monitoring.policies_hours import (
    APPROVED_ALREADY,
    NO_PARTY,
    NOT_APPROVING,
    OWN_HOURS,
    RETURNED_ALREADY,
)
from monitoring.services.hours import Done
from monitoring.services.hours_judging import (
    CHANGED,
    TOO_LONG,
    WITHOUT_REASON,
    approve_hours,
    return_hours,
)
from tests.conftest import person
from tests.monitoring.factories import HoursEntryFactory
from tests.monitoring.hours.conftest import Enter, InScope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("reach")]
Status = HoursEntry.Status
NAME = "Huisbezoek toeleiding, september 2026"


@pytest.fixture
def entry(visits: BudgetLine, enter: Enter) -> HoursEntry:
    """Hours that wait."""
    enter(visits, Done(Decimal(4)))
    found: HoursEntry = HoursEntry.objects.get()
    return found


@pytest.mark.parametrize("who", ["manager", "contract_manager"])
def test_either_party_approves(
    who: str,
    entry: HoursEntry,
    now: datetime,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        done = approve_hours(seen={entry.pk: 0}, actor=actor, now=now)

    assert (done.entries, done.refused) == ([entry], [])
    entry.refresh_from_db()
    assert (entry.status, entry.judged_by_id, entry.version) == (
        "approved",
        actor.pk,
        1,
    )
    told = Entry.objects.get(verb="hours.approved")
    assert told.summary == f"Uren goedgekeurd: {NAME}."
    assert told.reach == Entry.Reach.SHARED


def test_many_are_approved_at_once_and_the_rest_says_why_not(
    entry: HoursEntry,
    visits: BudgetLine,
    manager: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    clause = visits.version.clause
    common = {
        "partnership": entry.partnership,
        "agreement": clause.agreement,
        "clause_code": clause.code,
        "activity": visits.activity,
    }
    changed = HoursEntryFactory.create(**common, version=3)
    done_before = HoursEntryFactory.create(**common, approved=True)
    seen = {entry.pk: 0, changed.pk: 2, done_before.pk: 0, 999_999: 0}

    with in_scope(manager):
        done = approve_hours(seen=seen, actor=manager, now=now)

    assert done.entries == [entry]
    assert done.refused == [
        f"Huisbezoek toeleiding, juli 2026: {CHANGED}",
        f"Huisbezoek toeleiding, juli 2026: {APPROVED_ALREADY}",
    ]
    changed.refresh_from_db()
    assert changed.status == Status.ENTERED


def test_second_click_approves_nothing_again(
    entry: HoursEntry, manager: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(manager):
        approve_hours(seen={entry.pk: 0}, actor=manager, now=now)
        again = approve_hours(seen={entry.pk: 0}, actor=manager, now=now)

    assert (again.entries, again.refused) == ([], [f"{NAME}: {APPROVED_ALREADY}"])
    assert Entry.objects.filter(verb="hours.approved").count() == 1


def test_hours_that_changed_since_they_were_looked_at_are_not_approved(
    entry: HoursEntry,
    visits: BudgetLine,
    enter: Enter,
    manager: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    enter(visits, Done(Decimal(40)))

    with in_scope(manager):
        done = approve_hours(seen={entry.pk: 0}, actor=manager, now=now)

    assert (done.entries, done.refused) == ([], [f"{NAME}: {CHANGED}"])
    entry.refresh_from_db()
    assert (entry.status, entry.minutes) == (Status.ENTERED, 3600)


def test_nobody_approves_his_own_hours(
    visits: BudgetLine,
    enter: Enter,
    provider: Organisation,
    now: datetime,
    in_scope: InScope,
) -> None:
    both = person(provider, Role.NURSE, Role.JGZ_MANAGER, name="Bea Beide")
    enter(visits, Done(Decimal(1)), actor=both)
    entry = HoursEntry.objects.get()

    with in_scope(both):
        done = approve_hours(seen={entry.pk: 0}, actor=both, now=now)
        with pytest.raises(PermissionDenied) as caught:
            return_hours(
                entry=entry, seen_version=0, reason="Nee.", actor=both, now=now
            )

    assert done.refused == [f"{NAME}: {OWN_HOURS}"]
    assert str(caught.value) == OWN_HOURS
    entry.refresh_from_db()
    assert entry.status == Status.ENTERED


def test_database_itself_refuses_hours_approved_by_who_entered_them(
    entry: HoursEntry, nurse: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursEntry.objects.filter(pk=entry.pk).update(
            status=Status.APPROVED, judged_by=nurse
        )

    entry.refresh_from_db()
    assert entry.status == Status.ENTERED


@pytest.mark.parametrize("who", ["coordinator", "nurse", "advisor", "alderman"])
def test_who_approves_no_hours_is_refused(
    who: str,
    entry: HoursEntry,
    now: datetime,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    actor = request.getfixturevalue(who)

    with in_scope(actor), pytest.raises(PermissionDenied) as caught:
        approve_hours(seen={entry.pk: 0}, actor=actor, now=now)

    assert str(caught.value) == NOT_APPROVING
    entry.refresh_from_db()
    assert entry.status == Status.ENTERED


def test_contract_manager_elsewhere_approves_nothing(
    entry: HoursEntry, stranger: User, now: datetime, in_scope: InScope
) -> None:
    elsewhere = person(
        stranger.organisation, Role.CONTRACT_MANAGER, name="Cas Contract"
    )

    with in_scope(elsewhere):
        done = approve_hours(seen={entry.pk: 0}, actor=elsewhere, now=now)

    assert (done.entries, done.refused) == ([], [])
    with pytest.raises(PermissionDenied) as caught:
        return_hours(
            entry=entry, seen_version=0, reason="Nee.", actor=elsewhere, now=now
        )
    assert str(caught.value) == NO_PARTY
    entry.refresh_from_db()
    assert entry.status == Status.ENTERED


def test_returned_hours_carry_the_reason_and_do_not_count(
    entry: HoursEntry, manager: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(manager):
        approve_hours(seen={entry.pk: 0}, actor=manager, now=now)
        return_hours(
            entry=entry,
            seen_version=1,
            reason="Vier bezoeken lijkt veel.",
            actor=manager,
            now=now,
        )

    entry.refresh_from_db()
    assert (entry.status, entry.judgement) == ("returned", "Vier bezoeken lijkt veel.")
    assert HoursEntry.objects.approved().count() == 0
    with in_scope(manager):
        done = approve_hours(seen={entry.pk: 2}, actor=manager, now=now)
    assert done.refused == [f"{NAME}: {RETURNED_ALREADY}"]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", WITHOUT_REASON),
        ("x" * 201, TOO_LONG),
        (
            "Vraag het aan Fatima.",
            (
                "Dit lijkt een naam te bevatten. Schrijf “het kind” of “de ouder”, en "
                "andere woorden binnen de zin zonder hoofdletter."
            ),
        ),
    ],
)
def test_reason_that_will_not_do_is_refused(
    reason: str,
    sentence: str,
    entry: HoursEntry,
    manager: User,
    now: datetime,
    in_scope: InScope,
) -> None:
    with in_scope(manager), pytest.raises(ValidationError) as caught:
        return_hours(entry=entry, seen_version=0, reason=reason, actor=manager, now=now)

    assert caught.value.message_dict == {"reason": [sentence]}
    entry.refresh_from_db()
    assert entry.status == Status.ENTERED


def test_hours_that_changed_meanwhile_are_not_sent_back(
    entry: HoursEntry, manager: User, now: datetime, in_scope: InScope
) -> None:
    with in_scope(manager), pytest.raises(ValidationError) as caught:
        return_hours(
            entry=entry, seen_version=7, reason="Klopt dit?", actor=manager, now=now
        )

    assert caught.value.messages == [CHANGED]


def test_partnership_without_the_actor_shows_nothing_to_approve(
    partnership: Partnership, entry: HoursEntry, stranger: User, in_scope: InScope
) -> None:
    with in_scope(stranger):
        visible = HoursEntry.objects.visible_to(stranger).count()

    assert visible == 0
    assert entry.partnership_id == partnership.pk
