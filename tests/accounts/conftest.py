"""What tests of people share: a telephone with an app, and the way in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import DeviceFactory
from vve_portal.accounts.models import User

PASSWORD = "geheim-genoeg-voor-een-test"


def code_of(device: TOTPDevice, *, ahead: int = 0) -> str:
    """Return what the app shows now, or some steps of half a minute later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = totp.time + ahead * device.step
    return f"{totp.token():06d}"


def wrong_code_of(device: TOTPDevice) -> str:
    """Return six digits that the app shows at no moment near now."""
    near = {code_of(device, ahead=ahead) for ahead in range(-2, 3)}
    return next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in near)


@pytest.fixture
def type_password(client: Client) -> Callable[[User], Client]:
    """Return what gets somebody through the first page of signing in."""

    def sign_in(user: User) -> Client:
        given = {"email": user.email, "password": PASSWORD}
        client.post(reverse("accounts:sign-in"), given)
        return client

    return sign_in


@pytest.fixture
def device(advisor: User) -> TOTPDevice:
    """The app of the policy advisor."""
    made: TOTPDevice = DeviceFactory.create(user=advisor)
    return made
