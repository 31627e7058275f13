"""The PDF of an agreement: passes the gate, and says every agreed word."""

import io
import re
from collections.abc import Sequence
from typing import Any

import pypdf
import pytest

from agreements.content import content_of
from agreements.documents import render_agreement
from agreements.documents.text import blocks_of, definitions_in
from agreements.models import Agreement, ModelClause
from tests.agreements.building import add_clause_of
from tests.agreements.whole import whole_of
from tests.factories import NOW
from vve_portal.documents.letters import showable

pytestmark = pytest.mark.sqlite

# Where running heads and feet stand, in points from the edge.
MARGIN = 50


def text_of(reader: pypdf.PdfReader) -> str:
    """The text of all pages without running heads and feet, and without white space."""
    parts: list[str] = []

    def keep(text: str, page: Sequence[float], place: Sequence[float], *_: Any) -> None:
        top = place[5] * -page[3]
        if MARGIN < top < page[5] - MARGIN:
            parts.append(text)

    for page in reader.pages:
        page.extract_text(visitor_text=keep)
    return squeeze("".join(parts))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def sayings_of(provision: dict[str, Any]) -> list[str]:
    """Every line a provision says; a PDF keeps list numbers apart from the text."""
    before, pairs = definitions_in(provision["text"])
    if pairs:
        return [before, *(part for pair in pairs for part in pair)]
    blocks = blocks_of(provision["text"]) + blocks_of(provision["explanation"])
    lines = [line for block in blocks for line in (block.text, *block.items)]
    return [provision["title"], *(line for line in lines if line)]


def provisions_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        *(one for area in content["areas"] for one in area["articles"]),
        *(one for part in content["general"].values() for one in part),
        *(one for annex in content["annexes"] for one in annex["provisions"]),
    ]


def test_final_text_says_every_agreed_word_and_waits_for_signatures(
    agreement: Agreement,
) -> None:
    whole = whole_of(agreement)

    reader = pypdf.PdfReader(io.BytesIO(whole.pdf))
    text = text_of(reader)
    provisions = provisions_of(whole.content)
    assert len(provisions) == ModelClause.objects.count() + 1
    missing = [
        line
        for provision in provisions
        for line in sayings_of(provision)
        if squeeze(showable(line)) not in text
    ]
    assert missing == []
    assert list(reader.get_fields() or {}) == ["Sig_Gemeente", "Sig_JGZ"]
    assert reader.metadata is not None
    assert reader.metadata.title == whole.content["title"]
    assert "Proefdocument." in text
    assert "CONCEPT" not in "".join(page.extract_text() for page in reader.pages)


def test_draft_is_marked_on_every_page_and_cannot_be_signed(
    agreement: Agreement,
) -> None:
    add_clause_of(agreement, version__title="Stuurteken\x07 in de titel")
    agreement.title = "Overeenkomst\x07 met een stuurteken"

    pdf = render_agreement(
        content_of(agreement), created=NOW, is_draft=True, tryout=False
    )

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    cover, *others = [page.extract_text() for page in reader.pages]
    assert "Concept. Dit document is niet ondertekend." in " ".join(cover.split())
    assert others
    assert all("CONCEPT" in page for page in others)
    assert all("Concept, nog niet ondertekend" in page for page in others)
    assert not reader.get_fields()
