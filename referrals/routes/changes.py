"""A route in words, and what is different in the words of two versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from referrals.routes.definition import LEVELS, Activity, Outcome, Route, Step
from referrals.routes.words import (
    choosers_in_words,
    needs_in_words,
    term_in_words,
    window_in_words,
)
from referrals.states import ALL_STATES, FACT_LABELS, FACT_VALUES

ADDED = "Nieuw"
DROPPED = "Vervalt"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that reads differently: before and after, in words."""

    label: str
    before: str
    after: str
    note: str = ""


def state_label(code: str) -> str:
    """Return how a state is called; an unknown one keeps its code."""
    return ALL_STATES[code].label if code in ALL_STATES else code


def way_in_words(outcome: Outcome, step: Step | None) -> str:
    """Write "Gestart: wordt Neemt deel, vanaf de startleeftijd"."""
    here = step is not None and outcome.to in step.at
    label = state_label(outcome.to)
    told = [] if here or label == outcome.label else [f"wordt “{label}”"]
    if outcome.needs:
        told.append(needs_in_words(outcome.needs))
    if outcome.by_itself:
        told.append("gebeurt vanzelf")
    return f"{outcome.label}: {', '.join(told)}" if told else outcome.label


def outcome_in_words(outcome: Outcome, step: Step | None) -> str:
    """Write a way on with who may choose it."""
    return f"{way_in_words(outcome, step)} ({choosers_in_words(outcome, step)})"


def ways_by_chooser(
    outcomes: Iterable[Outcome], step: Step | None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the ways on under who may choose them, in the order of the first."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        who = choosers_in_words(outcome, step)
        found.setdefault(who, []).append(way_in_words(outcome, step))
    return tuple((who, tuple(ways)) for who, ways in found.items())


def effects_in_words(outcome: Outcome) -> str:
    """Write what an outcome leaves behind, such as "toestemming wordt ja"."""
    told = [
        f"{FACT_LABELS[fact]} wordt {FACT_VALUES[fact].get(value, value)}"
        for fact, value in outcome.sets.items()
    ]
    if outcome.adds:
        told.append(f"telt één bij {FACT_LABELS[outcome.adds]}")
    return ", ".join(told)


def step_in_words(step: Step) -> dict[str, str]:
    """Return what a step says, by what it is called on the page."""
    return {
        "Naam": step.name,
        "Bij": ", ".join(state_label(state) for state in step.at),
        "Wie": step.owner.label if step.owner else "Niemand",
        "Termijn": term_in_words(step.days),
        "Leeftijd": window_in_words(step.from_months, step.to_months),
        "Taak": step.task,
        "Werkt mee": step.helps,
        "Geïnformeerd": step.informed,
        "Documenten": ", ".join(step.documents),
        "Niveau": LEVELS.get(step.level, step.level),
        "Geld": ", ".join(step.funding),
        "Uitkomsten": "\n".join(
            _with_effects(outcome, step) for outcome in step.outcomes
        ),
    }


def _with_effects(outcome: Outcome, step: Step | None) -> str:
    told, effects = outcome_in_words(outcome, step), effects_in_words(outcome)
    return f"{told}; {effects}" if effects else told


def activity_in_words(activity: Activity) -> dict[str, str]:
    """Return what an activity says, by what it is called on the page."""
    return {
        "Naam": activity.name,
        "Wie": activity.owner.label,
        "Wanneer": activity.term,
        "Leeftijd": window_in_words(activity.from_months, activity.to_months),
        "Werkt mee": activity.helps,
    }


def changes_between(before: Route, after: Route) -> list[Change]:
    """Return what reads differently, in the order of the newer version."""
    found = [
        *_differences("De route", _whole(before), _whole(after)),
        *_between(
            {step.key: (step.name, step_in_words(step)) for step in before.steps},
            {step.key: (step.name, step_in_words(step)) for step in after.steps},
            "Stap",
        ),
        *_between(
            {one.key: (one.name, activity_in_words(one)) for one in before.activities},
            {one.key: (one.name, activity_in_words(one)) for one in after.activities},
            "Activiteit",
        ),
    ]
    order = [[step.key for step in route.steps] for route in (before, after)]
    kept = [
        [key for key in keys if key in order[0] and key in order[1]] for keys in order
    ]
    if kept[0] != kept[1]:
        found.append(Change("Volgorde van de stappen", _names(before), _names(after)))
    return found


def _whole(route: Route) -> dict[str, str]:
    return {
        "Naam": route.name,
        "Begint in": ", ".join(state_label(state) for state in route.start),
        "Zijroutes": ", ".join(route.side_routes),
        "Kan altijd": "\n".join(_with_effects(one, None) for one in route.everywhere),
    }


def _names(route: Route) -> str:
    return "\n".join(step.name for step in route.steps)


def _between(
    before: dict[str, tuple[str, dict[str, str]]],
    after: dict[str, tuple[str, dict[str, str]]],
    noun: str,
) -> Iterator[Change]:
    for key, (name, words) in after.items():
        label = f"{noun} “{name}”"
        if key not in before:
            yield Change(label, "", _listed(words), ADDED)
        else:
            yield from _differences(label, before[key][1], words)
    for key, (name, words) in before.items():
        if key not in after:
            yield Change(f"{noun} “{name}”", _listed(words), "", DROPPED)


def _differences(
    label: str, before: dict[str, str], after: dict[str, str]
) -> Iterator[Change]:
    for name, value in after.items():
        if before[name] != value:
            yield Change(label, before[name], value, name)


def _listed(words: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in words.items() if value)
