"""Forgotten and changed passwords."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.conftest import (
    ANOTHER_PASSWORD,
    PASSWORD,
    errors_of,
    link_in_mail,
    on_record,
    told,
    verbs,
)
from vve_portal.accounts.models import Session, User
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.accounts.services.passwords import REFUSED, reset_password
from vve_portal.accounts.views.enrolment import TRY_AGAIN
from vve_portal.accounts.views.passwords import SENT

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Capture = DjangoCaptureOnCommitCallbacks
FORGOT = "/wachtwoord-vergeten/"
CHANGE = "/account/wachtwoord/"
NEW = {"password": ANOTHER_PASSWORD, "again": ANOTHER_PASSWORD}


@pytest.fixture
def link(
    client: Client, advisor: User, django_capture_on_commit_callbacks: Capture
) -> str:
    """The link that was mailed to somebody who forgot the password."""
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FORGOT, {"email": advisor.email.upper()})
    (message,) = mail.outbox
    assert message.to == [advisor.email]
    return link_in_mail()


@pytest.mark.parametrize("is_known", [True, False])
def test_answer_is_the_same_whether_or_not_the_account_exists(
    client: Client, advisor: User, *, is_known: bool
) -> None:
    email = advisor.email if is_known else "niemand@verzonnen.example"

    response = client.post(FORGOT, {"email": email}, follow=True)

    (entry,) = on_record()
    assert response.redirect_chain == [(FORGOT, 302)]
    assert told(response) == [SENT]
    assert entry.verb == "account.password_requested"
    assert "niemand" not in f"{entry.summary} {entry.details}"


def test_closed_account_gets_no_mail(
    client: Client, advisor: User, django_capture_on_commit_callbacks: Capture
) -> None:
    User.objects.filter(pk=advisor.pk).update(is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(FORGOT, {"email": advisor.email})

    assert mail.outbox == []


@pytest.mark.usefixtures("device")
def test_asking_again_at_once_sends_no_second_mail(
    client: Client, advisor: User, django_capture_on_commit_callbacks: Capture
) -> None:
    start = timezone.now()
    for minutes in (0, 1, 4, 6):
        with (
            time_machine.travel(start + timedelta(minutes=minutes)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            client.post(FORGOT, {"email": advisor.email})

    assert len(mail.outbox) == 2
    assert verbs() == [
        "account.password_requested",
        "account.password_asked_again",
        "account.password_asked_again",
        "account.password_requested",
    ]


def test_new_password_still_takes_the_second_factor(
    client: Client,
    link: str,
    advisor: User,
) -> None:
    done = client.post(link, NEW)
    given = {"email": advisor.email, "password": ANOTHER_PASSWORD}
    signed_in = client.post("/inloggen/", given)

    assert done["Location"] == "/inloggen/"
    assert signed_in["Location"] == "/inloggen/code/?next=%2F"
    assert client.get("/account/").status_code == 302


def test_link_works_once(client: Client, link: str) -> None:
    client.post(link, NEW)

    again = client.post(link, {"password": PASSWORD, "again": PASSWORD})

    assert (again.status_code, again.context["reason"]) == (410, REFUSED)
    assert verbs() == [
        "account.password_requested",
        "account.password_reset",
        "account.link_refused",
    ]


@pytest.mark.usefixtures("device")
def test_link_dies_when_its_owner_signs_in(
    client: Client,
    link: str,
    advisor: User,
) -> None:
    client.post("/inloggen/", {"email": advisor.email, "password": PASSWORD})

    assert Client().get(link).status_code == 410


def test_link_is_too_old_after_two_hours(client: Client, link: str) -> None:
    with time_machine.travel(timedelta(hours=2, seconds=5)):
        response = client.get(link)

    assert (response.status_code, response.context["reason"]) == (410, REFUSED)


@pytest.mark.parametrize("uid", ["x", "", "MTIzNDU2Nzg5", "!!", "w6k"])
@pytest.mark.usefixtures("db")
def test_forged_link_says_what_to_do(client: Client, uid: str) -> None:
    response = client.get(f"{FORGOT}{uid or 'MA'}/een-token/")

    assert (response.status_code, response.context["reason"]) == (410, REFUSED)


def test_two_who_use_one_link_set_one_password(link: str, advisor: User) -> None:
    uid, token = link.strip("/").split("/")[1:]
    now = timezone.now()
    reset_password(uid=uid, token=token, password=ANOTHER_PASSWORD, now=now)

    with pytest.raises(LinkRefused):
        reset_password(uid=uid, token=token, password="van de tweede", now=now)

    advisor.refresh_from_db()
    assert advisor.check_password(ANOTHER_PASSWORD)


def test_new_password_ends_every_session_and_the_lock(
    link: str, advisor: User, now: datetime
) -> None:
    Session.objects.create(session_key="elders", user=advisor, expire_date=now)
    guest = Client()
    for _ in range(5):
        guest.post("/inloggen/", {"email": advisor.email, "password": "fout"})

    guest.post(link, NEW)

    given = {"email": advisor.email, "password": ANOTHER_PASSWORD}
    assert list(Session.objects.all()) == []
    assert guest.post("/inloggen/", given).status_code == 302


def test_changing_it_ends_the_other_sessions_only(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    here = as_user(advisor)
    there = Client()
    there.force_login(advisor, backend="vve_portal.accounts.backends.ActorBackend")

    response = here.post(CHANGE, {"old": PASSWORD, **NEW}, follow=True)

    advisor.refresh_from_db()
    assert response.redirect_chain == [("/account/", 302)]
    assert told(response) == ["Uw wachtwoord is gewijzigd."]
    assert advisor.check_password(ANOTHER_PASSWORD)
    assert Session.objects.get().session_key == here.session.session_key
    assert verbs() == ["account.password_changed"]


def test_changing_it_takes_the_old_one(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)

    response = client.post(CHANGE, {"old": "niet dit", **NEW})

    advisor.refresh_from_db()
    assert errors_of(response) == [TRY_AGAIN]
    assert advisor.check_password(PASSWORD)
    assert verbs() == ["account.wrong_password"]


def test_signing_out_elsewhere_keeps_this_session(
    as_user: Callable[[User], Client], advisor: User, manager: User
) -> None:
    here = as_user(advisor)
    for user in (advisor, manager):
        Client().force_login(user, backend="vve_portal.accounts.backends.ActorBackend")

    response = here.post("/account/uitloggen/")

    kept = Session.objects.values_list("user_id", flat=True)
    assert response["Location"] == "/account/"
    assert sorted(kept) == sorted([advisor.pk, manager.pk])
    assert here.get("/account/").status_code == 200
    assert verbs() == ["account.sessions_ended"]
