"""What the pages about one quarter share: its head, its menu of areas, its figures."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from agreements.areas import Area
from agreements.models.vocabulary import Progress
from monitoring import policies_quarters as steps
from monitoring import policies_releases as releases
from monitoring import policies_words as policies
from monitoring.content.screen import Screen, load_screen
from monitoring.models import AreaWords, Meeting, Quarter
from monitoring.models.quarters import QuarterQuerySet
from monitoring.queries.calendar import steps_of
from vve_portal.access.views import ObjectView
from vve_portal.accounts.roles import Ability
from vve_portal.ui.dates import long_date
from vve_portal.ui.tones import tone_of

OVERVIEW: Final = 0
NO_MEETING: Final = "Het kwartaaloverleg is nog niet gepland."


class QuarterPage(ObjectView[Quarter]):
    """A page about one quarter of a partnership that the actor may know of."""

    policy = policies.may_read_quarter

    def get_queryset(self) -> QuarterQuerySet:
        """Return the quarters in reach, with both parties."""
        rows: QuarterQuerySet = Quarter.objects.visible_to(self.actor)
        return rows.select_related("partnership__municipality", "partnership__provider")

    @cached_property
    def screen(self) -> Screen:
        """The quarter as the actor reads it, loaded once."""
        return load_screen(self.object, self.actor)

    def frame(self, current: int) -> dict[str, Any]:
        """Return what stands around each page; `current` is the area, 0 for none."""
        quarter = self.object
        return {
            "quarter": quarter,
            "screen": self.screen,
            "steps": steps_of(
                quarter, today=timezone.localdate(), standing=self.screen.standing
            ),
            "areas": menu_of(self.screen, current),
            "meeting_words": meeting_in_words(self.screen.meeting),
            "is_partner": self.actor.may(Ability.READ_FIGURES),
            "may_write": policies.may_write_words(self.actor, quarter),
            "may_share": steps.may_share_draft(self.actor, quarter),
            "may_release": releases.may_release(self.actor, quarter),
            "may_export": releases.may_export(self.actor, quarter),
            "breadcrumbs": crumbs_to(quarter if current else None),
        }


@dataclass(frozen=True, slots=True)
class AreaItem:
    """An area in the menu, with how it stands."""

    number: int
    title: str
    url: str
    current: bool
    label: str
    tone: str


def menu_of(screen: Screen, current: int) -> list[AreaItem]:
    """Return the seven areas, each with its status or what is suggested for it."""
    return [
        AreaItem(
            number=area.number,
            title=area.short,
            url=reverse(
                "monitoring:quarter-area", args=[screen.quarter.pk, area.number]
            ),
            current=area.number == current,
            label=state_of(screen, area, words),
            tone=tone_of(words.status) if words else "",
        )
        for area, words in screen.areas
    ]


def state_of(screen: Screen, area: Area, words: AreaWords | None) -> str:
    """Say in words how an area stands."""
    if words and words.status:
        return str(words.get_status_display())
    proposed = screen.proposal_in(area.number)
    return f"Voorstel: {Progress(proposed).label}" if proposed else ""


def meeting_in_words(meeting: Meeting | None) -> str:
    """Say when the quarterly meeting is, or what became of it."""
    if meeting is None:
        return NO_MEETING
    day = long_date(meeting.starts_at)
    if meeting.status == Meeting.Status.MISSED:
        return f"Het kwartaaloverleg van {day} ging niet door."
    return f"Kwartaaloverleg op {day}."


def crumbs_to(quarter: Quarter | None = None) -> list[tuple[str, str]]:
    """Return the way back from a quarter, or from a page within it."""
    crumbs = [
        ("Vandaag", reverse("home:today")),
        ("Cijfers", reverse("monitoring:quarters")),
    ]
    if quarter is not None:
        crumbs.append((quarter.name.capitalize(), quarter.get_absolute_url()))
    return crumbs
