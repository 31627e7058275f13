"""What tests of people share: a telephone with an app, and ways in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import person
from tests.factories import DeviceFactory
from vve_portal.access.scope import PORTAL_ITSELF, Scope, scope
from vve_portal.accounts.models import Mandate, Organisation, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.mandates import register_mandate
from vve_portal.audit.models import Entry

NOW = timezone.now()
PASSWORD = "geheim-genoeg-voor-een-test"
ANOTHER_PASSWORD = "nog-een-zin-om-te-onthouden"


def code_of(device: TOTPDevice, *, ahead: int = 0) -> str:
    """Return what the app shows now, or some steps of half a minute later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = totp.time + ahead * device.step
    return f"{totp.token():06d}"


def wrong_code_of(device: TOTPDevice) -> str:
    """Return six digits that the app shows at no moment near now."""
    near = {code_of(device, ahead=ahead) for ahead in range(-2, 3)}
    return next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in near)


def errors_of(response: Any) -> list[str]:
    """Return every error of the form on a page."""
    errors = response.context["form"].errors
    return [str(error) for found in errors.values() for error in found]


def told(response: Any) -> list[str]:
    """Return the messages that a page shows."""
    return [str(message) for message in response.context["messages"]]


def on_record() -> list[Entry]:
    """Return every entry of the record, oldest first: only a test sees them all."""
    partnerships = frozenset(Partnership.objects.values_list("pk", flat=True))
    organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    with scope(Scope(partnerships, organisations=organisations | {PORTAL_ITSELF})):
        return list(Entry.objects.order_by("pk"))


def verbs() -> list[str]:
    """Return what is on record, oldest first."""
    return [entry.verb for entry in on_record()]


def count_queries(client: Client, address: str) -> int:
    """Return how often a page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def link_in_mail() -> str:
    """Return the path of the link in the only mail that was sent."""
    (message,) = mail.outbox
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", str(message.body))
    assert found
    return found[1]


@pytest.fixture
def type_password(client: Client) -> Callable[[User], Client]:
    """Return what gets somebody through the first page of signing in."""

    def sign_in(user: User) -> Client:
        client.post("/inloggen/", {"email": user.email, "password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def device(advisor: User) -> TOTPDevice:
    """The app of the policy advisor."""
    made: TOTPDevice = DeviceFactory.create(user=advisor)
    return made


def register(
    partnership: Partnership, signer: User, actor: User, **changes: Any
) -> Mandate:
    """Register a volmacht from today, in the scope of who does it."""
    given: dict[str, Any] = {
        "partnership": partnership,
        "organisation": actor.organisation,
        "signer": signer,
        "ground": Mandate.Ground.PROXY,
        "reference": "Volmacht 2026-14",
        "decided_on": timezone.localdate(NOW),
        "starts_on": timezone.localdate(NOW),
        "ends_on": None,
        **changes,
    }
    with scope(scope_of(actor)):
        return register_mandate(**given, actor=actor, now=NOW)


@pytest.fixture
def mandate(partnership: Partnership, alderman: User, advisor: User) -> Mandate:
    """The alderman's mandate, registered by the policy advisor."""
    return register(partnership, alderman, advisor)


@pytest.fixture
def signing_administrator(provider: Organisation) -> User:
    """Somebody of a small provider who both administers and signs."""
    return person(provider, Role.ADMINISTRATOR, Role.JGZ_MANAGER, name="Tom Toneel")
