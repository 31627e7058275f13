"""Pages on which figures are delivered, checked and defined."""

from typing import Final

from tests.monitoring.access.rows import Row
from tests.monitoring.factories import FigureFactory, OwnIndicatorFactory
from tests.monitoring.scenes import World

# Both parties see who delivered; the clerk, administrators and the chain do not.
PARTIES: Final = (
    *(200, 200, 200, 200, 403, 403),
    200,
    *(200, 200, 200, 403, 200),
    *(403, 403, 403),
)
# Figures before their release: the JGZ of this town.
UNRELEASED: Final = (
    *(403,) * 6,
    404,
    *(200, 200, 403, 403, 404),
    *(404, 404, 404),
)
DELIVERING: Final = (
    *(403,) * 6,
    404,
    *(403, 200, 403, 403, 404),
    *(404, 404, 404),
)
PRESCHOOL: Final = (
    *(403,) * 6,
    403,
    *(403,) * 5,
    *(200, 200, 403),
)
READING: Final = (
    *(200, 200, 200, 200, 200, 403),
    200,
    *(200, 200, 200, 403, 200),
    *(403, 403, 403),
)
DEFINING: Final = (
    *(200, 403, 403, 403, 403, 403),
    404,
    *(200, 200, 403, 403, 404),
    *(404, 404, 404),
)


def quarter(world: World) -> list[object]:
    """Name the open quarter."""
    return [world.quarter.pk]


def own(world: World) -> list[object]:
    """Name an indicator of the partnership's own."""
    return [OwnIndicatorFactory.create(partnership=world.partnership).pk]


ROWS: Final[dict[str, Row]] = {
    "deliveries": Row("get", PARTIES),
    "deliver": Row("get", UNRELEASED, quarter),
    "checks": Row("get", UNRELEASED, quarter),
    "deliver-figure": Row(
        "get", DELIVERING, lambda world: [world.quarter.pk, "IND-05"]
    ),
    "figure-withdraw": Row(
        "post",
        tuple(302 if answer == 200 else answer for answer in DELIVERING),
        lambda world: [
            world.quarter.pk,
            FigureFactory.create(quarter=world.quarter, entered=True).pk,
        ],
    ),
    "deliver-location": Row("get", PRESCHOOL),
    # For whoever works there; what is somebody else's does not exist.
    "deliver-location-complete": Row(
        "post",
        (*(404,) * 12, 302, 404, 404),
        lambda world: [world.location.pk, world.quarter.pk],
    ),
    "definitions": Row("get", READING),
    "definition": Row("get", READING, lambda _: ["IND-05"]),
    "own-indicators": Row("get", PARTIES),
    "own-indicator-create": Row("get", DEFINING, lambda world: [world.partnership.pk]),
    "own-indicator": Row("get", DEFINING, own),
    "own-indicator-end": Row(
        "post", tuple(302 if answer == 200 else answer for answer in DEFINING), own
    ),
}
