"""Minutes while people meet: words per point, who was there, decisions, actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.models import Clause
from monitoring import policies_meetings as policies
from monitoring.models import AgendaItem, Decision, Meeting, Participant
from monitoring.queries.people import people_of
from monitoring.services.actions import (
    LONGEST_TEXT,
    NOT_THIS_PERSON,
    NewAction,
    save_action,
)
from monitoring.services.meetings import lock_meeting
from monitoring.services.private_words import refuse_personal
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day

LONGEST_DECISION: Final = 300
TOO_LONG: Final = f"Houd een besluit korter dan {LONGEST_DECISION} tekens."


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote at one point; `said` is None when he left it alone."""

    item_pk: int
    seen_version: int
    said: str | None = None
    decision: str = ""
    clause: Clause | None = None
    action: str = ""
    owner: User | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people wrote at one point: what is there now, and what was typed."""

    item: AgendaItem
    typed: str

    @property
    def together(self) -> str:
        """Return both texts, so that nothing is lost."""
        return f"{self.item.said}\n\n{self.typed}"


@transaction.atomic
def save_minutes(
    *,
    meeting: Meeting,
    written: Sequence[Written],
    present: Mapping[int, bool] | None,
    actor: User,
    now: datetime,
) -> list[Clash]:
    """Keep what was written; return the points at which somebody else was first.

    Those stay as they were; all else is saved. Raises PermissionDenied, or
    ValidationError with a sentence per field: `said_<pk>`, `decision_<pk>`, and so on.
    """
    locked = lock_meeting(meeting)
    policies.may_write_minutes(actor, locked).enforce()
    _refuse_faults(written, locked, actor, now)
    rows = AgendaItem.objects.filter(meeting=locked)
    items = {item.pk: item for item in rows}
    known = [one for one in written if one.item_pk in items]
    clashes = [
        clash for one in known if (clash := _keep_words(items[one.item_pk], one))
    ]
    for one in known:
        _keep_results(locked, items[one.item_pk], one, actor, now)
    if present is not None:
        _keep_presence(locked, present)
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.minutes",
        subject=locked,
        summary=f"Er is geschreven aan het verslag van {locked.series.name}.",
    )
    return clashes


def _keep_words(item: AgendaItem, one: Written) -> Clash | None:
    said = None if one.said is None else one.said.strip()
    if said is None or said == item.said:
        return None
    if item.version != one.seen_version:
        # Whoever already has the other's words in his text has read them.
        return Clash(item, said)
    item.said = said
    item.version += 1
    item.save(update_fields=["said", "version"])
    return None


def _keep_results(
    meeting: Meeting, item: AgendaItem, one: Written, actor: User, now: datetime
) -> None:
    decision = None
    if one.decision.strip():
        decision = _decide(meeting, item, one, actor, now)
    if one.action.strip() and one.owner and one.due_on:
        new = NewAction(
            text=one.action,
            owner=one.owner,
            due_on=one.due_on,
            decision=decision,
            clause=one.clause or item.clause,
            bottleneck=item.bottleneck,
        )
        save_action(partnership=meeting.partnership, new=new, actor=actor, now=now)


def _decide(
    meeting: Meeting, item: AgendaItem, one: Written, actor: User, now: datetime
) -> Decision:
    """Note a decision; the same words at the same point are one decision."""
    decision, is_new = Decision.objects.get_or_create(
        meeting=meeting,
        item=item,
        text=one.decision.strip(),
        defaults={
            "partnership_id": meeting.partnership_id,
            "clause": one.clause or item.clause,
            "decided_by": actor,
            "decided_at": now,
        },
    )
    if is_new:
        audit.record(
            at=now,
            actor=actor,
            verb="decision.make",
            subject=decision,
            summary=f"Besluit in {meeting.series.name}: {decision.text}",
        )
    return decision


def _keep_presence(meeting: Meeting, present: Mapping[int, bool]) -> None:
    people = list(Participant.objects.filter(meeting=meeting, pk__in=present))
    for person in people:
        person.was_present = present[person.pk]
    Participant.objects.bulk_update(people, ["was_present"])


def _refuse_faults(
    written: Sequence[Written], meeting: Meeting, actor: User, now: datetime
) -> None:
    faults: dict[str, str] = {}
    texts: dict[str, str] = {}
    today = local_day(now)
    known = _known_owners(written, meeting, actor, today)
    for one in written:
        for name in ("said", "decision", "action"):
            texts[f"{name}_{one.item_pk}"] = getattr(one, name) or ""
        faults |= {
            f"{name}_{one.item_pk}": sentence
            for name, sentence in _action_faults(one, today, known).items()
        }
        if len(one.decision) > LONGEST_DECISION:
            faults[f"decision_{one.item_pk}"] = TOO_LONG
    if faults:
        raise ValidationError(faults)
    refuse_personal(texts, partnership=meeting.partnership)


def _known_owners(
    written: Sequence[Written], meeting: Meeting, actor: User, today: date
) -> set[int]:
    """Return which of the chosen owners may get an action here."""
    chosen = [one.owner.pk for one in written if one.owner]
    if not chosen:
        return set()
    people = people_of(meeting.partnership, asker=actor, today=today)
    return set(people.filter(pk__in=chosen).values_list("pk", flat=True))


def _action_faults(one: Written, today: date, known: set[int]) -> dict[str, str]:
    """Return what an action lacks: it has exactly one owner and one day."""
    if not one.action.strip():
        if one.owner or one.due_on:
            return {"action": "Schrijf wat er moet gebeuren, of haal naam en dag weg."}
        return {}
    faults = {}
    if one.owner is None:
        faults["owner"] = "Kies wie dit doet. Elke actie heeft één eigenaar."
    elif one.owner.pk not in known:
        faults["owner"] = NOT_THIS_PERSON
    if one.due_on is None:
        faults["due"] = "Vul in wanneer het klaar is. Elke actie heeft één datum."
    elif one.due_on < today:
        faults["due"] = "Kies een dag vanaf vandaag."
    if len(one.action.strip()) > LONGEST_TEXT:
        faults["action"] = f"Houd een actie korter dan {LONGEST_TEXT} tekens."
    return faults
