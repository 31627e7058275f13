"""What was shown before, per family and audience, as JSON can keep it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitoring.disclosure.numbers import TOTAL, Cell, Number, Shown


@dataclass(slots=True)
class History:
    """Everything each audience has been shown, by the code of the family."""

    partner: dict[str, Shown] = field(default_factory=dict)
    council: dict[str, Shown] = field(default_factory=dict)

    @classmethod
    def from_json(
        cls, partner: Iterable[list[Any]], council: Iterable[list[Any]]
    ) -> "History":
        """Return what earlier releases kept; raise KeyError or ValueError otherwise."""
        history = cls()
        for kept, audience in ((partner, history.partner), (council, history.council)):
            for release in kept:
                for family, shown in shown_from_json(release).items():
                    audience.setdefault(family, {}).update(shown)
        return history


def shown_to_json(shown: Mapping[str, Shown]) -> list[dict[str, Any]]:
    """Return numbers as plain values, in a fixed order."""
    return [
        {
            "family": family,
            "dimension": number.dimension,
            "categories": sorted(number.categories),
            "parts": list(number.parts),
            "quarters": list(number.quarters),
            "lowest": lowest,
            "highest": highest,
        }
        for family in sorted(shown)
        for number, (lowest, highest) in sorted(shown[family].items())
    ]


def shown_from_json(content: Iterable[Mapping[str, Any]]) -> dict[str, Shown]:
    """Return the numbers that `shown_to_json` wrote."""
    found: dict[str, Shown] = {}
    for one in content:
        dimension, categories = one["dimension"], one["categories"]
        cells = tuple(Cell(dimension, category) for category in categories)
        number = Number(cells or (TOTAL,), tuple(one["parts"]), tuple(one["quarters"]))
        shown = found.setdefault(one["family"], {})
        shown[number] = int(one["lowest"]), int(one["highest"])
    return found
