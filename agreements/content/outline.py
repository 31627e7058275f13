"""Where each clause stands in the document, and the number it gets there."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Final, TypeVar

from agreements.annexes import ANNEX_TITLES
from agreements.areas import AREA_NUMBERS, Chapter
from agreements.content.articles import current_of
from agreements.models import Clause

MONEY_CHAPTER: Final = 8
CLOSING_CHAPTER: Final = 9
OTHER_ANNEX: Final = "I"

Place = TypeVar("Place", bound=str)


class Part(StrEnum):
    """The parts of the general part, in the order of the document."""

    CONSIDERATIONS = "considerations"
    DEFINITIONS = "definitions"
    MONEY = "money"
    CLOSING = "closing"


# A clause of the general part or the annexes is placed by its title; what no word
# places goes to the closing provisions or to the last annex, so nothing gets lost.
_PART_WORDS: Final[tuple[tuple[str, Part], ...]] = (
    ("overweging", Part.CONSIDERATIONS),
    ("artikel 160", Part.CONSIDERATIONS),
    ("begrip", Part.DEFINITIONS),
    ("financi", Part.MONEY),
    ("indexering", Part.MONEY),
    ("betaling", Part.MONEY),
)
_ANNEX_WORDS: Final = (
    ("doelgroep", "A"),
    ("werkproces", "B"),
    ("gegevens", "C"),
    ("overleg", "D"),
    ("indicator", "E"),
    ("plus-inzet", "F"),
    ("begroting", "F"),
    ("contactpers", "G"),
    ("resultaat", "H"),
)
_ANNEX_NAME: Final = re.compile(r"bijlage ([a-h])\b")


@dataclass(slots=True)
class Outline:
    """The clauses by place, each with its number."""

    areas: dict[int, list[tuple[str, Clause]]] = field(default_factory=dict)
    parts: dict[Part, list[tuple[str, Clause]]] = field(default_factory=dict)
    annexes: dict[str, list[tuple[str, Clause]]] = field(default_factory=dict)


def outline_of(clauses: Iterable[Clause]) -> Outline:
    """Place and number the clauses that stand; dropped ones take no number."""
    standing = [clause for clause in clauses if not current_of(clause).is_dropped]
    outline = Outline(
        areas={number: [] for number in AREA_NUMBERS},
        parts={part: [] for part in Part},
        annexes={letter: [] for letter in ANNEX_TITLES},
    )
    for chapter, group in groupby(standing, key=lambda clause: clause.chapter):
        if chapter in AREA_NUMBERS:
            outline.areas[chapter] = _numbered(f"{chapter}.", group)
        elif chapter == Chapter.GENERAL:
            _place_in_parts(outline, group)
        else:
            _place_in_annexes(outline, group)
    return outline


def _place_in_parts(outline: Outline, clauses: Iterable[Clause]) -> None:
    prefixes = {Part.MONEY: MONEY_CHAPTER, Part.CLOSING: CLOSING_CHAPTER}
    for part, placed in _sorted_by(_part_of, clauses).items():
        if part in prefixes:
            outline.parts[part] = _numbered(f"{prefixes[part]}.", placed)
        else:
            outline.parts[part] = [("", clause) for clause in placed]


def _place_in_annexes(outline: Outline, clauses: Iterable[Clause]) -> None:
    for letter, placed in _sorted_by(_annex_of, clauses).items():
        outline.annexes[letter] = _numbered(letter, placed)


def _part_of(title: str) -> Part:
    return next((part for word, part in _PART_WORDS if word in title), Part.CLOSING)


def _annex_of(title: str) -> str:
    named = _ANNEX_NAME.match(title)
    if named:
        return named[1].upper()
    return next((letter for word, letter in _ANNEX_WORDS if word in title), OTHER_ANNEX)


def _sorted_by(
    place_of: Callable[[str], Place], clauses: Iterable[Clause]
) -> dict[Place, list[Clause]]:
    places: dict[Place, list[Clause]] = defaultdict(list)
    for clause in clauses:
        places[place_of(current_of(clause).title.lower())].append(clause)
    return places


def _numbered(prefix: str, clauses: Iterable[Clause]) -> list[tuple[str, Clause]]:
    return [(f"{prefix}{at}", clause) for at, clause in enumerate(clauses, 1)]
