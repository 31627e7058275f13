"""One block of rows, and what an attacker asks of it.

A question names unknowns: can they all be zero, or how many can they be together? The
answer is a world, whole numbers that fit every row, so that one world answers many
questions at once. scipy is loaded here only, as it takes a second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitoring.disclosure.reducing import ContradictionError, OpenRow, Told

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

# Unknowns of a block, by their numbers.
Form = frozenset[int]


@dataclass(slots=True)
class Block:
    """A system of rows over whole numbers of zero or more."""

    rows: Sequence[OpenRow]
    unknowns: list[int] = field(init=False)
    _at: dict[int, int] = field(init=False)
    _system: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        found = dict.fromkeys(number for row in self.rows for number in row.factors)
        self.unknowns = list(found)
        self._at = {number: place for place, number in enumerate(found)}

    @property
    def told_by(self) -> Told:
        """Every shown number this block rests on."""
        return Told().union(*(row.told_by for row in self.rows))

    @property
    def is_plain(self) -> bool:
        """Whether it is one sum: then nothing needs solving."""
        return len(self.rows) == 1 and set(self.rows[0].factors.values()) == {1}

    def never_zero(self, forms: Iterable[Form]) -> dict[Form, int]:
        """Return the forms that no world has at zero, with the lowest they can be."""
        todo = list(dict.fromkeys(forms))
        if self.is_plain:
            lowest = self.rows[0].lowest
            return {
                form: lowest
                for form in todo
                if lowest > 0 and len(form) == len(self.unknowns)
            }
        return self._unreachable(dict.fromkeys(todo, 0))

    def never_reached(self, targets: dict[Form, int]) -> dict[Form, int]:
        """Return the forms that no world has at their target, with the highest."""
        if self.is_plain:
            highest = self.rows[0].highest
            return {form: highest for form, n in targets.items() if n > highest}
        return self._unreachable(targets)

    def _unreachable(self, targets: dict[Form, int]) -> dict[Form, int]:
        todo, failed = dict(targets), {}
        while todo:
            left = self._not_met(todo, self._world(todo))
            if len(left) == len(todo):
                alone = next(iter(todo))
                world = self._world({alone: todo[alone]})
                left = self._not_met(todo, world)
                if alone in left:
                    failed[alone] = self._total(alone, world)
                    del left[alone]
            todo = left
        return failed

    def _not_met(self, targets: dict[Form, int], world: "Vector") -> dict[Form, int]:
        return {
            form: target
            for form, target in targets.items()
            if (got := self._total(form, world)) < target or (not target and got)
        }

    def _total(self, form: Form, world: "Vector") -> int:
        return sum(round(world[self._at[number]]) for number in form)

    def _world(self, targets: dict[Form, int]) -> "Vector":
        """Return a world that brings as many forms as it can to their targets."""
        from monitoring.disclosure import solving  # noqa: PLC0415 - scipy is slow

        system = self._solvable()
        forms = [[self._at[number] for number in form] for form in targets]
        world: Vector | None = system.nearest(
            forms, list(targets.values()), solving.SECONDS
        )
        if world is None:
            raise ContradictionError
        return world

    def _solvable(self) -> Any:
        from monitoring.disclosure import solving  # noqa: PLC0415 - scipy is slow

        if self._system is None:
            self._system = solving.System(
                [
                    {self._at[number]: n for number, n in row.factors.items()}
                    for row in self.rows
                ],
                [row.lowest for row in self.rows],
                [row.highest for row in self.rows],
            )
        return self._system

    def proof(self, form: Form, target: int) -> Told:
        """Return shown numbers that prove a bound on a form.

        Those with a shadow price in the linear bound prove it by themselves; when only
        whole numbers make the bound, it is every number of the block.
        """
        if self.is_plain:
            return self.told_by
        used = self._solvable().priced([self._at[number] for number in form], target)
        if used is None:
            return self.told_by
        return Told().union(*(self.rows[index].told_by for index in used))
