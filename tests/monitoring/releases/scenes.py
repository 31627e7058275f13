"""A town of three wijken, whose figures are waiting to be released."""

from collections.abc import Mapping
from typing import Any, Final

from monitoring.definitions import INDICATORS
from monitoring.models import Figure, PublicNumber, Quarter, Release
from monitoring.services.release_work import make_release
from monitoring.services.releasing import ask_for_release
from tests.factories import NOW, NeighbourhoodFactory
from tests.monitoring.factories import (
    FigureFactory,
    PublicNumberFactory,
    QuarterFactory,
)
from vve_portal.accounts.models import Partnership, User

WIJKEN: Final = {
    "WK990001": ("Centrum", 600),
    "WK990002": ("Noord", 300),
    "WK990003": ("Oost", 40),
}
# Reached and indicated children per wijk: Oost alone is too small to be shown.
REACH: Final = {"WK990001": (70, 90), "WK990002": (31, 45), "WK990003": (3, 7)}
KIND: Final = PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS


def build_town(partnership: Partnership, year: int = 2026) -> None:
    """Make three wijken, and how many children anybody can look up there."""
    for code, (name, children) in WIJKEN.items():
        if not partnership.neighbourhoods.filter(code=code).exists():
            NeighbourhoodFactory.create(partnership=partnership, code=code, name=name)
        note_children(partnership, year, code, children)
    note_children(partnership, year, "", 940)


def note_children(partnership: Partnership, year: int, code: str, number: int) -> None:
    """Note how many children live in a wijk, past the service."""
    PublicNumberFactory.create(
        partnership=partnership,
        year=year,
        kind=KIND,
        dimension="neighbourhood" if code else "",
        category=code,
        number=number,
    )


def build_quarter(
    partnership: Partnership,
    *,
    year: int = 2026,
    number: int = 3,
    reach: Mapping[str, tuple[int, int]] = REACH,
) -> Quarter:
    """Make a counted quarter: reach, the waiting list, a lead time and the meetings."""
    quarter: Quarter = QuarterFactory.create(
        partnership=partnership, year=year, number=number, counted_at=NOW
    )
    reached = sum(top for top, _ in reach.values())
    indicated = sum(bottom for _, bottom in reach.values())
    add(quarter, "IND-03", numerator=indicated, denominator=None)
    add(quarter, "IND-04", numerator=indicated, denominator=940)
    add(quarter, "IND-05", numerator=reached, denominator=indicated)
    add(quarter, "IND-07", numerator=indicated - reached, denominator=indicated)
    for wijk, (top, bottom) in reach.items():
        of = {"dimension": "neighbourhood", "category": wijk}
        add(quarter, "IND-03", numerator=bottom, denominator=None, **of)
        add(quarter, "IND-05", numerator=top, denominator=bottom, **of)
    add(quarter, "IND-13", numerator=3, denominator=None)
    add(quarter, "IND-12", numerator=None, denominator=34, value=41)
    add(quarter, "IND-20", numerator=3, denominator=4)
    return quarter


def add(quarter: Quarter, indicator: str, **numbers: Any) -> Figure:
    """Add a counted figure."""
    made: Figure = FigureFactory.create(quarter=quarter, indicator=indicator, **numbers)
    return made


def release(quarter: Quarter, by: User) -> dict[str, Release]:
    """Ask for the release of a quarter, and do the work at once."""
    ask_for_release(quarter=quarter, actor=by, now=NOW)
    make_release(quarter_pk=quarter.pk, partnership=quarter.partnership, now=NOW)
    quarter.refresh_from_db()
    return {one.audience: one for one in Release.objects.filter(quarter=quarter)}


def origin_of(code: str, *measures: str, dimensions: tuple[str, ...] = ()) -> Any:
    """Return where a figure comes from, as a release keeps it."""
    indicator = next(one for key, one in INDICATORS.items() if key == code)
    known = {one.key: [one.name, one.unit.value] for one in indicator.all_measures}
    return {
        "name": indicator.name,
        "version": 1,
        "kind": indicator.kind.value,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reference_on": "2026-09-30",
        "source": "Trajecten",
        "mode": "Geteld uit de trajecten",
        "modes": dict.fromkeys(("", *measures), "counted"),
        "about_children": indicator.about_children,
        "measures": {key: known[key] for key in ("", *measures)},
        "dimensions": list(dimensions),
    }


def row_of(indicator: str, **numbers: Any) -> dict[str, Any]:
    """Return a row of a release."""
    empty = {
        "measure": "",
        "dimension": "",
        "categories": [],
        "quarters": ["2026Q3"],
        "numerator": None,
        "denominator": None,
        "value": None,
        "percentage": None,
        "revised": False,
    }
    return {"indicator": indicator, **empty, **numbers}
