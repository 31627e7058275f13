"""Plain text as typed, cut into paragraphs and lists without changing a letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from vve_portal.documents.letters import showable

_BULLET: Final = re.compile(r"([-•]) +(.+)")
_NUMBER: Final = re.compile(r"(\d{1,3})\. +(.+)")
_LETTER: Final = re.compile(r"([a-z])\. +(.+)")
_DEFINITION: Final = re.compile(r"([^:]{1,80}:) +(.+)")

Kind = Literal["paragraph", "dash", "dot", "number", "letter"]


@dataclass(slots=True)
class Block:
    """A paragraph, or a list with the number its first item has."""

    kind: Kind
    text: str = ""
    items: list[str] = field(default_factory=list)
    start: int = 1


def printable(value: Any) -> Any:
    """Return plain data with texts that a document can show."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    return value


def blocks_of(text: str) -> list[Block]:
    """Cut text at its line ends; lines that begin as list items become lists."""
    blocks: list[Block] = []
    for line in _lines(text):
        kind, value, rest = _read(line)
        last = blocks[-1] if blocks else None
        if kind == "paragraph":
            blocks.append(Block("paragraph", text=line))
        elif last and last.kind == kind and _follows(last, value):
            last.items.append(rest)
        else:
            blocks.append(Block(kind, items=[rest], start=value))
    return blocks


def definitions_in(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands before a list of "Term: meaning" lines, and those lines.

    Nothing when the text is no such list: then it is shown as ordinary text.
    """
    lines = list(_lines(text))
    begin = next((at for at, line in enumerate(lines) if _is_definition(line)), None)
    if begin is None or not all(_is_definition(line) for line in lines[begin:]):
        return "", []
    pairs = [match.groups() for line in lines if (match := _DEFINITION.fullmatch(line))]
    return "\n".join(lines[:begin]), [(term, meaning) for term, meaning in pairs]


def _is_definition(line: str) -> bool:
    return _DEFINITION.fullmatch(line) is not None


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _read(line: str) -> tuple[Kind, int, str]:
    """Return what a line begins as, its place in the list, and the rest of it."""
    if match := _BULLET.fullmatch(line):
        return ("dash" if match[1] == "-" else "dot"), 0, match[2]
    if match := _NUMBER.fullmatch(line):
        return "number", int(match[1]), match[2]
    if match := _LETTER.fullmatch(line):
        return "letter", ord(match[1]) - ord("a") + 1, match[2]
    return "paragraph", 0, line


def _follows(block: Block, value: int) -> bool:
    return value in {0, block.start + len(block.items)}
