"""What people of the demo tell: stories, signals, and a dialogue table. Invented."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from agreements.areas import Chapter
from monitoring.models import Quarter, Story
from monitoring.services.dialogues import DialogueText, note_dialogue
from monitoring.services.signals import bundle_signals, give_signal
from monitoring.services.stories import (
    CHECKS,
    StoryText,
    approve_story,
    offer_story,
    write_story,
)
from vve_portal.accounts.models import User
from vve_portal.home.demo.figures import at

# By the place of the quarter in the year that is told; the last one is at work.
STORIES: Final[dict[int, StoryText]] = {
    1: StoryText(
        Chapter.REACH,
        "De eerste ochtend samen",
        "Een moeder wilde haar kind nog thuis houden. Zij kende de voorschool niet.",
        "De verpleegkundige ging een ochtend mee kijken en bleef tot de fruitpauze.",
        "De moeder zag haar kind spelen. Zij meldde het dezelfde week aan.",
        "Een keer meekijken helpt meer dan drie keer uitleggen.",
    ),
    3: StoryText(
        Chapter.REACH,
        "Wachten zonder stilte",
        "Er was geen plek. Ouders dachten dat niemand meer aan hen dacht.",
        "De JGZ belde om de twee weken, ook als er niets nieuws was.",
        "Ouders bleven meedoen. Toen er een plek kwam, zeiden ze meteen ja.",
        "De norm halen we niet, maar bellen houdt gezinnen erbij.",
    ),
    4: StoryText(
        Chapter.PROCESSES,
        "Twee mensen, één gesprek",
        "Een gezin kreeg over hetzelfde twee uitnodigingen en raakte in de war.",
        "De voorschool en de JGZ maakten er samen één gesprek van.",
        "Ouders vertelden hun verhaal nog maar één keer.",
        "Eerst elkaar bellen, dan pas een uitnodiging sturen.",
    ),
}
SIGNALS: Final = (
    "Ouders vragen waarom de aanmelding niet op de telefoon kan.",
    "Veel ouders komen niet uit het formulier voor de toeslag.",
)
BUNDLED: Final = "Ouders lopen vast op formulieren die niet op de telefoon werken."
OPEN_SIGNAL: Final = "Op maandag is het spreekuur vol. Er is dan geen tijd voor uitleg."


def tell(
    quarter: Quarter, place: int, people: Mapping[str, User], *, is_open: bool
) -> None:
    """Tell what belongs to a quarter; in an open one a story waits for its reader."""
    if text := STORIES.get(place):
        story = _offer(quarter, text, people["Fenna"])
        if not is_open:
            _approve(story, people["Ilse"])
    if place == 0:
        _sit_together(quarter, people["Noor"])
    if place == 2:  # noqa: PLR2004 - the third quarter that is told
        _bundle(quarter, people)
    if is_open:
        give_signal(
            partnership=quarter.partnership,
            area=Chapter.PROCESSES,
            text=OPEN_SIGNAL,
            actor=people["Karim"],
            now=at(quarter.ends_on),
        )


def _offer(quarter: Quarter, text: StoryText, actor: User) -> Story:
    now = at(quarter.ends_on - timedelta(days=10))
    story = write_story(quarter=quarter, text=text, actor=actor, now=now)
    return offer_story(
        story=story,
        ticked=tuple(CHECKS),
        consent=True,
        seen_version=story.version,
        actor=actor,
        now=now,
    )


def _approve(story: Story, reader: User) -> None:
    approve_story(
        story=story,
        ticked=tuple(CHECKS),
        publish=Story.Publish.COUNCIL,
        seen_version=story.version,
        actor=reader,
        now=at(story.quarter.ends_on - timedelta(days=3)),
    )


def _bundle(quarter: Quarter, people: Mapping[str, User]) -> None:
    given = [
        give_signal(
            partnership=quarter.partnership,
            area=Chapter.REACH,
            text=text,
            actor=people[giver],
            now=at(quarter.ends_on - timedelta(days=20)),
        )
        for giver, text in zip(("Fenna", "Karim"), SIGNALS, strict=True)
    ]
    bundle_signals(
        chosen=[one.pk for one in given],
        quarter=quarter,
        sentence=BUNDLED,
        actor=people["Ilse"],
        now=at(quarter.ends_on - timedelta(days=2)),
    )


def _sit_together(quarter: Quarter, actor: User) -> None:
    held_on = quarter.ends_on - timedelta(days=12)
    text = DialogueText(
        held_on=held_on,
        organisations="Gemeente, JGZ, twee voorscholen en de bibliotheek",
        theme="Wat vertellen we ouders als er geen plek is?",
        outcome="Iedereen vertelt iets anders. Ouders weten niet wie hen belt.",
        agreed="De JGZ belt. De voorschool zegt dat tegen ouders.",
    )
    note_dialogue(quarter=quarter, text=text, actor=actor, now=at(held_on, 17))
