"""The agenda of a meeting: made from what deviates, changed by people; who comes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max

from monitoring import policies_meetings as policies
from monitoring.models import AgendaItem, Meeting, Participant
from monitoring.queries.agenda import (
    Origin,
    Point,
    closing_title,
    key_of,
    points_for,
    quarter_of,
)
from monitoring.services.actions import refuse_stranger
from monitoring.services.meetings import lock_meeting
from monitoring.services.private_words import refuse_personal
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day

FAR: Final = 10_000
HAS_WORDS: Final = (
    "Bij dit punt staat al iets in het verslag. Daarom blijft het op de agenda."
)
TWICE: Final = "Dit punt staat al op de agenda."
KNOWN: Final = "Deze deelnemer staat al in de lijst."
WAS_THERE: Final = "Het overleg is al begonnen. Vink in het verslag aan wie er was."


@transaction.atomic
def prepare_agenda(*, meeting: Meeting, actor: User, now: datetime) -> int:
    """Put on the agenda what belongs there today; return how many points came.

    What people brought in themselves stays, and so does all that has words. Raises
    PermissionDenied.
    """
    locked = lock_meeting(meeting)
    policies.may_change_agenda(actor, locked).enforce()
    day = local_day(locked.starts_at)
    locked.quarter = quarter_of(locked, day)
    locked.save(update_fields=["quarter"])
    wanted = points_for(locked, today=local_day(now))
    kept = _keep(locked, wanted)
    known = {key_of(item) for item in kept}
    fresh = [point for point in wanted if point.key not in known]
    _save(locked, wanted, kept, fresh)
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.agenda",
        subject=locked,
        summary=f"De agenda van {locked.series.name} is opgemaakt.",
        added=len(fresh),
    )
    return len(fresh)


def _keep(meeting: Meeting, wanted: Sequence[Point]) -> list[AgendaItem]:
    """Take off what no longer belongs there and has no words; return the rest."""
    keys = {point.key for point in wanted}
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk")
    kept = []
    for item in rows.prefetch_related("decisions"):
        belongs = item.origin == Origin.OWN or key_of(item) in keys
        if belongs or item.said or item.decisions.all():
            kept.append(item)
        else:
            item.delete()
    return kept


def _save(
    meeting: Meeting,
    wanted: Sequence[Point],
    kept: Sequence[AgendaItem],
    fresh: Sequence[Point],
) -> None:
    """Store the new points and number all: as proposed, own points before the end."""
    made = [_item_of(meeting, point, FAR + n) for n, point in enumerate(fresh)]
    AgendaItem.objects.bulk_create(made)
    items = {key_of(item): item for item in [*kept, *made]}
    if any(item.origin != Origin.OWN and item.version for item in kept):
        order = [*kept, *made]
    else:
        order = _in_order(meeting, wanted, kept, items)
    _number(meeting, order)


def _in_order(
    meeting: Meeting,
    wanted: Sequence[Point],
    kept: Sequence[AgendaItem],
    items: dict[tuple[str, object], AgendaItem],
) -> list[AgendaItem]:
    proposed = [items[point.key] for point in wanted]
    others = [item for item in kept if item not in proposed]
    at = len(proposed) - (closing_title(meeting) is not None)
    return [*proposed[:at], *others, *proposed[at:]]


def _item_of(meeting: Meeting, point: Point, position: int) -> AgendaItem:
    return AgendaItem(
        partnership_id=meeting.partnership_id,
        meeting=meeting,
        position=position,
        origin=point.origin,
        title=point.title,
        why=point.why,
        brings=point.brings,
        clause=point.clause,
        action=point.action,
        bottleneck=point.bottleneck,
    )


def _number(meeting: Meeting, order: Sequence[AgendaItem]) -> None:
    """Number the points from one; first far away, as no two may share a place."""
    rows = AgendaItem.objects.filter(meeting=meeting, position__lt=FAR)
    rows.update(position=F("position") + 2 * FAR)
    for number, item in enumerate(order, start=1):
        AgendaItem.objects.filter(pk=item.pk).update(position=number)


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    why: str,
    brings: str,
    actor: User,
    now: datetime,
) -> AgendaItem:
    """Bring in a point of one's own, before what closes the agenda.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = lock_meeting(meeting)
    policies.may_change_agenda(actor, locked).enforce()
    texts = {"title": title.strip(), "why": why.strip(), "brings": brings.strip()}
    refuse_personal(texts, partnership=locked.partnership)
    rows = AgendaItem.objects.filter(meeting=locked)
    if rows.filter(title=texts["title"]).exists():
        raise ValidationError({"title": TWICE})
    last = rows.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        partnership_id=locked.partnership_id,
        meeting=locked,
        position=last + 1,
        origin=Origin.OWN,
        **texts,
    )
    closing = rows.filter(position=last, title=closing_title(locked)).first()
    if closing and closing.origin == Origin.FIXED:
        _swap(item, closing)
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.item",
        subject=locked,
        summary=f"Op de agenda van {locked.series.name} staat nu: {item.title}",
    )
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, actor: User, now: datetime) -> AgendaItem:
    """Let a point change places with the one above or below it.

    Raises PermissionDenied.
    """
    locked = lock_meeting(item.meeting_id)
    policies.may_change_agenda(actor, locked).enforce()
    current = AgendaItem.objects.get(pk=item.pk)
    rows = AgendaItem.objects.filter(meeting=locked)
    if up:
        above = rows.filter(position__lt=current.position)
        other = above.order_by("-position").first()
    else:
        below = rows.filter(position__gt=current.position)
        other = below.order_by("position").first()
    if other:
        _swap(current, other)
        audit.record(
            at=now,
            actor=actor,
            verb="meeting.item",
            subject=locked,
            summary=f"Op de agenda van {locked.series.name} is verplaatst: "
            f"{current.title}",
        )
    return current


