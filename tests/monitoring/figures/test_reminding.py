"""Reminders go before the day and every week after it, and never twice."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from monitoring.models import Quarter, Reminder
from monitoring.services.reminding import remind_of
from tests.factories import NOW
from tests.monitoring.factories import DeliveryFactory, QuarterFactory
from tests.monitoring.scenes import World
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.django_db
Run = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def run(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Run:
    """Return what runs the command on a day and gives the mails it sent."""

    def on(day: str) -> list[tuple[str, str]]:
        mail.outbox = []
        with django_capture_on_commit_callbacks(execute=True):
            call_command("remind_quarters", "--on", day, stdout=StringIO())
        return sorted((sent.to[0], str(sent.subject)) for sent in mail.outbox)

    return on


@pytest.mark.usefixtures("world")
def test_nothing_is_sent_long_before_the_day(run: Run) -> None:
    # Delivering is due on 14 October, five days after the 9th.
    assert run("2026-10-08") == []


def test_reminder_goes_five_days_before_and_once(world: World, run: Run) -> None:
    people = world.people
    expected = sorted(
        (people[who].email, "Herinnering: derde kwartaal 2026")
        for who in ("coordinator", "preschool_contact", "other_preschool")
    )

    first, again, next_day = run("2026-10-09"), run("2026-10-09"), run("2026-10-10")

    assert (first, again, next_day) == (expected, [], [])


def test_reminder_comes_back_every_week_also_when_it_is_late(
    world: World,
    run: Run,
) -> None:
    DeliveryFactory.create(quarter=world.quarter)
    DeliveryFactory.create(
        quarter=world.quarter, source="preschool", location=world.location
    )
    waiting = world.people["other_preschool"].email

    found = {
        day: [subject for to, subject in run(day) if to == waiting]
        for day in ("2026-10-09", "2026-10-15", "2026-10-16", "2026-10-23")
    }

    assert found == {
        "2026-10-09": ["Herinnering: derde kwartaal 2026"],
        "2026-10-15": [],
        "2026-10-16": ["Te laat: derde kwartaal 2026"],
        "2026-10-23": ["Te laat: derde kwartaal 2026"],
    }


def test_mail_says_what_where_and_by_when_and_no_figure(
    world: World,
    run: Run,
) -> None:
    run("2026-10-09")

    contact = world.people["preschool_contact"]
    (text,) = [sent.body for sent in mail.outbox if sent.to == [contact.email]]
    assert text.split("\n\n")[1].splitlines()[0] == (
        f"Meld dat het kwartaal van {world.location} compleet is, voor het derde"
        " kwartaal 2026. Doe dat uiterlijk op 14 oktober 2026."
    )


@pytest.mark.usefixtures("advisor")
def test_provisional_quarter_asks_for_the_next_steps_and_no_delivery(
    world: World,
) -> None:
    quarter = QuarterFactory.create(
        partnership=world.partnership, number=1, provisional=True
    )

    remind_of(quarter=quarter, now=NOW)

    subjects = set(Reminder.objects.values_list("subject", flat=True))
    # Without an agreement in force there is no area to write about.
    assert subjects == {"draft", "meeting", "settle"}
    entry = Entry.objects.filter(verb="quarter.remind").order_by("pk")[0]
    assert entry.details["is_late"]


def test_settled_and_running_quarters_ask_nothing(world: World, run: Run) -> None:
    with transaction.atomic():
        Quarter.objects.filter(pk=world.quarter.pk).delete()
        QuarterFactory.create(partnership=world.partnership, number=4)

    assert run(date(2026, 12, 31).isoformat()) == []
    assert not Reminder.objects.exists()
