"""Changing a route that is being made: each deed returns a new route."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from referrals.routes.definition import Activity, Outcome, Route, Step

# The outcomes that are possible at every step are edited as if they were one.
EVERYWHERE: Final = "altijd"


def free_key(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, or with the first number that makes it one of its own."""
    known = set(taken)
    if wanted not in known:
        return wanted
    return next(
        f"{wanted}_{number}"
        for number in range(2, len(known) + 3)
        if f"{wanted}_{number}" not in known
    )


def keys_of(route: Route) -> set[str]:
    """Return the keys that steps and activities have already."""
    return {*(one.key for one in route.steps), *(one.key for one in route.activities)}


def find_step(route: Route, key: str) -> Step:
    """Return a step; raises KeyError when there is none."""
    for step in route.steps:
        if step.key == key:
            return step
    raise KeyError(key)


def find_activity(route: Route, key: str) -> Activity:
    """Return an activity; raises KeyError when there is none."""
    for activity in route.activities:
        if activity.key == key:
            return activity
    raise KeyError(key)


def outcomes_of(route: Route, step: str) -> tuple[Outcome, ...]:
    """Return the outcomes of a step, or what is always possible."""
    return route.everywhere if step == EVERYWHERE else find_step(route, step).outcomes


def find_outcome(route: Route, step: str, key: str) -> Outcome:
    """Return an outcome of a step; raises KeyError when there is none."""
    for outcome in outcomes_of(route, step):
        if outcome.key == key:
            return outcome
    raise KeyError(key)


def put_step(route: Route, step: Step) -> Route:
    """Return the route with this step in its place, or as the last one."""
    if any(one.key == step.key for one in route.steps):
        steps = tuple(step if one.key == step.key else one for one in route.steps)
    else:
        steps = (*route.steps, step)
    return replace(route, steps=steps)


def drop_step(route: Route, key: str) -> Route:
    """Return the route without a step."""
    return replace(route, steps=tuple(one for one in route.steps if one.key != key))


def move_step(route: Route, key: str, by: int) -> Route:
    """Return the route with a step moved up (-1) or down (1), as far as it goes."""
    steps = list(route.steps)
    place = steps.index(find_step(route, key))
    target = min(max(place + by, 0), len(steps) - 1)
    steps.insert(target, steps.pop(place))
    return replace(route, steps=tuple(steps))


def put_outcome(route: Route, step: str, outcome: Outcome) -> Route:
    """Return the route with this outcome in its place, or as the step's last one."""
    outcomes = outcomes_of(route, step)
    if any(one.key == outcome.key for one in outcomes):
        changed = tuple(outcome if one.key == outcome.key else one for one in outcomes)
    else:
        changed = (*outcomes, outcome)
    return _with_outcomes(route, step, changed)


def drop_outcome(route: Route, step: str, key: str) -> Route:
    """Return the route without an outcome of a step."""
    kept = tuple(one for one in outcomes_of(route, step) if one.key != key)
    return _with_outcomes(route, step, kept)


def _with_outcomes(route: Route, step: str, outcomes: tuple[Outcome, ...]) -> Route:
    if step == EVERYWHERE:
        return replace(route, everywhere=outcomes)
    return put_step(route, replace(find_step(route, step), outcomes=outcomes))


def put_activity(route: Route, activity: Activity) -> Route:
    """Return the route with this activity in its place, or as the last one."""
    known = route.activities
    if any(one.key == activity.key for one in known):
        known = tuple(activity if one.key == activity.key else one for one in known)
    else:
        known = (*known, activity)
    return replace(route, activities=known)


def drop_activity(route: Route, key: str) -> Route:
    """Return the route without an activity."""
    kept = tuple(one for one in route.activities if one.key != key)
    return replace(route, activities=kept)
