"""Pages about meetings, actions, bottlenecks and the own calendar."""

from datetime import date
from typing import Final

from monitoring.models import Meeting
from tests.monitoring.access.rows import Row
from tests.monitoring.factories import (
    ActionFactory,
    AgendaItemFactory,
    BottleneckFactory,
    DecisionFactory,
    ParticipantFactory,
)
from tests.monitoring.meetings.building import (
    clause_of,
    in_force,
    meeting_of,
    running_of,
    series_of,
)
from tests.monitoring.scenes import World

# The order is that of rows.PEOPLE: advisor, contract manager, alderman, privacy
# officer, clerk, administrator, stranger, manager, coordinator, nurse, planner,
# elsewhere, two preschools, helper.
READING: Final = (
    *(200, 200, 200, 200, 403, 403),
    200,
    *(200, 200, 200, 403),
    200,
    *(403, 403, 403),
)
READING_ONE: Final = (
    *(200, 200, 200, 200, 403, 403),
    404,
    *(200, 200, 200, 403),
    404,
    *(404, 404, 404),
)
EDITING: Final = (
    *(200, 403, 403, 403, 403, 403),
    200,
    *(200, 200, 403, 403),
    200,
    *(403, 403, 403),
)
EDITING_ONE: Final = (
    *(200, 403, 403, 403, 403, 403),
    404,
    *(200, 200, 403, 403),
    404,
    *(404, 404, 404),
)
DOING_ONE: Final = tuple(302 if answer == 200 else answer for answer in EDITING_ONE)
# Actions: everybody in the chain has some; of others only who reads meetings.
LISTING_ACTIONS: Final = (
    *(200, 200, 200, 200, 403, 403),
    200,
    *(200, 200, 200, 200),
    200,
    *(200, 200, 200),
)
OTHERS_ACTION: Final = (
    *(200, 200, 200, 200, 404, 404),
    404,
    *(200, 200, 200, 404),
    404,
    *(404, 404, 404),
)
FINISHING_ANOTHERS: Final = (
    *(200, 403, 403, 403, 404, 404),
    404,
    *(200, 200, 403, 404),
    404,
    *(404, 404, 404),
)
# Who tells of the work raises a bottleneck: not the alderman or the privacy officer.
RAISING: Final = (
    *(200, 200, 403, 403, 403, 403),
    200,
    *(200, 200, 200, 403),
    200,
    *(403, 403, 403),
)
OWN_FEED: Final = READING


def series(world: World) -> list[object]:
    """Name a series."""
    return [series_of(world.partnership).pk]


def planned(world: World) -> list[object]:
    """Name a meeting that is planned."""
    return [meeting_of(series_of(world.partnership)).pk]


def starting(world: World) -> list[object]:
    """Name a meeting that can begin."""
    return [*planned(world), "begin"]


def running(world: World) -> list[object]:
    """Name a meeting that is going on."""
    return [running_of(series_of(world.partnership)).pk]


def point(world: World) -> list[object]:
    """Name a point of an agenda."""
    meeting = meeting_of(series_of(world.partnership), status=Meeting.Status.RUNNING)
    return [AgendaItemFactory.create(meeting=meeting).pk]


def participant(world: World) -> list[object]:
    """Name who is asked to a meeting."""
    meeting = meeting_of(series_of(world.partnership))
    return [ParticipantFactory.create(meeting=meeting).pk]


def action(world: World) -> list[object]:
    """Name an action of somebody at the JGZ who is none of the people."""
    return [ActionFactory.create(partnership=world.partnership).pk]


def bottleneck(world: World) -> list[object]:
    """Name an open bottleneck."""
    return [BottleneckFactory.create(partnership=world.partnership).pk]


def decision(world: World) -> list[object]:
    """Name a decision about a clause."""
    agreement = in_force(
        world.partnership, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    meeting = meeting_of(series_of(world.partnership))
    clause = clause_of(agreement, "G6-02", "Kwartaaloverleg", "vier keer per jaar")
    return [DecisionFactory.create(meeting=meeting, clause=clause).pk]


ROWS: Final[dict[str, Row]] = {
    "meetings": Row("get", READING),
    "meeting": Row("get", READING_ONE, planned),
    "meeting-calendar": Row("get", READING_ONE, planned),
    "meeting-step": Row(
        "post", tuple(302 if n == 200 else n for n in EDITING_ONE), starting
    ),
    "meeting-move": Row("get", EDITING_ONE, planned),
    "meeting-agenda": Row("post", DOING_ONE, planned),
    "meeting-point": Row("get", EDITING_ONE, planned),
    "meeting-participants": Row("get", EDITING_ONE, planned),
    "meeting-minutes": Row("get", EDITING_ONE, running),
    "point-up": Row("post", DOING_ONE, point),
    "point-down": Row("post", DOING_ONE, point),
    "point-remove": Row("post", DOING_ONE, point),
    "participant-remove": Row("post", DOING_ONE, participant),
    "series": Row("get", READING),
    "series-create": Row("get", EDITING),
    "series-edit": Row("get", EDITING_ONE, series),
    "series-plan": Row("get", EDITING_ONE, series),
    "actions": Row("get", LISTING_ACTIONS),
    "action-create": Row("get", EDITING),
    "action": Row("get", OTHERS_ACTION, action),
    "action-finish": Row("get", FINISHING_ANOTHERS, action),
    "action-drop": Row("get", FINISHING_ANOTHERS, action),
    "action-change": Row("get", FINISHING_ANOTHERS, action),
    "bottlenecks": Row("get", READING),
    "bottleneck-create": Row("get", RAISING),
    "bottleneck": Row("get", READING_ONE, bottleneck),
    "bottleneck-escalate": Row("get", EDITING_ONE, bottleneck),
    "bottleneck-solve": Row("get", EDITING_ONE, bottleneck),
    "decision-proposal": Row("get", EDITING_ONE, decision),
    "feed": Row("get", OWN_FEED),
    "feed-make": Row("post", OWN_FEED),
    "feed-revoke": Row("post", tuple(302 if n == 200 else n for n in OWN_FEED)),
}
