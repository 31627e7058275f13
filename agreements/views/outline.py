"""How an agreement is laid out on its pages: menu, tabs, rows and summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse

from agreements.areas import AREAS, Area, Chapter
from agreements.models import Agreement, Clause, ClauseVersion, Consent
from agreements.models.vocabulary import Kind
from agreements.queries import (
    ClauseState,
    consents_of,
    is_agreed,
    is_left_out,
    state_of,
    version_of,
)
from vve_portal.accounts.models import Organisation, User
from vve_portal.ui.numbers import decimal_number
from vve_portal.ui.tones import tone_of

AREA_OF = {area.chapter: area for area in AREAS}
# What stands before the seven areas and after them has a letter instead of a number.
MARKS = {Chapter.GENERAL: "A", Chapter.ANNEXES: "B"}
ORDER = (Chapter.GENERAL, *(area.chapter for area in AREAS), Chapter.ANNEXES)


class Tab(NamedTuple):
    """A page about the agreement, in the bar on top."""

    label: str
    url: str
    is_current: bool


TABS = (
    ("Afspraken", "detail"),
    ("Geld", "money"),
    ("Gegevens", "frame"),
    ("Termijnen", "terms"),
    ("Toetsen", "approvals"),
    ("Gereedheid", "readiness"),
    ("Ondertekenen", "signing"),
    ("Bestanden", "files"),
    ("Geschiedenis", "history"),
)


def page_of(agreement: Agreement, name: str) -> str:
    """Return the address of a page about an agreement."""
    return reverse(f"agreements:{name}", args=[agreement.pk])


def tabs_of(agreement: Agreement, current: str) -> list[Tab]:
    """Return the pages about an agreement."""
    return [
        Tab(label, page_of(agreement, name), name == current) for label, name in TABS
    ]


@dataclass(frozen=True, slots=True)
class ChapterItem:
    """A chapter in the menu, with how many of its clauses each party agrees to."""

    number: str
    title: str
    url: str
    current: bool
    total: int
    municipality_agreed: int
    provider_agreed: int
    agreed: int


def chapters_of(
    agreement: Agreement, clauses: Sequence[Clause], current: Chapter | None
) -> list[ChapterItem]:
    """Return the menu: general part, seven areas, annexes."""
    items = []
    for chapter in ORDER:
        mine = [
            clause
            for clause in clauses
            if clause.chapter == chapter and not is_left_out(clause)
        ]
        partnership = agreement.partnership
        items.append(
            ChapterItem(
                number=number_of(chapter),
                title=short_title(chapter),
                url=reverse("agreements:chapter", args=[agreement.pk, chapter]),
                current=chapter == current,
                total=len(mine),
                municipality_agreed=count_agreed(mine, partnership.municipality),
                provider_agreed=count_agreed(mine, partnership.provider),
                agreed=sum(is_agreed(clause, agreement) for clause in mine),
            )
        )
    return items


def number_of(chapter: Chapter) -> str:
    """Return the number or letter of a chapter."""
    return MARKS.get(chapter, str(chapter.value))


def short_title(chapter: Chapter) -> str:
    """Return the title of a chapter for a menu."""
    area = AREA_OF.get(chapter)
    return area.short if area else str(chapter.label)


def find_area(chapter: Chapter) -> Area | None:
    """Return the area of a chapter; the general part and the annexes are none."""
    return AREA_OF.get(chapter)


def count_agreed(clauses: Sequence[Clause], party: Organisation) -> int:
    """Return to how many clauses a party agrees."""
    return sum(has_agreed(clause, party) for clause in clauses)


def has_agreed(clause: Clause, party: Organisation) -> bool:
    """Return whether a party agrees to the current version."""
    consent = consents_of(clause).get(party.pk)
    return consent is not None and consent.decision == Consent.Decision.AGREED


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause in a list: what it is called, who agrees, where it stands."""

    clause: Clause
    code: str
    name: str
    note: str
    url: str
    municipality_agreed: bool
    provider_agreed: bool
    state: ClauseState
    waits_for_me: bool
    is_changed: bool


def row_of(clause: Clause, agreement: Agreement, actor: User) -> ClauseRow:
    """Return a clause as the actor sees it in a list."""
    version = version_of(clause)
    partnership = agreement.partnership
    return ClauseRow(
        clause=clause,
        code=clause.code,
        name=version.title,
        note=note_of(clause),
        url=f"{clause.get_absolute_url()}#afspraak",
        municipality_agreed=has_agreed(clause, partnership.municipality),
        provider_agreed=has_agreed(clause, partnership.provider),
        state=standing_of(clause, agreement, actor),
        waits_for_me=waits_for(clause, agreement, actor),
        is_changed=not version.in_draft and version.number > 1,
    )


def standing_of(clause: Clause, agreement: Agreement, actor: User) -> ClauseState:
    """Return where a clause stands; once it is signed, how people say it is going."""
    if agreement.status == Agreement.Status.SIGNED and clause.progress_note:
        label = str(clause.get_progress_display())
        return ClauseState(label, tone_of(clause.progress))
    return state_of(clause, agreement, reader=actor.organisation)


def waits_for(clause: Clause, agreement: Agreement, actor: User) -> bool:
    """Return whether the actor's party has not answered the current version yet."""
    return (
        agreement.status == Agreement.Status.NEGOTIATING
        and not is_left_out(clause)
        and actor.organisation_id not in consents_of(clause)
    )


def note_of(clause: Clause) -> str:
    """Return who answers for a clause and which kind it is, in a few words."""
    version = version_of(clause)
    if version.kind == Kind.PROVISION:
        return ""
    kind = str(version.get_kind_display()).lower()
    if version.hours_per_year:
        kind = f"{kind} {decimal_number(version.hours_per_year)} uur"
    words = [responsible_of(version), kind]
    if version.norm_value is not None:
        words.append(f"norm {norm_of(version)}")
    return ", ".join(words)


def responsible_of(version: ClauseVersion) -> str:
    """Return who answers for a clause; of a joint one also who leads."""
    if not version.lead:
        return str(version.get_responsible_display())
    lead = version.get_lead_display()
    return f"{version.get_responsible_display()} (trekker: {lead})"


def norm_of(version: ClauseVersion) -> str:
    """Return the norm in words, such as "ten minste 90 procent"."""
    if version.norm_value is None:
        return ""
    value = decimal_number(version.norm_value)
    words = (version.get_norm_operator_display(), value, version.norm_unit)
    return " ".join(word for word in words if word)


def summary_of(
    agreement: Agreement, clauses: Sequence[Clause], actor: User
) -> dict[str, Any]:
    """Return what the panel beside the clauses says."""
    counted = [clause for clause in clauses if not is_left_out(clause)]
    parties = agreement.partnership.parties
    return {
        "agreed": sum(is_agreed(clause, agreement) for clause in counted),
        "total": len(counted),
        "waiting": [
            (f"Wacht op {party.name}", count_silent(counted, party))
            for party in parties
        ],
        "refused": sum(is_refused(clause) for clause in counted),
        "mine": sum(waits_for(clause, agreement, actor) for clause in counted),
    }


def count_silent(clauses: Sequence[Clause], party: Organisation) -> int:
    """Return to how many clauses a party has not answered."""
    return sum(party.pk not in consents_of(clause) for clause in clauses)


def is_refused(clause: Clause) -> bool:
    """Return whether a party refused the current version."""
    refused = Consent.Decision.REFUSED
    return any(consent.decision == refused for consent in consents_of(clause).values())
