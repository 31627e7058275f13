"""All figures of a quarter that the portal counts itself, from trajectories."""

from typing import Final

from monitoring.counting.counts import Asked, Count, Family

__all__ = ("FAMILIES", "Asked", "Count", "count_all")

FAMILIES: Final[tuple[Family, ...]] = ()


def count_all(asked: Asked) -> list[Count]:
    """Count every indicator that trajectories know, in the scope of the database.

    The caller opens a scope that reaches the partnership's children, reasons and
    unreleased figures; outside one nothing is counted.
    """
    return [count for family in FAMILIES for count in family(asked)]
