"""The solver behind a block: HiGHS in scipy, with every answer checked exactly."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, identity, vstack

Vector = NDArray[np.float64]
ALMOST: Final = 1e-6
# A question that takes longer is one the attacker may have won.
SECONDS: Final = 20.0
# What an unknown that nothing bounds may be at most, above all that is shown.
ROOM: Final = 1000


class System:
    """Rows as matrices: lowest <= matrix @ world <= highest, world >= 0 and whole."""

    def __init__(
        self,
        rows: Sequence[dict[int, int]],
        lowest: Sequence[int],
        highest: Sequence[int],
    ) -> None:
        self.width = 1 + max(place for row in rows for place in row)
        self.matrix = _matrix(rows, self.width)
        self.lowest = np.array(lowest, float)
        self.highest = np.array(highest, float)
        self.cap = float(np.abs(self.highest).sum() + ROOM)

    def nearest(
        self, forms: Sequence[Sequence[int]], targets: Sequence[int], seconds: float
    ) -> Vector | None:
        """Return a world with forms as near to their targets as can be at once.

        None when there is no world at all.
        """
        if any(targets):
            return self._solve(*self._raising(forms, targets), seconds)
        cost = np.zeros(self.width)
        for form in forms:
            cost[list(form)] += 1
        bounds = Bounds(np.zeros(self.width), np.full(self.width, self.cap))
        rows = LinearConstraint(self.matrix, self.lowest, self.highest)
        return self._solve(cost, bounds, rows, seconds)

    def _raising(
        self, forms: Sequence[Sequence[int]], targets: Sequence[int]
    ) -> tuple[Vector, Bounds, LinearConstraint]:
        """Maximise what forms have, each up to its target, as one more unknown each."""
        count = len(forms)
        cost = np.r_[np.zeros(self.width), -np.ones(count)]
        limits = np.r_[np.full(self.width, self.cap), np.array(targets, float)]
        chosen = _matrix([dict.fromkeys(form, 1) for form in forms], self.width)
        links = hstack([chosen, -identity(count)])
        empty = csr_array((len(self.lowest), count))
        rows: Any = csr_array(vstack([hstack([self.matrix, empty]), links]))
        lowest = np.r_[self.lowest, np.zeros(count)]
        highest = np.r_[self.highest, np.full(count, np.inf)]
        return (
            cost,
            Bounds(np.zeros(len(cost)), limits),
            LinearConstraint(rows, lowest, highest),
        )

    def _solve(
        self, cost: Vector, bounds: Bounds, rows: LinearConstraint, seconds: float
    ) -> Vector | None:
        whole = np.r_[np.ones(self.width), np.zeros(len(cost) - self.width)]
        # With presolve HiGHS says "infeasible" of some small systems that are not.
        for presolve in (True, False):
            found = milp(
                cost,
                constraints=rows,
                bounds=bounds,
                integrality=whole,
                options={"presolve": presolve, "time_limit": seconds},
            )
            world = None if found.x is None else np.round(found.x[: self.width])
            if world is not None and self.fits(world):
                return world
        return None

    def fits(self, world: Vector) -> bool:
        """Return whether a world of whole numbers fits every row exactly."""
        got = self.matrix @ world
        return bool(
            (got >= self.lowest).all()
            and (got <= self.highest).all()
            and (world >= 0).all()
        )

    def priced(self, form: Sequence[int], target: int) -> list[int] | None:
        """Return the rows that prove a linear bound; None when whole numbers do."""
        cost = np.zeros(self.width)
        cost[list(form)] = -1 if target else 1
        dense = self.matrix.toarray()
        both = np.vstack([dense, -dense])
        limits = np.r_[self.highest, -self.lowest]
        found = linprog(cost, A_ub=both, b_ub=limits, bounds=(0, self.cap))
        if found.fun is None:
            return None
        bound = -found.fun if target else found.fun
        proves = bound < target - ALMOST if target else bound > ALMOST
        if not proves:
            return None
        prices = np.abs(found.ineqlin.marginals).reshape(2, -1).sum(0)
        return [int(index) for index in np.flatnonzero(prices > ALMOST)]


def _matrix(rows: Sequence[dict[int, int]], width: int) -> csr_array:
    entries = [
        (value, index, place)
        for index, row in enumerate(rows)
        for place, value in row.items()
    ]
    values, down, across = (np.array(one) for one in zip(*entries, strict=True))
    return csr_array((values.astype(float), (down, across)), shape=(len(rows), width))
