"""Mandates: who may sign for a party, registered and withdrawn by that party."""

from datetime import date, datetime

from django.db import transaction

from vve_portal.accounts import policies
from vve_portal.accounts.models import Mandate, Organisation, Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Kind
from vve_portal.accounts.services.people import lock_person
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, period

Ground = Mandate.Ground


class MandateRefused(Exception):  # noqa: N818 - a refusal, no fault
    """A mandate that does not hold together; the message says in Dutch what to do."""


def grounds_of(organisation: Organisation) -> tuple[Ground, ...]:
    """Return the grounds on which somebody signs for an organisation.

    The burgemeester represents a municipality (Gemeentewet art. 171) and so its own JGZ
    department; of any other provider the statutes say who does.
    """
    is_municipal = organisation.jgz_type == Organisation.JgzType.MUNICIPAL
    if organisation.kind == Kind.MUNICIPALITY or is_municipal:
        return (Ground.OFFICE, Ground.PROXY, Ground.COLLEGE)
    return (Ground.STATUTES, Ground.PROXY)


@transaction.atomic
def register_mandate(
    *,
    partnership: Partnership,
    organisation: Organisation,
    signer: User,
    ground: Ground,
    reference: str,
    decided_on: date,
    starts_on: date,
    ends_on: date | None,
    actor: User,
    now: datetime,
) -> Mandate:
    """Register that `signer` may sign for the actor's organisation in a partnership.

    Raises PermissionDenied when the actor may not or the signer holds no role that
    signs, and MandateRefused when days or ground don't fit.
    """
    current = with_reach(lock_person(signer), today=local_day(now))
    policies.may_appoint(actor, current).enforce()
    policies.may_act_for(actor, partnership, organisation).enforce()
    if ground not in grounds_of(organisation):
        message = "Kies een grond die bij uw soort organisatie past."
        raise MandateRefused(message)
    _check_days(decided_on, starts_on, ends_on, today=local_day(now))
    mandate = Mandate.objects.create(
        partnership=partnership,
        organisation=organisation,
        signer=current,
        ground=ground,
        reference=reference,
        decided_on=decided_on,
        starts_on=starts_on,
        ends_on=ends_on,
        registered_by=actor,
        registered_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="mandate.registered",
        subject=mandate,
        summary=f"{current.name} mag tekenen voor {organisation.name},"
        f" {period(starts_on, ends_on)}. Grond: {ground.label}, {reference}.",
        signer=current.pk,
    )
    return mandate


def _check_days(
    decided_on: date, starts_on: date, ends_on: date | None, *, today: date
) -> None:
    if decided_on > today:
        message = "Vul de datum in waarop het besluit is genomen; die ligt niet later."
        raise MandateRefused(message)
    if starts_on < decided_on:
        message = "Laat het mandaat ingaan op of na de datum van het besluit."
        raise MandateRefused(message)
    if ends_on and ends_on < starts_on:
        message = "Kies een laatste dag op of na de eerste dag."
        raise MandateRefused(message)


@transaction.atomic
def withdraw_mandate(*, mandate: Mandate, actor: User, now: datetime) -> Mandate:
    """Withdraw a mandate: nobody can sign on it from now.

    Raises PermissionDenied when the actor may not, or when it was withdrawn already.
    """
    rows = Mandate.objects.select_for_update(of=("self",))
    current = rows.select_related("organisation", "signer").get(pk=mandate.pk)
    policies.may_withdraw_mandate(actor, current).enforce()
    current.withdrawn_at = now
    current.save(update_fields=["withdrawn_at"])
    record(
        at=now,
        actor=actor,
        verb="mandate.withdrawn",
        subject=current,
        summary=f"Het mandaat van {current.signer.name} voor"
        f" {current.organisation.name} is ingetrokken: {current.reference}.",
    )
    return current
