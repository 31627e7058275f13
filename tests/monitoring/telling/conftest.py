"""A quarter to tell about, and a story as it should be."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from agreements.areas import Chapter
from monitoring.models import Quarter, Story
from monitoring.services.stories import CHECKS, StoryText, offer_story, write_story
from tests.monitoring.factories import QuarterFactory
from tests.monitoring.scenes import everything
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User

InScope = Callable[[User], AbstractContextManager[None]]
ALL = list(CHECKS)
TEXT = StoryText(
    area=Chapter.REACH,
    title="De fiets",
    situation="Een gezin woont ver weg en heeft geen auto.",
    did="De toeleider liep de eerste keer mee.",
    brought="De ouder durft nu zelf te komen.",
    learned="Een keer meelopen helpt meer dan een brief.",
)


@pytest.fixture
def reach(
    partnership: Partnership,  # noqa: ARG001 - is reached
    stranger: User,  # noqa: ARG001 - is reached
) -> Iterator[None]:
    """Reach everything, for arranging and for looking."""
    with scope(everything()):
        yield


@pytest.fixture
def quarter(partnership: Partnership, reach: None) -> Quarter:  # noqa: ARG001 - opens the scope
    """A quarter that is still open."""
    made: Quarter = QuarterFactory.create(partnership=partnership)
    return made


@pytest.fixture
def write(
    quarter: Quarter, nurse: User, now: datetime, in_scope: InScope
) -> Callable[..., Story]:
    """Write a story as the nurse."""

    def act(text: StoryText = TEXT, *, actor: User = nurse) -> Story:
        with in_scope(actor):
            return write_story(quarter=quarter, text=text, actor=actor, now=now)

    return act


@pytest.fixture
def offer(now: datetime, in_scope: InScope) -> Callable[..., Story]:
    """Offer a story as its writer, with everything ticked."""

    def act(story: Story, actor: User, *, consent: bool = False) -> Story:
        with in_scope(actor):
            return offer_story(
                story=story,
                ticked=ALL,
                consent=consent,
                seen_version=story.version,
                actor=actor,
                now=now,
            )

    return act


Write = Callable[..., Story]
Offer = Callable[..., Story]


def settle(quarter: Quarter, who: User, now: datetime) -> None:
    """Settle a quarter past its own service, which asks for more than a story."""
    Quarter.objects.filter(pk=quarter.pk).update(
        status=Quarter.Status.SETTLED,
        provisional_at=now,
        settled_at=now,
        settled_by=who,
    )
