"""Starting an agreement, and changing its frame and the values in its text."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction

from agreements import policies
from agreements.models import Agreement
from agreements.queries import load_clauses, version_of
from agreements.services.clause_content import content_of_version, sources_of
from agreements.services.clause_rules import (
    WITHIN_YEARS,
    YEARS,
    require_reason,
)
from agreements.services.clauses import DRAFTED
from agreements.services.record import record_deed
from agreements.services.starting import copy_clauses, fill_from_library
from agreements.services.versions import (
    Authorship,
    build_version,
    lock_agreement,
    save_versions,
)
from agreements.terms import (
    changed_variables,
    clean_terms,
    values_of,
    variables_in,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.ui.dates import period

WHY_TERMS: Final = (
    "Schrijf waarom u deze waarden wijzigt. De andere partij leest het bij elke "
    "afspraak die erdoor verandert."
)
LONGEST_TITLE: Final = 200
LONGEST_INDEXATION: Final = 300
LONGEST_GROUND: Final = 300
WHY_NOT_PUBLIC: Final = (
    "Schrijf waarom de overeenkomst niet openbaar is, met het artikel van de wet."
)


class Source(models.TextChoices):
    """What a new agreement starts from."""

    MODEL = "model", "De modelafspraken van het portaal"
    EARLIER = "earlier", "Een eerdere overeenkomst"
    EMPTY = "empty", "Leeg: alleen het algemeen deel en de bijlagen"


@transaction.atomic
def start_agreement(
    *,
    partnership: Partnership,
    title: str,
    starts_on: date,
    ends_on: date,
    source: Source,
    earlier: Agreement | None,
    actor: User,
    now: datetime,
) -> Agreement:
    """Start a draft of the actor's organisation.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    # The partnership's lock also keeps two references from being the same.
    home = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_start_in(actor, home).enforce()
    _refuse_frame(title, starts_on, ends_on)
    _refuse_double(home, actor, title.strip(), starts_on, ends_on)
    origin = _origin(source, earlier, home, actor)

    agreement = Agreement.objects.create(
        partnership=home,
        reference=next_reference(home, starts_on.year),
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        drafted_by_id=actor.organisation_id,
        based_on=origin,
        terms=origin.terms if origin else {},
        indexation=origin.indexation if origin else "",
        publicity=origin.publicity if origin else Agreement.Publicity.PUBLIC,
        publicity_ground=origin.publicity_ground if origin else "",
        created_at=now,
        created_by=actor,
    )
    by = Authorship(actor, now)
    if origin:
        copy_clauses(origin, agreement, by=by)
    else:
        fill_from_library(agreement, with_areas=source == Source.MODEL, by=by)

    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="agreement.start",
        subject=agreement,
        summary=f"Overeenkomst {agreement.reference} is begonnen als concept.",
        after=agreement.status,
    )
    return agreement


@transaction.atomic
def change_frame(
    *,
    agreement: Agreement,
    title: str,
    starts_on: date,
    ends_on: date,
    indexation: str,
    publicity: str,
    publicity_ground: str,
    actor: User,
    now: datetime,
) -> Agreement:
    """Change title, term, indexation and publicity; what is public needs no ground.

    A clause that names what changed gets a next version, without consents. Raises
    PermissionDenied, or ValidationError with a sentence per field.
    """
    current = lock_agreement(agreement)
    policies.may_edit_frame(actor, current).enforce()
    _refuse_frame(title, starts_on, ends_on, indexation)
    ground = _ground_of(publicity, publicity_ground)
    before, values = _frame_of(current), values_of(current)

    current.title, current.indexation = title.strip(), indexation.strip()
    current.starts_on, current.ends_on = starts_on, ends_on
    current.publicity, current.publicity_ground = publicity, ground
    after = _frame_of(current)
    if after == before:
        return current
    current.save(update_fields=list(after))
    reason = (
        "De looptijd of de indexering is gewijzigd: "
        f"{period(starts_on, ends_on)}. {current.indexation}".strip()
    )
    codes = _renew_clauses(current, values, Authorship(actor, now, reason))

    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb="agreement.change_frame",
        subject=current,
        summary=f"De gegevens van de overeenkomst zijn gewijzigd{_in(codes)}."
        f"{_about_publicity(current, before)}",
        before=before,
        after=after,
    )
    return current


@transaction.atomic
def set_terms(
    *,
    agreement: Agreement,
    terms: Mapping[str, str],
    reason: str,
    actor: User,
    now: datetime,
) -> Agreement:
    """Set the values of variables; those not given keep theirs.

    A clause that uses a changed value gets a next version, without consents. Raises
    PermissionDenied, or ValidationError with a sentence per term.
    """
    current = lock_agreement(agreement)
    policies.may_edit_frame(actor, current).enforce()
    kept, faults = clean_terms({**current.terms, **terms})
    if faults:
        raise ValidationError(dict(faults))
    before, values = current.terms, values_of(current)
    if kept == before:
        return current
    why = _reason_for_terms(current, reason)

    current.terms = kept
    current.save(update_fields=["terms"])
    codes = _renew_clauses(current, values, Authorship(actor, now, why))

    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb="agreement.set_terms",
        subject=current,
        summary=f"Waarden in de tekst zijn gewijzigd{_in(codes)}: {why}",
        before=before,
        after=kept,
    )
    return current


