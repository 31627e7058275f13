"""The preschools of a town as people look them up."""

from django.db.models import Q, QuerySet

from referrals.models import (
    Location,
    LocationChange,
    LocationImport,
    Neighbourhood,
)
from vve_portal.accounts.models import Partnership, User


def locations_for(actor: User) -> QuerySet[Location]:
    """Return the preschools the actor may know of, with where and whose they are."""
    rows = Location.objects.visible_to(actor).select_related(
        "neighbourhood", "holder", "partnership__municipality"
    )
    ordered: QuerySet[Location] = rows.order_by("name", "pk")
    return ordered


def matching(rows: QuerySet[Location], words: str) -> QuerySet[Location]:
    """Keep the preschools of which name, holder, street or number has the words."""
    found = rows
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(holder_name__icontains=word)
            | Q(street__icontains=word)
            | Q(lrk_id__startswith=word)
        )
    return found


def changes_of(location: Location) -> QuerySet[LocationChange]:
    """Return what the register told about a preschool over time, newest first."""
    rows: QuerySet[LocationChange] = LocationChange.objects.filter(location=location)
    return rows.order_by("-at", "-pk")


def neighbourhoods_for(actor: User) -> QuerySet[Neighbourhood]:
    """Return the parts of town of the actor's municipalities."""
    rows: QuerySet[Neighbourhood] = Neighbourhood.objects.visible_to(actor)
    return rows.select_related("partnership__municipality").order_by(
        "partnership__municipality__name", "code", "pk"
    )


def registers_for(actor: User) -> QuerySet[LocationImport]:
    """Return the register files of the actor's municipalities."""
    rows: QuerySet[LocationImport] = LocationImport.objects.visible_to(actor)
    return rows.select_related("partnership__municipality", "uploaded_by")


def own_partnerships(actor: User) -> QuerySet[Partnership]:
    """Return the municipalities that the actor's organisation works in."""
    rows = Partnership.objects.visible_to(actor).select_related("municipality")
    return rows.order_by("municipality__name", "pk")
