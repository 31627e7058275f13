"""Proof that a document says what its content says, word for word, and no more.

It compares lines as they are read aloud from the PDF with lines that follow from the
content alone; the templates play no part in that.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

from agreements.content import current_shape
from agreements.documents.facts import (
    article_facts,
    ground_of,
    party_facts,
    unsaid_indexation,
)
from agreements.documents.tables import (
    Table,
    annex_tables,
    approvals_table,
    day_of,
    lines_table,
    sources_table,
    topics_table,
)
from agreements.documents.text import printable
from vve_portal.documents.printed import Line, printed_lines
from vve_portal.ui.dates import period

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_FIRST_CHAPTER: Final = "Partijen en vertegenwoordiging"
_OPEN_CHAPTERS: Final = frozenset({"Ondertekening"})
# What the document says of itself, between the words of the parties.
_OWN_WORDS: Final = frozenset(
    {
        _FIRST_CHAPTER,
        "Deze overeenkomst is gesloten tussen twee partijen.",
        "Besluiten en toetsen",
        "Er zijn nog geen besluiten of toetsen vastgelegd.",
        "Overwegingen",
        "Partijen hebben geen overwegingen opgenomen.",
        "Begrippen",
        "Partijen hebben geen begrippen vastgelegd.",
        "Wat de begrippen betekenen",
        "Begrip Betekenis",
        "In dit gebied hebben partijen geen afspraken gemaakt.",
        "8. Financiën",
        "De bedragen hieronder gaan over plus-inzet. Alle bedragen zijn per jaar.",
        "Partijen hebben geen bedragen voor plus-inzet afgesproken.",
        "Indexering",
        "9. Looptijd en slotbepalingen",
        "Partijen hebben geen slotbepalingen opgenomen.",
    }
)


class Unprinted(Exception):  # noqa: N818 - says what is the matter
    """A document lacks words of its content, or has others; it must not be used."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__("; ".join(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Saying:
    """Lines that must stand together in the document, and what to call them."""

    label: str
    lines: tuple[str, ...]


def require_words(content: Mapping[str, Any], pdf: bytes) -> None:
    """Raise Unprinted when a document says less or more than its content.

    Raises Unreadable when the file can't be read out at all.
    """
    lines = printed_lines(pdf)
    more = [f"staat er niet in: {line}" for line in added(content, lines)]
    if findings := [*unprinted(content, lines), *more]:
        raise Unprinted(findings)


def unprinted(content: Mapping[str, Any], lines: Sequence[Line]) -> list[str]:
    """Return what of the content is not printed word for word, in words for people."""
    return [saying.label for saying, place in _matched(content, lines) if not place]


def added(content: Mapping[str, Any], lines: Sequence[Line]) -> list[str]:
    """Return the lines among the agreed text that the content does not have."""
    known = {at for _, place in _matched(content, lines) for at in place}
    return [
        line.text
        for at, line in _agreed(lines)
        if at not in known and not _is_own(line)
    ]


def _matched(
    content: Mapping[str, Any], lines: Sequence[Line]
) -> list[tuple[Saying, range]]:
    """Each saying with the lines that say it; an empty range when none do."""
    bare = [_bare(line.text) for line in lines]
    found, at = [], 0
    for saying in sayings_of(content):
        wanted = [_bare(text) for text in saying.lines]
        place = _place_of(saying, wanted, lines, bare, at)
        at = place.stop or at
        found.append((saying, place))
    return found


def _place_of(
    saying: Saying,
    wanted: list[str],
    lines: Sequence[Line],
    bare: list[str],
    start: int,
) -> range:
    length = len(wanted)
    for at in range(start, len(lines) - length + 1):
        if bare[at : at + length] == wanted and all(
            line.says(text)
            for line, text in zip(lines[at : at + length], saying.lines, strict=True)
        ):
            return range(at, at + length)
    return range(0)


