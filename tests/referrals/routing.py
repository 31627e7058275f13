"""Routes as the parties of the cast make them."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from referrals.models import PathwayVersion
from referrals.routes.definition import Route
from referrals.routes.editing import drop_step
from referrals.routes.templates import TEMPLATES
from referrals.services import pathways
from tests.factories import NOW, TODAY
from vve_portal.accounts.models import Partnership, User

BASIC: Final = TEMPLATES["R-BASIS"]
# Somebody in “Frequent verzuim” would be lost.
FAULTY: Final = drop_step(BASIC, "absence")
FAULT: Final = (
    "In “Frequent verzuim” is niemand aan zet: geen stap hoort bij deze status. "
    "Kortste weg: Geïndiceerd → In gesprek met ouders (toestemming: ja; "
    "voorkeurslocatie: bekend of vrij) → Verwezen → Aangemeld → Geplaatst "
    "(leeftijd: startleeftijd) → Neemt deel → Frequent verzuim."
)


def renamed(route: Route, name: str) -> Route:
    """Return a route with another name."""
    return replace(route, name=name)


def start(
    partnership: Partnership,
    actor: User,
    *,
    code: str = "R-BASIS",
    route: Route | None = None,
) -> PathwayVersion:
    """Start a route."""
    return pathways.start_pathway(
        partnership=partnership,
        code=code,
        route=route or TEMPLATES[code],
        actor=actor,
        now=NOW,
    )


def offer(
    version: PathwayVersion, actor: User, starts_on: date = TODAY
) -> PathwayVersion:
    """Offer a draft as it is."""
    return pathways.offer_version(
        version=version,
        starts_on=starts_on,
        seen_edits=version.edits,
        actor=actor,
        now=NOW,
    )


def confirm(
    version: PathwayVersion, actor: User, now: datetime = NOW
) -> PathwayVersion:
    """Confirm an offered version as it is."""
    return pathways.publish_version(
        version=version, seen_edits=version.edits, actor=actor, now=now
    )


def make_published(
    partnership: Partnership,
    offered_by: User,
    confirmed_by: User,
    *,
    code: str = "R-BASIS",
    route: Route | None = None,
    starts_on: date = TODAY,
) -> PathwayVersion:
    """Bring a route to where both parties confirmed it."""
    draft = start(partnership, offered_by, code=code, route=route)
    return confirm(offer(draft, offered_by, starts_on), confirmed_by)


def begin(version: PathwayVersion, actor: User) -> PathwayVersion:
    """Make a draft of the next version."""
    return pathways.start_version(
        pathway=version.pathway, route=BASIC, actor=actor, now=NOW
    )
