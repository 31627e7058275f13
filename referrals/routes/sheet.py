"""A route as people read it: each step in words beside its lines, on page and paper."""

from dataclasses import dataclass

from referrals.routes.changes import step_in_words, ways_by_chooser
from referrals.routes.definition import Activity, Route
from referrals.routes.drawing import Row, draw
from referrals.routes.words import window_in_words

Pairs = tuple[tuple[str, str], ...]
# Who may choose, and what.
Ways = tuple[tuple[str, tuple[str, ...]], ...]
# What a step says beside who does what by when.
MORE = ("Werkt mee", "Geïnformeerd", "Documenten", "Geld")


@dataclass(frozen=True, slots=True)
class StepSheet:
    """A step in words, with the lines beside it."""

    row: Row
    name: str
    summary: str
    task: str
    outcomes: Ways
    more: Pairs


@dataclass(frozen=True, slots=True)
class ActivitySheet:
    """An activity in words."""

    key: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole route in words; `width` is how wide the lines are."""

    width: int
    steps: tuple[StepSheet, ...]
    activities: tuple[ActivitySheet, ...]
    everywhere: Ways


def sheet_of(route: Route) -> Sheet:
    """Return a route as it is shown."""
    drawing = draw(route)
    return Sheet(
        width=drawing.width,
        steps=tuple(_step(row) for row in drawing.rows),
        activities=tuple(_activity(one) for one in route.activities),
        everywhere=ways_by_chooser(route.everywhere, None),
    )


def _step(row: Row) -> StepSheet:
    step, words = row.step, step_in_words(row.step)
    told = [words["Wie"], words["Termijn"]]
    if words["Leeftijd"]:
        told.append(f"leeftijd {words['Leeftijd']}")
    if words["Niveau"] and words["Niveau"] != step.name:
        told.append(words["Niveau"])
    return StepSheet(
        row=row,
        name=step.name,
        summary=", ".join(told),
        task=step.task,
        outcomes=ways_by_chooser(step.outcomes, step),
        more=tuple((name, words[name]) for name in MORE if words[name]),
    )


def _activity(activity: Activity) -> ActivitySheet:
    window = window_in_words(activity.from_months, activity.to_months)
    told = [activity.owner.label, activity.term]
    if window and not activity.term:
        told.append(f"leeftijd {window}")
    if activity.helps:
        told.append(f"met: {activity.helps}")
    return ActivitySheet(
        activity.key, activity.name, ", ".join(part for part in told if part)
    )
