"""Pages on which people tell: stories, signals, dialogue tables."""

from typing import Final

from monitoring.models import Story
from tests.monitoring.access.rows import Row
from tests.monitoring.factories import DialogueFactory, StoryFactory
from tests.monitoring.scenes import World

# The order is that of rows.PEOPLE: advisor, contract manager, alderman, privacy
# officer, clerk, administrator, stranger, manager, coordinator, nurse, planner,
# elsewhere, two preschools, helper.
TELLING: Final = (
    *(200, 200, 403, 403, 403, 403),
    200,
    *(200, 200, 200, 403),
    200,
    *(200, 200, 200),
)
# A story that nobody shared yet: of the JGZ alone.
SEEING_A_DRAFT: Final = (
    *(404, 404, 404, 404, 404, 404),
    404,
    *(200, 200, 200, 403),
    404,
    *(404, 404, 404),
)
OF_ITS_WRITER: Final = (
    *(404, 404, 404, 404, 404, 404),
    404,
    *(403, 200, 403, 403),
    404,
    *(404, 404, 404),
)
READING_SECOND: Final = (
    *(404, 404, 404, 404, 404, 404),
    404,
    *(200, 403, 200, 403),
    404,
    *(404, 404, 404),
)
BUNDLING: Final = (
    *(403, 403, 403, 403, 403, 403),
    403,
    *(403, 200, 403, 403),
    200,
    *(403, 403, 403),
)
OF_A_QUARTER: Final = (
    *(403, 403, 403, 403, 403, 403),
    404,
    *(403, 302, 403, 403),
    404,
    *(403, 403, 403),
)
AT_THE_TABLE: Final = (
    *(200, 200, 403, 403, 403, 403),
    200,
    *(200, 200, 200, 403),
    200,
    *(403, 403, 403),
)
NOTING: Final = (
    *(200, 403, 403, 403, 403, 403),
    200,
    *(200, 200, 403, 403),
    200,
    *(403, 403, 403),
)
NOTING_ONE: Final = (
    *(200, 403, 403, 403, 403, 403),
    404,
    *(200, 200, 403, 403),
    404,
    *(404, 404, 404),
)


def story_of(world: World, status: str = Story.Status.DRAFT) -> list[object]:
    """Make a story of the coordinator."""
    story = StoryFactory.create(
        quarter=world.quarter, status=status, written_by=world.people["coordinator"]
    )
    return [story.pk]


def offered(world: World) -> list[object]:
    """Make a story that waits for a second reader."""
    return story_of(world, Story.Status.OFFERED)


def of_a_quarter(world: World) -> list[object]:
    """Name the quarter that is open."""
    return [world.quarter.pk]


def of_a_table(world: World) -> list[object]:
    """Make a dialogue table."""
    return [DialogueFactory.create(quarter=world.quarter).pk]


ROWS: Final[dict[str, Row]] = {
    "stories": Row("get", TELLING),
    "story-create": Row("get", TELLING),
    "story": Row("get", SEEING_A_DRAFT, story_of),
    "story-edit": Row("get", OF_ITS_WRITER, story_of),
    "story-offer": Row("get", OF_ITS_WRITER, story_of),
    "story-read": Row("get", READING_SECOND, offered),
    "story-return": Row("get", READING_SECOND, offered),
    "story-withdraw": Row(
        "post",
        tuple(302 if answer == 200 else answer for answer in OF_ITS_WRITER),
        offered,
    ),
    "signals": Row("get", TELLING),
    "signals-bundle": Row("get", BUNDLING),
    "signals-take-out": Row("post", OF_A_QUARTER, of_a_quarter),
    "dialogues": Row("get", AT_THE_TABLE),
    "dialogue-create": Row("get", NOTING),
    "dialogue-edit": Row("get", NOTING_ONE, of_a_table),
}
