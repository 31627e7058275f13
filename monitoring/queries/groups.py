"""What the groups of a breakdown are called, in one partnership."""

from typing import Final

from agreements.areas import Chapter
from agreements.models.vocabulary import Funding
from monitoring.definitions.groups import FIXED_NAMES
from monitoring.definitions.vocabulary import Dimension
from monitoring.models.meetings import MeetingKind
from referrals.models import ChainPartner, Location, Neighbourhood, Pathway
from referrals.routes.definition import LEVELS
from vve_portal.accounts.models import Organisation, Partnership, Team

Names = dict[str, str]
# The same in every town.
COMMON: Final[dict[str, Names]] = {
    **FIXED_NAMES,
    Dimension.LEVEL: LEVELS,
    Dimension.FUNDING: {one.value: str(one.label) for one in Funding},
    Dimension.MEETING: {one.value: str(one.label) for one in MeetingKind},
    Dimension.AREA: {str(one.value): str(one.label) for one in Chapter},
}


def group_names(partnership: Partnership) -> dict[str, Names]:
    """Return, by breakdown, what people call each category; six queries."""
    routes = _routes(partnership)
    return {
        **COMMON,
        Dimension.NEIGHBOURHOOD: dict(
            Neighbourhood.objects.filter(partnership=partnership)
            .order_by("code")
            .values_list("code", "name")
        ),
        Dimension.LOCATION: dict(
            Location.objects.filter(partnership=partnership)
            .order_by("lrk_id")
            .values_list("lrk_id", "name")
        ),
        Dimension.ROUTE: routes,
        Dimension.PROGRAMME: routes,
        Dimension.ORGANISATION: _organisations(partnership),
        Dimension.TEAM: _teams(partnership),
    }


def _routes(partnership: Partnership) -> Names:
    """Name each route as its newest version does."""
    pathways = Pathway.objects.filter(partnership=partnership).order_by("code")
    newest = {}
    for pathway in pathways.prefetch_related("versions"):
        versions = sorted(pathway.versions.all(), key=lambda one: one.number)
        if versions:
            newest[pathway.code] = versions[-1].route.name
    return newest


def _organisations(partnership: Partnership) -> Names:
    helpers = ChainPartner.objects.filter(partnership=partnership)
    holders = Location.objects.filter(partnership=partnership, holder__isnull=False)
    pks = {
        partnership.municipality_id,
        partnership.provider_id,
        *helpers.values_list("organisation_id", flat=True),
        *holders.values_list("holder_id", flat=True),
    }
    rows = Organisation.objects.filter(pk__in=pks).order_by("pk")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _teams(partnership: Partnership) -> Names:
    rows = Team.objects.filter(organisation=partnership.provider_id).order_by("pk")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}
