"""The letter with which the college informs the council, and the summary beside it.

Both are made of public content, and of nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import format_html

from agreements.documents.public import NAMELESS, PUBLIC, signed_on
from agreements.documents.tables import Table, day_of, sources_table
from agreements.documents.text import printable
from agreements.models import Approval
from vve_portal.documents.rendering import render
from vve_portal.ui.dates import long_date, period

COLLEGE: Final = str(Approval.Kind.COLLEGE.label)

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Council:
    """Who writes to whom, about what, on which decision."""

    town: str
    municipality: str
    provider: str
    signer: str
    signer_function: str
    decision: str
    decided_on: str


def council_of(content: Mapping[str, Any]) -> Council:
    """Return who writes to the council, and the college's decision if it is known."""
    municipality, provider = content["parties"]
    signer = next((one for one in municipality["signers"] if one["is_board"]), None)
    decision = next(
        (one for one in content["approvals"] if one["label"] == COLLEGE), None
    )
    name: str = municipality["name"]
    return Council(
        town=name.removeprefix("Gemeente ").removeprefix("gemeente "),
        municipality=name,
        provider=provider["name"],
        signer=signer["name"] if signer else "",
        signer_function=signer["function"] if signer else "",
        decision=decision["reference"] if decision else "",
        decided_on=decision["decided_on"] if decision else "",
    )


def render_letter(
    content: Mapping[str, Any], *, created: datetime, tryout: bool
) -> bytes:
    """Render the letter to the council.

    Raises InvalidDocument when the result breaks PDF/UA-1 or PDF/A-3a.
    """
    context = letter_context(content, tryout=tryout)
    council: Council = context["council"]
    return render(
        render_to_string("documents/agreement_letter.html", context),
        title=f"Raadsinformatiebrief: {context['agreement']['title']}",
        author=council.municipality,
        subject=f"Overeenkomst van {council.municipality} en {council.provider}",
        keywords=("raadsinformatiebrief", "VVE", "JGZ", content["reference"]),
        created=created,
        stylesheets=[
            render_to_string("documents/pages.css"),
            render_to_string("documents/agreement_letter.css"),
        ],
    )


def letter_context(content: Mapping[str, Any], *, tryout: bool) -> Data:
    """Return what the letter shows: plain data, all of it from public content."""
    return {
        **_shared(content, tryout=tryout),
        "areas": _areas_table(content["areas"]),
        "sources": _sources(content["money"]),
    }


def render_summary(content: Mapping[str, Any], *, tryout: bool) -> bytes:
    """Write the summary as one page of HTML that needs nothing beside it."""
    # CSS of our own without a sign that HTML would have to write otherwise.
    style = format_html("<style>{}</style>", render_to_string("documents/summary.css"))
    context = {**_shared(content, tryout=tryout), "style": style}
    return render_to_string("documents/summary.html", context).encode()


def _shared(content: Mapping[str, Any], *, tryout: bool) -> Data:
    shown = printable(dict(content))
    term = period(day_of(shown["starts_on"]), day_of(shown["ends_on"]))
    council = council_of(shown)
    return {
        "agreement": shown,
        "council": council,
        "address": _address(shown, council),
        "facts": _facts(shown, council, term),
        "term": term,
        "signed_on": long_date(signed_on(shown)),
        "is_public": shown["publicity"] == PUBLIC,
        "ground": shown["publicity_ground"].rstrip(". "),
        "short_address": shown["check"]["address"].partition("://")[2].rstrip("/"),
        "tryout": tryout,
        "signers": [
            {
                "party": party["name"],
                "name": signer["name"] or signer["function"] or NAMELESS,
                "function": signer["function"] if signer["name"] else "",
            }
            for party in shown["parties"]
            for signer in party["signers"]
        ],
    }


def _address(content: Data, council: Council) -> list[tuple[str, str]]:
    return [
        ("Aan", f"de gemeenteraad van {council.town}"),
        ("Van", "het college van burgemeester en wethouders"),
        ("Onderwerp", content["title"]),
        ("Gevraagd", "ter kennisname"),
    ]


def _facts(content: Data, council: Council, term: str) -> list[tuple[str, str]]:
    signer = ", ".join(
        word for word in (council.signer, council.signer_function) if word
    )
    decision = (
        f"{council.decision} van {long_date(day_of(council.decided_on))}"
        if council.decision
        else ""
    )
    facts = (
        ("Ondertekenaar gemeente", signer),
        ("Kenmerk", content["reference"]),
        ("Collegebesluit", decision),
        ("Ondertekend op", long_date(signed_on(content))),
        ("Looptijd", term),
        ("Openbaarheid", _publicity(content)),
    )
    return [(label, value) for label, value in facts if value]


def _publicity(content: Data) -> str:
    words = (content["publicity"], content["publicity_ground"])
    return ". ".join(word for word in words if word)


def _areas_table(areas: list[Data]) -> Table:
    return Table(
        "areas",
        "Afspraken per gebied",
        ("Gebied", "Aantal", "Bijvoorbeeld"),
        [
            (
                f"{area['number']}. {area['title']}",
                str(len(area["articles"])),
                area["articles"][0]["title"] if area["articles"] else "Geen afspraken",
            )
            for area in areas
        ],
    )


def _sources(money: Data) -> Table | None:
    return sources_table(money) if money["lines"] else None
