"""The document of an agreement: what the template shows, and the PDF made of that."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.template.loader import render_to_string

from agreements.content import current_shape, sha256_of
from agreements.documents.attachments import attachments_of
from agreements.documents.contents import anchor_of, contents_of
from agreements.documents.facts import (
    article_facts,
    ground_of,
    party_facts,
    unsaid_indexation,
)
from agreements.documents.references import References, references_of
from agreements.documents.tables import (
    annex_tables,
    approvals_table,
    day_of,
    definitions_table,
    lines_table,
    linked,
    sources_table,
    topics_table,
)
from agreements.documents.text import Block, blocks_of, definitions_in, printable
from vve_portal.documents.qr import squares_of
from vve_portal.documents.rendering import SignatureField, render
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.numbers import hash_groups

FIELD_OF: Final = {"municipality": "Sig_Gemeente", "jgz": "Sig_JGZ"}
SIGNATURES_ANCHOR: Final = "ondertekening"
STATUS_OF_DRAFT: Final = "Concept, nog niet ondertekend"
STATUS_OF_FINAL: Final = "Definitief; geldig als beide partijen hebben ondertekend"
CAPTION_OF_DEFINITIONS: Final = "Wat de begrippen betekenen"
LONG_NAME: Final = 60
# Characters; a longer article may be cut by a page break.
LONGEST_WHOLE: Final = 1200

Data = dict[str, Any]


def render_agreement(
    content: Mapping[str, Any],
    *,
    created: datetime,
    is_draft: bool,
    tryout: bool,
    negotiation: str = "",
) -> bytes:
    """Render the agreement from its content alone, with that content as attachment.

    A draft is marked on every page and has no place for signatures. `negotiation` is
    canonical JSON that travels along. Raises InvalidDocument when the result breaks
    PDF/UA-1 or PDF/A-3a.
    """
    context = agreement_context(
        content, created=created, is_draft=is_draft, tryout=tryout
    )
    agreement, parties = context["agreement"], context["agreement"]["parties"]
    names = " en ".join(party["name"] for party in parties)
    return render(
        _html(context),
        title=agreement["title"],
        author=parties[0]["name"],
        subject=f"Afspraken over voor- en vroegschoolse educatie tussen {names}",
        keywords=("VVE", "JGZ", "samenwerkingsovereenkomst", agreement["reference"]),
        created=created,
        attachments=attachments_of(content, negotiation),
        stylesheets=stylesheets_of(is_draft=is_draft),
        signature_fields=[] if is_draft else _fields(parties),
    )


def agreement_html(
    content: Mapping[str, Any], *, created: datetime, is_draft: bool, tryout: bool
) -> str:
    """Return the document before it is drawn."""
    return _html(
        agreement_context(content, created=created, is_draft=is_draft, tryout=tryout)
    )


def _html(context: Data) -> str:
    return render_to_string("documents/agreement.html", context)


def agreement_context(
    content: Mapping[str, Any], *, created: datetime, is_draft: bool, tryout: bool
) -> Data:
    """Return what the template shows: plain data, all of it derived from content."""
    fingerprint = hash_groups(sha256_of(content))
    content = printable(current_shape(dict(content)))
    refer = references_of(content)
    general = content["general"]
    return {
        "agreement": content,
        "cover_is_full": _cover_is_full(content),
        "term": period(day_of(content["starts_on"]), day_of(content["ends_on"])),
        "created_on": long_date(created),
        "is_draft": is_draft,
        "tryout": tryout,
        "status": STATUS_OF_DRAFT if is_draft else STATUS_OF_FINAL,
        "fingerprint": fingerprint,
        "check": _check(content["check"]),
        "contents": contents_of(content),
        "summary": _summary(content["summary"], refer),
        "parties": [_party(party) for party in content["parties"]],
        "approvals": approvals_table(content["approvals"]),
        "general": {
            part: [_provision(one, refer) for one in provisions]
            for part, provisions in general.items()
        },
        "wpo_topics": linked(topics_table(content["wpo_topics"]), refer),
        "definitions": [_definitions(one, refer) for one in general["definitions"]],
        "areas": [
            {**area, "articles": [_article(one, refer) for one in area["articles"]]}
            for area in content["areas"]
        ],
        "money": _money(content["money"], general["money"], refer),
        "annexes": [_annex(annex, refer) for annex in content["annexes"]],
    }


def _cover_is_full(content: Mapping[str, Any]) -> bool:
    """Whether long names ask for a smaller letter on the cover."""
    names = [content["title"], *(party["name"] for party in content["parties"])]
    return any(len(name) > LONG_NAME for name in names)


def _check(check: Data) -> Data | None:
    """What a reader looks the document up by: as words and as a picture."""
    if not check["code"]:
        return None
    short = check["address"].partition("://")[2].rstrip("/")
    return {**check, "short_address": short, "squares": squares_of(check["address"])}


def _summary(summary: Data, refer: References) -> Data:
    return {**summary, "money": [refer.link(one) for one in summary["money"]]} | {
        who: {
            "items": [
                {**one, "number": refer.link_cell(one["number"])}
                for one in summary[who]["items"]
            ],
            "more": summary[who]["more"],
        }
        for who in ("jgz", "municipality", "joint")
    }


def _party(party: Data) -> Data:
    return {
        **party,
        "facts": party_facts(party),
        "signers": [
            {**signer, "ground": ground_of(signer)} for signer in party["signers"]
        ],
    }


def _provision(one: Data, refer: References) -> Data:
    return {
        **one,
        "anchor": anchor_of(one),
        "blocks": _linked_blocks(one["text"], refer),
        "explanation": _linked_blocks(one["explanation"], refer),
    }


def _linked_blocks(text: str, refer: References) -> list[Block]:
    return [
        replace(
            block,
            text=refer.link(block.text),
            items=[refer.link(item) for item in block.items],
        )
        for block in blocks_of(text)
    ]


def _definitions(one: Data, refer: References) -> Data:
    before, pairs = definitions_in(one["text"])
    caption = CAPTION_OF_DEFINITIONS if one["title"] == "Begrippen" else one["title"]
    table = definitions_table(caption, pairs)
    return {
        **_provision(one, refer),
        "before": _linked_blocks(before, refer),
        "table": linked(table, refer) if pairs else None,
    }


def _article(one: Data, refer: References) -> Data:
    length = len(one["text"]) + len(one["explanation"])
    return {
        **_provision(one, refer),
        "facts": [(label, refer.link(value)) for label, value in article_facts(one)],
        "is_short": length <= LONGEST_WHOLE,
    }


def _money(money: Data, provisions: list[Data], refer: References) -> Data:
    """The indexation gets a line of its own unless a provision says it already."""
    return {
        "has_lines": bool(money["lines"]),
        "lines": linked(lines_table(money["lines"]), refer),
        "sources": sources_table(money),
        "indexation": unsaid_indexation(money, provisions),
    }


def _annex(annex: Data, refer: References) -> Data:
    """The first annex begins a page, a wide one gets its own; others follow on."""
    tables = [linked(table, refer) for table in annex_tables(annex)]
    place = "flow" if annex["letter"] != "A" else ""
    return {
        **annex,
        "introduction": refer.link(annex["introduction"]),
        "provisions": [_provision(one, refer) for one in annex["provisions"]],
        "tables": tables,
        "place": "chapter--wide" if any(one.is_wide for one in tables) else place,
    }


def _fields(parties: list[Data]) -> list[SignatureField]:
    return [
        SignatureField(
            FIELD_OF[party["role"]],
            f"Handtekening namens {party['name']}",
            SIGNATURES_ANCHOR,
            f"Namens {party['name']}",
        )
        for party in parties
    ]


def stylesheets_of(*, is_draft: bool) -> list[str]:
    """Return what gives the document its looks; a draft is marked on every page."""
    names = ["pages", "agreement", *(["draft"] if is_draft else [])]
    return [render_to_string(f"documents/{name}.css") for name in names]
