"""The PDF of an agreement: passes the gate, and says every agreed word."""

import io
import re
from collections.abc import Sequence
from typing import Any

import pypdf
import pytest

from agreements.content import canonical_json, content_of
from agreements.documents import render_agreement
from agreements.documents.text import blocks_of, definitions_in
from agreements.models import Agreement, ModelClause
from agreements.models.vocabulary import Kind
from agreements.terms import fill
from tests.agreements.building import add_clause_of, current_of
from tests.factories import NOW, BudgetLineFactory, MandateFactory

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


def fill_with_model_clauses(agreement: Agreement) -> None:
    for model in ModelClause.objects.order_by("chapter", "position"):
        clause = add_clause_of(
            agreement,
            chapter=model.chapter,
            code=model.code,
            position=model.position,
            version__title=fill(model.title, agreement),
            version__source_text=fill(model.text, agreement),
            version__explanation=f"Uitleg bij {model.code}.",
            version__kind=model.kind,
            version__responsible=model.responsible,
            version__lead="jgz" if model.responsible == "joint" else "",
            version__indicator=fill(model.indicator, agreement),
            version__indicator_code=model.indicator_code,
            version__frequency=fill(model.frequency, agreement),
        )
        if model.kind == Kind.PLUS:
            BudgetLineFactory.create(version=current_of(clause), activity=model.title)


def test_final_text_says_every_agreed_word_and_waits_for_signatures(
    agreement: Agreement,
) -> None:
    agreement.publicity = Agreement.Publicity.INTERNAL
    fill_with_model_clauses(agreement)
    MandateFactory.create(partnership=agreement.partnership)
    content = content_of(agreement)

    pdf = render_agreement(content, created=NOW, is_draft=False, tryout=True)

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = text_of(reader)
    provisions = provisions_of(content)
    assert len(provisions) == ModelClause.objects.count()
    missing = [
        line
        for provision in provisions
        for line in sayings_of(provision)
        if squeeze(line) not in text
    ]
    assert missing == []
    assert reader.attachments == {"inhoud.json": [canonical_json(content).encode()]}
    assert list(reader.get_fields() or {}) == ["Sig_Gemeente", "Sig_JGZ"]
    assert reader.metadata is not None
    assert reader.metadata.title == agreement.title
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
