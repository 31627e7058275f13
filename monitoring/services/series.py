"""Making and changing series of meetings; planning from them is beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.models import Clause
from monitoring import policies_meetings as policies
from monitoring.models import MeetingSeries
from monitoring.queries.rhythm import MOST
from monitoring.services.private_words import refuse_personal
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit

FIELDS: Final = (
    "kind",
    "name",
    "level",
    "per_year",
    "minutes",
    "place",
    "fixed_items",
    "required",
    "chaired_by",
    "starts_on",
    "ends_on",
)
LONGEST_POINT: Final = 200
LONGEST_NAME: Final = 120
LONGEST_BRING: Final = 300


@dataclass(frozen=True, slots=True)
class SeriesContent:
    """What people say of a series: how often, where, with whom, about what."""

    kind: str
    name: str
    level: str
    per_year: int
    minutes: int
    starts_on: date
    place: str = ""
    fixed_items: tuple[str, ...] = ()
    required: tuple[tuple[str, str], ...] = ()
    chaired_by: str = ""
    ends_on: date | None = None


@transaction.atomic
def make_series(
    *,
    partnership: Partnership,
    clause: Clause | None,
    content: SeriesContent,
    actor: User,
    now: datetime,
) -> MeetingSeries:
    """Make a series, of a clause when one asks for it.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_arrange_in(actor, locked).enforce()
    _refuse_faults(content, locked)
    _refuse_double(content, locked)
    series = MeetingSeries.objects.create(
        partnership=locked,
        clause=clause if clause and clause.partnership_id == locked.pk else None,
        **_fields(content),
    )
    said = f"Overleg “{series.name}” is afgesproken, {series.per_year} keer per jaar."
    audit.record(at=now, actor=actor, verb="series.make", subject=series, summary=said)
    return series


@transaction.atomic
def change_series(
    *, series: MeetingSeries, content: SeriesContent, actor: User, now: datetime
) -> MeetingSeries:
    """Change a series; meetings that are planned stay as they are.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = lock_series(series)
    policies.may_change_series(actor, locked).enforce()
    _refuse_faults(content, locked.partnership)
    before = {name: getattr(locked, name) for name in FIELDS}
    after = _fields(content)
    changed = [name for name in FIELDS if before[name] != after[name]]
    for name in changed:
        setattr(locked, name, after[name])
    if not changed:
        return locked
    locked.save(update_fields=changed)
    audit.record(
        at=now,
        actor=actor,
        verb="series.change",
        subject=locked,
        summary=f"De afspraken over “{locked.name}” zijn gewijzigd.",
        before={name: str(before[name]) for name in changed},
        after={name: str(after[name]) for name in changed},
    )
    return locked


def lock_series(series: MeetingSeries) -> MeetingSeries:
    """Return a series as it is now, locked, with its partnership."""
    locked: MeetingSeries = (
        MeetingSeries.objects.select_related(
            "partnership__municipality", "partnership__provider"
        )
        .select_for_update(of=("self",))
        .get(pk=series.pk)
    )
    return locked


def _fields(content: SeriesContent) -> dict[str, object]:
    return {
        **{name: getattr(content, name) for name in FIELDS},
        "fixed_items": list(content.fixed_items),
        "required": [list(pair) for pair in content.required],
    }


def _refuse_faults(content: SeriesContent, partnership: Partnership) -> None:
    faults: dict[str, str] = {}
    if not 1 <= content.per_year <= MOST:
        faults["per_year"] = f"Vul een getal in van 1 tot en met {MOST}."
    if content.ends_on and content.ends_on < content.starts_on:
        faults["ends_on"] = "Kies een laatste dag die na de eerste dag ligt."
    if any(len(point) > LONGEST_POINT for point in content.fixed_items):
        faults["fixed_items"] = f"Houd een punt korter dan {LONGEST_POINT} tekens."
    if any(
        len(who) > LONGEST_NAME or len(what) > LONGEST_BRING
        for who, what in content.required
    ):
        faults["required"] = (
            f"Houd wie er komt korter dan {LONGEST_NAME} tekens, en wat diegene "
            f"inbrengt korter dan {LONGEST_BRING}."
        )
    if faults:
        raise ValidationError(faults)
    texts = {
        "name": content.name,
        "fixed_items": "\n".join(content.fixed_items),
        "required": "\n".join(f"{who}: {what}" for who, what in content.required),
    }
    refuse_personal(_in_sentences(texts), partnership=partnership)


def _in_sentences(texts: dict[str, str]) -> dict[str, str]:
    """Return texts in which what begins a part may have a capital."""
    return {name: text.replace(": ", ":\n") for name, text in texts.items()}


def _refuse_double(content: SeriesContent, partnership: Partnership) -> None:
    same = MeetingSeries.objects.filter(
        partnership=partnership, name=content.name, ends_on__isnull=True
    )
    if same.exists():
        raise ValidationError(
            {"name": "Er is al een overleg met deze naam. Kies een andere naam."}
        )
