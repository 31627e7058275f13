"""Paints the label of a list item before its text, as it is read.

WeasyPrint paints labels after everything else on the page. The eye does not see that,
but a program that reads a page as it is painted gives all labels at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pikepdf import ContentStreamInstruction, Operator

from vve_portal.documents.repair.structure import Element, Structure
from vve_portal.documents.repair.text import Instruction, mark_number

_TEXT: Final = frozenset({"BDC", "BT", "Tf", "Tm", "TJ", "Tj", "ET", "EMC"})
# What text keeps from before, by what of it is replaced.
_STATE: Final = {"gs": "gs", "rg": "colour", "g": "colour", "k": "colour"}
# What decides where on the page something comes, and whether it is cut off.
_PLACE: Final = frozenset({"cm", "re", "W", "W*"})

Pair = tuple[int, int]  # the mark of a label, and of the text it must come before


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What was set before something is painted."""

    place: tuple[bytes, ...] = ()
    state: tuple[tuple[str, Instruction], ...] = ()

    def after(self, instruction: Instruction) -> "_Circumstances":
        name = str(instruction.operator)
        if name in _STATE:
            state = dict(self.state) | {_STATE[name]: instruction}
            return _Circumstances(self.place, tuple(state.items()))
        if name in _PLACE:
            return _Circumstances((*self.place, _bytes_of(instruction)), self.state)
        return self


@dataclass(frozen=True, slots=True)
class _Painted:
    """What is painted under one mark, from its first instruction to its last."""

    start: int
    end: int
    before: _Circumstances
    is_plain: bool


def paint_labels_first(structure: Structure) -> None:
    """Move each label that is painted after the text of its item to just before it."""
    for page, pairs in _late_labels(structure).items():
        instructions = structure.contents[page].instructions
        painted = dict(_read(instructions))
        movable = [
            (label, text) for label, text in pairs if _can_move(painted, label, text)
        ]
        if movable:
            moved = list(_move(instructions, painted, movable))
            structure.repaint(page, moved)


def _late_labels(structure: Structure) -> dict[int, list[Pair]]:
    order = [
        {mark: place for place, mark in enumerate(content.texts)}
        for content in structure.contents
    ]
    late: dict[int, list[Pair]] = {}
    for item in structure.document.find("LI"):
        marks = item.marks()
        if len(marks) < 2 or not _begins_with_label(item):  # noqa: PLR2004 - a pair
            continue
        (page, label), (other, text) = marks[:2]
        places = order[page]
        if page == other and places.get(label, 0) > places.get(text, len(places)):
            late.setdefault(page, []).append((label, text))
    return late


def _begins_with_label(item: Element) -> bool:
    return item.elements[0].tag == "Lbl" and len(item.elements[0].marks()) == 1


def _read(instructions: list[Instruction]) -> Iterator[tuple[int, _Painted]]:
    """Give what is painted under each mark of the page."""
    now, earlier = _Circumstances(), list[_Circumstances]()
    opened: list[tuple[int | None, int, _Circumstances]] = []
    names = [str(instruction.operator) for instruction in instructions]
    for at, (name, instruction) in enumerate(zip(names, instructions, strict=True)):
        if name == "q":
            earlier.append(now)
        elif name == "Q":
            now = earlier.pop()
        elif name in {"BDC", "BMC"}:
            mark = mark_number(instruction) if name == "BDC" else None
            opened.append((mark, at, now))
        elif name == "EMC":
            mark, start, before = opened.pop()
            inside = set(names[start : at + 1]) - _STATE.keys()
            if mark is not None:
                yield mark, _Painted(start, at, before, is_plain=inside <= _TEXT)
        else:
            now = now.after(instruction)


def _can_move(painted: dict[int, _Painted], label: int, text: int) -> bool:
    """Whether it comes out the same at the other place."""
    there, here = painted[label], painted[text]
    return there.is_plain and there.before.place == here.before.place


def _move(
    instructions: list[Instruction], painted: dict[int, _Painted], pairs: list[Pair]
) -> Iterator[Instruction]:
    labels_at = {painted[text].start: painted[label] for label, text in pairs}
    left = {
        at
        for label, _ in pairs
        for at in range(painted[label].start, painted[label].end + 1)
        if str(instructions[at].operator) not in _STATE
    }
    for at, instruction in enumerate(instructions):
        if label := labels_at.get(at):
            yield _operator("q")
            yield from (one for _, one in label.before.state)
            yield from instructions[label.start : label.end + 1]
            yield _operator("Q")
        if at not in left:
            yield instruction


def _operator(name: str) -> Instruction:
    return ContentStreamInstruction([], Operator(name))


def _bytes_of(instruction: Instruction) -> bytes:
    return b" ".join(repr(operand).encode() for operand in instruction.operands)
