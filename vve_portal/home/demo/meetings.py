"""The meetings of the demo: a rhythm, one that was missed, a bottleneck that rose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from agreements.areas import Chapter
from agreements.models import Clause
from monitoring.lifecycle_meetings import Step
from monitoring.models import (
    AgendaItem,
    Bottleneck,
    Level,
    Meeting,
    MeetingKind,
    MeetingSeries,
    Participant,
)
from monitoring.services.actions import finish_action
from monitoring.services.agenda import prepare_agenda
from monitoring.services.bottlenecks import escalate, raise_bottleneck
from monitoring.services.meetings import plan_meetings, take_step
from monitoring.services.minutes import Written, save_minutes
from monitoring.services.series import SeriesContent, make_series
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.home.demo.figures import at
from vve_portal.ui.dates import local_day

QUARTERLY: Final = SeriesContent(
    kind=MeetingKind.QUARTERLY,
    name="Kwartaaloverleg",
    level=Level.MANAGERS,
    per_year=4,
    minutes=120,
    starts_on=date(2000, 1, 1),
    place="Gemeentehuis, kamer 2.14",
    fixed_items=("Cijfers en duiding per gebied", "Acties", "Knelpunten", "Rondvraag"),
    required=(
        (Role.POLICY_ADVISOR, "de stand van het beleid en de middelen"),
        (Role.CONTRACT_MANAGER, "de uren en het geld"),
        (Role.JGZ_MANAGER, "de inzet van mensen"),
        (Role.VVE_COORDINATOR, "de cijfers en wat zij betekenen"),
    ),
    chaired_by=Role.POLICY_ADVISOR,
)
PROGRESS: Final = SeriesContent(
    kind=MeetingKind.PROGRESS,
    name="Voortgangsoverleg",
    level=Level.WORK_FLOOR,
    per_year=17,
    minutes=60,
    starts_on=date(2000, 1, 1),
    place="Online",
    fixed_items=("Voortgang", "Knelpunten", "Acties"),
    required=(
        (Role.POLICY_ADVISOR, "vragen van de gemeente"),
        (Role.VVE_COORDINATOR, "wat er speelt op de werkvloer"),
    ),
    chaired_by=Role.VVE_COORDINATOR,
)
EVERY: Final = timedelta(days=21)
WAITING: Final = "Wachtlijst in wijk Noord"
WHY_MISSED: Final = "Te weinig deelnemers konden op deze dag."
WHY_UP: Final = "Er is nog geen plek bij. Een niveau hoger kan men over geld beslissen."
SAID: Final = "Besproken. We houden vast aan wat we hebben afgesproken."


@dataclass(frozen=True, slots=True)
class Agreed:
    """A point that led to a decision and an action."""

    decision: str
    action: str
    days: int
    is_done: bool


AGREED: Final = (
    Agreed(
        "We bellen gezinnen op de wachtlijst om de twee weken.",
        "Rooster maken voor het bellen van wachtende gezinnen",
        30,
        is_done=True,
    ),
    Agreed(
        "We zoeken een tweede ruimte in Noord.",
        "Twee ruimtes in Noord bekijken met de houder",
        45,
        is_done=True,
    ),
    Agreed(
        "De JGZ en de houder rekenen uit wat een extra groep kost.",
        "Rekensom voor een extra groep in Noord maken",
        21,
        is_done=True,
    ),
    Agreed(
        "De gemeente beslist over geld voor een extra groep.",
        "Voorstel voor een extra groep in Noord schrijven",
        20,
        is_done=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Who sit at the table."""

    partnership: Partnership
    advisor: User
    coordinator: User


def make_rhythm(
    table: Table, clauses: dict[str, Clause], now: datetime
) -> dict[str, MeetingSeries]:
    """Arrange the two meetings that follow from clauses."""
    return {
        content.kind: make_series(
            partnership=table.partnership,
            clause=clauses.get(code),
            content=content,
            actor=table.coordinator,
            now=now,
        )
        for code, content in (("G6-01", PROGRESS), ("G6-02", QUARTERLY))
    }


