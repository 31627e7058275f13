"""Writing the definition of the target group, and noting that the college decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_routes as policies
from referrals.models import TargetDefinition
from referrals.services.pathways import STALE
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_date

CRITERION_KINDS: Final[dict[str, str]] = {
    "omgeving": "Omgeving",
    "kind": "Kind",
    "oordeel": "Professioneel oordeel",
}
FIELDS: Final = (
    "year",
    "name",
    "text",
    "criteria",
    "start_age_months",
    "hours_per_week",
    "starts_on",
    "ends_on",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One ground on which a child belongs to the target group."""

    label: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class DefinitionContent:
    """What a definition says."""

    year: int
    name: str
    text: str
    criteria: tuple[Criterion, ...]
    start_age_months: int
    hours_per_week: Decimal
    starts_on: date
    ends_on: date | None = None


def content_of(definition: TargetDefinition) -> DefinitionContent:
    """Return what a definition says."""
    return DefinitionContent(
        year=definition.year,
        name=definition.name,
        text=definition.text,
        criteria=tuple(Criterion(**one) for one in definition.criteria),
        start_age_months=definition.start_age_months,
        hours_per_week=definition.hours_per_week,
        starts_on=definition.starts_on,
        ends_on=definition.ends_on,
    )


@transaction.atomic
def add_definition(
    *,
    partnership: Partnership,
    content: DefinitionContent,
    actor: User,
    now: datetime,
) -> TargetDefinition:
    """Start a definition; several may be in the making.

    Raises PermissionDenied, or ValidationError when a field is not right.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_make(actor, locked).enforce()
    _refuse_content(content)

    definition = TargetDefinition.objects.create(
        partnership=locked,
        number=_next_number(locked.pk, content.year),
        **_columns(content),
    )
    _record(definition, "definition.draft", "is begonnen als concept", actor, now)
    return definition


@transaction.atomic
def change_definition(
    *,
    definition: TargetDefinition,
    content: DefinitionContent,
    seen_edits: int,
    actor: User,
    now: datetime,
) -> TargetDefinition:
    """Change a definition that the college did not decide on yet.

    Raises PermissionDenied, or ValidationError when a field is not right or when
    somebody else changed it first.
    """
    current = _lock(definition)
    policies.may_edit_definition(actor, current).enforce()
    _refuse_stale(current, seen_edits)
    _refuse_content(content)

    if content.year != current.year:
        current.number = _next_number(current.partnership_id, content.year)
    for name, value in _columns(content).items():
        setattr(current, name, value)
    current.edits += 1
    current.save(update_fields=["number", "edits", *FIELDS])

    _record(current, "definition.edit", "is gewijzigd", actor, now)
    return current


@transaction.atomic
def decide_definition(
    *,
    definition: TargetDefinition,
    decided_by: str,
    decided_on: date,
    reference: str,
    seen_edits: int,
    actor: User,
    now: datetime,
) -> TargetDefinition:
    """Note that the college decided: from then on the definition never changes.

    Raises PermissionDenied, or ValidationError when the decision is still to come,
    or a later definition was decided on already.
    """
    current = _lock(definition)
    policies.may_decide_definition(actor, current).enforce()
    _refuse_stale(current, seen_edits)
    if decided_on > local_day(now):
        message = "Kies een datum tot en met vandaag: het besluit is er al."
        raise ValidationError({"decided_on": message})
    _refuse_overtaken(current)

    current.decided_by, current.decided_on = decided_by, decided_on
    current.reference = reference
    current.save(update_fields=["decided_by", "decided_on", "reference"])

    told = f"is vastgesteld op {long_date(decided_on)} door {decided_by}"
    _record(current, "definition.decide", told, actor, now)
    return current


@transaction.atomic
def discard_definition(
    *, definition: TargetDefinition, actor: User, now: datetime
) -> None:
    """Throw a definition away that the college did not decide on.

    Raises PermissionDenied.
    """
    current = _lock(definition)
    policies.may_edit_definition(actor, current).enforce()

    _record(current, "definition.discard", "is weggegooid", actor, now)
    current.delete()


def _lock(definition: TargetDefinition) -> TargetDefinition:
    rows = TargetDefinition.objects.select_for_update(of=("self",))
    locked: TargetDefinition = rows.get(pk=definition.pk)
    return locked


def _next_number(partnership: int, year: int) -> int:
    rows = TargetDefinition.objects.filter(partnership=partnership, year=year)
    return max(rows.values_list("number", flat=True), default=0) + 1


def _columns(content: DefinitionContent) -> dict[str, Any]:
    columns: dict[str, Any] = {name: getattr(content, name) for name in FIELDS}
    return {**columns, "criteria": _as_json(content.criteria)}


def _as_json(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "kind": one.kind, "required": one.required}
        for one in criteria
    ]


def _refuse_stale(current: TargetDefinition, seen_edits: int) -> None:
    if current.edits != seen_edits:
        raise ValidationError(STALE)


def _refuse_content(content: DefinitionContent) -> None:
    faults: dict[str, str] = {}
    if not content.criteria:
        faults["criteria"] = "Noem ten minste één criterium."
    if content.ends_on and content.ends_on < content.starts_on:
        faults["ends_on"] = "Kies een laatste dag na de eerste dag."
    if content.starts_on.year != content.year:
        faults["starts_on"] = f"Kies een eerste dag in {content.year}."
    if faults:
        raise ValidationError(faults)


def _refuse_overtaken(current: TargetDefinition) -> None:
    """Two definitions may not hold from one day, nor one slip in before another."""
    decided = TargetDefinition.objects.filter(
        partnership=current.partnership_id, decided_on__isnull=False
    )
    latest = max(decided.values_list("starts_on", flat=True), default=None)
    if latest and current.starts_on <= latest:
        message = (
            f"Vanaf {long_date(latest)} geldt al een vastgestelde definitie. "
            "Wijzig de eerste dag van deze definitie in een latere."
        )
        raise ValidationError(message)


def _record(
    definition: TargetDefinition, verb: str, told: str, actor: User, now: datetime
) -> None:
    year, number = definition.year, definition.number
    audit.record(
        at=now,
        actor=actor,
        verb=verb,
        subject=definition,
        summary=f"Doelgroepdefinitie {year}, versie {number}, {told}.",
        year=year,
        number=number,
    )
