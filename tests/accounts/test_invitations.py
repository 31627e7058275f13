"""Inviting people and accepting: one link, once, for a week."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.conftest import (
    ANOTHER_PASSWORD,
    code_of,
    errors_of,
    link_in_mail,
    verbs,
)
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Invitation, RoleGrant, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services import invitations
from vve_portal.accounts.services.invitations import (
    STALE,
    UNKNOWN,
    USED,
    WITHDRAWN,
    InvitationRefused,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from vve_portal.accounts.services.links import LinkRefused

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Capture = DjangoCaptureOnCommitCallbacks
ADDRESS = "nieuw@waterrijk.example"
FILLED_IN = {
    "name": "Nina Nieuw",
    "password": ANOTHER_PASSWORD,
    "again": ANOTHER_PASSWORD,
}


def invite_nina(administrator: User, **changes: Any) -> Invitation:
    """Invite somebody as policy advisor."""
    given: dict[str, Any] = {
        "email": ADDRESS,
        "name": "Nina Nieuw",
        "job_title": "beleidsadviseur",
        "roles": [Role.POLICY_ADVISOR],
        "actor": administrator,
        "now": timezone.now(),
    }
    with scope(scope_of(given["actor"])):
        return invite(**{**given, **changes})


def withdraw(invitation: Invitation, actor: User, now: datetime) -> Invitation:
    """Withdraw an invitation, in the scope of who does it."""
    with scope(scope_of(actor)):
        return withdraw_invitation(invitation=invitation, actor=actor, now=now)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch, administrator: User) -> str:
    """The secret of an invitation that was just sent."""
    monkeypatch.setattr(invitations, "make_token", lambda: "geheim-van-de-uitnodiging")
    invite_nina(administrator)
    return "geheim-van-de-uitnodiging"


def test_invitation_by_mail_leads_to_an_account_with_roles(
    as_user: Callable[[User], Client],
    administrator: User,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    admin = as_user(administrator)
    given = {
        "name": "Nina Nieuw",
        "email": "NIEUW@waterrijk.example",
        "job_title": "beleidsadviseur",
        "roles": ["policy_advisor", "clerk"],
    }
    with django_capture_on_commit_callbacks(execute=True):
        sent = admin.post("/mensen/uitnodigen/", given)
    (message,) = mail.outbox
    guest = Client()

    accepted = guest.post(link_in_mail(), FILLED_IN)
    device = TOTPDevice.objects.get(confirmed=False)
    guest.post(accepted["Location"], {"code": code_of(device)})

    user = with_reach(User.objects.get(email=ADDRESS), today=timezone.localdate())
    assert sent["Location"] == "/mensen/"
    assert message.to == [ADDRESS]
    assert user.roles == {Role.POLICY_ADVISOR, Role.CLERK}
    assert user.organisation_id == administrator.organisation_id
    assert guest.get("/account/").status_code == 200
    assert verbs() == [
        "invitation.sent",
        "invitation.accepted",
        "account.enrolled",
        "account.signed_in",
    ]


def test_link_itself_is_kept_nowhere(token: str) -> None:
    invitation = Invitation.objects.get()

    assert token not in f"{vars(invitation)}"


def test_roles_begin_on_the_day_of_accepting(token: str, administrator: User) -> None:
    later = timezone.now() + timedelta(days=3)

    user = accept_invitation(
        token=token, name="Nina", password=ANOTHER_PASSWORD, now=later
    )

    grant = RoleGrant.objects.get(user=user)
    assert grant.starts_on == timezone.localdate(later)
    assert (grant.ends_on, grant.granted_by) == (None, administrator)


def test_accepting_twice_makes_one_account(token: str) -> None:
    now = timezone.now()
    accept_invitation(token=token, name="Nina", password=ANOTHER_PASSWORD, now=now)

    with pytest.raises(LinkRefused, match=USED):
        accept_invitation(token=token, name="Boef", password="iets", now=now)

    user = User.objects.get(email=ADDRESS)
    assert user.name == "Nina"
    assert user.check_password(ANOTHER_PASSWORD)


def test_address_invited_by_two_organisations_gets_one_account(
    token: str, administrator: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    stranger.roles = administrator.roles
    monkeypatch.setattr(invitations, "make_token", lambda: "een ander geheim")
    invite_nina(stranger)
    accept_invitation(token=token, name="Nina", password=ANOTHER_PASSWORD, now=now)

    with pytest.raises(LinkRefused, match=USED):
        accept_invitation(
            token="een ander geheim", name="Nina", password=ANOTHER_PASSWORD, now=now
        )

    user = User.objects.get(email=ADDRESS)
    assert user.organisation_id == administrator.organisation_id


@pytest.mark.parametrize(
    ("state", "reason"),
    [("used", USED), ("withdrawn", WITHDRAWN), ("stale", STALE), ("forged", UNKNOWN)],
)
def test_link_that_does_not_hold_says_what_to_do(
    client: Client, token: str, administrator: User, state: str, reason: str
) -> None:
    now = timezone.now()
    if state == "used":
        accept_invitation(token=token, name="N", password=ANOTHER_PASSWORD, now=now)
    if state == "withdrawn":
        withdraw(Invitation.objects.get(), administrator, now)
    later = now + timedelta(days=7 if state == "stale" else 0, seconds=1)
    address = f"/uitnodiging/{'verzonnen' if state == 'forged' else token}/"

    with time_machine.travel(later):
        looked = client.get(address)
        sent = client.post(address, FILLED_IN)

    assert (looked.status_code, looked.context["reason"]) == (410, reason)
    assert (sent.status_code, sent.context["reason"]) == (410, reason)
    assert User.objects.filter(name="Nina Nieuw").count() == 0
    assert verbs()[-2:] == ["account.link_refused"] * 2


def test_looking_does_not_use_the_link(client: Client, token: str) -> None:
    looks = [client.get(f"/uitnodiging/{token}/").status_code for _ in range(2)]

    assert looks == [200, 200]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ["Vul “Uw naam” in."]),
        ({"again": "iets anders dan dat"}, ["Vul twee keer hetzelfde wachtwoord in."]),
        (
            {"password": "kort", "again": "kort"},
            ["Kies een wachtwoord van ten minste 12 tekens."],
        ),
        (
            {"password": "1029384756565", "again": "1029384756565"},
            ["Kies een wachtwoord dat niet alleen uit cijfers bestaat."],
        ),
        (
            {"password": "administrator", "again": "administrator"},
            ["Dit wachtwoord gebruiken veel mensen. Kies een ander."],
        ),
        (
            {"password": ADDRESS, "again": ADDRESS},
            ["Kies een wachtwoord dat niet op uw naam of e-mailadres lijkt."],
        ),
    ],
)
def test_what_is_wrong_is_said_and_the_name_is_kept(
    client: Client, token: str, changes: dict[str, str], expected: list[str]
) -> None:
    response = client.post(f"/uitnodiging/{token}/", {**FILLED_IN, **changes})

    assert errors_of(response) == expected
    assert response.context["form"]["name"].value() == changes.get("name", "Nina Nieuw")
    assert User.objects.filter(email=ADDRESS).count() == 0


def test_newer_invitation_withdraws_the_older(administrator: User) -> None:
    older = invite_nina(administrator)

    newer = invite_nina(administrator, roles=[Role.CLERK])

    open_ones = Invitation.objects.visible_to(administrator).open()
    assert list(open_ones) == [newer]
    older.refresh_from_db()
    assert older.withdrawn_at is not None


def test_address_with_an_account_is_not_invited(
    as_user: Callable[[User], Client], administrator: User, advisor: User
) -> None:
    client = as_user(administrator)
    given = {"name": "X", "email": advisor.email.upper(), "roles": ["clerk"]}

    response = client.post("/mensen/uitnodigen/", given)

    assert errors_of(response) == [
        "Dit e-mailadres heeft al een account. Gebruik een ander adres."
    ]
    assert list(Invitation.objects.all()) == []


def test_nobody_invites_himself_again(administrator: User) -> None:
    with pytest.raises(InvitationRefused):
        invite_nina(administrator, email=administrator.email)


def test_role_of_another_kind_of_organisation_is_refused(administrator: User) -> None:
    with pytest.raises(PermissionDenied, match="De rol JGZ-manager bestaat niet"):
        invite_nina(administrator, roles=[Role.JGZ_MANAGER])


def test_only_the_administrator_invites(advisor: User) -> None:
    with pytest.raises(PermissionDenied, match="Alleen de functioneel beheerder"):
        invite_nina(advisor)

    assert list(Invitation.objects.all()) == []


def test_form_offers_the_roles_of_the_own_organisation_only(
    as_user: Callable[[User], Client], administrator: User
) -> None:
    page = as_user(administrator).get("/mensen/uitnodigen/")

    offered = [value for value, _ in page.context["form"].fields["roles"].choices]
    assert sorted(offered) == [
        "administrator",
        "alderman",
        "clerk",
        "contract_manager",
        "policy_advisor",
        "privacy_officer",
    ]


@pytest.mark.usefixtures("token")
def test_invitation_of_another_organisation_can_not_be_withdrawn(
    as_user: Callable[[User], Client], stranger: User
) -> None:
    invitation = Invitation.objects.get()
    client = as_user(stranger)

    response = client.post(f"/mensen/uitnodiging/{invitation.pk}/intrekken/")

    invitation.refresh_from_db()
    assert response.status_code == 404
    assert invitation.withdrawn_at is None


@pytest.mark.usefixtures("token")
def test_withdrawing_twice_is_refused(administrator: User) -> None:
    invitation = Invitation.objects.get()
    now = timezone.now()
    withdraw(invitation, administrator, now)

    with pytest.raises(PermissionDenied, match="al ingetrokken"):
        withdraw(invitation, administrator, now + timedelta(hours=1))

    invitation.refresh_from_db()
    assert invitation.withdrawn_at == now
