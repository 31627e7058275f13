"""What a session without second factor, or one that is over, can still reach."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from agreements.file_kinds import FileKind as AgreementFile
from referrals.models import FileKind
from referrals.tables.writing import Format
from tests.factories import DeviceFactory, RoleGrantFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import RoleGrant, Session, User
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.people import close_account, end_role
from vve_portal.accounts.views.sign_in import NO_ROLE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# Written out by hand: whatever is not here needs both factors.
NEEDS_NO_SECOND_FACTOR = {
    "accounts:accept-invitation",
    "accounts:ask-link",
    "accounts:demo-sign-in",
    "accounts:enrol",
    "accounts:forgot-password",
    "accounts:open-link",
    "accounts:reset-password",
    "accounts:second-factor",
    "accounts:sign-in",
    "accounts:sign-out",
    "checking:check",
    "checking:code",
    "checking:public-version",
    "monitoring:calendar-feed",
    "monitoring:open-data",
    "monitoring:open-data-description",
    "monitoring:open-data-file",
}
FILLED_IN: dict[str, Any] = {
    "IntConverter": 1,
    "SlugConverter": "x",
    "StringConverter": "x",
    "ChapterConverter": 1,
    "StepConverter": "share",
    "AgreementFileConverter": AgreementFile.DRAFT,
    "MonthConverter": date(2026, 11, 1),
    "FileKindConverter": FileKind.TOTALS,
    "FormatConverter": Format.CSV,
    "AreaConverter": 4,
    "CodeConverter": "IND-05",
    "MeetingStepConverter": "begin",
    "QuarterCodeConverter": "2026Q3",
    "SecretConverter": "x" * 43,
    "TownConverter": "GM9901",
}


def pages(
    resolver: URLResolver | None = None, prefix: str = ""
) -> dict[str, URLPattern]:
    """Return every page that has an address, by name."""
    found: dict[str, URLPattern] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            found |= pages(entry, prefix + inner)
        elif isinstance(entry, URLPattern):
            found[f"{prefix}{entry.name}"] = entry
    return found


def address_of(name: str, page: URLPattern) -> str:
    """Return some address of a page; a new kind of part belongs in FILLED_IN."""
    parts = page.pattern.converters.items()
    return reverse(
        name, kwargs={part: FILLED_IN[type(kind).__name__] for part, kind in parts}
    )


def test_every_page_is_closed_without_second_factor(
    type_password: Callable[[User], Client], advisor: User
) -> None:
    DeviceFactory.create(user=advisor)
    client = type_password(advisor)
    addresses = {
        name: address_of(name, page)
        for name, page in pages().items()
        if name not in NEEDS_NO_SECOND_FACTOR
    }

    for method in (client.get, client.post):
        answers = {name: method(url) for name, url in addresses.items()}
        led_to = {
            name: answer.headers.get("Location", "").split("?")[0]
            for name, answer in answers.items()
        }
        assert led_to == dict.fromkeys(addresses, "/inloggen/code/")
    assert "accounts:people" in addresses


def test_who_is_half_in_comes_back_to_the_page_asked_for(
    type_password: Callable[[User], Client], advisor: User
) -> None:
    DeviceFactory.create(user=advisor)
    client = type_password(advisor)

    response = client.get("/mandaten/?x=1")

    assert response["Location"] == "/inloggen/code/?next=%2Fmandaten%2F%3Fx%3D1"


def test_device_that_was_wiped_opens_nothing_any_more(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)
    before = client.get("/account/").status_code

    advisor.totpdevice_set.all().delete()  # type: ignore[attr-defined]  # django_otp has no types

    after = client.get("/account/")
    assert before == 200
    assert after["Location"] == "/inloggen/code/?next=%2Faccount%2F"


def test_idle_session_ends_and_says_so(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)
    client.get("/account/")

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        response = client.get("/account/?x=1", follow=True)

    assert response.redirect_chain == [
        ("/inloggen/?reden=stil&next=%2Faccount%2F%3Fx%3D1", 302)
    ]
    assert response.context["why"] == (
        "U bent uitgelogd, omdat u een tijd niets hebt gedaan."
    )
    assert "dan gaat u verder waar u was" in response.content.decode()
    assert list(Session.objects.all()) == []


def test_busy_session_ends_after_its_full_time(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)
    start = timezone.now()
    client.get("/account/")

    for minutes in range(50, 600, 50):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.get("/account/").status_code == 200
    with time_machine.travel(start + timedelta(minutes=601)):
        response = client.get("/account/")

    assert response["Location"] == "/inloggen/?reden=lang&next=%2Faccount%2F"


def test_form_sent_too_late_leads_back_to_the_form(
    as_user: Callable[[User], Client], administrator: User
) -> None:
    client = as_user(administrator)
    client.get("/mensen/")

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        response = client.post(
            "/mensen/1/sluiten/", HTTP_REFERER="http://testserver/mensen/1/"
        )

    assert response["Location"] == "/inloggen/?reden=stil&next=%2Fmensen%2F1%2F"


@pytest.mark.parametrize("referer", ["", "https://boef.example/x/"])
@pytest.mark.usefixtures("db")
def test_form_of_a_session_that_is_gone_leads_home(
    client: Client, referer: str
) -> None:
    response = client.post("/mensen/1/sluiten/", HTTP_REFERER=referer)

    assert response["Location"] == "/inloggen/?reden=verlopen&next=%2F"


@pytest.mark.usefixtures("administrator")
def test_closed_account_is_out_at_once(
    as_user: Callable[[User], Client],
    advisor: User,
) -> None:
    client = as_user(advisor)
    client.get("/account/")

    User.objects.filter(pk=advisor.pk).update(is_active=False)

    response = client.get("/account/")
    assert response["Location"] == "/inloggen/?reden=verlopen&next=%2Faccount%2F"
    assert list(Session.objects.all()) == []


def test_closing_an_account_takes_its_sessions_away(
    as_user: Callable[[User], Client],
    advisor: User,
    administrator: User,
) -> None:
    client = as_user(advisor)
    client.get("/account/")

    with scope(scope_of(administrator)):
        close_account(person=advisor, actor=administrator, now=timezone.now())

    assert list(Session.objects.all()) == []
    assert client.get("/account/")["Location"] == (
        "/inloggen/?reden=verlopen&next=%2Faccount%2F"
    )


def test_session_ends_with_the_last_role(
    as_user: Callable[[User], Client],
    advisor: User,
    administrator: User,
) -> None:
    client = as_user(advisor)
    client.get("/account/")

    grant = RoleGrant.objects.get(user=advisor)
    with scope(scope_of(administrator)):
        end_role(grant=grant, actor=administrator, now=timezone.now())

    response = client.get("/account/", follow=True)
    assert response.redirect_chain == [
        ("/inloggen/?reden=geen-rol&next=%2Faccount%2F", 302)
    ]
    assert response.context["why"] == NO_ROLE
    assert "verder waar u was" not in response.content.decode()


def test_role_that_ran_out_ends_the_session(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)
    today = timezone.localdate()

    RoleGrant.objects.filter(user=advisor).update(ends_on=today - timedelta(days=1))

    assert client.get("/account/")["Location"].startswith("/inloggen/?reden=geen-rol")


def test_another_role_keeps_the_session(
    as_user: Callable[[User], Client],
    advisor: User,
    administrator: User,
) -> None:
    client = as_user(advisor)
    grant = RoleGrant.objects.get(user=advisor)
    RoleGrantFactory.create(user=advisor, role="clerk")

    with scope(scope_of(administrator)):
        end_role(grant=grant, actor=administrator, now=timezone.now())

    assert client.get("/account/").status_code == 200


def test_presence_is_noted_once_a_minute(
    as_user: Callable[[User], Client],
    advisor: User,
) -> None:
    client = as_user(advisor)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client.get("/account/")
    with time_machine.travel(start + timedelta(seconds=59), tick=False):
        client.get("/account/")
    early = Session.objects.get().seen_at

    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        client.get("/account/")

    later = Session.objects.get().seen_at
    assert early == start
    assert later == start + timedelta(seconds=61)


@pytest.mark.usefixtures("db")
def test_made_up_session_is_no_session(
    client: Client,
) -> None:
    client.cookies["sessionid"] = "verzonnen"

    response = client.get("/account/")

    assert response["Location"] == "/inloggen/?reden=verlopen&next=%2Faccount%2F"


@pytest.mark.usefixtures("db")
def test_first_visit_is_told_nothing_of_sessions(
    client: Client,
) -> None:
    response = client.get("/account/", follow=True)

    assert response.redirect_chain == [("/inloggen/?next=/account/", 302)]
    assert response.context["why"] == ""


@pytest.mark.parametrize("path", ["/", "/account/", "/inloggen/", "/bestaat-niet/"])
def test_no_browser_keeps_a_page_for_after_signing_out(
    path: str, advisor: User, as_user: Callable[[User], Client]
) -> None:
    response = as_user(advisor).get(path)

    kept = response.headers["Cache-Control"].split(", ")
    assert {"no-store", "private"} <= set(kept)
