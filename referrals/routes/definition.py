"""What a route says: steps, outcomes and activities, as data that JSON can hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from referrals.states import STATES, Fact, RouteKind, State
from vve_portal.accounts.roles import Role

Needs = Mapping[Fact, tuple[str, ...]]

# Who can be next in line for a child; a municipality never is.
WORKING_ROLES: Final = (
    Role.NURSE,
    Role.DOCTOR,
    Role.VVE_COORDINATOR,
    Role.PRESCHOOL_CONTACT,
    Role.OUTREACH_WORKER,
    Role.PROGRAMME_WORKER,
)
# How near to the group the help of a support route is.
LEVELS: Final[dict[str, str]] = {
    "0": "Niveau 0: basis versterken",
    "1": "Niveau 1: nabij of op de groep",
    "2": "Niveau 2: buiten de groep of locatie",
    "3": "Niveau 3: buiten de reguliere opvang",
}
# Which law or budget pays for it.
FUNDING: Final = ("OAB", "Jeugdwet", "Zvw", "Wlz")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way on from a step.

    `needs` are the facts under which it may be chosen and `sets` what it leaves behind;
    `adds` names a fact that goes up by one. `by` are the roles that may choose it, the
    step's owner when empty. `fallback` marks what comes from outside (moved, died,
    turned four): always possible, never a plan. `by_itself` marks what happens when
    nobody does anything.
    """

    key: str
    label: str
    to: str
    by: tuple[Role, ...] = ()
    needs: Needs = field(default_factory=dict)
    sets: Mapping[Fact, str] = field(default_factory=dict)
    adds: Fact | None = None
    fallback: bool = False
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody has to do while a child is in one of the states `at`.

    `days` is the term; `from_months` and `to_months` are the age window as a target.
    `level` and `funding` are of support routes: how near the care is and who pays.
    """

    key: str
    name: str
    at: tuple[str, ...]
    owner: Role | None
    days: int | None
    outcomes: tuple[Outcome, ...]
    task: str = ""
    helps: str = ""
    informed: str = ""
    from_months: int | None = None
    to_months: int | None = None
    documents: tuple[str, ...] = ()
    level: str = ""
    funding: tuple[str, ...] = ()


def choosers(outcome: Outcome, step: Step | None) -> tuple[Role, ...]:
    """Return who may choose an outcome: whom it names, or else the step's owner."""
    if outcome.by:
        return outcome.by
    return (step.owner,) if step and step.owner else ()


@dataclass(frozen=True, slots=True)
class Activity:
    """What is done along the route without moving a child on; shown and counted."""

    key: str
    name: str
    owner: Role
    term: str = ""
    helps: str = ""
    from_months: int | None = None
    to_months: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One version of a route. `side_routes` are codes of routes it branches to."""

    name: str
    kind: RouteKind
    start: tuple[str, ...]
    steps: tuple[Step, ...]
    activities: tuple[Activity, ...] = ()
    side_routes: tuple[str, ...] = ()
    everywhere: tuple[Outcome, ...] = ()

    @property
    def states(self) -> Mapping[str, State]:
        """The states of this kind of route."""
        return STATES[self.kind]

    def step_at(self, state: str) -> Step | None:
        """Return the step that serves a state."""
        return next((step for step in self.steps if state in step.at), None)

    def outcomes_at(self, state: str) -> tuple[Outcome, ...]:
        """Return every way on from a state, the planned ones first."""
        step = self.step_at(state)
        planned = step.outcomes if step else ()
        return planned if self.states[state].closes else (*planned, *self.everywhere)


def to_json(route: Route) -> dict[str, Any]:
    """Return a route as plain values, in a fixed order."""
    return {
        "name": route.name,
        "kind": route.kind.value,
        "start": list(route.start),
        "steps": [_step_to_json(step) for step in route.steps],
        "activities": [
            {
                "key": one.key,
                "name": one.name,
                "owner": one.owner.value,
                "term": one.term,
                "helps": one.helps,
                "from_months": one.from_months,
                "to_months": one.to_months,
            }
            for one in route.activities
        ],
        "side_routes": list(route.side_routes),
        "everywhere": [_outcome_to_json(one) for one in route.everywhere],
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    return {
        "key": step.key,
        "name": step.name,
        "at": list(step.at),
        "owner": step.owner.value if step.owner else "",
        "days": step.days,
        "task": step.task,
        "helps": step.helps,
        "informed": step.informed,
        "from_months": step.from_months,
        "to_months": step.to_months,
        "documents": list(step.documents),
        "level": step.level,
        "funding": list(step.funding),
        "outcomes": [_outcome_to_json(one) for one in step.outcomes],
    }


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "key": outcome.key,
        "label": outcome.label,
        "to": outcome.to,
        "by": [role.value for role in outcome.by],
        "needs": {fact.value: list(values) for fact, values in outcome.needs.items()},
        "sets": {fact.value: value for fact, value in outcome.sets.items()},
        "adds": outcome.adds.value if outcome.adds else "",
        "fallback": outcome.fallback,
        "by_itself": outcome.by_itself,
    }


def from_json(content: Mapping[str, Any]) -> Route:
    """Return the route that `to_json` wrote; raise ValueError or KeyError otherwise."""
    return Route(
        name=content["name"],
        kind=RouteKind(content["kind"]),
        start=tuple(content["start"]),
        steps=tuple(_step_from_json(one) for one in content["steps"]),
        activities=tuple(
            Activity(**{**one, "owner": Role(one["owner"])})
            for one in content["activities"]
        ),
        side_routes=tuple(content["side_routes"]),
        everywhere=tuple(_outcome_from_json(one) for one in content["everywhere"]),
    )


def _step_from_json(content: Mapping[str, Any]) -> Step:
    return Step(
        **{
            **content,
            "at": tuple(content["at"]),
            "owner": Role(content["owner"]) if content["owner"] else None,
            "documents": tuple(content["documents"]),
            "funding": tuple(content["funding"]),
            "outcomes": tuple(_outcome_from_json(one) for one in content["outcomes"]),
        }
    )


def _outcome_from_json(content: Mapping[str, Any]) -> Outcome:
    return Outcome(
        **{
            **content,
            "by": tuple(Role(one) for one in content["by"]),
            "needs": {
                Fact(fact): tuple(values) for fact, values in content["needs"].items()
            },
            "sets": {Fact(fact): value for fact, value in content["sets"].items()},
            "adds": Fact(content["adds"]) if content["adds"] else None,
        }
    )
