"""Routes with something broken, made from the starting routes."""

from dataclasses import replace
from typing import Any, Final

from referrals.routes.definition import Route
from referrals.routes.templates import TEMPLATES

BASIC: Final = TEMPLATES["R-BASIS"]
SUPPORT: Final = TEMPLATES["R-AANV"]
TO_LETTER: Final = (
    "Geïndiceerd → In gesprek met ouders (toestemming: ja; "
    "voorkeurslocatie: bekend of vrij) → Verwezen"
)
TO_SEAT: Final = f"{TO_LETTER} → Aangemeld → Geplaatst"


def with_step(route: Route, key: str, **changes: Any) -> Route:
    """Return a route of which one step says something else."""
    steps = (replace(s, **changes) if s.key == key else s for s in route.steps)
    return replace(route, steps=tuple(steps))


def with_outcome(route: Route, step: str, key: str, **changes: Any) -> Route:
    """Return a route of which one outcome says something else."""
    found = next(one for one in route.steps if one.key == step)
    outcomes = (replace(o, **changes) if o.key == key else o for o in found.outcomes)
    return with_step(route, step, outcomes=tuple(outcomes))


def without_outcomes(route: Route, step: str, *keys: str) -> Route:
    """Return a route of which one step has fewer ways on."""
    found = next(one for one in route.steps if one.key == step)
    outcomes = tuple(one for one in found.outcomes if one.key not in keys)
    return with_step(route, step, outcomes=outcomes)


def without_step(route: Route, key: str) -> Route:
    """Return a route without one of its steps."""
    return replace(route, steps=tuple(s for s in route.steps if s.key != key))
