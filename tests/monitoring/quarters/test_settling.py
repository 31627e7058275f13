"""Releasing, sharing and settling a quarter: what is asked for, told and frozen."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from agreements.models import Clause
from monitoring.models import (
    AreaWords,
    ClauseStatus,
    Meeting,
    Quarter,
    Release,
    Report,
)
from monitoring.queries.settling import find_missing
from monitoring.services.quarters import (
    make_provisional,
    open_quarter,
    settle,
    share_draft,
)
from tests.factories import NOW
from tests.monitoring.factories import (
    ParticipantFactory,
    QuarterFactory,
    ReleaseFactory,
)
from tests.monitoring.quarters.building import (
    agreement_in_force,
    hold_meeting,
    make_ready,
    released_quarter,
)
from vve_portal.accounts.mail import absolute
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("every_figure")


@pytest.fixture
def clauses(partnership: Partnership, advisor: User) -> list[Clause]:
    """An agreement in force: a clause in each area, the one on reach with a norm."""
    return agreement_in_force(partnership, advisor)


@pytest.fixture
def quarter(partnership: Partnership) -> Quarter:
    """A provisional quarter with both releases."""
    return released_quarter(partnership)


@pytest.fixture
def ready(quarter: Quarter, clauses: list[Clause]) -> Quarter:
    """The same with all that settling asks for."""
    make_ready(quarter, clauses)
    return quarter


def refusal(quarter: Quarter, actor: User) -> str:
    """Try to settle; return why not, or nothing."""
    try:
        settle(quarter=quarter, actor=actor, now=NOW)
    except PermissionDenied as error:
        return str(error)
    return ""


def test_settling_names_all_that_is_missing_in_one_sentence(
    quarter: Quarter, clauses: list[Clause], advisor: User
) -> None:
    assert len(clauses) == 7
    Release.objects.filter(quarter=quarter, audience="council").delete()

    assert refusal(quarter, advisor) == (
        "Vaststellen kan nog niet. Er mist: de vrijgave van de cijfers; woorden en"
        " status van 1. Taken en rollen, 2. Informatie delen, 3. Werkprocessen, 4."
        " Bereik en toeleiding, 5. Kwaliteit, 6. Overleg, 7. Monitoring; de status van"
        " afspraak G4-01; het kwartaaloverleg."
    )


@pytest.mark.parametrize(
    ("damage", "missing"),
    [
        (
            lambda: Release.objects.filter(audience="council").update(
                status="running", made_at=None
            ),
            "de vrijgave van de cijfers",
        ),
        (
            lambda: AreaWords.objects.filter(area=4).update(seen=""),
            "woorden en status van 4. Bereik en toeleiding",
        ),
        (
            lambda: AreaWords.objects.filter(area=4).update(status=""),
            "woorden en status van 4. Bereik en toeleiding",
        ),
        (
            lambda: AreaWords.objects.filter(area=4).delete(),
            "woorden en status van 4. Bereik en toeleiding",
        ),
        (lambda: ClauseStatus.objects.all().delete(), "de status van afspraak G4-01"),
        (
            lambda: Meeting.objects.update(status=Meeting.Status.PLANNED),
            "het kwartaaloverleg",
        ),
        (
            lambda: Meeting.objects.update(
                status=Meeting.Status.CANCELLED, status_reason="Ziek."
            ),
            "het kwartaaloverleg",
        ),
        (lambda: Meeting.objects.update(quarter=None), "het kwartaaloverleg"),
    ],
    ids=[
        "no release for the council",
        "no words",
        "no status",
        "nothing about an area",
        "no status of a clause",
        "meeting still planned",
        "meeting called off",
        "meeting about something else",
    ],
)
def test_each_thing_that_misses_is_refused_by_name(
    ready: Quarter, advisor: User, damage: Callable[[], object], missing: str
) -> None:
    damage()

    assert refusal(ready, advisor) == (f"Vaststellen kan nog niet. Er mist: {missing}.")
    ready.refresh_from_db()
    assert (ready.status, Report.objects.count()) == (Quarter.Status.PROVISIONAL, 0)


def test_page_says_what_to_do_about_it(ready: Quarter) -> None:
    Meeting.objects.all().delete()

    [missing] = find_missing(ready)
    assert missing.sentence == (
        "Houd het kwartaaloverleg over dit kwartaal en stel het verslag vast, of leg"
        " vast waarom het niet doorging."
    )


def test_missed_meeting_with_its_reason_is_enough(
    ready: Quarter, advisor: User
) -> None:
    Meeting.objects.all().delete()
    hold_meeting(ready, missed=True)

    assert refusal(ready, advisor) == ""


def test_area_without_agreements_asks_for_no_words(
    quarter: Quarter, partnership: Partnership, advisor: User
) -> None:
    make_ready(quarter, agreement_in_force(partnership, advisor, dropped=7))
    AreaWords.objects.filter(area=7).delete()

    assert refusal(quarter, advisor) == ""


def test_settled_quarter_says_when_and_by_whom_and_freezes_its_reports(
    ready: Quarter,
    advisor: User,
    in_scope: Callable[[User], AbstractContextManager[None]],
) -> None:
    with in_scope(advisor):
        settled = settle(quarter=ready, actor=advisor, now=NOW)
        entry = Entry.objects.get(verb="quarter.settle")

    assert (settled.status, settled.settled_at, settled.settled_by) == (
        Quarter.Status.SETTLED,
        NOW,
        advisor,
    )
    kinds = Report.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["quarter", "one_page", "council_letter"]
    assert entry.summary == "Het derde kwartaal 2026 is vastgesteld."


def test_the_second_click_hears_that_it_was_done(
    ready: Quarter, advisor: User, manager: User
) -> None:
    settle(quarter=ready, actor=advisor, now=NOW)

    assert refusal(ready, manager) == (
        "Dit kwartaal is al vastgesteld, op 20 november 2026."
    )
    assert Report.objects.count() == 3


def test_open_quarter_is_not_settled(partnership: Partnership, advisor: User) -> None:
    quarter = QuarterFactory.create(partnership=partnership)

    assert refusal(quarter, advisor) == (
        "De cijfers van dit kwartaal zijn nog niet vrijgegeven. Vraag de JGZ om dat te"
        " doen."
    )


def test_last_quarter_tells_of_the_year_too(
    partnership: Partnership, clauses: list[Clause], advisor: User
) -> None:
    quarter = released_quarter(partnership, number=4)
    make_ready(quarter, clauses)

    settle(quarter=quarter, actor=advisor, now=NOW)

    kinds = Report.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["quarter", "one_page", "year", "council_letter"]


def test_draft_goes_to_who_writes_and_who_comes(
    ready: Quarter,
    advisor: User,
    coordinator: User,
    alderman: User,
    contract_manager: User,
    manager: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    ParticipantFactory.create(meeting=Meeting.objects.get(), user=alderman)

    with django_capture_on_commit_callbacks(execute=True):
        shared = share_draft(quarter=ready, actor=coordinator, now=NOW)

    receivers = [person.email for person in (advisor, alderman, coordinator, manager)]
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        receivers
    )
    assert contract_manager.email not in receivers
    assert shared.shared_at == NOW
    assert mail.outbox[0].subject == "Concept om te lezen: derde kwartaal 2026"


def test_mail_about_a_draft_has_the_way_there_and_no_figure(
    ready: Quarter,
    advisor: User,
    coordinator: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    Meeting.objects.update(status=Meeting.Status.PLANNED)

    with django_capture_on_commit_callbacks(execute=True):
        share_draft(quarter=ready, actor=coordinator, now=NOW)

    assert mail.outbox[0].body == (
        f"Beste {advisor.name},\n\n"
        "Ilse Denkbeeld deelt het concept over het derde kwartaal 2026 met u. Lees het"
        " voor het kwartaaloverleg van 17 november 2026 om 10.00 uur:\n"
        f"{absolute(ready.get_absolute_url())}\n\n"
        "De cijfers zijn vrijgegeven en voorlopig. De woorden kunnen nog veranderen.\n"
        "\nVVE-portaal\n\n"
    )


def test_quarter_becomes_provisional_with_both_releases_after_its_end(
    partnership: Partnership, coordinator: User
) -> None:
    quarter = QuarterFactory.create(partnership=partnership)
    ReleaseFactory.create(quarter=quarter)

    assert provisional(quarter, NOW) == (
        "De cijfers zijn nog niet vrijgegeven voor het overleg én voor de raad. Wacht"
        " tot beide klaar zijn."
    )
    ReleaseFactory.create(quarter=quarter, council=True)
    assert provisional(quarter, datetime(2026, 9, 30, 21, 59, tzinfo=UTC)) == (
        "Dit kwartaal loopt nog tot en met 30 september 2026."
    )
    current = make_provisional(quarter=quarter, actor=coordinator, now=NOW)
    assert (current.status, current.provisional_at) == ("provisional", NOW)
    assert provisional(quarter, NOW) == (
        "De cijfers van dit kwartaal zijn al vrijgegeven."
    )


def provisional(quarter: Quarter, now: datetime) -> str:
    """Try to make a quarter provisional; return why not."""
    with pytest.raises(PermissionDenied) as refused:
        make_provisional(quarter=quarter, actor=None, now=now)
    return str(refused.value)


def test_quarter_is_opened_once(partnership: Partnership) -> None:
    opened = [
        open_quarter(
            partnership=partnership, year=2026, number=3, actor=None, now=NOW
        ).pk
        for _ in range(2)
    ]

    assert opened == [Quarter.objects.get().pk] * 2
    assert Entry.objects.filter(verb="quarter.open").count() == 1
