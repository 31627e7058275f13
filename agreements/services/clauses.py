"""Adding clauses and proposing versions; the content itself is in clause_content."""

from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agreements import policies
from agreements.areas import AREA_NUMBERS, Chapter
from agreements.models import Agreement, Clause, ClauseVersion
from agreements.services.clause_content import (
    ClauseContent,
    LineContent,
    amount_of,
    content_of_version,
    differs_only_in_lines,
    hours_of,
    tidy,
)
from agreements.services.clause_rules import (
    refuse_faults,
    require_reason,
)
from agreements.services.record import record_deed
from agreements.services.versions import (
    Authorship,
    Stale,
    build_version,
    lock_agreement,
    lock_clause,
    save_versions,
)
from vve_portal.accounts.models import User

__all__ = [
    "ClauseContent",
    "LineContent",
    "Stale",
    "add_clause",
    "amount_of",
    "content_of_version",
    "hours_of",
    "next_code",
    "propose_drop",
    "propose_version",
    "refuse_double",
]

WHY_CHANGED: Final = (
    "Schrijf waarom u dit wijzigt. De andere partij leest het bij uw voorstel."
)
WHY_DROPPED: Final = (
    "Schrijf waarom de afspraak kan vervallen. De andere partij leest het erbij."
)
MONEY_ONLY: Final = (
    "Met uw rol wijzigt u alleen de begrotingsregels van een afspraak. "
    "Vraag een beleidsadviseur om de rest te wijzigen."
)
UNCHANGED: Final = "U hebt niets gewijzigd. Pas iets aan, of ga terug naar de afspraak."
LAPSES_ALREADY: Final = "Er ligt al een voorstel om deze afspraak te laten vervallen."
# A draft is nobody else's yet, so its versions need no explanation.
DRAFTED: Final = "Bewerkt in het concept."
LEFT_OUT: Final = "Weggelaten in het concept."
CODE_OF: Final[dict[int, str]] = {Chapter.GENERAL: "ALG", Chapter.ANNEXES: "BIJ"}


@transaction.atomic
def add_clause(
    *,
    agreement: Agreement,
    chapter: int,
    content: ClauseContent,
    actor: User,
    now: datetime,
) -> Clause:
    """Add a clause with its first version at the end of a chapter.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    current = lock_agreement(agreement)
    policies.may_propose(actor, current).enforce()
    wanted = tidy(content)
    refuse_faults(wanted, chapter=chapter, agreement=current)
    refuse_double(current, chapter, wanted)

    clause = Clause.objects.create(
        partnership_id=current.partnership_id,
        agreement=current,
        chapter=chapter,
        code=next_code(current, chapter),
        position=next_position(current, chapter),
        source=f"Toegevoegd door {actor.organisation.name}",
    )
    version = build_version(
        clause=clause, number=1, content=wanted, by=Authorship(actor, now)
    )
    save_versions([(version, wanted)])

    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb="clause.add",
        subject=clause,
        summary=f"Afspraak {clause.code} “{version.title}” is toegevoegd.",
        after=version.number,
    )
    return clause


@transaction.atomic
def propose_version(
    *,
    clause: Clause,
    base_number: int,
    content: ClauseContent,
    reason: str,
    actor: User,
    now: datetime,
) -> ClauseVersion:
    """Put a next version in place of version `base_number`; nobody consents to it yet.

    Raises PermissionDenied, ValidationError with a sentence per field, or Stale when
    somebody was first; that holds the version that is current now.
    """
    agreement, locked, current = lock_clause(clause)
    wanted = tidy(content)
    before = content_of_version(current)
    _enforce_proposal(actor, agreement, before, wanted)
    if current.number != base_number:
        raise Stale(current)
    refuse_faults(wanted, chapter=locked.chapter, agreement=agreement)
    if wanted == before and not current.is_dropped:
        raise ValidationError(UNCHANGED)
    by = Authorship(actor, now, _reason(agreement, reason, WHY_CHANGED, DRAFTED))

    version = build_version(
        clause=locked, number=current.number + 1, content=wanted, by=by
    )
    save_versions([(version, wanted)])

    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="clause.propose",
        subject=locked,
        summary=f"Versie {version.number} van afspraak {locked.code} is voorgesteld: "
        f"{by.reason}",
        before=current.number,
        after=version.number,
    )
    return version


@transaction.atomic
def propose_drop(
    *, clause: Clause, base_number: int, reason: str, actor: User, now: datetime
) -> ClauseVersion:
    """Propose that a clause lapses; in a draft it is simply left out.

    Raises PermissionDenied, ValidationError without a reason or when it lapses already,
    or Stale.
    """
    agreement, locked, current = lock_clause(clause)
    policies.may_propose(actor, agreement).enforce()
    if current.number != base_number:
        raise Stale(current)
    if current.is_dropped:
        raise ValidationError(LAPSES_ALREADY)
    by = Authorship(actor, now, _reason(agreement, reason, WHY_DROPPED, LEFT_OUT))

    content = content_of_version(current)
    version = build_version(
        clause=locked,
        number=current.number + 1,
        content=content,
        by=by,
        is_dropped=True,
    )
    save_versions([(version, content)])

    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="clause.drop",
        subject=locked,
        summary=f"Voorgesteld is om afspraak {locked.code} te laten vervallen: "
        f"{by.reason}",
        before=current.number,
        after=version.number,
    )
    return version


def _enforce_proposal(
    actor: User, agreement: Agreement, before: ClauseContent, wanted: ClauseContent
) -> None:
    if policies.may_propose(actor, agreement):
        return
    policies.may_edit_money(actor, agreement).enforce()
    if not differs_only_in_lines(before, wanted):
        raise PermissionDenied(MONEY_ONLY)


def _reason(agreement: Agreement, reason: str, why: str, in_draft: str) -> str:
    if agreement.status == Agreement.Status.DRAFT and not reason.strip():
        return in_draft
    return require_reason(reason, why)


def refuse_double(agreement: Agreement, chapter: int, content: ClauseContent) -> None:
    """Raise ValidationError when a clause of the chapter says this already.

    Whoever presses twice would otherwise add a clause twice.
    """
    same = agreement.clauses.filter(
        chapter=chapter,
        current__is_dropped=False,
        current__source_title=content.title,
        current__source_text=content.source_text,
    )
    if found := same.order_by("pk").first():
        sentence = (
            f"Afspraak {found.code} zegt dit al. Werk verder in die afspraak, "
            "of pas de titel of de tekst aan."
        )
        raise ValidationError({"title": sentence})


def next_code(agreement: Agreement, chapter: int) -> str:
    """Return the first free code of a chapter: G4-09, ALG-12 or BIJ-I."""
    codes = agreement.clauses.filter(chapter=chapter).values_list("code", flat=True)
    last_parts = [code.rpartition("-")[2] for code in codes]
    if chapter == Chapter.ANNEXES:
        last = max(last_parts, default="@")
        return f"BIJ-{chr(ord(last) + 1)}"
    last_number = max((int(part) for part in last_parts if part.isdigit()), default=0)
    stem = f"G{chapter}" if chapter in AREA_NUMBERS else CODE_OF[chapter]
    return f"{stem}-{last_number + 1:02d}"


def next_position(agreement: Agreement, chapter: int) -> int:
    """Return the place after the last clause of a chapter."""
    places = agreement.clauses.filter(chapter=chapter)
    last = places.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1
