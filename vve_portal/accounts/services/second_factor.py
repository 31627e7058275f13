"""The second factor: codes of an app, recovery codes, and setting them up."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.access.scope import scope
from vve_portal.accounts.models import EnrolmentLink, RecoveryCode, User
from vve_portal.accounts.scopes import scope_of_account
from vve_portal.accounts.tokens import hash_of_code, make_recovery_code
from vve_portal.audit.services import record, record_refusal

RECOVERY_CODES: Final = 10
APP_CODE_LENGTH: Final = 6
DEVICE_NAME: Final = "Inlog-app"

WRONG: Final = (
    "De code klopt niet of is al gebruikt. Wacht tot uw inlog-app een nieuwe code"
    " toont en vul die in."
)
NO_DEVICE: Final = (
    "U hebt nog geen tweede stap ingesteld. Log uit en opnieuw in om dat te doen."
)


class WrongCode(Exception):  # noqa: N818 - a refusal, no fault
    """A code was refused; the message says in Dutch what to do."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Proof that somebody showed the second factor at a moment."""

    user_pk: int
    at: datetime


def confirm_second_factor(*, user: User, code: str, now: datetime) -> SecondFactor:
    """Judge a code of the app or a recovery code, and use it up.

    Raises WrongCode when it is not right, was used before, or comes too soon after a
    wrong one. Counts and records what is refused, so call it outside a transaction that
    is rolled back on WrongCode.
    """
    refusal = _judge(user, code, now=now)
    if refusal:
        record_refusal(
            at=now,
            actor=user,
            verb="account.wrong_code",
            summary="Een code voor de tweede stap is geweigerd.",
        )
        raise WrongCode(refusal)
    return SecondFactor(user.pk, now)


def begin_enrolment(*, user: User) -> TOTPDevice:
    """Make the key that the user's app must learn; it counts once a code confirms it.

    Call it only after a one-time link or a second factor.
    """
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    device: TOTPDevice = TOTPDevice.objects.create(
        user=user, name=DEVICE_NAME, confirmed=False
    )
    return device


def confirm_enrolment(
    *, user: User, device_pk: int, code: str, now: datetime
) -> tuple[TOTPDevice, list[str]]:
    """Put a new app in use, instead of any other, and return fresh recovery codes.

    Raises WrongCode when the code is not of the new key.
    """
    with transaction.atomic(), scope(scope_of_account(user)):
        device = (
            TOTPDevice.objects.select_for_update()
            .filter(pk=device_pk, user=user, confirmed=False)
            .first()
        )
        refusal = (
            NO_DEVICE if device is None else _judge_app_code(device, code, now=now)
        )
        if device and not refusal:
            TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            open_links = EnrolmentLink.objects.filter(user=user, used_at__isnull=True)
            open_links.update(used_at=now)
            record(
                at=now,
                actor=user,
                verb="account.enrolled",
                subject=user,
                summary=f"{user.name} heeft een inlog-app gekoppeld.",
            )
            return device, _replace_recovery_codes(user)
    record_refusal(
        at=now,
        actor=user,
        verb="account.wrong_code",
        summary="Een code bij het koppelen van een inlog-app is geweigerd.",
    )
    raise WrongCode(refusal)


@transaction.atomic
def renew_recovery_codes(*, second_factor: SecondFactor, now: datetime) -> list[str]:
    """Replace the recovery codes of whoever showed a second factor; return the new."""
    user = User.objects.select_for_update().get(pk=second_factor.user_pk)
    codes = _replace_recovery_codes(user)
    with scope(scope_of_account(user)):
        record(
            at=now,
            actor=user,
            verb="account.recovery_codes_renewed",
            subject=user,
            summary=f"{user.name} heeft nieuwe herstelcodes gemaakt.",
        )
    return codes


def find_device(user: User) -> TOTPDevice | None:
    """Return the app that the user confirmed, if any."""
    devices = TOTPDevice.objects.filter(user=user, confirmed=True)
    found: TOTPDevice | None = devices.order_by("pk").first()
    return found


@transaction.atomic
def _judge(user: User, code: str, *, now: datetime) -> str:
    """Return why the code is refused, or nothing; counts a wrong one."""
    devices = TOTPDevice.objects.select_for_update()
    device = devices.filter(user=user, confirmed=True).order_by("pk").first()
    if device is None:
        return NO_DEVICE
    plain = code.replace(" ", "").replace("-", "")
    if plain.isdecimal() and len(plain) == APP_CODE_LENGTH:
        return _judge_app_code(device, plain, now=now)
    return _judge_recovery_code(device, plain, now=now)


def _judge_app_code(device: TOTPDevice, code: str, *, now: datetime) -> str:
    wait = _find_wait(device, now=now)
    if wait:
        return wait
    return "" if device.verify_token(code.replace(" ", "")) else WRONG


def _judge_recovery_code(device: TOTPDevice, code: str, *, now: datetime) -> str:
    wait = _find_wait(device, now=now)
    if wait:
        return wait
    unused = RecoveryCode.objects.filter(
        user=device.user, code_hash=hash_of_code(code), used_at__isnull=True
    )
    if not unused.update(used_at=now):
        device.throttle_increment()
        return WRONG
    device.throttle_reset()
    return ""


def _find_wait(device: TOTPDevice, *, now: datetime) -> str:
    allowed, why = device.verify_is_allowed()
    if allowed:
        return ""
    seconds = max(1, ceil((why["locked_until"] - now).total_seconds()))
    return (
        "U hebt een verkeerde code ingevuld. Wacht"
        f" {_in_words(seconds)} en probeer het opnieuw."
    )


def _in_words(seconds: int) -> str:
    if seconds == 1:
        return "1 seconde"
    if seconds < 2 * 60:
        return f"{seconds} seconden"
    return f"{ceil(seconds / 60)} minuten"


def _replace_recovery_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [make_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=hash_of_code(code)) for code in codes
    )
    return codes
