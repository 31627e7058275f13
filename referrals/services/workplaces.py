"""Who works where: holders at their preschools, partners in a partnership.

The database's scope is built from workplaces, so each is judged against what the JGZ
linked, and ending a link ends what was built on it.
"""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from referrals import policies_places
from referrals.models import ChainPartner, Location
from vve_portal.accounts.models import Organisation, Partnership, User, Workplace
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day

ALREADY_THERE: Final = "{} werkt hier al."
ALREADY_LINKED: Final = "Deze organisatie werkt al mee in dit samenwerkingsverband."


@transaction.atomic
def link_holder(
    *, location: Location, holder: Organisation | None, actor: User, now: datetime
) -> Location:
    """Say which organisation holds a location; people of another one leave it.

    Raises PermissionDenied, or ValidationError when the organisation holds no
    preschools.
    """
    locked: Location = Location.objects.select_for_update().get(pk=location.pk)
    policies_places.may_link_holder(actor, locked).enforce()
    if holder is not None and not (fits := policies_places.may_be_holder(holder)):
        raise ValidationError(fits.reason)

    before, locked.holder = locked.holder_id, holder
    locked.save(update_fields=["holder"])
    strangers = Workplace.objects.filter(location=locked)
    if holder is not None:
        strangers = strangers.exclude(user__organisation=holder)
    ended = _end_all(strangers, now)
    name = holder.name if holder else "niemand"
    record(
        at=now,
        actor=actor,
        verb="location.holder",
        subject=locked,
        summary=f"De mensen van {locked.name} worden beheerd door: {name}.",
        before=before,
        after=locked.holder_id,
        ended_workplaces=ended,
    )
    return locked


@transaction.atomic
def link_partner(
    *,
    partnership: Partnership,
    organisation: Organisation,
    actor: User,
    now: datetime,
) -> ChainPartner:
    """Let a partner organisation help in a partnership.

    Raises PermissionDenied, or ValidationError when it can't or does already.
    """
    policies_places.may_link_partner(actor, partnership).enforce()
    if not (fits := policies_places.may_be_partner(organisation)):
        raise ValidationError(fits.reason)
    # Whoever links the same one at the same moment waits here.
    Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    links = ChainPartner.objects.open()
    if links.filter(partnership=partnership, organisation=organisation).exists():
        raise ValidationError(ALREADY_LINKED)
    link = ChainPartner.objects.create(
        partnership=partnership,
        organisation=organisation,
        linked_by=actor,
        linked_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="partner.linked",
        subject=link,
        summary=f"{organisation.name} werkt mee in {partnership.code}.",
    )
    return link


@transaction.atomic
def unlink_partner(*, link: ChainPartner, actor: User, now: datetime) -> ChainPartner:
    """End the help of a partner organisation; its people reach nothing here any more.

    Raises PermissionDenied when the actor may not, or when it ended already.
    """
    locked = (
        ChainPartner.objects.select_for_update(of=("self",))
        .select_related("organisation", "partnership")
        .get(pk=link.pk)
    )
    policies_places.may_unlink_partner(actor, locked).enforce()
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    helpers = Workplace.objects.filter(
        partnership=locked.partnership_id,
        location__isnull=True,
        user__organisation=locked.organisation_id,
    )
    ended = _end_all(helpers, now)
    record(
        at=now,
        actor=actor,
        verb="partner.unlinked",
        subject=locked,
        summary=f"{locked.organisation.name} werkt niet meer mee in"
        f" {locked.partnership.code}.",
        ended_workplaces=ended,
    )
    return locked


@transaction.atomic
def give_location(
    *, person: User, location: Location, actor: User, now: datetime
) -> Workplace:
    """Let a colleague work at a preschool of the own organisation.

    Raises PermissionDenied when the location is another holder's, or ValidationError
    when the person works there already.
    """
    # The link is locked with it, so that nobody is left behind when it ends.
    locked = Location.objects.select_for_update(of=("self",)).get(pk=location.pk)
    policies_places.may_give_location(actor, person, locked).enforce()
    if _works(person).filter(location=locked).exists():
        raise ValidationError(ALREADY_THERE.format(person.name))
    workplace = Workplace.objects.create(
        user=person,
        location=locked,
        partnership_id=locked.partnership_id,
        starts_on=local_day(now),
    )
    _record_given(person, locked.name, actor, now)
    return workplace


@transaction.atomic
def give_partnership(
    *, person: User, link: ChainPartner, actor: User, now: datetime
) -> Workplace:
    """Let a colleague help in a partnership that the own organisation helps in.

    Raises PermissionDenied when it does not, or ValidationError when the person helps
    there already.
    """
    locked = (
        ChainPartner.objects.select_for_update(of=("self",))
        .select_related("partnership")
        .get(pk=link.pk)
    )
    policies_places.may_give_partnership(actor, person, locked).enforce()
    helps = _works(person).filter(
        partnership=locked.partnership_id, location__isnull=True
    )
    if helps.exists():
        raise ValidationError(ALREADY_THERE.format(person.name))
    workplace = Workplace.objects.create(
        user=person, partnership_id=locked.partnership_id, starts_on=local_day(now)
    )
    _record_given(person, locked.partnership.code, actor, now)
    return workplace


@transaction.atomic
def end_workplace(*, workplace: Workplace, actor: User, now: datetime) -> Workplace:
    """End a workplace at once.

    Raises PermissionDenied when the actor may not, or when it ended already.
    """
    locked = (
        Workplace.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=workplace.pk)
    )
    policies_places.may_end_workplace(actor, locked).enforce()
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    record(
        at=now,
        actor=actor,
        verb="person.workplace_ended",
        subject=locked.user,
        summary=f"Een werkplek van {locked.user.name} is beëindigd.",
        location=locked.location_id,
        partnership=locked.partnership_id,
    )
    return locked


def _works(person: User) -> QuerySet[Workplace]:
    return Workplace.objects.filter(user=person, ended_at__isnull=True)


def _end_all(workplaces: QuerySet[Workplace], now: datetime) -> int:
    return workplaces.filter(ended_at__isnull=True).update(ended_at=now)


def _record_given(person: User, where: str, actor: User, now: datetime) -> None:
    record(
        at=now,
        actor=actor,
        verb="person.workplace_given",
        subject=person,
        summary=f"{person.name} werkt vanaf nu bij {where}.",
    )
