"""Setting up an app: only by a one-time link, or with the second factor in hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.conftest import (
    PASSWORD,
    code_of,
    errors_of,
    link_in_mail,
    verbs,
    wrong_code_of,
)
from tests.factories import DeviceFactory
from vve_portal.accounts.models import EnrolmentLink, RecoveryCode, User
from vve_portal.accounts.services.links import STALE, UNKNOWN, USED
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.accounts.services.second_factor import (
    renew_recovery_codes as make_codes,
)
from vve_portal.accounts.views.enrolment import TRY_AGAIN

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def link(
    type_password: Callable[[User], Client],
    advisor: User,
    django_capture_on_commit_callbacks: Capture,
) -> str:
    """The link that somebody without app asked for."""
    client = type_password(advisor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/inloggen/link/")
    client.post("/uitloggen/")
    return link_in_mail()


def test_password_alone_shows_no_key(
    type_password: Callable[[User], Client], advisor: User
) -> None:
    client = type_password(advisor)

    response = client.get("/inloggen/koppelen/", follow=True)

    assert response.redirect_chain == [("/inloggen/link/?next=%2F", 302)]
    assert list(TOTPDevice.objects.all()) == []


@pytest.mark.usefixtures("link")
def test_link_goes_to_the_own_address_only(advisor: User) -> None:
    (message,) = mail.outbox

    assert message.to == [advisor.email]
    assert EnrolmentLink.objects.get().token_hash not in message.body


def test_link_password_and_code_set_up_the_app(
    client: Client, link: str, advisor: User
) -> None:
    opened = client.post(link, {"password": PASSWORD})
    page = client.get(opened["Location"])
    device = TOTPDevice.objects.get()
    done = client.post(opened["Location"], {"code": code_of(device)})

    assert opened["Location"] == "/inloggen/koppelen/?next=%2F"
    assert "<svg" in page.content.decode()
    assert len(done.context["codes"]) == 10
    assert client.get("/account/").status_code == 200
    assert RecoveryCode.objects.filter(user=advisor).count() == 10


def test_page_of_the_key_needs_no_style_and_no_foreign_address(
    client: Client, link: str
) -> None:
    opened = client.post(link, {"password": PASSWORD})

    page = client.get(opened["Location"]).content.decode()

    assert "style=" not in page
    assert "data:" not in page
    assert page.count('<g transform="scale(5)">') == 1


def test_looking_at_a_link_does_not_use_it(client: Client, link: str) -> None:
    looks = [client.get(link).status_code for _ in range(2)]

    assert looks == [200, 200]
    assert EnrolmentLink.objects.get().used_at is None


def test_link_works_once(client: Client, link: str) -> None:
    opened = client.post(link, {"password": PASSWORD})
    device = TOTPDevice.objects.get()
    client.post(opened["Location"], {"code": code_of(device)})

    again = client.get(link)

    assert again.status_code == 410
    assert again.context["reason"] == USED
    assert verbs()[-1] == "account.link_refused"


def test_link_stays_while_the_app_is_not_yet_coupled(client: Client, link: str) -> None:
    opened = client.post(link, {"password": PASSWORD})
    device = TOTPDevice.objects.get()
    wrong = client.post(opened["Location"], {"code": wrong_code_of(device)})

    assert len(errors_of(wrong)) == 1
    assert client.get(link).status_code == 200


def test_link_is_too_old_after_a_week(client: Client, link: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=5)):
        response = client.get(link)

    assert (response.status_code, response.context["reason"]) == (410, STALE)


@pytest.mark.parametrize("change", ["made up", "closed account"])
def test_forged_link_says_what_to_do(
    client: Client, link: str, advisor: User, change: str
) -> None:
    if change == "closed account":
        User.objects.filter(pk=advisor.pk).update(is_active=False)
    address = link if change == "closed account" else "/inloggen/link/verzonnen/"

    response = client.get(address)

    assert (response.status_code, response.context["reason"]) == (410, UNKNOWN)


def test_newer_link_replaces_an_older(
    type_password: Callable[[User], Client], link: str, advisor: User
) -> None:
    client = type_password(advisor)
    client.post("/inloggen/link/")
    client.post("/uitloggen/")

    assert client.get(link).context["reason"] == UNKNOWN


def test_link_without_the_password_opens_nothing(client: Client, link: str) -> None:
    response = client.post(link, {"password": "niet het wachtwoord"})

    assert errors_of(response) == [TRY_AGAIN]
    assert list(TOTPDevice.objects.all()) == []
    assert verbs() == ["account.wrong_password"]


def test_key_of_one_session_is_not_shown_to_another(
    client: Client, link: str, advisor: User
) -> None:
    client.post(link, {"password": PASSWORD})
    other = Client()
    other.post("/inloggen/", {"email": advisor.email, "password": PASSWORD})

    response = other.get("/inloggen/koppelen/")

    assert response["Location"] == "/inloggen/link/?next=%2F"


@pytest.mark.usefixtures("device")
def test_who_has_an_app_is_mailed_no_link(
    type_password: Callable[[User], Client],
    advisor: User,
) -> None:
    client = type_password(advisor)

    response = client.post("/inloggen/link/")

    assert response["Location"] == "/inloggen/code/?next=%2F"
    assert list(EnrolmentLink.objects.all()) == []


def test_other_telephone_takes_the_old_code_first(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)
    old = TOTPDevice.objects.get()

    refused = client.get("/inloggen/koppelen/")
    begun = client.post("/account/telefoon/", {"code": code_of(old)})
    fresh = TOTPDevice.objects.get(confirmed=False)
    done = client.post(begun["Location"], {"code": code_of(fresh)})

    assert refused["Location"] == "/"
    assert len(done.context["codes"]) == 10
    assert list(TOTPDevice.objects.values_list("pk", "confirmed")) == [(fresh.pk, True)]
    assert client.get("/account/").status_code == 200


def test_recovery_code_gets_in_and_to_another_telephone(
    type_password: Callable[[User], Client], advisor: User
) -> None:
    DeviceFactory.create(user=advisor)
    now = timezone.now()
    codes = make_codes(second_factor=SecondFactor(advisor.pk, now), now=now)
    client = type_password(advisor)

    entered = client.post("/inloggen/code/", {"code": codes[0]})
    begun = client.post("/account/telefoon/", {"code": codes[1]})

    assert entered["Location"] == "/"
    assert begun["Location"] == "/inloggen/koppelen/?next=%2F"


def test_new_recovery_codes_take_a_code_first(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)
    device = TOTPDevice.objects.get()

    refused = client.post("/account/herstelcodes/", {"code": wrong_code_of(device)})
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        done = client.post("/account/herstelcodes/", {"code": code_of(device)})

    assert len(errors_of(refused)) == 1
    assert len(done.context["codes"]) == 10
