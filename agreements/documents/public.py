"""The public version of an agreement as a document, made of its public content."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.template.loader import render_to_string

from agreements.documents.agreement import agreement_context
from agreements.documents.attachments import attachments_of
from agreements.documents.tables import day_of
from vve_portal.documents.rendering import render
from vve_portal.ui.dates import long_date
from vve_portal.ui.numbers import hash_groups

PUBLIC: Final = "Openbaar"
# What stands on every page, by publicity.
MARKS: Final[dict[str, str]] = {
    PUBLIC: "Openbare versie",
    "Intern": "Intern",
    "Geheim": "Geheim",
}
ABOUT: Final[dict[str, Any]] = {
    "anchor": "deze-versie",
    "label": "Over deze versie",
    "entries": [],
}
NAMELESS: Final = "een gemachtigde"

Data = dict[str, Any]


def render_public(
    content: Mapping[str, Any], *, created: datetime, tryout: bool
) -> bytes:
    """Render public content, with that content as attachment; nobody signs this file.

    Raises InvalidDocument when the result breaks PDF/UA-1 or PDF/A-3a.
    """
    context = public_context(content, created=created, tryout=tryout)
    agreement, mark = context["agreement"], context["mark"]
    names = " en ".join(party["name"] for party in agreement["parties"])
    return render(
        render_to_string("documents/public_agreement.html", context),
        title=f"{agreement['title']} ({mark.lower()})",
        author=agreement["parties"][0]["name"],
        subject=f"Afspraken over voor- en vroegschoolse educatie tussen {names}",
        keywords=("VVE", "JGZ", "samenwerkingsovereenkomst", agreement["reference"]),
        created=created,
        attachments=attachments_of(content, ""),
        stylesheets=[
            render_to_string("documents/pages.css"),
            render_to_string("documents/agreement.css"),
            render_to_string("documents/public_agreement.css", {"mark": mark}),
        ],
    )


def public_context(
    content: Mapping[str, Any], *, created: datetime, tryout: bool
) -> Data:
    """Return what the template shows: the agreement, and what its signing was."""
    shown = named_parties(content)
    context = agreement_context(shown, created=created, is_draft=False, tryout=tryout)
    return {
        **context,
        "contents": _contents(context["contents"]),
        "fingerprint": hash_groups(content["source"]["sha256"]),
        "mark": MARKS[content["publicity"]],
        "is_public": content["publicity"] == PUBLIC,
        "ground": content["publicity_ground"].rstrip(". "),
        "status": (
            f"Ondertekend op {long_date(signed_on(content))}; dit is een versie zonder "
            "handtekeningen"
        ),
    }


def _contents(entries: list[Data]) -> list[Data]:
    """What this version is stands behind the summary, which comes first."""
    summary, *others = entries
    return [summary, ABOUT, *others]


def signed_on(content: Mapping[str, Any]) -> date:
    """Return the day on which the last party signed."""
    days = [
        day_of(signer["signed_on"])
        for party in content["parties"]
        for signer in party["signers"]
    ]
    return max(days)


def named_parties(content: Mapping[str, Any]) -> Data:
    """Return public content as it is printed: each signer has a name or a function."""
    return {**content, "parties": [_party(party) for party in content["parties"]]}


def _party(party: Data) -> Data:
    return {**party, "signers": [_signer(one) for one in party["signers"]]}


def _signer(one: Data) -> Data:
    """Whoever is no board member is called by his function."""
    signed = long_date(day_of(one["signed_on"]))
    named = {**one, "signed": f"{signed}, {one['how'].lower()}"}
    if one["name"]:
        return named
    return {**named, "name": one["function"] or NAMELESS, "function": ""}
