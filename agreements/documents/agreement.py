"""The document of an agreement: what the template shows, and the PDF made of that."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.template.loader import render_to_string

from agreements.content import canonical_json, sha256_of
from agreements.documents.contents import anchor_of, contents_of
from agreements.documents.text import blocks_of, definitions_in
from vve_portal.documents.rendering import Attachment, SignatureField, render
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.numbers import decimal_number, euro, hash_groups

FIELD_OF: Final = {"municipality": "Sig_Gemeente", "jgz": "Sig_JGZ"}
SIGNATURES_ANCHOR: Final = "ondertekening"
CONTENT_FILE: Final = "inhoud.json"
LONG_TITLE: Final = 60

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
    parties = content["parties"]
    names = " en ".join(party["name"] for party in parties)
    return render(
        render_to_string("documents/agreement.html", context),
        title=content["title"],
        author=parties[0]["name"],
        subject=f"Afspraken over voor- en vroegschoolse educatie tussen {names}",
        keywords=("VVE", "JGZ", "samenwerkingsovereenkomst", content["reference"]),
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
    return {
        "agreement": content,
        "title_is_long": len(content["title"]) > LONG_TITLE,
        "term": period(_day(content["starts_on"]), _day(content["ends_on"])),
        "created_on": long_date(created),
        "is_draft": is_draft,
        "tryout": tryout,
        "status": (
            "Concept, nog niet ondertekend"
            if is_draft
            else "Definitief; geldig als beide partijen hebben ondertekend"
        ),
        "fingerprint": hash_groups(sha256_of(content)),
        "parties": [_party(party) for party in content["parties"]],
        "approvals": [_dated(approval) for approval in content["approvals"]],
        "general": {
            part: [_provision(one) for one in provisions]
            for part, provisions in content["general"].items()
        },
        "wpo_topics": [
            {**topic, "articles": ", ".join(topic["articles"]) or "Geen artikel"}
            for topic in content["wpo_topics"]
        ],
        "areas": [
            {**area, "articles": [_article(one) for one in area["articles"]]}
            for area in content["areas"]
        ],
        "money": _money(content["money"]),
        "annexes": [_annex(annex) for annex in content["annexes"]],
        "contents": contents_of(content),
    }


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
    return {**one, "decided_on": long_date(_day(one["decided_on"]))}


def _provision(one: Data) -> Data:
    return {
        **one,
        "anchor": anchor_of(one),
        "blocks": blocks_of(one["text"]),
        "definitions": definitions_in(one["text"]),
        "explanation": blocks_of(one["explanation"]),
    }


def _article(one: Data) -> Data:
    return {**_provision(one), "facts": _facts(one)}


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
        ("Uren per jaar", _number(one["hours_per_year"])),
        ("Geld uit", one["funding"]),
    )
    return [(label, value) for label, value in facts if value]


def _span(starts_on: str, ends_on: str) -> str:
    if starts_on:
        return period(_day(starts_on), _day(ends_on) if ends_on else None)
    return f"tot en met {long_date(_day(ends_on))}" if ends_on else ""


def _money(money: Data) -> Data:
    return {
        **money,
        "lines": [_summed(line) for line in money["lines"]],
        "sources": [_summed(source) for source in money["sources"]],
        "total": _summed(money["total"]),
    }


def _summed(one: Data) -> Data:
    amount = euro(Decimal(one["amount"]))
    return {**one, "hours": _number(one["hours"]), "amount": amount}


def _number(text: str) -> str:
    return decimal_number(Decimal(text)) if text else ""


def _annex(annex: Data) -> Data:
    return {**annex, "provisions": [_provision(one) for one in annex["provisions"]]}


def _day(text: str) -> date:
    return date.fromisoformat(text)


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
