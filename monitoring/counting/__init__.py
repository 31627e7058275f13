"""All figures of a quarter that the portal counts itself, from trajectories."""

from typing import Final

from monitoring.counting.counts import Asked, Count, Family
from monitoring.counting.indications import consents, indications
from monitoring.counting.letters import letters, outreach
from monitoring.counting.parties import actions, clauses, meetings, plus_work
from monitoring.counting.programmes import home_programmes, places, reading
from monitoring.counting.reach import reach
from monitoring.counting.standing import standing
from monitoring.counting.starts import starts
from monitoring.counting.staying import hours_taken, leaving, staying
from monitoring.counting.turned_four import turned_four

__all__ = ("FAMILIES", "Asked", "Count", "count_all")

FAMILIES: Final[tuple[Family, ...]] = (
    indications,
    reach,
    turned_four,
    consents,
    letters,
    outreach,
    standing,
    starts,
    staying,
    hours_taken,
    leaving,
    home_programmes,
    reading,
    plus_work,
    meetings,
    actions,
    clauses,
)


def count_all(asked: Asked) -> list[Count]:
    """Count every indicator that trajectories know, in the scope of the database.

    The caller opens a scope that reaches the partnership's children, reasons and
    unreleased figures; outside one nothing is counted.
    """
    found = [count for family in FAMILIES for count in family(asked)]
    return [*found, *places(asked, found)]
