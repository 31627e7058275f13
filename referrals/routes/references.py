"""What in a route names something that does not exist, before anybody walks it."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from referrals.routes.definition import (
    FUNDING,
    LEVELS,
    WORKING_ROLES,
    Outcome,
    Route,
    Step,
)
from referrals.states import FACT_LABELS, FACT_VALUES, FACTS_OF, Fact, RouteKind
from vve_portal.accounts.roles import Role

KNOWN_LEVELS: Final = frozenset({"", *LEVELS})


def wrong_references(route: Route) -> Iterator[str]:
    """Give a Dutch sentence for each name that leads nowhere."""
    yield from _of_the_whole(route)
    yield from _of_the_steps(route)
    for place, outcome in _outcomes(route):
        yield from _of_an_outcome(route, place, outcome)


def _of_the_whole(route: Route) -> Iterator[str]:
    if not route.name.strip():
        yield "De route heeft geen naam. Vul een naam in."
    if not route.start:
        yield "De route begint nergens. Kies een status waarin een traject begint."
    for state in route.start:
        if state not in route.states:
            yield f"De route begint in {state}, maar die status bestaat niet."
        elif route.states[state].closes:
            label = route.states[state].label
            yield f"De route begint in “{label}”, maar die status sluit een traject."
    steps = [step.key for step in route.steps]
    keys = Counter([*steps, *(one.key for one in route.activities)])
    for key, count in keys.items():
        if count > 1:
            yield f"Het kenmerk “{key}” komt {count} keer voor. Geef elk een eigen."


def _of_the_steps(route: Route) -> Iterator[str]:
    for step in route.steps:
        yield from _of_a_step(route, step)
    for code, state in route.states.items():
        served = [f"“{step.name}”" for step in route.steps if code in step.at]
        if len(served) > 1:
            steps = " en ".join(served)
            yield (
                f"Status “{state.label}” hoort bij meer dan één stap: {steps}. "
                "Kies er één."
            )


def _of_a_step(route: Route, step: Step) -> Iterator[str]:
    if not step.name.strip():
        yield "Een stap heeft geen naam. Vul een naam in."
    missing = [
        *(f"status {code}" for code in step.at if code not in route.states),
        *(f"niveau {level}" for level in [step.level] if level not in KNOWN_LEVELS),
        *(f"geldbron {source}" for source in step.funding if source not in FUNDING),
    ]
    if step.owner is Role.PROGRAMME_WORKER and route.kind is not RouteKind.HOME:
        # Nobody of a programme may know of the other routes, so the step would wait.
        yield (
            f"Stap “{step.name}” is van de rol “{step.owner.label}”, "
            "maar die ziet alleen thuisprogramma's. Kies een andere rol."
        )
    for name in missing:
        yield f"Stap “{step.name}” noemt {name}, maar die bestaat niet."
    for key, count in Counter(one.key for one in step.outcomes).items():
        if count > 1:
            yield f"Stap “{step.name}” heeft uitkomst “{key}” {count} keer."


def _outcomes(route: Route) -> Iterator[tuple[str, Outcome]]:
    for step in route.steps:
        yield from ((f"Stap “{step.name}”", outcome) for outcome in step.outcomes)
    yield from (("Wat altijd kan", outcome) for outcome in route.everywhere)


def _of_an_outcome(route: Route, place: str, outcome: Outcome) -> Iterator[str]:
    if not outcome.label.strip():
        yield f"{place} heeft een uitkomst zonder naam. Vul een naam in."
    if outcome.to not in route.states:
        yield (
            f"{place} leidt met “{outcome.label}” naar status {outcome.to}, "
            "maar die bestaat niet."
        )
    for role in outcome.by:
        if role not in WORKING_ROLES:
            yield (
                f"{place} laat “{outcome.label}” over aan de rol “{role.label}”, "
                "maar die werkt niet met trajecten."
            )
    for fact, values in _facts_named(outcome):
        yield from _of_a_fact(route, place, outcome, fact, values)


def _facts_named(outcome: Outcome) -> Iterator[tuple[Fact, tuple[str, ...]]]:
    yield from outcome.needs.items()
    yield from ((fact, (value,)) for fact, value in outcome.sets.items())
    if outcome.adds:
        yield outcome.adds, ()


def _of_a_fact(
    route: Route, place: str, outcome: Outcome, fact: Fact, values: tuple[str, ...]
) -> Iterator[str]:
    if fact not in FACTS_OF[route.kind]:
        yield (
            f"{place} vraagt bij “{outcome.label}” naar {FACT_LABELS[fact]}, "
            "maar dat speelt op deze route niet."
        )
        return
    for value in values:
        if value not in FACT_VALUES[fact]:
            yield (
                f"{place} noemt bij “{outcome.label}” {FACT_LABELS[fact]} “{value}”, "
                "maar die waarde bestaat niet."
            )
