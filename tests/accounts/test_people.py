"""Colleagues: their roles and accounts, as services."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.conftest import (
    PASSWORD,
    on_record,
    verbs,
)
from tests.factories import DeviceFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import (
    EnrolmentLink,
    RecoveryCode,
    RoleGrant,
    Session,
    User,
)
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.people import (
    RoleRefused,
    close_account,
    end_role,
    grant_role,
    reopen_account,
    reset_second_factor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NOW = timezone.now()

TODAY = timezone.localdate(NOW)


@pytest.fixture
def acting(administrator: User) -> Iterator[User]:
    """The administrator, in whose scope the services of a test run."""
    with scope(scope_of(administrator)):
        yield administrator


def grant(person: User, actor: User, **changes: Any) -> RoleGrant:
    """Give somebody the role of clerk from today."""
    given: dict[str, Any] = {
        "role": Role.CLERK,
        "starts_on": TODAY,
        "ends_on": None,
        **changes,
    }
    return grant_role(person=person, **given, actor=actor, now=NOW)


def test_role_is_given_for_a_term_and_recorded(advisor: User, acting: User) -> None:
    until = TODAY + timedelta(days=30)

    given = grant(advisor, acting, role=Role.ALDERMAN, ends_on=until)

    (entry,) = on_record()
    assert (given.user, given.role) == (advisor, "alderman")
    assert (given.starts_on, given.ends_on) == (TODAY, until)
    assert given.granted_by == acting
    assert entry.verb == "person.role_granted"
    assert (entry.subject_type, entry.subject_id) == ("accounts.user", advisor.pk)


def test_nobody_gives_himself_a_role_that_signs(acting: User) -> None:
    with pytest.raises(PermissionDenied, match="U geeft uzelf geen rol die"):
        grant(acting, acting, role=Role.ALDERMAN)

    held = RoleGrant.objects.filter(user=acting).values_list("role", flat=True)
    assert list(held) == ["administrator"]


def test_administrator_may_give_himself_another_role(acting: User) -> None:
    grant(acting, acting, role=Role.CLERK)

    held = RoleGrant.objects.filter(user=acting).values_list("role", flat=True)
    assert sorted(held) == ["administrator", "clerk"]


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "reason"),
    [
        (-1, None, "Kies een begin vanaf vandaag"),
        (5, 4, "Kies een laatste dag op of na de eerste dag"),
    ],
)
def test_days_that_do_not_fit_are_refused(
    advisor: User, acting: User, starts_in: int, ends_in: int | None, reason: str
) -> None:
    starts_on = TODAY + timedelta(days=starts_in)
    ends_on = None if ends_in is None else TODAY + timedelta(days=ends_in)

    with pytest.raises(RoleRefused, match=reason):
        grant(advisor, acting, starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    ("held", "asked", "is_refused"),
    [
        ((0, None), (0, None), True),
        ((0, None), (90, 100), True),
        ((10, 20), (0, None), True),
        ((10, 20), (20, 25), True),
        ((10, 20), (0, 10), True),
        ((10, 20), (21, None), False),
        ((10, 20), (0, 9), False),
    ],
)
def test_role_is_held_once_at_a_time(
    advisor: User,
    acting: User,
    held: tuple[int, int | None],
    asked: tuple[int, int | None],
    *,
    is_refused: bool,
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    grant(advisor, acting, starts_on=day(held[0]), ends_on=day(held[1]))

    reason = "Noor Voorbeeld heeft de rol Griffie al in deze periode."
    outcome = pytest.raises(RoleRefused, match=reason) if is_refused else nullcontext()
    with outcome:
        grant(advisor, acting, starts_on=day(asked[0]), ends_on=day(asked[1]))

    clerks = RoleGrant.objects.filter(user=advisor, role="clerk").count()
    assert clerks == (1 if is_refused else 2)


def test_ended_role_can_be_given_again(advisor: User, acting: User) -> None:
    first = grant(advisor, acting)
    end_role(grant=first, actor=acting, now=NOW)

    second = grant(advisor, acting)

    held = RoleGrant.objects.filter(user=advisor, role="clerk").on(TODAY)
    assert list(held) == [second]


def test_role_of_another_kind_of_organisation_is_refused(
    advisor: User, acting: User
) -> None:
    with pytest.raises(PermissionDenied, match="De rol Jeugdverpleegkundige bestaat"):
        grant(advisor, acting, role=Role.NURSE)


def test_role_ended_twice_is_ended_once(advisor: User, acting: User) -> None:
    given = grant(advisor, acting)
    end_role(grant=given, actor=acting, now=NOW)

    with pytest.raises(PermissionDenied, match="Deze rol is al beëindigd"):
        end_role(grant=given, actor=acting, now=NOW + timedelta(hours=1))

    given.refresh_from_db()
    assert given.ended_at == NOW
    assert verbs() == ["person.role_granted", "person.role_ended"]


def test_administrator_keeps_his_own_administration(acting: User) -> None:
    own = RoleGrant.objects.get(user=acting)

    with pytest.raises(PermissionDenied, match="U beëindigt uw eigen beheer niet"):
        end_role(grant=own, actor=acting, now=NOW)


def test_account_is_closed_and_opened_again(advisor: User, acting: User) -> None:
    close_account(person=advisor, actor=acting, now=NOW)
    advisor.refresh_from_db()
    is_closed = not advisor.is_active

    reopen_account(person=advisor, actor=acting, now=NOW)

    advisor.refresh_from_db()
    assert (is_closed, advisor.is_active) == (True, True)
    assert verbs() == ["person.account_closed", "person.account_reopened"]


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (close_account, "U sluit uw eigen account niet"),
        (reset_second_factor, "U wist uw eigen tweede stap niet"),
        (reopen_account, "Dit account is al open"),
    ],
)
def test_own_account_is_left_to_another_administrator(
    acting: User, service: Callable[..., object], reason: str
) -> None:
    with pytest.raises(PermissionDenied, match=reason):
        service(person=acting, actor=acting, now=NOW)


def test_closed_account_gets_no_role_and_no_link(advisor: User, acting: User) -> None:
    close_account(person=advisor, actor=acting, now=NOW)

    with pytest.raises(PermissionDenied, match="Dit account is gesloten"):
        grant(advisor, acting)
    with pytest.raises(PermissionDenied, match="Dit account is gesloten"):
        reset_second_factor(person=advisor, actor=acting, now=NOW)
    with pytest.raises(PermissionDenied, match="Dit account is al gesloten"):
        close_account(person=advisor, actor=acting, now=NOW)


def test_reset_wipes_the_app_the_codes_and_the_sessions(
    advisor: User,
    acting: User,
    device: TOTPDevice,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    RecoveryCode.objects.create(user=advisor, code_hash="x")
    Session.objects.create(session_key="elders", user=advisor, expire_date=NOW)
    bystander: TOTPDevice = DeviceFactory.create(user=acting)

    with django_capture_on_commit_callbacks(execute=True):
        reset_second_factor(person=advisor, actor=acting, now=NOW)

    (message,) = mail.outbox
    assert list(TOTPDevice.objects.all()) == [bystander]
    assert RecoveryCode.objects.count() == 0
    assert Session.objects.count() == 0
    assert EnrolmentLink.objects.get().user == advisor
    assert message.to == [advisor.email]
    assert verbs() == ["person.second_factor_reset"]
    assert device.pk != bystander.pk


def test_after_a_reset_the_password_alone_sets_no_app(
    client: Client, advisor: User, acting: User
) -> None:
    DeviceFactory.create(user=advisor)
    reset_second_factor(person=advisor, actor=acting, now=NOW)

    client.post("/inloggen/", {"email": advisor.email, "password": PASSWORD})
    response = client.get("/inloggen/koppelen/")

    assert response["Location"] == "/inloggen/link/?next=%2F"


SERVICES: dict[str, Callable[[User, User], object]] = {
    "grant": grant,
    "close": lambda person, actor: close_account(person=person, actor=actor, now=NOW),
    "reset": lambda person, actor: reset_second_factor(
        person=person, actor=actor, now=NOW
    ),
    "end": lambda person, actor: end_role(
        grant=RoleGrant.objects.get(user=person), actor=actor, now=NOW
    ),
}


@pytest.mark.parametrize("deed", sorted(SERVICES))
@pytest.mark.parametrize("who", ["advisor", "alderman", "clerk", "manager", "stranger"])
def test_only_the_own_administrator_manages_people(
    request: pytest.FixtureRequest, contract_manager: User, deed: str, who: str
) -> None:
    actor: User = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        SERVICES[deed](contract_manager, actor)

    contract_manager.refresh_from_db()
    assert contract_manager.is_active is True
    assert RoleGrant.objects.filter(user=contract_manager, ended_at=None).count() == 1


@pytest.mark.parametrize("deed", sorted(SERVICES))
def test_administrator_elsewhere_manages_nobody_here(
    contract_manager: User, stranger: User, deed: str
) -> None:
    stranger.roles = frozenset({Role.ADMINISTRATOR})

    with pytest.raises(PermissionDenied, match="hoort niet bij uw organisatie"):
        SERVICES[deed](contract_manager, stranger)
