"""Where people of holders and partners work, as their administrators see it."""

from django.db.models import QuerySet

from referrals.models import ChainPartner, Location
from vve_portal.accounts.models import Organisation, User, Workplace
from vve_portal.accounts.roles import Kind


def held_locations(actor: User) -> QuerySet[Location]:
    """Return the preschools that the actor's organisation holds."""
    rows: QuerySet[Location] = Location.objects.filter(holder=actor.organisation_id)
    return rows.order_by("name", "pk")


def own_links(actor: User) -> QuerySet[ChainPartner]:
    """Return where the actor's organisation helps as a partner."""
    rows = ChainPartner.objects.open().filter(organisation=actor.organisation_id)
    return rows.select_related("partnership__municipality").order_by(
        "partnership__municipality__name", "pk"
    )


def workplaces_of(actor: User) -> QuerySet[Workplace]:
    """Return where the actor's colleagues work today."""
    rows = Workplace.objects.visible_to(actor).filter(ended_at__isnull=True)
    return rows.select_related(
        "user", "location", "partnership__municipality"
    ).order_by("location__name", "user__name", "pk")


def possible_holders() -> QuerySet[Organisation]:
    """Return the organisations that hold preschools."""
    return Organisation.objects.filter(kind=Kind.PRESCHOOL).order_by("name", "pk")


def possible_partners() -> QuerySet[Organisation]:
    """Return the organisations that can help as a partner."""
    return Organisation.objects.filter(kind=Kind.PARTNER).order_by("name", "pk")


def partners_of(actor: User) -> QuerySet[ChainPartner]:
    """Return who helps in the actor's partnerships."""
    rows = ChainPartner.objects.visible_to(actor).open()
    return rows.select_related("organisation", "partnership__municipality").order_by(
        "partnership__municipality__name", "organisation__name", "pk"
    )
