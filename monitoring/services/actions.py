"""Actions: noted with one owner and one date, handed over, done or dropped."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.models import Clause
from monitoring import policies_meetings as policies
from monitoring.definitions.reasons import KNOWN
from monitoring.models import Action, Bottleneck, Decision
from monitoring.queries.people import people_of
from monitoring.services.private_words import refuse_personal
from monitoring.services.stale import refuse_stale
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry
from vve_portal.ui.dates import local_day, long_date

LONGEST_TEXT: Final = 200
LONGEST_RESULT: Final = 300
NOT_THIS_PERSON: Final = "Kies iemand uit de lijst."
NO_TEXT: Final = "Schrijf wat er moet gebeuren."
TOO_SOON: Final = "Kies een dag vanaf vandaag."
NO_REASON: Final = "Kies een reden uit de lijst."
WHY_DROPPED: Final = "Schrijf in één zin waarom dit niet meer hoeft."
UNCHANGED: Final = "U hebt niets gewijzigd."


@dataclass(frozen=True, slots=True)
class NewAction:
    """What has to be done, by whom and when, and what it came from."""

    text: str
    owner: User
    due_on: date
    decision: Decision | None = None
    clause: Clause | None = None
    bottleneck: Bottleneck | None = None
    # Of non-reach, such as RN06, that this works on.
    reason: str = ""


@transaction.atomic
def note_action(
    *, partnership: Partnership, new: NewAction, actor: User, now: datetime
) -> Action:
    """Note an action, from a decision, for a bottleneck or on its own.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_arrange_in(actor, locked).enforce()
    today = local_day(now)
    if not new.text.strip():
        raise ValidationError({"text": NO_TEXT})
    if len(new.text.strip()) > LONGEST_TEXT:
        raise ValidationError({"text": f"Houd dit korter dan {LONGEST_TEXT} tekens."})
    if new.due_on < today:
        raise ValidationError({"due_on": TOO_SOON})
    if new.reason and new.reason not in KNOWN:
        raise ValidationError({"reason": NO_REASON})
    refuse_personal({"text": new.text}, partnership=locked)
    refuse_stranger(
        user=new.owner, partnership=locked, actor=actor, today=today, field="owner"
    )
    return save_action(partnership=locked, new=new, actor=actor, now=now)


def save_action(
    *, partnership: Partnership, new: NewAction, actor: User, now: datetime
) -> Action:
    """Store an action that was judged before; the same one twice is one."""
    action, is_new = Action.objects.get_or_create(
        partnership=partnership,
        text=new.text.strip(),
        owner=new.owner,
        status=Action.Status.OPEN,
        decision=new.decision,
        defaults={
            "clause": new.clause,
            "bottleneck": new.bottleneck,
            "reason": new.reason,
            "organisation_id": new.owner.organisation_id,
            "due_on": new.due_on,
            "noted_by": actor,
            "noted_at": now,
        },
    )
    if is_new:
        audit.record(
            at=now,
            actor=actor,
            verb="action.note",
            subject=action,
            summary=f"Actie voor {new.owner.name}, uiterlijk "
            f"{long_date(action.due_on)}: {action.text}",
        )
    return action


@transaction.atomic
def finish_action(
    *, action: Action, result: str, seen_version: int, actor: User, now: datetime
) -> Action:
    """Say that an action is done, with what came of it.

    Raises PermissionDenied, ValidationError or Stale.
    """
    locked = _lock(action)
    policies.may_finish_action(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    words = _words(result, locked)
    locked.status, locked.result = Action.Status.DONE, words
    locked.done_on = local_day(now)
    return _save(locked, actor, now, "action.finish", "is klaar")


@transaction.atomic
def drop_action(
    *, action: Action, reason: str, seen_version: int, actor: User, now: datetime
) -> Action:
    """Let an action lapse, with the reason.

    Raises PermissionDenied, ValidationError without words, or Stale.
    """
    locked = _lock(action)
    policies.may_change_action(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    words = _words(reason, locked)
    if not words:
        raise ValidationError({"reason": WHY_DROPPED})
    locked.status, locked.result = Action.Status.DROPPED, words
    return _save(locked, actor, now, "action.drop", "vervalt")


@transaction.atomic
def change_action(
    *,
    action: Action,
    owner: User,
    due_on: date,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Action:
    """Give an action another owner or another day.

    Raises PermissionDenied, ValidationError with a sentence per field, or Stale.
    """
    locked = _lock(action)
    policies.may_change_action(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    today = local_day(now)
    if (owner.pk, due_on) == (locked.owner_id, locked.due_on):
        raise ValidationError(UNCHANGED)
    if due_on != locked.due_on and due_on < today:
        raise ValidationError({"due_on": TOO_SOON})
    if owner.pk != locked.owner_id:
        refuse_stranger(
            user=owner,
            partnership=locked.partnership,
            actor=actor,
            today=today,
            field="owner",
        )
    locked.owner, locked.due_on = owner, due_on
    locked.organisation_id = owner.organisation_id
    said = f"is nu van {owner.name}, uiterlijk {long_date(due_on)}"
    return _save(locked, actor, now, "action.change", said)


def _lock(action: Action) -> Action:
    locked: Action = (
        Action.objects.select_related("partnership", "owner")
        .select_for_update(of=("self",))
        .get(pk=action.pk)
    )
    return locked


def _save(action: Action, actor: User, now: datetime, verb: str, said: str) -> Action:
    action.version += 1
    action.save(
        update_fields=[
            "owner",
            "organisation",
            "due_on",
            "status",
            "done_on",
            "result",
            "version",
        ]
    )
    # Who is no party reaches no shared entries; the action itself tells the parties.
    is_party = action.partnership_id in actor.partnership_ids
    audit.record(
        at=now,
        actor=actor,
        verb=verb,
        subject=action,
        summary=f"Actie “{action.text}” {said}. {action.result}".strip(),
        reach=Entry.Reach.SHARED if is_party else Entry.Reach.ORGANISATION,
    )
    return action


def _words(text: str, action: Action) -> str:
    words = text.strip()
    if len(words) > LONGEST_RESULT:
        sentence = f"Houd dit korter dan {LONGEST_RESULT} tekens."
        raise ValidationError({"result": sentence})
    refuse_personal({"result": words}, partnership=action.partnership)
    return words


def refuse_stranger(
    *, user: User, partnership: Partnership, actor: User, today: date, field: str
) -> None:
    """Raise ValidationError for somebody whom the actor can't ask there."""
    people = people_of(partnership, asker=actor, today=today)
    if not people.filter(pk=user.pk).exists():
        raise ValidationError({field: NOT_THIS_PERSON})