def next_reference(partnership: Partnership, year: int) -> str:
    """Return the first free reference of a year; the caller locked the partnership."""
    stem = f"VVE-{year}-{partnership.code}-"
    taken = Agreement.objects.filter(
        partnership=partnership, reference__startswith=stem
    ).values_list("reference", flat=True)
    numbers = (int(reference.removeprefix(stem)) for reference in taken)
    return f"{stem}{max(numbers, default=0) + 1}"


def _origin(
    source: Source, earlier: Agreement | None, partnership: Partnership, actor: User
) -> Agreement | None:
    if source != Source.EARLIER:
        return None
    if earlier is None:
        raise ValidationError({"earlier": "Kies de overeenkomst waar u van uitgaat."})
    origin = Agreement.objects.get(pk=earlier.pk)
    policies.may_start_from(actor, origin).enforce()
    if origin.partnership_id != partnership.pk:
        raise ValidationError(
            {"earlier": "Kies een overeenkomst van dezelfde twee partijen."}
        )
    return origin


def _refuse_double(
    partnership: Partnership, actor: User, title: str, starts_on: date, ends_on: date
) -> None:
    same = Agreement.objects.filter(
        partnership=partnership,
        drafted_by=actor.organisation_id,
        status=Agreement.Status.DRAFT,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if found := same.order_by("pk").first():
        sentence = (
            "Uw organisatie heeft al een concept met deze titel en looptijd: "
            f"{found.reference}. Werk daarin verder, of kies een andere titel."
        )
        raise ValidationError({"title": sentence})


def _ground_of(publicity: str, typed: str) -> str:
    """Return why an agreement is not public; nothing for one that is."""
    if publicity not in Agreement.Publicity:
        raise ValidationError({"publicity": "Kies openbaar, intern of geheim."})
    ground = typed.strip()
    if publicity == Agreement.Publicity.PUBLIC:
        return ""
    if not ground:
        raise ValidationError({"publicity_ground": WHY_NOT_PUBLIC})
    if len(ground) > LONGEST_GROUND:
        sentence = f"Houd dit korter dan {LONGEST_GROUND} tekens."
        raise ValidationError({"publicity_ground": sentence})
    return ground


def _refuse_frame(
    title: str, starts_on: date, ends_on: date, indexation: str = ""
) -> None:
    faults = {}
    if not title.strip():
        faults["title"] = "Geef de overeenkomst een titel."
    if len(title.strip()) > LONGEST_TITLE:
        faults["title"] = f"Houd de titel korter dan {LONGEST_TITLE} tekens."
    if ends_on < starts_on:
        faults["ends_on"] = "Kies een einddatum op of na de begindatum."
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day.year not in YEARS:
            faults[name] = WITHIN_YEARS
    if len(indexation.strip()) > LONGEST_INDEXATION:
        faults["indexation"] = f"Houd dit korter dan {LONGEST_INDEXATION} tekens."
    if faults:
        raise ValidationError(faults)


def _frame_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "title": agreement.title,
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "indexation": agreement.indexation,
        "publicity": agreement.publicity,
        "publicity_ground": agreement.publicity_ground,
    }


def _about_publicity(agreement: Agreement, before: dict[str, Any]) -> str:
    """Who may read it is too much to hide among other changes."""
    was = (before["publicity"], before["publicity_ground"])
    if was == (agreement.publicity, agreement.publicity_ground):
        return ""
    ground = f" ({agreement.publicity_ground})" if agreement.publicity_ground else ""
    return f" Openbaarheid: {agreement.get_publicity_display()}{ground}."


def _reason_for_terms(agreement: Agreement, reason: str) -> str:
    if agreement.status == Agreement.Status.DRAFT and not reason.strip():
        return DRAFTED
    return require_reason(reason, WHY_TERMS)


def _renew_clauses(
    agreement: Agreement, before: Mapping[str, str], by: Authorship
) -> list[str]:
    changed = changed_variables(before, values_of(agreement))
    if not changed:
        return []
    built = []
    for clause in load_clauses(agreement):
        version = version_of(clause)
        if version.is_dropped:
            continue
        content = content_of_version(version)
        if variables_in(*(text for _, text in sources_of(content))) & changed:
            number = version.number + 1
            renewed = build_version(
                clause=clause, number=number, content=content, by=by
            )
            built.append((renewed, content))
    save_versions(built)
    return [version.clause.code for version, _ in built]


def _in(codes: list[str]) -> str:
    return f", ook in {', '.join(codes)}" if codes else ""
