"""Artifacts: what is painted, but no part of the text, such as running heads."""

from pikepdf import ContentStreamInstruction, Dictionary, Name, Operator

from vve_portal.documents.repair.structure import Structure
from vve_portal.documents.repair.text import Instruction, mark_number


def mark_artifacts(structure: Structure) -> None:
    """Mark everything that the tree no longer reaches as an artifact."""
    reached = set(structure.document.marks())
    for number, content in enumerate(structure.contents):
        loose = {
            mark
            for instruction in content.instructions
            if (mark := _mark(instruction)) is not None
            and (number, mark) not in reached
        }
        if loose:
            for mark in loose:
                structure.clear_owner(number, mark)
            changed = [_as_artifact(one, loose) for one in content.instructions]
            structure.repaint(number, changed)


def _mark(instruction: Instruction) -> int | None:
    return mark_number(instruction) if str(instruction.operator) == "BDC" else None


def _as_artifact(instruction: Instruction, loose: set[int]) -> Instruction:
    if _mark(instruction) not in loose:
        return instruction
    properties = Dictionary(Type=Name.Pagination)
    return ContentStreamInstruction([Name.Artifact, properties], Operator("BDC"))
