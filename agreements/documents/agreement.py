"""The document of an agreement: what the template shows, and the PDF made of that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.template.loader import render_to_string

from agreements.content import canonical_json, sha256_of
from agreements.documents.contents import anchor_of, contents_of
from agreements.documents.tables import (
    annex_tables,
    approvals_table,
    day_of,
    definitions_table,
    lines_table,
    number_of,
    sources_table,
    topics_table,
)
from agreements.documents.text import blocks_of, definitions_in, printable
from vve_portal.documents.rendering import Attachment, SignatureField, render
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.numbers import hash_groups

FIELD_OF: Final = {"municipality": "Sig_Gemeente", "jgz": "Sig_JGZ"}
SIGNATURES_ANCHOR: Final = "ondertekening"
CONTENT_FILE: Final = "inhoud.json"
STATUS_OF_DRAFT: Final = "Concept, nog niet ondertekend"
STATUS_OF_FINAL: Final = "Definitief; geldig als beide partijen hebben ondertekend"
CAPTION_OF_DEFINITIONS: Final = "Wat de begrippen betekenen"
LONG_NAME: Final = 60
# Characters; a longer article may be cut by a page break.
LONGEST_WHOLE: Final = 1200

Data = dict[str, Any]


def render_agreement(
    content: Mapping[str, Any], *, created: datetime, is_draft: bool, tryout: bool
) -> bytes:
    """Render the agreement from its content alone, with that content as attachment.

    A draft is marked on every page and has no place for signatures. Raises
    InvalidDocument when the result breaks PDF/UA-1 or PDF/A-3a.
    """
    context = agreement_context(
        content, created=created, is_draft=is_draft, tryout=tryout
    )
    agreement, parties = context["agreement"], context["agreement"]["parties"]
    names = " en ".join(party["name"] for party in parties)
    return render(
        render_to_string("documents/agreement.html", context),
        title=agreement["title"],
        author=parties[0]["name"],
        subject=f"Afspraken over voor- en vroegschoolse educatie tussen {names}",
        keywords=("VVE", "JGZ", "samenwerkingsovereenkomst", agreement["reference"]),
        created=created,
        attachments=[
            Attachment(
                CONTENT_FILE,
                "De vastgelegde inhoud van deze overeenkomst",
                canonical_json(content).encode(),
            )
        ],
        stylesheets=_stylesheets(is_draft=is_draft),
        signature_fields=[] if is_draft else _fields(parties),
    )


def agreement_context(
    content: Mapping[str, Any], *, created: datetime, is_draft: bool, tryout: bool
) -> Data:
    """Return what the template shows: plain data, all of it derived from content."""
    fingerprint = hash_groups(sha256_of(content))
    content = printable(dict(content))
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
        "contents": contents_of(content),
        "parties": [_party(party) for party in content["parties"]],
        "approvals": approvals_table(content["approvals"]),
        "general": {
            part: [_provision(one) for one in provisions]
            for part, provisions in general.items()
        },
        "wpo_topics": topics_table(content["wpo_topics"]),
        "definitions": [_definitions(one) for one in general["definitions"]],
        "areas": [
            {**area, "articles": [_article(one) for one in area["articles"]]}
            for area in content["areas"]
        ],
        "money": _money(content["money"], general["money"]),
        "annexes": [_annex(annex) for annex in content["annexes"]],
    }


def _cover_is_full(content: Mapping[str, Any]) -> bool:
    """Whether long names ask for a smaller letter on the cover."""
    names = [content["title"], *(party["name"] for party in content["parties"])]
    return any(len(name) > LONG_NAME for name in names)


def _party(party: Data) -> Data:
    return {
        **party,
        "signers": [_dated(signer) for signer in party["signers"]],
        "identity": [
            (label, value)
            for label, value in (
                ("Rechtsvorm", party["legal_form"]),
                ("KvK-nummer", party["kvk_number"]),
                ("Vestigingsplaats", party["seat"]),
            )
            if value
        ],
    }


def _dated(one: Data) -> Data:
    return {**one, "decided_on": long_date(day_of(one["decided_on"]))}


def _provision(one: Data) -> Data:
    return {
        **one,
        "anchor": anchor_of(one),
        "blocks": blocks_of(one["text"]),
        "explanation": blocks_of(one["explanation"]),
    }


def _definitions(one: Data) -> Data:
    before, pairs = definitions_in(one["text"])
    caption = CAPTION_OF_DEFINITIONS if one["title"] == "Begrippen" else one["title"]
    return {
        **_provision(one),
        "before": blocks_of(before),
        "table": definitions_table(caption, pairs) if pairs else None,
    }


def _article(one: Data) -> Data:
    length = len(one["text"]) + len(one["explanation"])
    return {
        **_provision(one),
        "facts": _facts(one),
        "is_short": length <= LONGEST_WHOLE,
    }


def _facts(one: Data) -> list[tuple[str, str]]:
    """What belongs to an article, as label and value; what is empty is left out."""
    facts = (
        ("Verantwoordelijk", one["responsible"]),
        ("Uitvoering", one["executing_role"]),
        ("Soort", one["kind"]),
        ("Waarom", one["kind_reason"]),
        ("Indicator", one["indicator"]),
        ("Norm", one["norm"]),
        ("Hoe vaak", one["frequency"]),
        ("Periode", _span(one["starts_on"], one["ends_on"])),
        ("Bewijs", one["evidence"]),
        ("Uren per jaar", number_of(one["hours_per_year"])),
        ("Geld uit", one["funding"]),
    )
    return [(label, value) for label, value in facts if value]


def _span(starts_on: str, ends_on: str) -> str:
    if starts_on:
        return period(day_of(starts_on), day_of(ends_on) if ends_on else None)
    return f"tot en met {long_date(day_of(ends_on))}" if ends_on else ""


def _money(money: Data, provisions: list[Data]) -> Data:
    """The indexation gets a line of its own unless a provision says it already."""
    is_said = any(money["indexation"] in one["text"] for one in provisions)
    return {
        "has_lines": bool(money["lines"]),
        "lines": lines_table(money["lines"]),
        "sources": sources_table(money),
        "indexation": "" if is_said else money["indexation"],
    }


def _annex(annex: Data) -> Data:
    """The first annex begins a page, a wide one gets its own; others follow on."""
    tables = annex_tables(annex)
    place = "flow" if annex["letter"] != "A" else ""
    return {
        **annex,
        "provisions": [_provision(one) for one in annex["provisions"]],
        "tables": tables,
        "place": "chapter--wide" if any(one.is_wide for one in tables) else place,
    }


def _fields(parties: list[Data]) -> list[SignatureField]:
    return [
        SignatureField(
            FIELD_OF[party["role"]],
            f"Handtekening namens {party['name']}",
            SIGNATURES_ANCHOR,
        )
        for party in parties
    ]


def _stylesheets(*, is_draft: bool) -> list[str]:
    names = ["pages", "agreement", *(["draft"] if is_draft else [])]
    return [render_to_string(f"documents/{name}.css") for name in names]
