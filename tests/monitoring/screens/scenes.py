"""Releases made by hand, for pages that read nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agreements.models import Clause
from monitoring.definitions import INDICATORS
from monitoring.definitions.chain import FUNNEL
from monitoring.models import Quarter, Release
from tests.factories import NOW, AgreementFactory, ClauseFactory, UserFactory
from tests.monitoring.factories import ReleaseFactory
from vve_portal.accounts.models import Partnership

Row = dict[str, Any]


def row(
    code: str,
    numerator: int | None = None,
    denominator: int | None = None,
    *,
    measure: str = "",
    dimension: str = "",
    categories: Sequence[str] = (),
    value: str | None = None,
) -> Row:
    """Return a figure as a release holds it; the quarter is filled in later."""
    percentage = None
    if numerator is not None and denominator:
        percentage = 100 * numerator / denominator
    return {
        "indicator": code,
        "measure": measure,
        "dimension": dimension,
        "categories": list(categories),
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "percentage": percentage,
        "revised": False,
    }


def release_of(
    quarter: Quarter,
    *rows: Row,
    names: Mapping[str, Mapping[str, str]] | None = None,
    measured: Sequence[str] = (),
    **details: Any,
) -> Release:
    """Release these rows of a quarter; `measured`: all of it is hidden."""
    there = [one["indicator"] for one in rows if one["indicator"] != FUNNEL]
    codes = [*dict.fromkeys(there), *measured]
    made: Release = ReleaseFactory.create(
        quarter=quarter,
        content={
            "figures": [{**one, "quarters": [quarter.code]} for one in rows],
            "origins": {code: origin_of(code, quarter, rows) for code in codes},
            "names": {key: dict(value) for key, value in (names or {}).items()},
            "trees": {},
            "revisions": [],
        },
        **details,
    )
    return made


def settle(quarter: Quarter) -> Quarter:
    """Settle a quarter; the database then refuses what is not in it yet."""
    quarter.status = Quarter.Status.SETTLED
    quarter.provisional_at, quarter.settled_at = NOW, NOW
    quarter.settled_by = UserFactory.create(
        organisation=quarter.partnership.municipality
    )
    quarter.save()
    return quarter


def origin_of(code: str, quarter: Quarter, rows: Sequence[Row]) -> dict[str, Any]:
    """Return where an indicator comes from, as a release says it."""
    [indicator] = [one for one in INDICATORS.values() if one.code == code]
    mine = [one for one in rows if one["indicator"] == code]
    return {
        "name": indicator.name,
        "version": indicator.version,
        "kind": indicator.kind.value,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reference_on": quarter.ends_on.isoformat(),
        "source": "Trajecten in het portaal",
        "mode": "Geteld uit de trajecten",
        "about_children": indicator.about_children,
        "measures": {
            one.key: [one.name, one.unit.value] for one in indicator.all_measures
        },
        "dimensions": sorted({one["dimension"] for one in mine if one["dimension"]}),
    }


def clause_in_force(
    partnership: Partnership, *, code: str = "", norm: int | None = None, **details: Any
) -> Clause:
    """Make a clause of the agreement of 2026, with an indicator and a norm on it."""
    agreement = partnership.agreements.first() or AgreementFactory.create(
        signed=True,
        partnership=partnership,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    with_norm = (
        {}
        if norm is None
        else {
            "version__norm_operator": "gte",
            "version__norm_value": norm,
            "version__norm_unit": "%",
        }
    )
    made: Clause = ClauseFactory.create(
        agreement=agreement, version__indicator_code=code, **with_norm, **details
    )
    return made