def _agreed(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """The lines of what is agreed: the chapters from the parties to the annexes."""
    has_begun = is_open = False
    for at, line in enumerate(lines):
        if line.tag == "H2":
            has_begun = has_begun or line.says(_FIRST_CHAPTER)
            is_open = any(line.says(chapter) for chapter in _OPEN_CHAPTERS)
        if has_begun and not is_open:
            yield at, line


def _is_own(line: Line) -> bool:
    return any(line.says(words) for words in _OWN_WORDS)


def sayings_of(content: Mapping[str, Any]) -> Iterator[Saying]:
    """Yield all that a document has to say, in its order."""
    content = printable(current_shape(dict(content)))
    general = content["general"]
    yield _saying("titel", [content["title"]])
    yield _saying("kenmerk", [f"Kenmerk {content['reference']}"])
    yield from _summary(content["summary"])
    for party in content["parties"]:
        head = f"{party['name']}, hierna: {party['alias']}"
        yield _saying(f"partij {party['name']}", [head, *_facts(party_facts(party))])
    if content["approvals"]:
        yield _table(approvals_table(content["approvals"]))
    yield from _provisions(general["considerations"], "Overwegingen")
    yield _table(topics_table(content["wpo_topics"]))
    for one in general["definitions"]:
        yield from _definitions(one)
    for area in content["areas"]:
        yield _saying(
            f"gebied {area['number']}",
            [f"{area['number']}. {area['title']}", area["intention"]],
        )
        for article in area["articles"]:
            yield _provision(article, facts=_facts(article_facts(article)))
    yield from _money(content["money"], general["money"])
    yield _saying("looptijd", [f"De overeenkomst geldt van {_term(content)}."])
    yield from _provisions(general["closing"])
    yield from _check_and_signers(content)
    for annex in content["annexes"]:
        yield from _annex(annex)


def _summary(summary: Mapping[str, Any]) -> Iterator[Saying]:
    yield _saying("samenvatting, doel", [summary["goal"]])
    for who in ("jgz", "municipality", "joint"):
        items = [
            f"{one['title']} (artikel {one['number']})" for one in summary[who]["items"]
        ]
        if items:
            yield _saying("samenvatting, wie wat doet", items)
    yield _saying("samenvatting, geld", summary["money"])
    yield _saying("samenvatting, volgen", summary["following"])


def _provisions(
    provisions: Iterable[Mapping[str, Any]], chapter: str = ""
) -> Iterator[Saying]:
    for one in provisions:
        yield _provision(one, chapter)


def _provision(
    one: Mapping[str, Any], chapter: str = "", *, facts: Sequence[str] = ()
) -> Saying:
    """A text under its heading, unless the chapter has that name already."""
    name = f"{one['number']} {one['title']}".strip()
    head = [] if one["title"] == chapter else [name]
    texts = [*_typed(one["text"]), *_typed(one["explanation"])]
    return _saying(name, [*head, *texts, *facts])


def _definitions(one: Mapping[str, Any]) -> Iterator[Saying]:
    """Each line by itself: a table has its head between them."""
    for line in (*_typed(one["text"]), *_typed(one["explanation"])):
        yield _saying(f"{one['title']}: {line}", [line])


def _money(
    money: Mapping[str, Any], provisions: Sequence[Mapping[str, Any]]
) -> Iterator[Saying]:
    yield from _provisions(provisions)
    if money["lines"]:
        yield _table(lines_table(money["lines"]))
        yield _table(sources_table(money))
    if indexation := unsaid_indexation(money, provisions):
        yield _saying("indexering", [indexation])


def _check_and_signers(content: Mapping[str, Any]) -> Iterator[Saying]:
    for party in content["parties"]:
        for signer in party["signers"]:
            words = (signer["name"], signer["function"], ground_of(signer))
            yield _saying(
                f"ondertekening {party['name']}",
                [f"Namens {party['name']}", *(word for word in words if word)],
            )
    if code := content["check"]["code"]:
        yield _saying("controlecode", [f"Controlecode {code}"])


def _term(content: Mapping[str, Any]) -> str:
    return period(day_of(content["starts_on"]), day_of(content["ends_on"]))


def _annex(annex: Mapping[str, Any]) -> Iterator[Saying]:
    name = f"Bijlage {annex['letter']}. {annex['title']}"
    yield _saying(name, [name, annex["introduction"]])
    yield from _provisions(annex["provisions"], annex["title"])
    for table in annex_tables(annex):
        yield _table(table)


def _table(table: Table) -> Saying:
    rows = [" ".join(row) for row in (table.columns, *table.rows)]
    return _saying(f"tabel {table.caption}", [table.caption, *rows])


def _facts(facts: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{label} {value}" for label, value in facts]


def _typed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _saying(label: str, lines: Iterable[str]) -> Saying:
    return Saying(label, tuple(_plain(line) for line in lines))


def _plain(text: str) -> str:
    return normalize("NFC", _SPACES.sub(" ", text).strip(" "))


def _bare(text: str) -> str:
    """Without any space: what can't be equal then needs no closer look."""
    return "".join(text.split())
