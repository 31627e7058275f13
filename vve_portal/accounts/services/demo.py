"""For trying out only: people of the demo, their app and the code it shows."""

from datetime import datetime

from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.accounts.models import User
from vve_portal.accounts.queries import DEMO_DOMAIN
from vve_portal.accounts.services.second_factor import DEVICE_NAME, find_device


def is_demo(user: User) -> bool:
    """Return whether somebody is of the demo, while the portal is being tried out."""
    return settings.DEBUG and user.email.endswith(DEMO_DOMAIN)


def enrol_demo_user(*, user: User) -> TOTPDevice:
    """Give somebody of the demo an app, unless there is one.

    Raises PermissionError for anybody else.
    """
    if not is_demo(user):
        message = f"{user.email} is not of the demo."
        raise PermissionError(message)
    device: TOTPDevice = find_device(user) or TOTPDevice.objects.create(
        user=user, name=DEVICE_NAME, confirmed=True
    )
    return device


def find_demo_code(*, user: User, now: datetime) -> str:
    """Return a code that will be accepted now, or nothing outside the demo.

    A code is used once, so after one was used it is already the next.
    """
    device = find_device(user) if is_demo(user) else None
    if device is None:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = now.timestamp()
    if totp.t() <= device.last_t:
        totp.time = now.timestamp() + device.step * (device.last_t + 1 - totp.t())
    return f"{totp.token():06d}"
