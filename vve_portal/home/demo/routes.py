"""The routes of the demo and who they are for: made and confirmed by both parties."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from referrals.models import PathwayVersion, TargetDefinition
from referrals.routes.templates import TEMPLATES
from referrals.services.definitions import (
    Criterion,
    DefinitionContent,
    add_definition,
    decide_definition,
)
from referrals.services.pathways import (
    offer_version,
    publish_version,
    start_pathway,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.ui.dates import local_day

WORDS: Final = (
    "Een peuter hoort bij de doelgroep als de jeugdverpleegkundige of jeugdarts vindt "
    "dat de taal of de ontwikkeling extra steun nodig heeft, of als de omgeving van "
    "het kind daar aanleiding voor geeft."
)
CRITERIA: Final = (
    Criterion("Taalontwikkeling vraagt steun", "kind", required=False),
    Criterion(
        "Weinig Nederlands in de omgeving van het kind", "omgeving", required=False
    ),
    Criterion("Ouders met weinig opleiding", "omgeving", required=False),
    Criterion("Oordeel van de professional", "oordeel", required=True),
)


def publish_route(
    *,
    partnership: Partnership,
    code: str,
    offered_by: User,
    confirmed_by: User,
    at: datetime,
) -> PathwayVersion:
    """Start a route from its template, and have both parties say yes to it."""
    version = start_pathway(
        partnership=partnership,
        code=code,
        route=TEMPLATES[code],
        actor=offered_by,
        now=at,
    )
    offered = offer_version(
        version=version,
        starts_on=local_day(at),
        seen_edits=version.edits,
        actor=offered_by,
        now=at,
    )
    return publish_version(
        version=offered, seen_edits=offered.edits, actor=confirmed_by, now=at
    )


def decide_on(
    *, partnership: Partnership, year: int, actor: User, at: datetime
) -> TargetDefinition:
    """Write down who the routes are for in a year, as the college decided."""
    definition = add_definition(
        partnership=partnership,
        content=DefinitionContent(
            year=year,
            name="Doelgroepdefinitie VVE",
            text=WORDS,
            criteria=CRITERIA,
            start_age_months=TargetDefinition.StartAge.TWO_AND_HALF,
            hours_per_week=Decimal(16),
            starts_on=date(year, 1, 1),
        ),
        actor=actor,
        now=at,
    )
    return decide_definition(
        definition=definition,
        decided_by="college van burgemeester en wethouders",
        decided_on=local_day(at),
        reference=f"{year}-031",
        seen_edits=definition.edits,
        actor=actor,
        now=at,
    )
