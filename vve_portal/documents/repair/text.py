"""The words behind each mark on a page, read from the page's own instructions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Object, Page, String

Mark = tuple[int, int]  # page number, marked-content number on that page
Instruction = ContentStreamInstruction

_HEX = re.compile(r"<([0-9A-Fa-f]+)>")
_SINGLES = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)


@dataclass(slots=True)
class PageContent:
    """A page's instructions and the text of each mark in them."""

    instructions: list[Instruction]
    texts: dict[int, str]


def read_page(page: Page) -> PageContent:
    instructions = [
        one
        for one in pikepdf.parse_content_stream(page)
        if isinstance(one, ContentStreamInstruction)
    ]
    reader = _MarkReader(page.Resources.get("/Font", Dictionary()))
    for instruction in instructions:
        reader.read(instruction)
    return PageContent(instructions=instructions, texts=reader.texts)


def unicode_map(font: Object) -> dict[int, str]:
    """Which text each glyph code of a font stands for, from its ToUnicode stream."""
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    codes: dict[int, str] = {}
    for block in _SINGLES.findall(cmap):
        numbers = _HEX.findall(block)
        for code, text in zip(numbers[::2], numbers[1::2], strict=True):
            codes[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be", "replace")
    for block in _RANGES.findall(cmap):
        numbers = [int(number, 16) for number in _HEX.findall(block)]
        for first, last, text in zip(*[iter(numbers)] * 3, strict=True):
            codes |= {code: chr(text + code - first) for code in range(first, last + 1)}
    return codes


class _MarkReader:
    """Walks the instructions of a page and collects text per mark."""

    def __init__(self, fonts: Object) -> None:
        self.texts: dict[int, str] = {}
        self._fonts = fonts
        self._maps: dict[str, dict[int, str]] = {}
        self._font = ""
        self._open: list[int | None] = []

    def read(self, instruction: Instruction) -> None:
        match str(instruction.operator):
            case "BDC":
                self._open.append(mark_number(instruction))
            case "BMC":
                self._open.append(None)
            case "EMC":
                self._open.pop()
            case "Tf":
                self._font = str(instruction.operands[0])
            case "Tj":
                self._show(instruction.operands)
            case "TJ":
                self._show(instruction.operands[0])

    def _show(self, pieces: Iterable[object]) -> None:
        mark = self._open[-1] if self._open else None
        if mark is None:
            return
        if self._font not in self._maps:
            self._maps[self._font] = unicode_map(self._fonts[self._font])
        codes = self._maps[self._font]
        shown = b"".join(bytes(piece) for piece in pieces if isinstance(piece, String))
        text = "".join(
            codes.get(int.from_bytes(shown[at : at + 2], "big"), "")
            for at in range(0, len(shown), 2)
        )
        self.texts[mark] = self.texts.get(mark, "") + text


def mark_number(instruction: Instruction) -> int | None:
    """The number with which a BDC instruction ties content to the tree, if any."""
    properties = instruction.operands[1]
    if isinstance(properties, Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return None
