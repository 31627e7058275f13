"""Pages about plus-inzet: budget, account, entering and approving."""

from typing import Final

from tests.factories import TeamFactory
from tests.monitoring.access.rows import Row
from tests.monitoring.factories import HoursEntryFactory
from tests.monitoring.scenes import World

# The order is that of rows.PEOPLE: advisor, contract manager, alderman, privacy
# officer, clerk, administrator, stranger, manager, coordinator, nurse, planner,
# elsewhere, two preschools, helper.
READING: Final = (
    *(200, 200, 200, 403, 403, 403),
    200,
    *(200, 200, 403, 403),
    200,
    *(403, 403, 403),
)
TAKING_ALONG: Final = (
    *(200, 200, 200, 403, 403, 403),
    404,
    *(200, 200, 403, 403),
    404,
    *(404, 404, 404),
)
ENTERING: Final = (
    *(403, 403, 403, 403, 403, 403),
    403,
    *(403, 200, 200, 403),
    200,
    *(403, 403, 200),
)
ENTERING_A_MONTH: Final = (
    *(403, 403, 403, 403, 403, 403),
    404,
    *(403, 200, 200, 403),
    404,
    *(403, 403, 200),
)
OF_A_TEAM: Final = (
    *(403, 403, 403, 403, 403, 403),
    404,
    *(403, 200, 404, 403),
    404,
    *(403, 403, 404),
)
APPROVING: Final = (
    *(403, 200, 403, 403, 403, 403),
    403,
    *(200, 403, 403, 403),
    403,
    *(403, 403, 403),
)
RETURNING: Final = (
    *(403, 200, 403, 403, 403, 403),
    404,
    *(200, 403, 403, 403),
    404,
    *(404, 404, 404),
)


def of_a_year(world: World) -> list[object]:
    """Name the account of this year."""
    return [world.partnership.pk, 2026]


def of_a_month(world: World) -> list[object]:
    """Name September."""
    return [world.partnership.pk, 2026, 9]


def of_a_team(world: World) -> list[object]:
    """Name September of a team in which nobody works."""
    team = TeamFactory.create(organisation=world.partnership.provider)
    return [*of_a_month(world), team.pk]


def of_hours(world: World) -> list[object]:
    """Make hours that somebody else of the JGZ entered."""
    return [HoursEntryFactory.create(partnership=world.partnership).pk]


ROWS: Final[dict[str, Row]] = {
    "hours": Row("get", READING),
    "budget": Row("get", READING),
    "budget-csv": Row("get", TAKING_ALONG, of_a_year),
    "budget-xlsx": Row("get", TAKING_ALONG, of_a_year),
    "budget-ods": Row("get", TAKING_ALONG, of_a_year),
    "hours-enter": Row("get", ENTERING),
    "hours-import": Row("get", ENTERING),
    "hours-sample": Row("get", ENTERING, lambda _: ["csv"]),
    "hours-month": Row("get", ENTERING_A_MONTH, of_a_month),
    "hours-team-month": Row("get", OF_A_TEAM, of_a_team),
    "hours-approve": Row("get", APPROVING),
    "hours-return": Row("get", RETURNING, of_hours),
}
