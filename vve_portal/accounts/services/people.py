"""Roles and accounts of people: giving, ending, closing, opening again."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.accounts import policies
from vve_portal.accounts.models import (
    EnrolmentLink,
    RecoveryCode,
    RoleGrant,
    Session,
    User,
)
from vve_portal.accounts.roles import Role
from vve_portal.accounts.services.links import send_enrolment_link
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, period


class RoleRefused(Exception):  # noqa: N818 - a refusal, no fault
    """A role that can't be given like this; the message says in Dutch what to do."""


@transaction.atomic
def grant_role(
    *,
    person: User,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    actor: User,
    now: datetime,
) -> RoleGrant:
    """Give a person a role from a day, possibly until a day.

    Raises PermissionDenied when the actor may not, and RoleRefused for days that don't
    fit or a role the person already has then.
    """
    current = lock_person(person)
    policies.may_grant_role(actor, current, role).enforce()
    _check_days(starts_on, ends_on, today=local_day(now))
    _check_overlap(current, role, starts_on, ends_on)
    grant = RoleGrant.objects.create(
        user=current,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=actor,
    )
    record(
        at=now,
        actor=actor,
        verb="person.role_granted",
        subject=current,
        summary=f"{current.name} heeft de rol {role.label},"
        f" {period(starts_on, ends_on)}.",
        role=role.value,
    )
    return grant


def _check_days(starts_on: date, ends_on: date | None, *, today: date) -> None:
    if starts_on < today:
        message = "Kies een begin vanaf vandaag: een rol geldt niet met terugwerking."
        raise RoleRefused(message)
    if ends_on and ends_on < starts_on:
        message = "Kies een laatste dag op of na de eerste dag."
        raise RoleRefused(message)


def _check_overlap(
    person: User, role: Role, starts_on: date, ends_on: date | None
) -> None:
    held = RoleGrant.objects.filter(user=person, role=role, ended_at__isnull=True)
    held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on:
        held = held.filter(starts_on__lte=ends_on)
    if held.exists():
        message = f"{person.name} heeft de rol {role.label} al in deze periode."
        raise RoleRefused(message)


@transaction.atomic
def end_role(*, grant: RoleGrant, actor: User, now: datetime) -> RoleGrant:
    """End a role at once.

    Raises PermissionDenied when the actor may not, or when it was ended already.
    """
    current = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    policies.may_end_role(actor, current).enforce()
    current.ended_at = now
    current.save(update_fields=["ended_at"])
    label = current.get_role_display()
    record(
        at=now,
        actor=actor,
        verb="person.role_ended",
        subject=current.user,
        summary=f"De rol {label} van {current.user.name} is beëindigd.",
        role=current.role,
    )
    return current


@transaction.atomic
def close_account(*, person: User, actor: User, now: datetime) -> User:
    """Close an account: no signing in any more, and out everywhere at once.

    Raises PermissionDenied when the actor may not, or when it was closed already.
    """
    current = lock_person(person)
    policies.may_close_account(actor, current).enforce()
    current.is_active = False
    current.save(update_fields=["is_active"])
    Session.objects.filter(user=current).delete()
    record(
        at=now,
        actor=actor,
        verb="person.account_closed",
        subject=current,
        summary=f"Het account van {current.name} is gesloten.",
    )
    return current


@transaction.atomic
def reopen_account(*, person: User, actor: User, now: datetime) -> User:
    """Open a closed account again; password, app and roles are as they were.

    Raises PermissionDenied when the actor may not, or when it is open.
    """
    current = lock_person(person)
    policies.may_reopen_account(actor, current).enforce()
    current.is_active = True
    current.save(update_fields=["is_active"])
    record(
        at=now,
        actor=actor,
        verb="person.account_reopened",
        subject=current,
        summary=f"Het account van {current.name} is weer open.",
    )
    return current


@transaction.atomic
def reset_second_factor(*, person: User, actor: User, now: datetime) -> EnrolmentLink:
    """Wipe a person's app and recovery codes and mail a link to set them again.

    Raises PermissionDenied when the actor may not; nobody does it for himself.
    """
    current = lock_person(person)
    policies.may_reset_second_factor(actor, current).enforce()
    TOTPDevice.objects.filter(user=current).delete()
    RecoveryCode.objects.filter(user=current).delete()
    Session.objects.filter(user=current).delete()
    record(
        at=now,
        actor=actor,
        verb="person.second_factor_reset",
        subject=current,
        summary=f"De tweede stap van {current.name} is gewist.",
    )
    return send_enrolment_link(user=current, now=now)


def lock_person(person: User) -> User:
    """Return the person as stored, locked until the transaction ends."""
    people = User.objects.select_for_update(of=("self",))
    return people.select_related("organisation").get(pk=person.pk)