def _swap(one: AgendaItem, other: AgendaItem) -> None:
    mine, theirs = one.position, other.position
    for item, position in ((one, FAR), (other, mine), (one, theirs)):
        item.position = position
        item.save(update_fields=["position"])


@transaction.atomic
def remove_item(*, item: AgendaItem, actor: User, now: datetime) -> None:
    """Take a point off the agenda; raises PermissionDenied, also when it has words."""
    locked = lock_meeting(item.meeting_id)
    policies.may_change_agenda(actor, locked).enforce()
    current = AgendaItem.objects.get(pk=item.pk)
    if current.said or current.decisions.exists():
        raise PermissionDenied(HAS_WORDS)
    title = current.title
    current.delete()
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.item",
        subject=locked,
        summary=f"Van de agenda van {locked.series.name} is gehaald: {title}",
    )


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    user: User | None,
    function: str,
    brings: str,
    is_required: bool,
    actor: User,
    now: datetime,
) -> Participant:
    """Ask somebody more to a meeting: a person in the portal, or by function.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = lock_meeting(meeting)
    policies.may_change_agenda(actor, locked).enforce()
    texts = {"function": function.strip(), "brings": brings.strip()}
    if user is None and not texts["function"]:
        raise ValidationError({"function": "Kies iemand, of schrijf een functie."})
    refuse_personal(texts, partnership=locked.partnership)
    same = Participant.objects.filter(meeting=locked)
    same = same.filter(user=user) if user else same.filter(**_by_function(texts))
    if same.exists():
        raise ValidationError({"user" if user else "function": KNOWN})
    if user is not None:
        refuse_stranger(
            user=user,
            partnership=locked.partnership,
            actor=actor,
            today=local_day(now),
            field="user",
        )
    person = Participant.objects.create(
        partnership_id=locked.partnership_id,
        meeting=locked,
        user=user,
        organisation_id=user.organisation_id if user else None,
        function=texts["function"] or (user.job_title if user else "") or "Deelnemer",
        brings=texts["brings"],
        is_required=is_required,
    )
    who = user.name if user else person.function
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.invite",
        subject=locked,
        summary=f"{who} is gevraagd voor {locked.series.name}.",
    )
    return person


def _by_function(texts: dict[str, str]) -> dict[str, object]:
    return {"user__isnull": True, "function": texts["function"]}


@transaction.atomic
def uninvite(*, participant: Participant, actor: User, now: datetime) -> None:
    """Take somebody off the list; raises PermissionDenied once people have met."""
    locked = lock_meeting(participant.meeting_id)
    policies.may_change_agenda(actor, locked).enforce()
    if locked.status != Meeting.Status.PLANNED:
        raise PermissionDenied(WAS_THERE)
    current = Participant.objects.select_related("user").get(pk=participant.pk)
    who = current.user.name if current.user else current.function
    current.delete()
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.uninvite",
        subject=locked,
        summary=f"{who} staat niet meer op de lijst van {locked.series.name}.",
    )
