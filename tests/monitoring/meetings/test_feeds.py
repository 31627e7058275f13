"""The calendar by secret address: what it tells, to whom, and how it is attacked."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from monitoring.models import CalendarFeed, Meeting
from monitoring.services.feeds import digest_of, make_feed, read_feed, revoke_feed
from monitoring.services.meetings import move_meeting
from tests.factories import NOW
from tests.monitoring.factories import AgendaItemFactory, ParticipantFactory
from tests.monitoring.meetings.building import (
    NEXT_WEEK,
    meeting_of,
    series_of,
)
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, RoleGrant, User
from vve_portal.accounts.scopes import scope_of, scope_of_job

pytestmark = pytest.mark.django_db
SITE: Final = "https://portaal.example"


@pytest.fixture
def asked(partnership: Partnership, coordinator: User) -> Meeting:
    """A meeting to which the coordinator is asked, with an agenda."""
    with scope(scope_of_job(partnership)):
        meeting = meeting_of(series_of(partnership), NEXT_WEEK, place="Stadhuis")
        ParticipantFactory.create(
            meeting=meeting, user=coordinator, brings="De cijfers"
        )
        AgendaItemFactory.create(meeting=meeting, title="Een geheim punt")
    return meeting


def made_for(user: User) -> str:
    """Make an address for somebody, in his own scope."""
    with scope(scope_of(user)):
        return make_feed(actor=user, now=NOW)


def events_in(content: bytes | None) -> list[Event]:
    """Return the meetings of a calendar file, read by the library."""
    assert content is not None
    return Calendar.from_ical(content).events


def read(secret: str, now: datetime = NOW) -> bytes | None:
    """Fetch the calendar as a program does: without a scope of its own."""
    return read_feed(secret=secret, site=SITE, now=now)


def test_feed_tells_when_where_and_what_to_bring(
    asked: Meeting, coordinator: User
) -> None:
    content = read(made_for(coordinator))

    (event,) = events_in(content)
    assert str(event["SUMMARY"]) == "Kwartaaloverleg"
    assert event.decoded("DTSTART") == NEXT_WEEK
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert str(event["LOCATION"]) == "Stadhuis"
    assert str(event["UID"]) == f"overleg-{asked.pk}@portaal.example"
    assert (event.decoded("SEQUENCE"), str(event["STATUS"])) == (0, "CONFIRMED")
    assert "U brengt in: De cijfers." in str(event["DESCRIPTION"]).split("\n")


@pytest.mark.usefixtures("asked")
def test_feed_tells_no_agenda(coordinator: User) -> None:
    content = read(made_for(coordinator))

    assert content is not None
    assert b"geheim punt" not in content


def test_clock_rules_come_along_without_an_end(
    asked: Meeting, coordinator: User
) -> None:
    with scope(scope_of_job(asked.partnership)):
        for month, day in ((3, 25), (3, 29), (10, 22), (10, 26)):
            begin = datetime(2040, month, day, 12, 0, tzinfo=UTC)
            one = meeting_of(asked.series, begin)
            ParticipantFactory.create(meeting=one, user=coordinator)

    content = read(made_for(coordinator))

    assert content is not None
    (zone,) = Calendar.from_ical(content).timezones
    told = zone.to_tz()
    amsterdam = ZoneInfo("Europe/Amsterdam")
    for event in events_in(content):
        local = event.decoded("DTSTART").replace(tzinfo=None)
        there = local.replace(tzinfo=amsterdam).utcoffset()
        assert local.replace(tzinfo=told).utcoffset() == there


@pytest.mark.usefixtures("asked")
def test_only_the_digest_is_kept(coordinator: User) -> None:
    secret = made_for(coordinator)

    feed = CalendarFeed.objects.get()
    assert len(secret) == 43  # 32 bytes
    assert feed.secret_sha256 == digest_of(secret)
    assert secret not in str(vars(feed))


@pytest.mark.usefixtures("asked")
def test_one_address_at_a_time(coordinator: User) -> None:
    first = made_for(coordinator)
    second = made_for(coordinator)

    assert read(first) is None
    assert read(second) is not None


@pytest.mark.usefixtures("asked")
def test_revoked_address_opens_nothing(coordinator: User) -> None:
    secret = made_for(coordinator)
    with scope(scope_of(coordinator)):
        assert revoke_feed(actor=coordinator, now=NOW)

    assert read(secret) is None


@pytest.mark.usefixtures("asked")
def test_ended_account_ends_the_address(coordinator: User) -> None:
    secret = made_for(coordinator)
    User.objects.get_queryset().filter(pk=coordinator.pk).update(is_active=False)

    assert read(secret) is None


@pytest.mark.usefixtures("asked")
def test_ended_role_ends_the_address(coordinator: User) -> None:
    secret = made_for(coordinator)
    RoleGrant.objects.filter(user=coordinator).update(ended_at=NOW)

    assert read(secret) is None


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("who", ["stranger", "advisor"])
def test_address_of_another_opens_only_his_own_meetings(
    request: pytest.FixtureRequest, who: str
) -> None:
    # The coordinator alone is asked to the meeting there is.
    other = request.getfixturevalue(who)

    assert events_in(read(made_for(other))) == []


def test_who_is_asked_by_function_finds_it(asked: Meeting, advisor: User) -> None:
    with scope(scope_of_job(asked.partnership)):
        ParticipantFactory.create(
            meeting=asked, function="Beleidsadviseur", organisation=None
        )

    (event,) = events_in(read(made_for(advisor)))
    assert str(event["SUMMARY"]) == "Kwartaaloverleg"


def test_function_elsewhere_opens_nothing_here(asked: Meeting, stranger: User) -> None:
    with scope(scope_of_job(asked.partnership)):
        ParticipantFactory.create(
            meeting=asked, function="Beleidsadviseur", organisation=None
        )

    assert events_in(read(made_for(stranger))) == []


def test_participant_of_another_partnership_is_not_reached(
    asked: Meeting, stranger: User
) -> None:
    # A row that should not be: the scope of the feed still holds.
    with scope(scope_of_job(asked.partnership)):
        ParticipantFactory.create(meeting=asked, user=stranger)

    assert events_in(read(made_for(stranger))) == []


@pytest.mark.parametrize("who", ["clerk", "administrator", "preschool_contact"])
def test_who_reads_no_meetings_has_no_address(
    request: pytest.FixtureRequest, who: str
) -> None:
    actor = request.getfixturevalue(who)

    with scope(scope_of(actor)), pytest.raises(PermissionDenied):
        make_feed(actor=actor, now=NOW)

    assert CalendarFeed.objects.count() == 0


def test_moved_meeting_keeps_its_name_and_rises(
    asked: Meeting, advisor: User, coordinator: User
) -> None:
    secret = made_for(coordinator)
    (before,) = events_in(read(secret))
    with scope(scope_of(advisor)):
        move_meeting(
            meeting=asked,
            starts_at=NEXT_WEEK + timedelta(days=1),
            ends_at=NEXT_WEEK + timedelta(days=1, hours=1),
            place="Zaal 2",
            seen_version=0,
            actor=advisor,
            now=NOW,
        )

    (after,) = events_in(read(secret))

    assert after["UID"] == before["UID"]
    assert after.decoded("SEQUENCE") == 1
    assert after.decoded("DTSTART") == NEXT_WEEK + timedelta(days=1)


@pytest.mark.parametrize("status", ["cancelled", "missed"])
def test_what_does_not_go_on_is_cancelled_in_the_calendar(
    asked: Meeting, coordinator: User, status: str
) -> None:
    with scope(scope_of_job(asked.partnership)):
        Meeting.objects.filter(pk=asked.pk).update(
            status=status, status_reason="Te weinig mensen."
        )

    (event,) = events_in(read(made_for(coordinator)))

    assert str(event["STATUS"]) == "CANCELLED"


@pytest.mark.usefixtures("asked")
def test_fetching_is_noted_once_an_hour(coordinator: User) -> None:
    secret = made_for(coordinator)
    for minutes in (0, 30, 90):
        read(secret, NOW + timedelta(minutes=minutes))

    assert CalendarFeed.objects.get().fetched_at == NOW + timedelta(minutes=90)


@pytest.mark.usefixtures("asked")
@time_machine.travel(NOW, tick=False)
def test_program_fetches_it_without_signing_in(
    client: Client, coordinator: User
) -> None:
    secret = made_for(coordinator)

    response = client.get(reverse("monitoring:calendar-feed", args=[secret]))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert len(events_in(response.content)) == 1


@pytest.mark.usefixtures("asked")
@time_machine.travel(NOW, tick=False)
def test_guessed_or_changed_addresses_are_not_there(
    client: Client, coordinator: User
) -> None:
    secret = made_for(coordinator)
    feed = CalendarFeed.objects.get()
    turned = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    guesses = [
        *(secrets.token_urlsafe(32) for _ in range(20)),
        turned,
        secret.swapcase(),
        secret[:-1],
        f"{secret}A",
        feed.secret_sha256,
        feed.secret_sha256[:43],
        "%00" * 14 + "a",
        "'%20OR%201=1%20--",
        "..%2F..%2Foverleg",
    ]

    answers = {client.get(f"/agenda/{guess}.ics").status_code for guess in guesses}

    assert answers == {404}


@pytest.mark.usefixtures("asked")
@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_address_only_reads(client: Client, coordinator: User, method: str) -> None:
    path = reverse("monitoring:calendar-feed", args=[made_for(coordinator)])

    response = getattr(client, method)(path)

    assert response.status_code == 405


@pytest.mark.usefixtures("asked")
@time_machine.travel(NOW, tick=False)
def test_secret_is_shown_once(
    as_user: Callable[[User], Client], coordinator: User
) -> None:
    client = as_user(coordinator)

    made = client.post(reverse("monitoring:feed-make"))

    path = reverse("monitoring:calendar-feed", args=["x" * 43]).split("x", 1)[0]
    shown = made.content.decode().split(path, 1)[1][:43]
    later = client.get(reverse("monitoring:feed")).content.decode()
    assert CalendarFeed.objects.get().secret_sha256 == digest_of(shown)
    assert shown not in later


@pytest.mark.usefixtures("asked")
@time_machine.travel(NOW, tick=False)
def test_one_meeting_is_taken_along_as_a_file(
    as_user: Callable[[User], Client], asked: Meeting, coordinator: User
) -> None:
    path = reverse("monitoring:meeting-calendar", args=[asked.pk])

    response = as_user(coordinator).get(path)

    (event,) = events_in(response.content)
    assert event.decoded("DTSTART") == NEXT_WEEK
    expected = f'attachment; filename="overleg-{asked.pk}.ics"'
    assert response["Content-Disposition"] == expected


@pytest.mark.postgresql
def test_scope_of_the_feed_reaches_nothing_but_shared_rows(
    asked: Meeting,
    coordinator: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    secret = made_for(coordinator)

    # One for the feed, three for its owner, one for his teams, two for the scope and
    # the savepoint, two for meetings, and the note.
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]  # a context
        content = read(secret)

    assert len(events_in(content)) == 1
    assert asked.pk
