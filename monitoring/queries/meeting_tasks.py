"""What meetings ask of somebody today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse

from agreements.queries import Task
from monitoring.models import Action, AgendaItem, Meeting
from monitoring.queries.actions import SOON
from monitoring.queries.bottlenecks import bottlenecks_for, is_ripe
from monitoring.queries.meetings import meetings_for
from monitoring.queries.rhythm import AMSTERDAM
from referrals.routes.facts import working_days_after
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability
from vve_portal.ui.dates import long_date

# Clause G6-05: what is on the table is there five working days before.
AGENDA_AHEAD: Final = 5
PREPARE: Final = timedelta(days=14)


def meeting_tasks(actor: User, *, today: date) -> list[Task]:
    """Return actions that are due, agendas to prepare and minutes to settle."""
    tasks = list(_actions(actor, today))
    if actor.may(Ability.EDIT_MEETINGS) and actor.partnership_ids:
        tasks += _meetings(actor, today)
        tasks += _ripe(actor)
    return tasks


def _actions(actor: User, today: date) -> Iterator[Task]:
    if not actor.may(Ability.READ_OWN_ACTIONS):
        return
    rows = Action.objects.visible_to(actor).open().filter(owner=actor)
    for one in rows.filter(due_on__lte=today + SOON).order_by("due_on", "pk"):
        yield Task(
            one.text,
            reverse("monitoring:action", args=[one.pk]),
            "Uw actie uit een overleg.",
            one.due_on,
        )


def _meetings(actor: User, today: date) -> Iterator[Task]:
    points = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    status = Meeting.Status
    until = datetime.combine(today + PREPARE, time.max, tzinfo=AMSTERDAM)
    rows = (
        meetings_for(actor)
        .filter(closed_at__isnull=True, starts_at__lte=until)
        .filter(status__in=[status.PLANNED, status.RUNNING, status.HELD])
        .annotate(has_agenda=Exists(points))
        .order_by("starts_at", "pk")
    )
    for meeting in rows:
        if task := _task_of(meeting, today):
            yield task


def _task_of(meeting: Meeting, today: date) -> Task | None:
    day = meeting.starts_at.astimezone(AMSTERDAM).date()
    name = f"{meeting.series.name} van {long_date(day)}"
    town = f"{meeting.partnership.municipality.name}."
    url = meeting.get_absolute_url()
    if meeting.status == Meeting.Status.HELD:
        due = working_days_after(day, AGENDA_AHEAD)
        return Task(f"Stel het verslag vast: {name}", url, town, due)
    if day < today:
        why = f"{town} Meld of het is gehouden, of waarom niet."
        return Task(f"Ging dit door? {name}", url, why, day)
    # An agenda stored before the fifth working day leaves nothing to ask.
    if meeting.has_agenda:  # type: ignore[attr-defined]  # annotated above
        return None
    why = f"{town} De agenda hoort er vijf werkdagen vooraf te zijn."
    return Task(f"Maak de agenda: {name}", url, why, _days_before(day, AGENDA_AHEAD))


def _days_before(day: date, number: int) -> date:
    """Return the day so many working days earlier."""
    reached = day
    while number:
        reached -= timedelta(days=1)
        number -= reached.isoweekday() <= AGENDA_AHEAD
    return reached


def _ripe(actor: User) -> Iterator[Task]:
    rows = bottlenecks_for(actor).filter(status="open", times_discussed__gte=2)
    for one in rows:
        if is_ripe(one):
            yield Task(
                f"Breng een niveau hoger: {one.title}",
                reverse("monitoring:bottleneck", args=[one.pk]),
                "Twee keer besproken en niet opgelost.",
            )
