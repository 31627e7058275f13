"""The two pages of signing in, the way out, and what is kept of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.conftest import PASSWORD, code_of, wrong_code_of
from tests.factories import RoleGrantFactory, UserFactory
from vve_portal.accounts.models import RoleGrant, User
from vve_portal.accounts.views.sign_in import LOCKED, NO_ROLE, WRONG
from vve_portal.audit.models import Entry

SIGN_IN = "/inloggen/"
CODE = "/inloggen/code/"
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def errors_of(response: object) -> list[str]:
    """Return every error of the form on a page."""
    form = response.context["form"]  # type: ignore[attr-defined]  # the test client's answer
    return [error for errors in form.errors.values() for error in errors]


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
    client: Client, advisor: User, device: TOTPDevice, everywhere: None
) -> None:
    client.post(SIGN_IN, {"email": advisor.email, "password": PASSWORD})
    client.post(CODE, {"code": code_of(device)})

    (entry,) = Entry.objects.all()
    assert entry.verb == "account.signed_in"
    assert (entry.actor_id, entry.organisation_id) == (
        advisor.pk,
        advisor.organisation_id,
    )
