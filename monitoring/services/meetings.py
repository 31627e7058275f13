"""Planning meetings, moving them, and taking them through their states."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from monitoring import policies_meetings as policies
from monitoring.lifecycle_meetings import MOVES, STEPS_WITH_REASON, Step
from monitoring.models import (
    AgendaItem,
    Bottleneck,
    Decision,
    Meeting,
    MeetingSeries,
    Participant,
    Quarter,
)
from monitoring.queries.agenda import quarter_of
from monitoring.queries.meeting_series import role_label
from monitoring.queries.people import holders_of
from monitoring.queries.rhythm import end_of
from monitoring.services.private_words import refuse_personal
from monitoring.services.series import lock_series
from monitoring.services.stale import refuse_stale
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_moment

Status = Meeting.Status
LONGEST_REASON: Final = 300
TOO_EARLY: Final = "Dit overleg is nog niet geweest. Zeg het af, of verplaats het."
NOT_TODAY: Final = "Dit overleg is pas later. Verplaats het als u het nu houdt."
HAS_WORDS: Final = (
    "Er staat al iets in het verslag. Rond het overleg af, in plaats van terug te gaan."
)
NOBODY: Final = "Vul eerst in wie er was. Daarna stelt u het verslag vast."
WHY: Final[dict[Step, str]] = {
    Step.MISS: "Schrijf in één zin waarom het overleg niet doorging.",
    Step.CANCEL: "Schrijf in één zin waarom u het overleg afzegt.",
}
NO_DAY: Final = "Kies ten minste één dag."
ORDER: Final = "Kies een einde dat na het begin ligt."


@transaction.atomic
def plan_meetings(
    *,
    series: MeetingSeries,
    moments: Sequence[datetime],
    actor: User,
    now: datetime,
) -> list[Meeting]:
    """Plan meetings of a series, each with its fixed participants.

    A day that has one already is passed over, so that pressing twice plans once. Raises
    PermissionDenied, or ValidationError without any moment.
    """
    locked = lock_series(series)
    policies.may_change_series(actor, locked).enforce()
    if not moments:
        raise ValidationError(NO_DAY)
    taken = _days_taken(locked)
    fresh = [one for one in moments if local_day(one) not in taken]
    meetings = [_new_meeting(locked, moment) for moment in fresh]
    for meeting in meetings:
        meeting.quarter = _quarter_for(meeting)
    Meeting.objects.bulk_create(meetings)
    _invite(locked, meetings, now)
    for meeting in meetings:
        said = f"{locked.name} is gepland op {long_moment(meeting.starts_at)}."
        audit.record(
            at=now, actor=actor, verb="meeting.plan", subject=meeting, summary=said
        )
    return meetings


def _days_taken(series: MeetingSeries) -> set[object]:
    rows = Meeting.objects.filter(series=series).exclude(status=Status.CANCELLED)
    moments = rows.values_list("starts_at", flat=True)
    return {local_day(moment) for moment in moments}


def _new_meeting(series: MeetingSeries, moment: datetime) -> Meeting:
    return Meeting(
        partnership_id=series.partnership_id,
        series=series,
        starts_at=moment,
        ends_at=end_of(moment, series.minutes),
        place=series.place,
    )


def _quarter_for(meeting: Meeting) -> Quarter | None:
    day = local_day(meeting.starts_at)
    return quarter_of(meeting, day)


def _invite(series: MeetingSeries, meetings: Sequence[Meeting], now: datetime) -> None:
    roles = [who for who, _ in series.required if who in Role.values]
    today = local_day(now)
    holders = holders_of(series.partnership, roles, today=today)
    rows = []
    for meeting in meetings:
        for who, brings in series.required:
            people = holders.get(who, [])
            # With several the parties say themselves who comes.
            user = people[0] if len(people) == 1 else None
            rows.append(
                Participant(
                    partnership_id=series.partnership_id,
                    meeting=meeting,
                    user=user,
                    organisation_id=user.organisation_id if user else None,
                    function=role_label(who),
                    brings=brings,
                )
            )
    Participant.objects.bulk_create(rows)


def lock_meeting(meeting: Meeting | int) -> Meeting:
    """Return a meeting as it is now, locked, with its series and parties."""
    pk = meeting if isinstance(meeting, int) else meeting.pk
    locked: Meeting = (
        Meeting.objects.select_related(
            "series", "partnership__municipality", "partnership__provider"
        )
        .select_for_update(of=("self",))
        .get(pk=pk)
    )
    return locked


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Meeting:
    """Give a meeting another day, hour or place; calendars hear of it.

    Raises PermissionDenied, ValidationError with a sentence per field, or Stale.
    """
    locked = lock_meeting(meeting)
    policies.may_move_meeting(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    if ends_at <= starts_at:
        raise ValidationError({"ends": ORDER})
    before = long_moment(locked.starts_at)
    locked.starts_at, locked.ends_at, locked.place = starts_at, ends_at, place.strip()
    locked.quarter = _quarter_for(locked)
    locked.sequence += 1
    locked.version += 1
    locked.save(
        update_fields=[
            "starts_at",
            "ends_at",
            "place",
            "quarter",
            "sequence",
            "version",
        ]
    )
    audit.record(
        at=now,
        actor=actor,
        verb="meeting.move",
        subject=locked,
        summary=f"{locked.series.name} van {before} is nu op {long_moment(starts_at)}.",
    )
    return locked


@transaction.atomic
def take_step(
    *, step: Step, meeting: Meeting, actor: User, now: datetime, reason: str = ""
) -> Meeting:
    """Take a meeting one step along its states.

    Raises PermissionDenied with the reason, or ValidationError without words where the
    step asks for them.
    """
    locked = lock_meeting(meeting)
    policies.may_take(step, actor, locked).enforce()
    words = _words_for(step, reason, locked)
    if too_early := why_too_early(step, locked, now):
        raise PermissionDenied(too_early)
    _refuse_by_minutes(step, locked)
    before = locked.status
    # Its quarter may have been opened after the meeting was planned.
    locked.quarter = locked.quarter or _quarter_for(locked)
    locked.status = MOVES[step].target
    locked.status_reason = words
    if step is Step.START:
        locked.minutes_by = actor
    if step is Step.CLOSE:
        locked.closed_at = now
    if step in {Step.MISS, Step.CANCEL, Step.RESTORE}:
        locked.sequence += 1
    if step is Step.HOLD:
        _count_bottlenecks(locked)
    locked.version += 1
    locked.save(
        update_fields=[
            "status",
            "status_reason",
            "quarter",
            "minutes_by",
            "closed_at",
            "sequence",
            "version",
        ]
    )
    audit.record(
        at=now,
        actor=actor,
        verb=f"meeting.{step.name.lower()}",
        subject=locked,
        summary=f"{locked.series.name}: {_said(step, locked)} {words}".strip(),
        before=before,
        after=locked.status,
    )
    return locked


def _said(step: Step, meeting: Meeting) -> str:
    if step is Step.CLOSE:
        return "het verslag is vastgesteld."
    return f"de stand is nu “{meeting.get_status_display()}”."


def _words_for(step: Step, reason: str, meeting: Meeting) -> str:
    if step not in STEPS_WITH_REASON:
        return ""
    words = reason.strip()
    if not words:
        raise ValidationError({"reason": WHY[step]})
    if len(words) > LONGEST_REASON:
        sentence = f"Houd dit korter dan {LONGEST_REASON} tekens."
        raise ValidationError({"reason": sentence})
    refuse_personal({"reason": words}, partnership=meeting.partnership)
    return words


def why_too_early(step: Step, meeting: Meeting, now: datetime) -> str:
    """Return why a step has to wait for its day or hour; empty when it need not."""
    if step is Step.START and local_day(meeting.starts_at) > local_day(now):
        return NOT_TODAY
    is_over = meeting.status == Status.RUNNING or meeting.starts_at <= now
    return TOO_EARLY if step in {Step.HOLD, Step.MISS} and not is_over else ""


def _refuse_by_minutes(step: Step, meeting: Meeting) -> None:
    if step is Step.BACK and has_words(meeting):
        raise PermissionDenied(HAS_WORDS)
    people = Participant.objects.filter(meeting=meeting)
    if step is Step.CLOSE and not people.filter(was_present=True).exists():
        raise PermissionDenied(NOBODY)


def has_words(meeting: Meeting) -> bool:
    """Return whether something was written in the minutes."""
    said = AgendaItem.objects.filter(meeting=meeting).exclude(said="")
    return said.exists() or Decision.objects.filter(meeting=meeting).exists()


def _count_bottlenecks(meeting: Meeting) -> None:
    """Count for each open bottleneck on the table that it was not solved there."""
    on_table = AgendaItem.objects.filter(meeting=meeting, bottleneck__isnull=False)
    Bottleneck.objects.filter(
        pk__in=on_table.values("bottleneck"),
        status=Bottleneck.Status.OPEN,
        level=meeting.series.level,
    ).update(times_discussed=F("times_discussed") + 1, version=F("version") + 1)
