"""Check the escalation rules against a route: who is asked is there, and can help."""

from collections.abc import Iterator, Mapping
from typing import Final

from referrals.routes.definition import Route, choosers
from referrals.routes.rules import Rule, Term, Unit
from referrals.routes.walk import Place, Walk
from referrals.states import FACTS_OF, Fact
from vve_portal.accounts.roles import Role

ALWAYS_THERE: Final = frozenset({Role.NURSE, Role.DOCTOR, Role.VVE_COORDINATOR})
# At four years everything closes; this rule asks somebody to do so.
CLOSING_RULE: Final = "E14"
# For comparing terms only; a month is never shorter.
DAYS_IN: Final = {Unit.DAYS: 1.0, Unit.WORKING_DAYS: 1.4, Unit.MONTHS: 28.0}


def wrong_rules(walk: Walk, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Give a Dutch sentence for each rule that would call nobody, or in vain."""
    visited = [place.state for place in walk.nearest() if not walk.closes(place)]
    present = ALWAYS_THERE | roles_on(walk.route)
    for rule in rules.values():
        here = [state for state in visited if state in rule.states]
        if here:
            yield from wrong_terms(rule)
            yield from _absent(rule, present)
            yield from _powerless(walk.route, rule, here)
    if CLOSING_RULE in rules:
        yield from _left_open_at_four(walk, rules[CLOSING_RULE])


def wrong_terms(rule: Rule) -> Iterator[str]:
    """Give a sentence when a second signal would not come after the first."""
    if _days(rule.first) <= 0:
        yield f"Regel {rule.code} heeft geen eerste termijn. Vul een getal vanaf 1 in."
    if rule.later and _days(rule.later) <= _days(rule.first):
        yield (
            f"Bij regel {rule.code} komt de tweede termijn ({rule.later}) niet na de "
            f"eerste ({rule.first}). Kies een latere tweede termijn."
        )


def _days(term: Term) -> float:
    return term.number * DAYS_IN[term.unit]


def roles_on(route: Route) -> frozenset[Role]:
    """Return who has something to do on a route."""
    owners = {step.owner for step in route.steps if step.owner}
    outcomes = [one for step in route.steps for one in step.outcomes]
    return frozenset(owners | {role for one in outcomes for role in one.by})


def _absent(rule: Rule, present: frozenset[Role]) -> Iterator[str]:
    for role in sorted(rule.roles - present):
        yield (
            f"Regel {rule.code} vraagt iets van de rol “{role.label}”, maar die heeft "
            "op deze route niets te doen. Geef die rol een stap, of zet de regel uit."
        )


def _powerless(route: Route, rule: Rule, states: list[str]) -> Iterator[str]:
    for state in states:
        step = route.step_at(state)
        able = [choosers(one, step) for one in route.outcomes_at(state)]
        if step and not any(rule.roles.intersection(roles) for roles in able):
            asked = " en ".join(sorted(role.label for role in rule.roles))
            yield (
                f"Regel {rule.code} vraagt in “{route.states[state].label}” iets van "
                f"{asked}, maar daar valt voor die rol niets te kiezen."
            )


def _left_open_at_four(walk: Walk, rule: Rule) -> Iterator[str]:
    told: set[str] = set()
    for place in walk.open():
        is_meant = place.state in rule.states and place.state not in told
        if is_meant and _is_four(walk, place) and not _can_close(walk, place):
            told.add(place.state)
            yield (
                f"Een kind van vier kan in “{walk.label(place)}” niet worden "
                f"afgesloten (regel {rule.code}). Kortste weg: {walk.way_to(place)}."
            )


def _is_four(walk: Walk, place: Place) -> bool:
    has_age = Fact.AGE in FACTS_OF[walk.route.kind]
    return has_age and dict(place.facts)[Fact.AGE] == "four"


def _can_close(walk: Walk, place: Place) -> bool:
    return any(walk.closes(move.to) for move in walk.moves[place])
