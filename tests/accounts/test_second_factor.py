"""Codes as services judge them: the app's, recovery codes, and setting up an app."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.conftest import code_of, verbs, wrong_code_of
from tests.factories import DeviceFactory
from vve_portal.accounts.models import RecoveryCode, User
from vve_portal.accounts.services.second_factor import (
    NO_DEVICE,
    WRONG,
    SecondFactor,
    WrongCode,
    begin_enrolment,
    confirm_enrolment,
    confirm_second_factor,
    renew_recovery_codes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def refusal(user: User, code: str) -> str:
    """Return why a code is refused; nothing when it is accepted."""
    try:
        confirm_second_factor(user=user, code=code, now=timezone.now())
    except WrongCode as wrong:
        return str(wrong)
    return ""


def test_right_code_proves_who_and_when(
    advisor: User, device: TOTPDevice, now: datetime
) -> None:
    code = code_of(device)

    proof = confirm_second_factor(user=advisor, code=f"{code[:3]} {code[3:]}", now=now)

    assert proof == SecondFactor(advisor.pk, now)


@pytest.mark.usefixtures("device")
def test_code_of_somebody_else_is_refused(
    advisor: User,
    manager: User,
) -> None:
    other: TOTPDevice = DeviceFactory.create(user=manager)

    assert refusal(advisor, code_of(other)) == WRONG


def test_code_works_once(advisor: User, device: TOTPDevice) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        code = code_of(device)
        first = refusal(advisor, code)
        second = refusal(advisor, code)

    assert (first, second) == ("", WRONG)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef"])
@pytest.mark.usefixtures("device")
def test_what_is_no_code_is_refused(advisor: User, code: str) -> None:
    assert refusal(advisor, code) == WRONG


def test_without_app_there_is_no_second_factor(advisor: User) -> None:
    begin_enrolment(user=advisor)

    assert refusal(advisor, "123456") == NO_DEVICE


def test_waiting_time_doubles_with_every_wrong_code(
    advisor: User, device: TOTPDevice
) -> None:
    moment = timezone.now()
    waits = []
    for _ in range(4):
        with time_machine.travel(moment, tick=False):
            refusal(advisor, wrong_code_of(device))
            waits.append(refusal(advisor, code_of(device)))
        moment += timedelta(minutes=1)

    assert [wait.split("Wacht ")[1].split(" en")[0] for wait in waits] == [
        "1 seconde",
        "2 seconden",
        "4 seconden",
        "8 seconden",
    ]


def test_wrong_code_stays_counted_when_the_deed_is_rolled_back(
    advisor: User, device: TOTPDevice
) -> None:
    with transaction.atomic():  # the request
        with pytest.raises(WrongCode):
            confirm_second_factor(
                user=advisor, code=wrong_code_of(device), now=timezone.now()
            )
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # the deed
            _ = 1 / 0

    device.refresh_from_db()
    assert device.throttling_failure_count == 1
    assert verbs() == ["account.wrong_code"]


@pytest.mark.usefixtures("device")
def test_recovery_code_works_once_however_it_is_typed(
    advisor: User, now: datetime
) -> None:
    codes = renew_recovery_codes(second_factor=SecondFactor(advisor.pk, now), now=now)
    typed = codes[3].upper().replace("-", " ")

    with time_machine.travel(timezone.now(), tick=False):
        first, second = refusal(advisor, typed), refusal(advisor, codes[3])

    assert (first, second) == ("", WRONG)
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 9


@pytest.mark.usefixtures("device")
def test_recovery_code_of_somebody_else_is_refused(
    advisor: User, manager: User, now: datetime
) -> None:
    codes = renew_recovery_codes(second_factor=SecondFactor(manager.pk, now), now=now)

    assert refusal(advisor, codes[0]) == WRONG


def test_wrong_recovery_code_counts_like_a_wrong_code(
    advisor: User, device: TOTPDevice
) -> None:
    refusal(advisor, "aaaa-bbbb-cccc")

    device.refresh_from_db()
    assert device.throttling_failure_count == 1


@pytest.mark.usefixtures("device")
def test_new_recovery_codes_replace_the_old(advisor: User, now: datetime) -> None:
    proof = SecondFactor(advisor.pk, now)
    old = renew_recovery_codes(second_factor=proof, now=now)

    new = renew_recovery_codes(second_factor=proof, now=now)

    assert (len(old), len(new), len({*old, *new})) == (10, 10, 20)
    assert refusal(advisor, old[0]) == WRONG
    assert verbs()[:2] == ["account.recovery_codes_renewed"] * 2


@pytest.mark.usefixtures("device")
def test_recovery_codes_are_kept_as_hashes(advisor: User, now: datetime) -> None:
    codes = renew_recovery_codes(second_factor=SecondFactor(advisor.pk, now), now=now)

    kept = RecoveryCode.objects.values_list("code_hash", flat=True)

    assert {len(kept_hash) for kept_hash in kept} == {64}
    assert not {*codes} & {*kept}


@pytest.mark.usefixtures("device")
def test_new_app_replaces_the_old_one(advisor: User, now: datetime) -> None:
    fresh = begin_enrolment(user=advisor)

    confirmed, codes = confirm_enrolment(
        user=advisor, device_pk=fresh.pk, code=code_of(fresh), now=now
    )

    assert list(TOTPDevice.objects.filter(user=advisor)) == [confirmed]
    assert (confirmed.pk, confirmed.confirmed, len(codes)) == (fresh.pk, True, 10)
    assert verbs() == ["account.enrolled"]


def test_old_app_stays_until_the_new_one_showed_a_code(
    advisor: User, device: TOTPDevice, now: datetime
) -> None:
    fresh = begin_enrolment(user=advisor)

    with pytest.raises(WrongCode, match=WRONG):
        confirm_enrolment(
            user=advisor, device_pk=fresh.pk, code=wrong_code_of(fresh), now=now
        )

    fresh.refresh_from_db()
    assert (fresh.confirmed, fresh.throttling_failure_count) == (False, 1)
    assert refusal(advisor, code_of(device)) == ""
    assert verbs() == ["account.wrong_code"]


def test_key_of_somebody_else_can_not_be_confirmed(
    advisor: User, manager: User, now: datetime
) -> None:
    fresh = begin_enrolment(user=manager)

    with pytest.raises(WrongCode):
        confirm_enrolment(
            user=advisor, device_pk=fresh.pk, code=code_of(fresh), now=now
        )

    fresh.refresh_from_db()
    assert fresh.confirmed is False
