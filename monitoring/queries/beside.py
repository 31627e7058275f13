"""Per indicator what was counted and what was delivered, side by side (JGZ only)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from monitoring.definitions import Unit
from monitoring.models import Figure, FigureSettings, Quarter
from monitoring.queries.checks import shown
from monitoring.queries.groups import group_names
from monitoring.queries.known import Known, known_indicators
from monitoring.queries.modes import chosen_modes

NOTHING: Final = "–"  # noqa: RUF001 - how tables of this portal say that there is nothing


@dataclass(frozen=True, slots=True)
class Line:
    """One number of an indicator, or of one group of it, in both modes."""

    name: str
    counted: str
    entered: str
    counts: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Beside:
    """An indicator with its numbers; the first line is the figure itself."""

    known: Known
    lines: list[Line]

    @property
    def main(self) -> Line:
        """The figure itself."""
        return self.lines[0]


def beside_of(quarter: Quarter) -> list[Beside]:
    """Return every indicator of a quarter, of the whole town only, in four queries."""
    found = _by_place(list(quarter.figures.filter(dimension="")))
    modes = _modes(quarter)
    return [
        Beside(known, _whole(known, found, modes))
        for known in known_indicators(quarter.partnership).values()
    ]


def beside_one(quarter: Quarter, known: Known) -> Beside:
    """Return one indicator with its groups."""
    figures = list(
        quarter.figures.filter(indicator=known.code).order_by("dimension", "category")
    )
    found, modes = _by_place(figures), _modes(quarter)
    names = group_names(quarter.partnership)
    groups = [
        _line(
            _group_name(key[2], key[3], known, key[1], names),
            found[key],
            modes.get((known.code, key[1]), ""),
        )
        for key in sorted(found)
        if key[2]
    ]
    return Beside(known, [*_whole(known, found, modes), *groups])


Place = tuple[str, str, str, str]
Modes = dict[str, Figure]


def _by_place(figures: list[Figure]) -> dict[Place, Modes]:
    found: dict[Place, Modes] = defaultdict(dict)
    for one in figures:
        key = (one.indicator, one.measure, one.dimension, one.category)
        found[key][one.mode] = one
    return found


def _modes(quarter: Quarter) -> dict[tuple[str, str], str]:
    settings = FigureSettings.objects.filter(partnership=quarter.partnership_id).first()
    prefers = settings.prefers_entered if settings else []
    return chosen_modes(quarter.figures.filter(dimension=""), prefers)


def _whole(
    known: Known, found: dict[Place, Modes], modes: dict[tuple[str, str], str]
) -> list[Line]:
    return [
        _line(
            measure.name,
            found.get((known.code, measure.key, "", ""), {}),
            modes.get((known.code, measure.key), ""),
            measure.unit,
        )
        for measure in known.measures
    ]


def _line(name: str, modes: Modes, counts: str, unit: Unit = Unit.COUNT) -> Line:
    counted = modes.get(Figure.Mode.COUNTED)
    entered = modes.get(Figure.Mode.ENTERED)
    return Line(
        name=name,
        counted=shown(counted, unit) if counted else NOTHING,
        entered=shown(entered, unit) if entered else NOTHING,
        counts=Figure.Mode(counts).label if counts else NOTHING,
        figure=entered,
    )


def _group_name(
    dimension: str,
    category: str,
    known: Known,
    measure: str,
    names: dict[str, dict[str, str]],
) -> str:
    found = names.get(dimension, {}).get(category, category)
    name = "Niet bekend" if category == "unknown" else found
    one = known.find_measure(measure)
    return f"{name}, {one.name.lower()}" if measure and one else name
