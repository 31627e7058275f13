"""Cross references: where a text names an article, chapter or annex, a link to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from agreements.documents.contents import anchor_of

_NUMBER: Final = r"\d\.\d{1,2}"
# An article of a law has a member, a letter or the name of that law behind it.
_OF_A_LAW: Final = (
    r"(?!\d|\.\d|:\d| [A-Z]|,? (?:\w+ )?lid\b|,? onder [a-z]\b"
    r"|,? van (?!deze overeenkomst))"
)
_NAMED: Final = re.compile(
    rf"\b[Aa]rtikel(?:en)? {_NUMBER}(?:(?:, | en | of | tot en met ){_NUMBER})*"
    rf"{_OF_A_LAW}"
    rf"|\b[Bb]ijlage [A-I]\b{_OF_A_LAW}(?! bij )"
    r"|\b[Gg]ebied(?:en)? [1-7](?:(?:, | en | of )[1-7])*\b(?!\.\d)"
    r"|\b[Hh]oofdstuk [89]\b"
)
_AREA: Final = re.compile(r"[1-7]")
_TARGET: Final = re.compile(rf"{_NUMBER}|[Bb]ijlage [A-I]|[Hh]oofdstuk [89]")
_CHAPTERS: Final = {"hoofdstuk 8": "financien", "hoofdstuk 9": "slot"}


@dataclass(frozen=True, slots=True)
class References:
    """What can be referred to in one document, and the place of each."""

    anchors: Mapping[str, str]

    def link(self, text: str) -> SafeString:
        """Return a text, escaped, with its references as links."""
        return self._replaced(text, _NAMED, self._link_named)

    def link_targets(self, text: str) -> SafeString:
        """Return a text in which every number or annex is known to be a reference."""
        return self._replaced(text, _TARGET, self._link)

    def link_cell(self, text: str) -> SafeString:
        """Return the cell of a table that names one article, as one link."""
        return self._link_to(text.partition(" ")[0], text)

    def _link_named(self, found: re.Match[str]) -> SafeString:
        if found[0].lower().startswith("gebied"):
            return self._replaced(found[0], _AREA, self._link_area)
        return self.link_targets(found[0])

    def _link_area(self, found: re.Match[str]) -> SafeString:
        return self._link_to(f"gebied {found[0]}", found[0])

    def _link(self, found: re.Match[str]) -> SafeString:
        return self._link_to(found[0].lower(), found[0])

    def _link_to(self, name: str, text: str) -> SafeString:
        anchor = self.anchors.get(name)
        return _anchor(anchor, text) if anchor else conditional_escape(text)

    def _replaced(self, text: str, pattern: re.Pattern[str], by: Any) -> SafeString:
        parts, at = [], 0
        for found in pattern.finditer(text):
            parts += [conditional_escape(text[at : found.start()]), by(found)]
            at = found.end()
        parts.append(conditional_escape(text[at:]))
        return mark_safe("".join(parts))  # noqa: S308 - each part is escaped


def references_of(content: Mapping[str, Any]) -> References:
    """Return what can be referred to in the document of this content."""
    general = content["general"]
    numbered = [
        *(one for area in content["areas"] for one in area["articles"]),
        *general["money"],
        *general["closing"],
    ]
    annexes = [annex["letter"].lower() for annex in content["annexes"]]
    return References(
        {
            **{one["number"]: anchor_of(one) for one in numbered},
            **{
                f"gebied {area['number']}": f"gebied-{area['number']}"
                for area in content["areas"]
            },
            **{f"bijlage {letter}": f"bijlage-{letter}" for letter in annexes},
            **_CHAPTERS,
        }
    )


def _anchor(anchor: str, text: str) -> SafeString:
    return format_html('<a href="#{}">{}</a>', anchor, text)
