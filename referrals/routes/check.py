"""Prove of a route that no child can get lost on it, or tell how one can.

Every combination of state and facts that can occur is visited. What comes from outside
(moved, died, turned four) never counts as a way on: with it every route would close.
"""

from collections import deque
from collections.abc import Iterator, Mapping

from referrals.routes.definition import WORKING_ROLES, Outcome, Route, Step
from referrals.routes.ladder import wrong_rules
from referrals.routes.references import wrong_references
from referrals.routes.rules import RULES, Rule
from referrals.routes.walk import Move, Place, Walk
from referrals.states import FACT_LABELS, FACT_VALUES, Fact, ReasonList

# The letter leaves here, and never without the parents' consent.
REFERRED = "S40"


def check(route: Route, rules: Mapping[str, Rule] = RULES) -> list[str]:
    """Return what is wrong as Dutch sentences, the simplest first; none when sound.

    `rules` are the escalation rules as the partnership has them.
    """
    if wrong := list(dict.fromkeys(wrong_references(route))):
        return wrong
    walk = Walk(route)
    faults = [
        *_unowned(walk),
        *_unreasoned(walk),
        *_without_consent(walk),
        *_stuck(walk),
        *_running_by_itself(walk),
        *_unused(walk),
        *wrong_rules(walk, rules),
    ]
    return list(dict.fromkeys(faults))


def _unowned(walk: Walk) -> Iterator[str]:
    told: set[str] = set()
    for place in walk.nearest():
        fault = _fault_of_step(walk, place)
        if fault and fault not in told:
            told.add(fault)
            yield f"{fault} Kortste weg: {walk.way_to(place)}."


def _fault_of_step(walk: Walk, place: Place) -> str:
    step = walk.step(place)
    if step is None:
        if walk.closes(place):
            return ""
        label = walk.label(place)
        return f"In “{label}” is niemand aan zet: geen stap hoort bij deze status."
    if step.owner is None:
        return f"Bij stap “{step.name}” is niemand aan zet: kies wie de stap doet."
    if step.owner not in WORKING_ROLES:
        role = step.owner.label
        return (
            f"Bij stap “{step.name}” is niemand aan zet: de rol “{role}” "
            "werkt niet met trajecten."
        )
    if not step.days or step.days < 0:
        return (
            f"Stap “{step.name}” heeft geen termijn, "
            "dus niemand merkt dat een kind blijft staan."
        )
    return ""


def _unreasoned(walk: Walk) -> Iterator[str]:
    for place in walk.nearest():
        if walk.closes(place) and not _has_reason(walk, place):
            yield (
                f"“{walk.label(place)}” sluit een traject zonder reden. "
                f"Kortste weg: {walk.way_to(place)}."
            )


def _has_reason(walk: Walk, place: Place) -> bool:
    state = walk.route.states[place.state]
    if state.reasons is ReasonList.FIXED:
        return bool(state.reason)
    return state.reasons is not None


def _without_consent(walk: Walk) -> Iterator[str]:
    for place in walk.moves:
        consent = dict(place.facts).get(Fact.CONSENT, "yes")
        if place.state == REFERRED and consent != "yes":
            yield (
                f"Een kind kan zonder toestemming van ouders in “{walk.label(place)}” "
                f"komen. Kortste weg: {walk.way_to(place)}."
            )
            return


def _stuck(walk: Walk) -> Iterator[str]:
    """Find places from which no planned way closes; turning four is never the plan."""
    safe = _places_that_close(walk)
    lost = [place for place in walk.open() if place not in safe]
    if lost:
        yield _tell_stuck(walk, lost)


def _places_that_close(walk: Walk) -> set[Place]:
    backwards: dict[Place, list[Place]] = {}
    for place, moves in walk.moves.items():
        for move in _planned(moves):
            backwards.setdefault(move.to, []).append(place)
    safe = {place for place in walk.moves if walk.closes(place)}
    queue = deque(safe)
    while queue:
        for place in backwards.get(queue.popleft(), ()):
            if place not in safe:
                safe.add(place)
                queue.append(place)
    return safe


def _planned(moves: list[Move]) -> list[Move]:
    return [move for move in moves if not move.fallback]


def _tell_stuck(walk: Walk, lost: list[Place]) -> str:
    """Prefer a state that nobody leaves any more over one that merely leads there."""
    halted = next((place for place in lost if _never_leaves(walk, place)), None)
    if halted:
        return (
            f"Een kind kan vastlopen in “{walk.label(halted)}”: "
            f"{_why_halted(walk, halted)}. Kortste weg: {walk.way_to(halted)}."
        )
    ring = ", ".join(dict.fromkeys(walk.label(one) for one in lost))
    return (
        "Een kind kan blijven ronddraaien zonder ooit af te sluiten "
        f"({ring}). Kortste weg: {walk.way_to(lost[0])}."
    )


def _never_leaves(walk: Walk, place: Place) -> bool:
    """Return whether a child stays in this state, whatever people do or time brings."""
    seen, queue = {place}, deque([place])
    while queue:
        for move in _planned(walk.moves[queue.popleft()]):
            if move.to.state != place.state:
                return False
            if move.to not in seen:
                seen.add(move.to)
                queue.append(move.to)
    return True


def _why_halted(walk: Walk, place: Place) -> str:
    step = walk.step(place)
    onward = [one for one in (step.outcomes if step else ()) if one.to != place.state]
    asked = dict.fromkeys(
        f"{FACT_LABELS[fact]} is {_values(fact, values)}"
        for outcome in onward
        for fact, values in outcome.needs.items()
    )
    if asked:
        return f"elke uitkomst vraagt meer ({'; '.join(asked)})"
    return "er is geen enkele uitkomst die verder leidt"


def _values(fact: Fact, values: tuple[str, ...]) -> str:
    return " of ".join(FACT_VALUES[fact][value] for value in values)


def _running_by_itself(walk: Walk) -> Iterator[str]:
    """Find a ring of moves that happen without anyone: it would turn for ever."""
    going = {
        place: [move.to for move in _planned(walk.moves[place]) if move.by_itself]
        for place in walk.open()
    }
    while halts := [
        place
        for place, targets in going.items()
        if not any(target in going for target in targets)
    ]:
        for place in halts:
            del going[place]
    if going:
        ring = _ring(going)
        names = " → ".join(walk.label(place) for place in ring)
        yield (
            f"Zonder dat iemand iets doet draait dit rond: {names}. "
            f"Kortste weg: {walk.way_to(ring[0])}."
        )


def _ring(going: dict[Place, list[Place]]) -> list[Place]:
    ring = [next(iter(going))]
    while True:
        after = next(target for target in going[ring[-1]] if target in going)
        if after in ring:
            return [*ring[ring.index(after) :], after]
        ring.append(after)


def _unused(walk: Walk) -> Iterator[str]:
    visited = {place.state for place in walk.moves}
    for step in walk.route.steps:
        if not visited & set(step.at):
            yield f"Stap “{step.name}” wordt nooit bereikt."
            continue
        here = [place for place in walk.moves if place.state in step.at]
        for outcome in step.outcomes:
            if not any(place.allows(outcome) for place in here):
                yield _never(walk.route, step, outcome)


def _never(route: Route, step: Step, outcome: Outcome) -> str:
    target = route.states[outcome.to].label
    return (
        f"Stap “{step.name}” kan met “{outcome.label}” nooit uitkomen op “{target}”: "
        "wat die uitkomst vraagt, komt daar niet voor."
    )
