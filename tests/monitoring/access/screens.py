"""Pages on which a quarter is looked at together."""

from typing import Final

from agreements.areas import Chapter
from tests.monitoring.access.rows import Row
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.scenes import World
from tests.monitoring.screens.scenes import clause_in_force, release_of, row, settle


def settled(world: World) -> list[object]:
    """Name a settled quarter with figures for both audiences."""
    quarter = QuarterFactory.create(
        partnership=world.partnership, number=1, provisional=True
    )
    release_of(quarter, row("IND-05", 88, 100))
    release_of(quarter, row("IND-05", 90, 100), council=True)
    return [settle(quarter).pk]


def area(world: World) -> list[object]:
    """Name an area of the settled quarter."""
    return [*settled(world), Chapter.REACH]


def figure(world: World) -> list[object]:
    """Name a figure of the settled quarter."""
    return [*settled(world), "IND-05"]


def open_one(world: World) -> list[object]:
    """Name the open quarter: who may write must wait for the release."""
    return [world.quarter.pk]


def provisional(world: World) -> list[object]:
    """Let the open quarter be provisional, and name it."""
    quarter = world.quarter
    quarter.status, quarter.provisional_at = "provisional", quarter.opened_at
    quarter.save(update_fields=["status", "provisional_at"])
    return [quarter.pk]


def provisional_area(world: World) -> list[object]:
    """Name an area of a provisional quarter."""
    return [*provisional(world), Chapter.REACH]


def clause(world: World) -> list[object]:
    """Name a clause in force in a provisional quarter."""
    return [*provisional(world), clause_in_force(world.partnership, code="IND-05").pk]


# Partners who read figures; who write; the clerk reads what was settled.
READ: Final = (200, 200, 200, 200, 200, 403, 404, 200, 200, 200, 403, 404)
WRITE: Final = (200, 403, 403, 403, 403, 403, 404, 200, 200, 403, 403, 404)
# The chain knows that there are quarters, not what is in them.
CHAIN: Final = (403, 403, 403)

ROWS: Final[dict[str, Row]] = {
    "quarters": Row(
        "get",
        (200, 200, 200, 200, 200, 403, 200, 200, 200, 200, 403, 200, 403, 403, 403),
    ),
    "quarter": Row("get", (*READ, *CHAIN), settled),
    "quarter-area": Row("get", (*READ, *CHAIN), area),
    "quarter-figure": Row("get", (*READ, *CHAIN), figure),
    "quarter-summary": Row("get", (*WRITE, *CHAIN), provisional),
    "quarter-statuses": Row("get", (*WRITE, *CHAIN), provisional_area),
    "quarter-clause": Row("get", (*WRITE, *CHAIN), clause),
    "comparison": Row(
        "get",
        (200, 200, 200, 200, 200, 403, 200, 200, 200, 200, 403, 200, 403, 403, 403),
    ),
    "quarter-question": Row("get", (*READ, *CHAIN), settled),
    "quarter-share": Row(
        "post",
        (302, 403, 403, 403, 403, 403, 404, 302, 302, 403, 403, 404, *CHAIN),
        provisional,
    ),
    # Nothing is there yet, so nobody settles: the sentence says what is missing.
    "quarter-settle": Row(
        "post",
        (403, 403, 403, 403, 403, 403, 404, 403, 403, 403, 403, 404, *CHAIN),
        provisional,
    ),
}
