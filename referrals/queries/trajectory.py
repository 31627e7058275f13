"""What the page of a trajectory tells: its route so far, its log, and who helps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from referrals.codes import shown_code
from referrals.models import Event, EventReason, IndicationGroup, Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.routes.definition import Outcome, Route, Step
from referrals.routes.facts import day_of_age
from referrals.routes.words import age_in_words
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability
from vve_portal.ui.dates import local_day, long_date

Fact = tuple[str, str]

# Who helps later than this after the due day, helps with another step.
NEAR: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A step of the route as `_components/steps.html` shows it."""

    name: str
    note: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log; `at` is when it was written down."""

    at: datetime
    text: str
    who: str


def events_of(trajectory: Trajectory, actor: User) -> list[Event]:
    """Return what happened, newest first."""
    rows = Event.objects.visible_to(actor).filter(trajectory=trajectory)
    return list(rows.select_related("organisation").order_by("-pk"))


def reasons_of(trajectory: Trajectory, actor: User) -> dict[int, str]:
    """Return the reasons told, by event, for who may know them; else nothing."""
    if not actor.may(Ability.READ_REASONS):
        return {}
    rows = EventReason.objects.filter(event__trajectory=trajectory)
    return {row.event_id: row.get_code_display() for row in rows.order_by("pk")}


def timeline(
    trajectory: Trajectory, events: Sequence[Event], *, today: date
) -> list[RouteLine]:
    """Return the steps of the route: what is done, what is to do, what may follow."""
    route = trajectory.pathway_version.route
    taken_back = {event.corrects_id for event in events}
    last: dict[str, Event] = {}
    for event in reversed(events):
        if event.step and event.pk not in taken_back:
            last[event.step] = event
    return [
        _route_line(step, trajectory, route, last.get(step.key), today=today)
        for step in route.steps
    ]


def _route_line(
    step: Step, trajectory: Trajectory, route: Route, done: Event | None, *, today: date
) -> RouteLine:
    if step.key == trajectory.step and trajectory.due_on:
        late = trajectory.due_on < today
        note = (
            f"Uiterlijk {long_date(trajectory.due_on)},"
            f" {_lower(trajectory.get_owner_display())}"
        )
        return RouteLine(step.name, note, "late" if late else "current")
    if done is not None:
        what = _lower(outcome_label(route, done) or done.get_state_display())
        return RouteLine(step.name, f"{long_date(done.occurred_on)}, {what}", "done")
    return RouteLine(step.name, _window(step, trajectory.birth_month))


def _window(step: Step, birth_month: date) -> str:
    """Say from and until which age a step is meant to be done."""
    first, last = step.from_months, step.to_months
    if first is not None and last is not None:
        return f"Tussen {age_in_words(first)} en {age_in_words(last)}"
    if first is not None:
        return (
            f"Vanaf {age_in_words(first)}: {long_date(day_of_age(birth_month, first))}"
        )
    if last is not None:
        until = long_date(day_of_age(birth_month, last))
        return f"Uiterlijk met {age_in_words(last)}: {until}"
    return ""


def _lower(words: str) -> str:
    return words if words.startswith("VVE") else f"{words[:1].lower()}{words[1:]}"


def outcome_label(route: Route, event: Event) -> str:
    """Return what an outcome is called in the route; empty when it has none."""
    if not event.outcome:
        return ""
    found: Outcome | None = next(
        (
            one
            for one in route.outcomes_at(event.from_state)
            if one.key == event.outcome
        ),
        None,
    )
    return found.label if found else ""


def log_of(
    trajectory: Trajectory, events: Sequence[Event], reasons: Mapping[int, str]
) -> list[LogLine]:
    """Return the log, newest first; what was taken back says so in words."""
    route = trajectory.pathway_version.route
    taken_back = {event.corrects_id for event in events if event.corrects_id}
    words = {event.pk: _words(route, event, reasons) for event in events}
    return [
        LogLine(
            event.registered_at,
            _line(event, words, taken_back),
            _who(event),
        )
        for event in events
    ]


def _line(event: Event, words: Mapping[int, str], taken_back: set[int]) -> str:
    if event.corrects_id:
        wrong = words.get(event.corrects_id, "een eerdere regel")
        return f"Correctie: “{wrong}” telt niet meer. Status: {_state_of(event)}."
    text = words[event.pk]
    if local_day(event.registered_at) != event.occurred_on:
        text = f"{text}, op {long_date(event.occurred_on)}"
    return f"{text} (gecorrigeerd, telt niet meer)" if event.pk in taken_back else text


def _state_of(event: Event) -> str:
    return _lower(event.get_state_display())


def _words(route: Route, event: Event, reasons: Mapping[int, str]) -> str:
    label = outcome_label(route, event)
    if not label:
        label = f"{event.get_kind_display()}: {_state_of(event)}"
    why = reasons.get(event.pk)
    return f"{label} (reden: {_lower(why)})" if why else label


def _who(event: Event) -> str:
    if event.organisation is None:
        return "Het portaal"
    role = _lower(event.get_actor_role_display()) if event.actor_role else ""
    return ", ".join(filter(None, (event.organisation.name, role)))


def facts_of_page(trajectory: Trajectory, groups: Sequence[str]) -> Iterator[Fact]:
    """Yield what is known of a trajectory, for the reader of the JGZ."""
    month = long_date(trajectory.birth_month).partition(" ")[2]
    yield "Geboortemaand", month
    yield "Team", trajectory.team.name if trajectory.team else "Nog geen team"
    if trajectory.assigned_to:
        yield "Gegeven aan", trajectory.assigned_to.name
    yield "Toestemming", _consent(trajectory)
    if trajectory.attempts:
        yield "Pogingen", str(trajectory.attempts)
    yield "Voorkeur", _wish(trajectory)
    if trajectory.letter_on:
        yield "Verwijsbrief", long_date(trajectory.letter_on)
    if trajectory.location:
        yield "Voorschool", trajectory.location.name
    if trajectory.start_on:
        yield "Begint op", long_date(trajectory.start_on)
    if groups:
        yield "Reden van indicatie", ", ".join(groups)


def _consent(trajectory: Trajectory) -> str:
    if trajectory.consent_on is None:
        return "Nog niet gevraagd"
    said = trajectory.get_consent_display()
    return f"{said}, {long_date(trajectory.consent_on)}"


def _wish(trajectory: Trajectory) -> str:
    if trajectory.wished_location:
        return trajectory.wished_location.name
    return "Elke voorschool is goed" if trajectory.location_known else "Nog onbekend"


def groups_of(trajectory: Trajectory, actor: User) -> list[str]:
    """Return why a child was indicated, for who may know; else nothing."""
    if not actor.may(Ability.READ_REASONS):
        return []
    rows = IndicationGroup.objects.visible_to(actor).filter(trajectory=trajectory)
    return [row.get_group_display() for row in rows.order_by("pk")]


def others_of(trajectory: Trajectory, actor: User) -> list[tuple[str, Trajectory]]:
    """Return the main trajectory and the side routes of the same child."""
    same_child: QuerySet[Trajectory] = related_to(trajectory, actor)
    return [(shown_code(one.code), one) for one in same_child]


def related_to(trajectory: Trajectory, actor: User) -> TrajectoryQuerySet:
    """Return what runs beside a trajectory, as far as the actor may know of it."""
    main = trajectory.main_id or trajectory.pk
    rows = Trajectory.objects.visible_to(actor).filter(Q(pk=main) | Q(main=main))
    return rows.exclude(pk=trajectory.pk).order_by("pk")


def help_line(trajectory: Trajectory, *, today: date) -> str:
    """Say who is asked when the one whose turn it is does not get there.

    Help that comes long after the day the step is due says nothing about the step.
    """
    if trajectory.escalates_on is None:
        return ""
    if trajectory.escalates_on > max(today, trajectory.due_on or today) + NEAR:
        return ""
    who = _lower(trajectory.get_escalates_to_display())
    day = long_date(trajectory.escalates_on)
    if trajectory.escalates_on <= today:
        return f"Sinds {day} vraagt het portaal ook de {who}."
    return f"Vanaf {day} vraagt het portaal ook de {who}."
