"""Definitions of the target group as the parties of the cast write them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from referrals.models import TargetDefinition
from referrals.services import definitions
from referrals.services.definitions import Criterion, DefinitionContent
from tests.factories import NOW
from vve_portal.accounts.models import Partnership, User

CONTENT: Final = DefinitionContent(
    year=2026,
    name="Doelgroep VVE 2026",
    text="Kinderen die thuis weinig Nederlands horen.",
    criteria=(
        Criterion("Weinig Nederlands thuis", "omgeving", required=False),
        Criterion("Oordeel van de jeugdverpleegkundige", "oordeel", required=True),
    ),
    start_age_months=30,
    hours_per_week=Decimal(16),
    starts_on=date(2026, 1, 1),
)
DECIDED_ON: Final = date(2025, 12, 9)


def content(**changes: Any) -> DefinitionContent:
    """Return what a definition says, but for some changes."""
    return replace(CONTENT, **changes)


def define(partnership: Partnership, actor: User, **changes: Any) -> TargetDefinition:
    """Write a definition."""
    return definitions.add_definition(
        partnership=partnership, content=content(**changes), actor=actor, now=NOW
    )


def decide(definition: TargetDefinition, actor: User, **changes: Any) -> Any:
    """Note the decision on a definition."""
    told: dict[str, Any] = {
        "decided_by": "College van B en W",
        "decided_on": DECIDED_ON,
        "reference": "Z-2025-12",
        "seen_edits": definition.edits,
    }
    return definitions.decide_definition(
        definition=definition, actor=actor, now=NOW, **{**told, **changes}
    )
