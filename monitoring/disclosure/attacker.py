"""The attacker: what a reader can derive from everything shown so far."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from monitoring.disclosure.block import Block, Form
from monitoring.disclosure.knowledge import Common, knowledge, quarters_touched
from monitoring.disclosure.numbers import Number, Row, Shown
from monitoring.disclosure.reducing import Reduced, Told, reduce


class Side(StrEnum):
    """What is certain of a small number that ought not to be."""

    NOT_ZERO = "not zero"
    NOT_LARGE = "below the threshold"


class Broken(NamedTuple):
    """A small number of which something is certain, and the numbers that prove it."""

    number: Number
    side: Side
    bound: int
    proof: Told


def attack(
    *,
    history: Shown,
    new: Shown,
    common: Common,
    small: Iterable[Number],
    enough: int,
) -> list[Broken]:
    """Return the small numbers that are no longer safe; none when all are.

    Only quarters that new numbers touch are judged. Raise ContradictionError when not
    everything that was shown can be true.
    """
    quarters = quarters_touched(new, history, common)
    rows = knowledge(history | new, common, quarters)
    judged = [one for one in small if quarters.intersection(one.quarters)]
    return find_broken(rows, judged, enough)


def find_broken(
    rows: Sequence[Row], small: Iterable[Number], enough: int
) -> list[Broken]:
    """Return which numbers cannot be zero, or cannot be `enough`, in any world."""
    system = reduce(rows)
    blocks = [Block(block) for block in system.blocks()]
    block_of = {
        unknown: place
        for place, block in enumerate(blocks)
        for unknown in block.unknowns
    }
    questions = [_question(one, system, block_of) for one in small]
    return [
        *_never_zero(questions, blocks),
        *_never_large(questions, blocks, enough),
    ]


@dataclass(slots=True)
class Question:
    """A small number in terms of a reduced system.

    `whole` are the unknowns it has all of, per block, and `any_of` those it has some
    of. `lowest` and `highest` are what solved ones contribute;
    `is_free` when nothing bounds it.
    """

    number: Number
    whole: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    any_of: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    lowest: int = 0
    highest: int = 0
    is_free: bool = False
    told_by: Told = frozenset()


def _question(number: Number, system: Reduced, block_of: dict[int, int]) -> Question:
    covered, is_free = system.covered(number)
    found = Question(number, is_free=is_free)
    for unknown, is_whole in covered.items():
        if unknown in system.solved:
            value, told_by = system.solved[unknown]
            found.highest += value
            found.lowest += value if is_whole else 0
            found.told_by |= told_by
        elif unknown in block_of:
            found.any_of[block_of[unknown]].add(unknown)
            if is_whole:
                found.whole[block_of[unknown]].add(unknown)
        else:
            found.is_free = True
    return found


def _never_zero(questions: list[Question], blocks: list[Block]) -> list[Broken]:
    asked: defaultdict[int, list[Form]] = defaultdict(list)
    for one in questions:
        for place, unknowns in one.whole.items():
            asked[place].append(frozenset(unknowns))
    answers = {place: blocks[place].never_zero(forms) for place, forms in asked.items()}
    broken = []
    for one in questions:
        bound, proof = one.lowest, one.told_by if one.lowest else Told()
        for place, unknowns in one.whole.items():
            form = frozenset(unknowns)
            if form in answers[place]:
                bound += answers[place][form]
                proof |= blocks[place].proof(form, 0)
        if bound:
            broken.append(Broken(one.number, Side.NOT_ZERO, bound, proof))
    return broken


def _never_large(
    questions: list[Question], blocks: list[Block], enough: int
) -> list[Broken]:
    """Blocks are independent, so the highest of a number is the sum of theirs."""
    open_ones = [one for one in questions if not one.is_free and one.highest < enough]
    asked: defaultdict[int, dict[Form, int]] = defaultdict(dict)
    for one in open_ones:
        for place, unknowns in one.any_of.items():
            form = frozenset(unknowns)
            needed = max(asked[place].get(form, 0), enough - one.highest)
            asked[place][form] = needed
    answers = {
        place: blocks[place].never_reached(targets) for place, targets in asked.items()
    }
    broken = []
    for one in open_ones:
        forms = {place: frozenset(found) for place, found in one.any_of.items()}
        bound = one.highest + sum(
            answers[place].get(form, asked[place][form])
            for place, form in forms.items()
        )
        if bound < enough:
            proofs = (
                blocks[place].proof(form, enough) for place, form in forms.items()
            )
            proof = one.told_by.union(*proofs)
            broken.append(Broken(one.number, Side.NOT_LARGE, bound, proof))
    return broken
