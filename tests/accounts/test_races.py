"""Two people at once, really at the same moment: one is first, the other is told."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from tests.accounts.conftest import ANOTHER_PASSWORD, code_of, verbs
from tests.factories import DeviceFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Invitation, RoleGrant, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.invitations import accept_invitation
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.accounts.services.people import RoleRefused, end_role, grant_role
from vve_portal.accounts.services.second_factor import (
    SecondFactor,
    WrongCode,
    confirm_second_factor,
    renew_recovery_codes,
)
from vve_portal.accounts.tokens import hash_of_token

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed")]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
REFUSALS = (PermissionDenied, LinkRefused, RoleRefused, WrongCode)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all deeds in the same moment; return how each ended, in any order."""
    barrier = Barrier(len(deeds))
    outcomes: list[str] = []

    def run(deed: Callable[[], object]) -> None:
        barrier.wait(timeout=10)
        try:
            deed()
            outcomes.append("done")
        except REFUSALS as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


def as_actor(actor: User, deed: Callable[[], object]) -> Callable[[], object]:
    """Return the deed, done in the scope of somebody, as in a request."""

    def act() -> object:
        with scope(scope_of(actor)):
            return deed()

    return act


def test_invitation_accepted_twice_at_once_makes_one_account(
    administrator: User,
) -> None:
    Invitation.objects.create(
        organisation=administrator.organisation,
        email="nina@waterrijk.example",
        name="Nina Nieuw",
        roles=["clerk"],
        token_hash=hash_of_token("geheim"),
        invited_by=administrator,
        invited_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )

    def accept() -> object:
        return accept_invitation(
            token="geheim", name="Nina", password=ANOTHER_PASSWORD, now=NOW
        )

    outcomes = at_once(accept, accept)

    assert outcomes == ["LinkRefused", "done"]
    assert User.objects.filter(email="nina@waterrijk.example").count() == 1
    assert verbs() == ["invitation.accepted"]


def test_role_ended_twice_at_once_is_ended_once(
    administrator: User, advisor: User
) -> None:
    grant = RoleGrant.objects.get(user=advisor)

    def end() -> object:
        return end_role(grant=grant, actor=administrator, now=NOW)

    outcomes = at_once(as_actor(administrator, end), as_actor(administrator, end))

    assert outcomes == ["PermissionDenied", "done"]
    assert verbs() == ["person.role_ended"]


def test_role_given_twice_at_once_is_held_once(
    administrator: User, advisor: User
) -> None:
    def give() -> object:
        return grant_role(
            person=advisor,
            role=Role.CLERK,
            starts_on=TODAY,
            ends_on=None,
            actor=administrator,
            now=NOW,
        )

    outcomes = at_once(as_actor(administrator, give), as_actor(administrator, give))

    assert outcomes == ["RoleRefused", "done"]
    assert RoleGrant.objects.filter(user=advisor, role="clerk").count() == 1


def test_code_shown_twice_at_once_counts_once(advisor: User) -> None:
    device = DeviceFactory.create(user=advisor)
    code = code_of(device)

    def show() -> object:
        return confirm_second_factor(user=advisor, code=code, now=timezone.now())

    assert at_once(show, show) == ["WrongCode", "done"]


def test_recovery_code_used_twice_at_once_counts_once(advisor: User) -> None:
    DeviceFactory.create(user=advisor)
    (code, *_) = renew_recovery_codes(
        second_factor=SecondFactor(advisor.pk, NOW), now=NOW
    )

    def show() -> object:
        return confirm_second_factor(user=advisor, code=code, now=timezone.now())

    assert at_once(show, show) == ["WrongCode", "done"]
