"""Figures over several quarters: trends, sums, and why these may not compare."""

from collections.abc import Sequence
from typing import Any, Final

from monitoring.definitions import Kind
from monitoring.disclosure.printing import Printed
from monitoring.disclosure.rolling import sum_of
from monitoring.models import Quarter, Release
from monitoring.queries.released import Released
from monitoring.queries.shown import Shown, shown_of

Audience = Release.Audience
# Only these add up over quarters.
SUMMED: Final = (Kind.FLOW.value, Kind.COHORT.value)
OTHER_DEFINITION: Final = (
    "De definitie is in deze periode gewijzigd. Vergelijk de kwartalen niet zomaar."
)
OTHER_MODE: Final = (
    "In het ene kwartaal is geteld uit de trajecten, in het andere is het totaal"
    " aangeleverd. Vergelijk de kwartalen niet zomaar."
)
OTHER_THRESHOLD: Final = (
    "De drempel voor kleine aantallen is in deze periode gewijzigd. Daardoor kunnen"
    " andere groepen samen staan."
)
NOT_SETTLED: Final = (
    "De cijfers van een kwartaal dat nog niet is vastgesteld, zijn voorlopig."
)


def history(
    releases: Sequence[Released], code: str, measure: str = ""
) -> list[tuple[Quarter, Shown | None]]:
    """Return a figure over quarters, oldest first; a later revision goes before it."""
    ordered = sorted(releases, key=lambda one: one.quarter.code)
    revised = {
        one.quarter: one.after
        for released in ordered
        for one in released.revisions
        if (one.code, one.measure) == (code, measure)
    }
    return [
        (one.quarter, revised.get(one.quarter.code, one.figure(code, measure)))
        for one in ordered
    ]


def rolling(releases: Sequence[Released], code: str, measure: str = "") -> Shown | None:
    """Return what quarters say together, when each of them shows it; else None.

    A reader could add these himself, so the sum tells nothing new. A stock or a middle
    value has no sum.
    """
    origins = [one.origin(code) for one in releases]
    if not releases or any(one is None or one.kind not in SUMMED for one in origins):
        return None
    rows = [one.row(code, measure) for one in releases]
    printed = [Printed.from_json(row) if row else None for row in rows]
    total = sum_of(printed, public=releases[0].audience == Audience.COUNCIL)
    if total is None or total.value is not None:
        return None
    return shown_of(total.to_json(), releases[0].unit(code, measure))


def warnings(releases: Sequence[Released], code: str) -> list[str]:
    """Say why the figures of several quarters can't simply be compared."""
    origins = [found for one in releases if (found := one.origin(code)) is not None]
    differing: dict[str, set[Any]] = {
        OTHER_DEFINITION: {one.version for one in origins},
        OTHER_MODE: {one.mode for one in origins},
        OTHER_THRESHOLD: {one.threshold for one in releases},
    }
    told = [sentence for sentence, values in differing.items() if len(values) > 1]
    if any(not one.is_settled for one in releases):
        told.append(NOT_SETTLED)
    return told
