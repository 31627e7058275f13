"""Pages on which figures are released, taken along and published."""

from typing import Final

from monitoring.models import Quarter
from tests.monitoring.access.rows import Row
from tests.monitoring.factories import QuarterFactory, ReleaseFactory
from tests.monitoring.scenes import World
from vve_portal.accounts.models import User


def released(world: World) -> Quarter:
    """Make a provisional quarter with both releases."""
    quarter: Quarter = QuarterFactory.create(
        partnership=world.partnership, year=2025, provisional=True
    )
    for is_council in (False, True):
        ReleaseFactory.create(quarter=quarter, council=is_council)
    return quarter


def settled(world: World) -> Quarter:
    """Make a settled quarter with both releases."""
    quarter = released(world)
    quarter.status = Quarter.Status.SETTLED
    quarter.settled_at = quarter.provisional_at
    quarter.settled_by = User.objects.get(pk=world.people["coordinator"].pk)
    quarter.save(update_fields=["status", "settled_at", "settled_by"])
    return quarter


def of_town(world: World) -> list[object]:
    """Name the partnership."""
    return [world.partnership.pk]


ROWS: Final[dict[str, Row]] = {
    # Both parties read; nobody else finds, or may.
    "release": Row(
        "get",
        (200, 200, 200, 200, 403, 403, 404, 200, 200, 200, 403, 404, 403, 403, 403),
        lambda world: [world.quarter.pk],
    ),
    "export-quarter": Row(
        "get",
        (200, 200, 200, 200, 403, 403, 404, 200, 200, 200, 403, 404, 403, 403, 403),
        lambda world: [released(world).pk, "csv"],
    ),
    # The clerk reads what is settled.
    "export-definitions": Row(
        "get",
        (200, 200, 200, 200, 200, 403, 404, 200, 200, 200, 403, 404, 403, 403, 403),
        lambda world: [settled(world).pk],
    ),
    # A deed of who settles.
    "open-data-publish": Row(
        "post",
        (302, 403, 403, 403, 403, 403, 404, 302, 403, 403, 403, 404, 403, 403, 403),
        lambda world: [settled(world).pk],
    ),
    # Not published, so nobody has anything to withdraw.
    "open-data-withdraw": Row(
        "post",
        (403, 403, 403, 403, 403, 403, 404, 403, 403, 403, 403, 404, 403, 403, 403),
        lambda world: [settled(world).pk],
    ),
    "figure-towns": Row(
        "get",
        (302, 302, 302, 302, 403, 403, 302, 302, 302, 302, 403, 302, 403, 403, 403),
    ),
    "public-numbers": Row(
        "get",
        (200, 200, 200, 200, 403, 403, 404, 200, 200, 200, 403, 404, 404, 404, 404),
        of_town,
    ),
    "public-numbers-edit": Row(
        "get",
        (200, 403, 403, 403, 403, 403, 404, 200, 200, 403, 403, 404, 404, 404, 404),
        of_town,
    ),
    "public-numbers-import": Row(
        "get",
        (200, 403, 403, 403, 403, 403, 404, 200, 200, 403, 403, 404, 404, 404, 404),
        of_town,
    ),
    "figure-settings": Row(
        "get",
        (200, 200, 200, 200, 403, 403, 404, 200, 200, 200, 403, 404, 404, 404, 404),
        of_town,
    ),
}
# For anybody, also without an account; tests of their own attack these.
FOR_ANYBODY: Final = {"open-data", "open-data-file", "open-data-description"}
