"""From how many children on a reader may see a number, and how it is printed."""

from dataclasses import dataclass
from typing import Final

BASE: Final = 5
# A middle value, or one that nine out of ten stay under, of fewer says too much.
CASES: Final = 10
# Of fewer the rounding to five moves a percentage by many points: 18 of 31 is 58%, as
# 20 of 30 it would be told as 67%. The rounded numbers are told, without one.
PUBLIC_CASES: Final = 100


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The smallest numbers for municipality and JGZ, and for council and public.

    Raise ValueError when the council would see more than the partners.
    """

    partner: int = 5
    council: int = 10

    def __post_init__(self) -> None:
        if not 1 <= self.partner <= self.council:
            message = "the council may not see more than the partners"
            raise ValueError(message)


def round_to(count: int, base: int = BASE) -> int:
    """Return the nearest multiple, as printed for the council."""
    return base * ((2 * count + base) // (2 * base))


def percentage(numerator: int, denominator: int, *, public: bool) -> float | None:
    """Return a percentage of printed figures; None when there are too few for one."""
    if not denominator or (public and denominator < PUBLIC_CASES):
        return None
    return round(100 * numerator / denominator, 1)


def may_show_value(cases: int, threshold: int = CASES) -> bool:
    """Return whether a mean or middle value of so many cases may be shown."""
    return cases >= max(CASES, threshold)
