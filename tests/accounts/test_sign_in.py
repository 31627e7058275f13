"""The two pages of signing in, the way out, and what is kept of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.conftest import (
    PASSWORD,
    code_of,
    errors_of,
    on_record,
    verbs,
    wrong_code_of,
)
from tests.factories import UserFactory
from vve_portal.accounts.models import Organisation, Session, User
from vve_portal.accounts.services.second_factor import WRONG as WRONG_CODE
from vve_portal.accounts.views.sign_in import LOCKED, NO_ROLE, WRONG

SIGN_IN = "/inloggen/"
CODE = "/inloggen/code/"
UNKNOWN = "niemand@verzonnen.example"
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_password_and_code_lead_to_the_page_asked_for(
    client: Client, advisor: User, device: TOTPDevice
) -> None:
    given = {"email": advisor.email.upper(), "password": PASSWORD}

    first = client.post(f"{SIGN_IN}?next=/account/", given)
    second = client.post(first["Location"], {"code": code_of(device)})

    assert first["Location"] == f"{CODE}?next=%2Faccount%2F"
    assert second["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_signing_in_is_on_record(
    type_password: Callable[[User], Client],
    advisor: User,
    device: TOTPDevice,
) -> None:
    client = type_password(advisor)

    client.post(CODE, {"code": code_of(device)})

    (entry,) = on_record()
    assert entry.verb == "account.signed_in"
    assert entry.summary == "Noor Voorbeeld heeft ingelogd."
    assert entry.actor_id == advisor.pk
    assert entry.organisation_id == advisor.organisation_id


def test_the_session_has_another_key_after_the_second_factor(
    type_password: Callable[[User], Client], advisor: User, device: TOTPDevice
) -> None:
    client = type_password(advisor)
    before = client.session.session_key

    client.post(CODE, {"code": code_of(device)})

    assert client.session.session_key != before
    assert Session.objects.get().user_id == advisor.pk


@pytest.mark.parametrize("next_page", ["https://boef.example/", "//boef.example", ""])
def test_only_our_own_pages_are_gone_to(
    client: Client, advisor: User, device: TOTPDevice, next_page: str
) -> None:
    given = {"email": advisor.email, "password": PASSWORD}

    first = client.post(f"{SIGN_IN}?next={next_page}", given)
    second = client.post(f"{CODE}?next={next_page}", {"code": code_of(device)})

    assert first["Location"] == f"{CODE}?next=%2F"
    assert second["Location"] == "/"


@pytest.mark.parametrize("who", ["known", "unknown", "closed"])
def test_wrong_sign_in_reads_the_same_for_everybody(
    client: Client, municipality: Organisation, advisor: User, who: str
) -> None:
    closed: User = UserFactory.create(organisation=municipality, is_active=False)
    email = {"known": advisor.email, "unknown": UNKNOWN, "closed": closed.email}[who]
    password = PASSWORD if who == "closed" else "niet het wachtwoord"

    response = client.post(SIGN_IN, {"email": email, "password": password})

    assert errors_of(response) == [WRONG]
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.usefixtures("device")
def test_fifth_wrong_password_locks_for_a_quarter_of_an_hour(
    client: Client, advisor: User, *, is_known: bool
) -> None:
    email = advisor.email if is_known else UNKNOWN
    wrong = {"email": email, "password": "niet het wachtwoord"}
    right = {"email": email, "password": PASSWORD}

    tries = [client.post(SIGN_IN, wrong) for _ in range(5)]
    during = client.post(SIGN_IN, right)

    assert [errors_of(response) for response in tries] == [[WRONG]] * 4 + [[LOCKED]]
    assert [response.status_code for response in tries] == [200] * 4 + [429]
    assert (during.status_code, errors_of(during)) == (429, [LOCKED])


@pytest.mark.usefixtures("device")
def test_lock_ends_after_a_quarter_of_an_hour(
    client: Client,
    advisor: User,
) -> None:
    right = {"email": advisor.email, "password": PASSWORD}
    for _ in range(5):
        client.post(SIGN_IN, {**right, "password": "niet het wachtwoord"})

    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        too_early = client.post(SIGN_IN, right)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        in_time = client.post(SIGN_IN, right)

    assert too_early.status_code == 429
    assert in_time["Location"] == f"{CODE}?next=%2F"


def test_tries_count_together_however_the_address_is_written(
    client: Client, advisor: User
) -> None:
    addresses = [advisor.email, advisor.email.upper(), f" {advisor.email} "] * 2

    tries = [
        client.post(SIGN_IN, {"email": email, "password": "fout"}).status_code
        for email in addresses[:5]
    ]

    assert tries == [200, 200, 200, 200, 429]


@pytest.mark.usefixtures("device")
def test_right_password_makes_earlier_tries_forgotten(
    client: Client,
    advisor: User,
) -> None:
    wrong = {"email": advisor.email, "password": "fout"}
    for _ in range(4):
        client.post(SIGN_IN, wrong)
    client.post(SIGN_IN, {"email": advisor.email, "password": PASSWORD})
    client.post("/uitloggen/")

    response = client.post(SIGN_IN, wrong)

    assert response.status_code == 200


def test_wrong_password_is_on_record_with_the_own_organisation(
    client: Client, advisor: User
) -> None:
    client.post(SIGN_IN, {"email": advisor.email, "password": "niet het wachtwoord"})

    (entry,) = on_record()
    assert (entry.verb, entry.actor_id) == ("account.wrong_password", advisor.pk)
    assert entry.organisation_id == advisor.organisation_id
    assert "niet het wachtwoord" not in f"{entry.summary} {entry.details}"


@pytest.mark.usefixtures("advisor")
def test_unknown_address_is_kept_nowhere(
    client: Client,
) -> None:
    client.post(SIGN_IN, {"email": UNKNOWN, "password": "niet het wachtwoord"})

    (entry,) = on_record()
    (attempt,) = AccessAttempt.objects.all()
    kept = f"{entry.summary} {entry.details} {vars(attempt)}"
    assert (entry.actor_id, entry.organisation_id) == (None, None)
    assert UNKNOWN not in kept
    assert "niet het wachtwoord" not in kept


def test_lock_out_is_on_record(client: Client, advisor: User) -> None:
    for _ in range(5):
        client.post(SIGN_IN, {"email": advisor.email, "password": "fout"})

    assert verbs() == ["account.wrong_password"] * 4 + ["account.locked"]


def test_somebody_without_role_is_told_whom_to_ask(
    client: Client, municipality: Organisation
) -> None:
    user: User = UserFactory.create(organisation=municipality)

    response = client.post(SIGN_IN, {"email": user.email, "password": PASSWORD})

    assert errors_of(response) == [NO_ROLE]
    assert "_auth_user_id" not in client.session


def test_wrong_code_is_refused_counted_and_recorded(
    type_password: Callable[[User], Client],
    advisor: User,
    device: TOTPDevice,
) -> None:
    client = type_password(advisor)

    response = client.post(CODE, {"code": wrong_code_of(device)})

    device.refresh_from_db()
    assert errors_of(response) == [WRONG_CODE]
    assert device.throttling_failure_count == 1
    assert verbs() == ["account.wrong_code"]
    assert client.get("/account/").status_code == 302


def test_right_code_right_after_a_wrong_one_has_to_wait(
    type_password: Callable[[User], Client], advisor: User, device: TOTPDevice
) -> None:
    start = timezone.now().replace(second=5)
    with time_machine.travel(start, tick=False):
        client = type_password(advisor)
        client.post(CODE, {"code": wrong_code_of(device)})
        at_once = client.post(CODE, {"code": code_of(device)})
    with time_machine.travel(start + timedelta(seconds=2), tick=False):
        later = client.post(CODE, {"code": code_of(device)})

    assert errors_of(at_once) == [
        "U hebt een verkeerde code ingevuld. Wacht 1 seconde en probeer het opnieuw."
    ]
    assert later["Location"] == "/"


def test_code_that_was_used_opens_no_second_session(
    type_password: Callable[[User], Client], advisor: User, device: TOTPDevice
) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        code = code_of(device)
        client = type_password(advisor)
        client.post(CODE, {"code": code})
        client.post("/uitloggen/")
        type_password(advisor)

        again = client.post(CODE, {"code": code})

    assert errors_of(again) == [WRONG_CODE]


def test_signing_out_ends_the_session(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)

    response = client.post("/uitloggen/")

    assert response["Location"] == SIGN_IN
    assert list(Session.objects.all()) == []
    assert client.get("/account/")["Location"] == f"{SIGN_IN}?next=/account/"


def test_who_is_in_already_goes_on(
    as_user: Callable[[User], Client], advisor: User
) -> None:
    client = as_user(advisor)

    assert client.get(f"{SIGN_IN}?next=/account/")["Location"] == "/account/"
    assert client.get(f"{CODE}?next=/account/")["Location"] == "/account/"
