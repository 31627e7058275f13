"""Dialogue tables: what professionals of several organisations learned together."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_telling as policies
from monitoring.models import Dialogue, Quarter
from monitoring.services.locking import lock_quarter
from monitoring.services.private_words import refuse_personal
from monitoring.services.stale import CHANGED
from vve_portal.accounts.models import User
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day

LONGEST: Final[dict[str, int]] = {
    "organisations": 300,
    "theme": 160,
    "outcome": 2_000,
    "agreed": 2_000,
}
MISSING: Final[dict[str, str]] = {
    "organisations": "Schrijf welke organisaties er waren.",
    "theme": "Schrijf waar het over ging.",
    "outcome": "Schrijf wat het opleverde.",
}
IN_FUTURE: Final = "Deze dag moet nog komen. Leg de dialoogtafel daarna vast."


@dataclass(frozen=True, slots=True)
class DialogueText:
    """What is noted of a dialogue table."""

    held_on: date
    organisations: str
    theme: str
    outcome: str
    agreed: str = ""


@transaction.atomic
def note_dialogue(
    *, quarter: Quarter, text: DialogueText, actor: User, now: datetime
) -> Dialogue:
    """Note a dialogue table in the report of a quarter.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = lock_quarter(quarter)
    policies.may_note_dialogue_in(actor, locked).enforce()
    _refuse(text, locked, local_day(now))

    dialogue: Dialogue = Dialogue.objects.create(
        partnership=locked.partnership,
        quarter=locked,
        noted_by=actor,
        noted_at=now,
        **asdict(text),
    )
    _record(dialogue, "dialogue.noted", "vastgelegd", actor, now)
    return dialogue


@transaction.atomic
def change_dialogue(
    *,
    dialogue: Dialogue,
    text: DialogueText,
    seen_at: datetime,
    actor: User,
    now: datetime,
) -> Dialogue:
    """Change what was noted; `seen_at` is when that was, as the page showed it.

    Raises PermissionDenied, or ValidationError, also when somebody else was first.
    """
    quarter = lock_quarter(dialogue.quarter_id)
    current: Dialogue = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    current.quarter = quarter
    policies.may_change_dialogue(actor, current).enforce()
    if current.noted_at != seen_at:
        raise ValidationError(CHANGED)
    _refuse(text, quarter, local_day(now))

    for name, value in asdict(text).items():
        setattr(current, name, value)
    current.noted_by, current.noted_at = actor, now
    current.save(update_fields=[*asdict(text), "noted_by", "noted_at"])
    _record(current, "dialogue.changed", "gewijzigd", actor, now)
    return current


def _refuse(text: DialogueText, quarter: Quarter, today: date) -> None:
    texts = {name: getattr(text, name) for name in LONGEST}
    faults = {name: told for name, told in MISSING.items() if not texts[name]}
    for name, most in LONGEST.items():
        if len(texts[name]) > most:
            faults[name] = f"Houd dit op hooguit {most} tekens."
    if text.held_on > today:
        faults["held_on"] = IN_FUTURE
    if faults:
        raise ValidationError(faults)
    refuse_personal(
        {name: texts[name] for name in ("theme", "outcome", "agreed")},
        partnership=quarter.partnership,
    )


def _record(
    dialogue: Dialogue, verb: str, deed: str, actor: User, now: datetime
) -> None:
    record(
        at=now,
        actor=actor,
        verb=verb,
        subject=dialogue,
        summary=f"Dialoogtafel “{dialogue.theme}” {deed}.",
    )
