"""The funnel as a breakdown: by the furthest step that children came to.

Two steps next to each other are taken together when too few were lost between them; a
step is shown when a group begins with it, as the sum of that group and all after it.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from monitoring.disclosure.families import Family
from monitoring.disclosure.numbers import Parts, parts_of
from monitoring.disclosure.printing import Printed
from monitoring.disclosure.tallies import Tables, figure_name
from monitoring.disclosure.trees import Tree

FUNNEL: Final = "FUNNEL"
STEP: Final = "step"
SEEN: Final = "seen"
INDICATED: Final = "indicated"
TOOK_PART: Final = "took_part"
STEPS: Final = (
    *(SEEN, INDICATED, "consent", "referred", "registered", "placed"),
    *(TOOK_PART, "handed_over"),
)
# Neighbours are joined; those between which most children are lost, last. Who was seen
# and had no indication is in no step: that is a number of the whole town.
TREE: Final[Tree] = [
    [[INDICATED, "consent"], ["referred", ["registered", "placed"]]],
    [TOOK_PART, "handed_over"],
]
# Who took part did so for long or not, and then went to school with a talk or without.
_ENDS: Final = tuple(product(("short", "long"), ("elsewhere", "school", "talk")))
_PARTS: Final[dict[str, Parts]] = {
    step: parts_of(*(f"{step} {stay} {end}" for stay, end in _ENDS))
    if step in {TOOK_PART, "handed_over"}
    else (step,)
    for step in STEPS
}


def _from(first: str) -> Parts:
    """Return the parts of who came to this step or further."""
    there = STEPS[STEPS.index(first) :]
    return parts_of(*(part for step in there for part in _PARTS[step]))


def _of_those(*words: str) -> Parts:
    """Return the parts of who took part and stayed or ended so."""
    there = _from(TOOK_PART)
    return parts_of(*(one for one in there if set(one.split()) & set(words)))


TURNED_FOUR: Final = Family(
    "turned_four",
    "Kinderen die vier werden",
    figures={
        "IND-06:N": _from(INDICATED),
        "IND-06:T": _of_those("long"),
        **{f"{FUNNEL}/{step}:T": _from(step) for step in STEPS},
        "IND-18:N": _of_those("school", "talk"),
        "IND-18:T": _of_those("talk"),
    },
    offers=(
        (f"{FUNNEL}/{SEEN}:T", "IND-06:N", "IND-06:T", "IND-18:N", "IND-18:T"),
        (f"{FUNNEL}/{SEEN}:T", "IND-06:N", "IND-06:T"),
        ("IND-06:N", "IND-06:T"),
        ("IND-06:N",),
    ),
    table=("IND-06:N", "IND-06:T", "IND-18:N", "IND-18:T"),
    tables={STEP: (f"{FUNNEL}/{INDICATED}:T",)},
    only={
        STEP: {
            part: frozenset([step])
            for step, parts in _PARTS.items()
            for part in parts
            if step != SEEN
        }
    },
    trees={STEP: TREE},
)


def with_steps(tables: Tables) -> Tables:
    """Return tables with the funnel as a breakdown too, when every step is there."""
    steps = STEPS[1:]
    names = [figure_name(FUNNEL, step, "T") for step in steps]
    if not all((name, "") in tables for name in names):
        return tables
    there = [tables[name, ""][""] for name in names]
    further = [*there[1:], 0]
    lost = [one - other for one, other in zip(there, further, strict=True)]
    return {**tables, (names[0], STEP): dict(zip(steps, lost, strict=True))}


def as_steps(printed: Iterable[Printed]) -> Iterator[Printed]:
    """Give the figures with the funnel as steps again."""
    figures = list(printed)
    groups = [one for one in figures if one.dimension == STEP]
    rest = [one for one in figures if one.dimension != STEP]
    yield from rest
    told = {(one.measure, one.quarters) for one in rest if one.indicator == FUNNEL}
    for group in groups:
        first = min(group.categories, key=STEPS.index)
        if (first, group.quarters) not in told:
            yield Printed(
                FUNNEL,
                first,
                "",
                (),
                group.quarters,
                sum(_further(groups, group.quarters, first)),
                revised=group.revised,
            )


def _further(
    groups: Iterable[Printed], quarters: tuple[str, ...], first: str
) -> Iterator[int]:
    for group in groups:
        begins = min(STEPS.index(step) for step in group.categories)
        if group.quarters == quarters and begins >= STEPS.index(first):
            yield group.numerator or 0
