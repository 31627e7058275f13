"""The gate: what the rule shows is attacked first, and shown when nothing is found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitoring.disclosure.attacker import Broken, attack, find_broken
from monitoring.disclosure.knowledge import Common, knowledge, quarters_touched
from monitoring.disclosure.numbers import Number, Row, Shown
from monitoring.disclosure.rule import Limits, Plan, draft
from monitoring.disclosure.trees import NOTHING, Node, parent


@dataclass(slots=True)
class Trial:
    """How the attacks on one plan went.

    `wins` are the numbers found out per round, the last of which is zero. `merged` are
    the groups that stay together because of it, `lost` how many numbers were known
    before already.
    """

    judged: int = 0
    wins: list[int] = field(default_factory=list)
    merged: list[tuple[str, Node]] = field(default_factory=list)
    offers_left: int = 0
    lost: int = 0


def release(
    *,
    plan: Plan,
    threshold: int,
    limits: Limits,
    history: Shown,
    common: Common,
    small: Sequence[Number],
) -> tuple[Shown, Trial]:
    """Return what is shown, and how the attacks on it went.

    What an attacker can prove is taken away by keeping the smallest group together that
    the proof needs apart; `limits` keeps those. Nothing shown is always safe, so this
    ends.
    """
    trial = Trial()
    enough = threshold * plan.family.unit
    while True:
        numbers = draft(plan, threshold, limits)
        new: Shown = {one: (plan.sum_of(one),) * 2 for one in numbers}
        if not new:
            trial.wins += [0] if trial.wins else []
            return new, trial
        broken = attack(
            history=history, new=new, common=common, small=small, enough=enough
        )
        won = _not_known_before(broken, history, new, common, enough)
        touched = quarters_touched(new, history, common)
        trial.judged = sum(bool(touched.intersection(one.quarters)) for one in small)
        trial.lost = len(broken) - len(won)
        trial.wins.append(len(won))
        if not won:
            return new, trial
        quarters = quarters_touched(new, history, common)
        rows = knowledge(history | new, common, quarters)
        _repair(plan, shortest_proof(won[0], rows, new, enough), limits, trial)


def _not_known_before(
    broken: list[Broken], history: Shown, new: Shown, common: Common, enough: int
) -> list[Broken]:
    """Leave out what was known already, from elsewhere or under an old threshold."""
    if not broken:
        return []
    quarters = quarters_touched(new, history, common)
    rows = knowledge(history, common, quarters)
    before = find_broken(rows, [one.number for one in broken], enough)
    known = {(one.number, one.side): one.bound for one in before}
    return [one for one in broken if known.get((one.number, one.side)) != one.bound]


def shortest_proof(
    broken: Broken, rows: Sequence[Row], new: Shown, enough: int
) -> list[Number]:
    """Return new numbers that prove it, none of which can be left out.

    The largest are left out first, so that it is a small group that is joined.
    """
    proof = broken.proof or frozenset(new)
    left = [row for row in rows if row.told_by <= proof]
    needed = sorted((one for one in proof if one in new), key=_largest_first)
    for number in list(needed):
        fewer = [row for row in left if number not in row.told_by]
        still = find_broken(fewer, [broken.number], enough)
        if broken.side in {one.side for one in still}:
            left = fewer
            needed.remove(number)
    return needed or list(new)


def _largest_first(number: Number) -> tuple[int, int, Number]:
    size = len(number.cells) if number.dimension else 0
    return bool(size), -size, number


def _repair(plan: Plan, proof: Sequence[Number], limits: Limits, trial: Trial) -> None:
    """Keep the smallest group together that the proof needs apart."""
    groups = [_whole_of(plan, number) for number in proof if number.dimension]
    if groups:
        group = min(groups, key=_smallest_first)
        limits.closed.add(group)
        trial.merged.append(group)
    else:
        limits.offer += 1
        trial.offers_left += 1


def _whole_of(plan: Plan, number: Number) -> tuple[str, Node]:
    tree = plan.trees[number.dimension]
    return number.dimension, parent(tree, number.categories)


def _smallest_first(group: tuple[str, Node]) -> tuple[bool, int, str, list[str]]:
    dimension, node = group
    return node == NOTHING, len(node), dimension, sorted(node)