def plan(
    series: MeetingSeries, days: Sequence[date], actor: User, now: datetime
) -> list[Meeting]:
    """Plan meetings at two in the afternoon."""
    return plan_meetings(
        series=series, moments=[at(day, 14) for day in days], actor=actor, now=now
    )


def talk_every_three_weeks(
    series: MeetingSeries, table: Table, *, since: date, until: date
) -> None:
    """Hold the progress meetings of a period; one in six is called off."""
    day, number = _workday(since), 0
    while day < until:
        (meeting,) = plan(series, [day], table.coordinator, at(since, 9))
        number += 1
        if number % 6:
            hold(meeting, table, agreed=None)
        else:
            take_step(
                step=Step.MISS,
                meeting=meeting,
                actor=table.coordinator,
                now=at(day, 17),
                reason="Door ziekte kon het overleg niet doorgaan.",
            )
        day = _workday(day + EVERY)


def hold(meeting: Meeting, table: Table, *, agreed: Agreed | None) -> None:
    """Prepare, hold and close a meeting, and note what was decided."""
    actor = table.coordinator
    start = meeting.starts_at
    prepare_agenda(meeting=meeting, actor=actor, now=start - timedelta(days=5))
    take_step(step=Step.START, meeting=meeting, actor=actor, now=start)
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    people = Participant.objects.filter(meeting=meeting).order_by("pk")
    save_minutes(
        meeting=meeting,
        written=[_written(one, items, agreed, table, start) for one in items],
        present={one.pk: True for one in people},
        actor=actor,
        now=start + timedelta(minutes=90),
    )
    ended = meeting.ends_at + timedelta(minutes=5)
    take_step(step=Step.HOLD, meeting=meeting, actor=actor, now=ended)
    take_step(step=Step.CLOSE, meeting=meeting, actor=actor, now=ended)


def _written(
    item: AgendaItem,
    items: Sequence[AgendaItem],
    agreed: Agreed | None,
    table: Table,
    start: datetime,
) -> Written:
    if agreed is None or item.pk != items[0].pk:
        return Written(item.pk, item.version, said=SAID)
    return Written(
        item.pk,
        item.version,
        said=SAID,
        decision=agreed.decision,
        clause=item.clause,
        action=agreed.action,
        owner=table.advisor,
        due_on=local_day(start) + timedelta(days=agreed.days),
    )


def miss(meeting: Meeting, table: Table) -> None:
    """Note that a meeting did not take place."""
    take_step(
        step=Step.MISS,
        meeting=meeting,
        actor=table.advisor,
        now=meeting.ends_at,
        reason=WHY_MISSED,
    )


def finish_actions(meeting: Meeting, table: Table) -> None:
    """Have the actions of a meeting done, three days before they had to be."""
    for decision in meeting.decisions.order_by("pk"):
        for action in decision.actions.order_by("pk"):
            finish_action(
                action=action,
                result="Gedaan en teruggekoppeld in het voortgangsoverleg.",
                seen_version=action.version,
                actor=table.advisor,
                now=at(action.due_on - timedelta(days=3)),
            )


def raise_waiting_list(table: Table, day: date) -> Bottleneck:
    """Put the waiting list of one part of town on the list of the work floor."""
    return raise_bottleneck(
        partnership=table.partnership,
        area=Chapter.REACH,
        title=WAITING,
        description="Kinderen in Noord wachten langer dan vier weken op een plek.",
        level=Level.WORK_FLOOR,
        actor=table.coordinator,
        now=at(day),
    )


def bring_up(bottleneck: Bottleneck, table: Table, day: date) -> None:
    """Take a bottleneck one level up."""
    current = Bottleneck.objects.get(pk=bottleneck.pk)
    escalate(
        bottleneck=current,
        reason=WHY_UP,
        seen_version=current.version,
        actor=table.coordinator,
        now=at(day),
    )


def _workday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    weekend = {5: 2, 6: 1}
    return day + timedelta(days=weekend.get(day.weekday(), 0))
