"""What is kept of a release: figures, definitions, names, trees and revisions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.definitions import COUNT_ONLY, INDICATORS, Indicator
from monitoring.definitions.vocabulary import Kind, Measure, Unit
from monitoring.models import Figure, OwnIndicator, Release
from monitoring.services.release_inputs import Inputs

Row = Mapping[str, Any]
Content = dict[str, Any]
PRINTED: Final = ("numerator", "denominator", "value")


def build_content(
    inputs: Inputs,
    *,
    audience: str,
    rows: list[dict[str, Any]],
    names: Mapping[str, Mapping[str, str]],
) -> Content:
    """Return all that readers see of a quarter, so that nothing else need be asked."""
    origins = dict(_origins(inputs))
    used = {dimension for one in origins.values() for dimension in one["dimensions"]}
    return {
        "figures": [row for row in rows if not row["revised"]],
        "origins": origins,
        "names": {one: dict(names[one]) for one in sorted(used) if one in names},
        "trees": {
            dimension: one.tree
            for dimension, one in inputs.trees.items()
            if dimension in used
        },
        "revisions": list(_revisions(inputs, audience, rows)),
    }


def _origins(inputs: Inputs) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give per indicator where its figures come from."""
    own = {one.code: defined_as(one) for one in inputs.own}
    by_code: dict[str, list[Figure]] = {}
    for figure in inputs.figures:
        by_code.setdefault(figure.indicator, []).append(figure)
    for code, figures in by_code.items():
        if code in IndicatorCode.values:
            yield code, _origin(INDICATORS[IndicatorCode(code)], figures)
        elif code in own:
            yield code, _origin(own[code], figures)


def _origin(indicator: "Indicator | OwnDefined", figures: list[Figure]) -> Content:
    whole = [one for one in figures if not one.dimension]
    first = whole[0]
    delivered = {one.measure: one for one in whole}
    measures = [one for one in indicator.all_measures if one.key in delivered]
    return {
        "name": indicator.name,
        "version": first.definition_version,
        "kind": indicator.kind.value,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reference_on": first.reference_on.isoformat(),
        "source": first.source,
        "mode": first.get_mode_display(),
        "modes": {one.measure: one.mode for one in whole},
        "about_children": indicator.about_children,
        "measures": {one.key: [one.name, one.unit.value] for one in measures},
        "dimensions": _dimensions(indicator, figures),
    }


def _dimensions(
    indicator: "Indicator | OwnDefined", figures: list[Figure]
) -> list[str]:
    """Return by what it is broken down, also when a count of nobody has no groups."""
    delivered = {one.dimension for one in figures if one.dimension}
    if any(one.mode == Figure.Mode.COUNTED for one in figures):
        delivered |= {one.value for one in indicator.dimensions}
    return sorted(delivered)


class OwnDefined:
    """An indicator of the partners themselves, in the words of the portal's own."""

    def __init__(self, own: OwnIndicator) -> None:
        self.name = own.name
        self.kind = Kind(own.kind)
        self.numerator = own.numerator
        self.denominator = own.denominator or COUNT_ONLY
        self.about_children = own.about_children
        self.all_measures = (Measure("", own.name, Unit(own.unit)),)
        self.dimensions: tuple[Any, ...] = ()


def defined_as(own: OwnIndicator) -> OwnDefined:
    """Return the definition of an indicator of the partners themselves."""
    return OwnDefined(own)


def _revisions(
    inputs: Inputs, audience: str, rows: Iterable[Row]
) -> Iterator[dict[str, Any]]:
    """Give the figures of earlier quarters that read otherwise than they did."""
    before = _printed_before(inputs.earlier, audience)
    for row in rows:
        [quarter, *more] = row["quarters"]
        if not row["revised"] or row["dimension"] or more:
            continue
        was = before.get((quarter, row["indicator"], row["measure"]))
        if was is not None and _numbers(was) != _numbers(row):
            yield {
                "quarter": quarter,
                "indicator": row["indicator"],
                "measure": row["measure"],
                "before": dict(was),
                "after": dict(row),
            }


def _printed_before(
    earlier: Iterable[Release], audience: str
) -> dict[tuple[str, str, str], Row]:
    """Return what was printed last of every figure of the whole town."""
    printed: dict[tuple[str, str, str], Row] = {}
    for release in earlier:
        if release.audience != audience:
            continue
        revised = [one["after"] for one in release.content.get("revisions", [])]
        for row in [*release.content.get("figures", []), *revised]:
            if not row["dimension"] and len(row["quarters"]) == 1:
                key = (row["quarters"][0], row["indicator"], row["measure"])
                printed[key] = row
    return printed


def _numbers(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in PRINTED)
