"""A year of monitoring in the demo: four settled quarters, and one at work."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from agreements.areas import AREA_NUMBERS, Chapter
from agreements.models import Agreement, Clause
from monitoring.models import Bottleneck, MeetingKind, MeetingSeries, Quarter
from monitoring.services.counting import count_quarter
from monitoring.services.quarters import open_quarter, settle, share_draft
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.home.demo.chain import Scene
from vve_portal.home.demo.figures import (
    at,
    count_and_release,
    deliver_places,
    note_town,
    type_totals,
)
from vve_portal.home.demo.meetings import (
    AGREED,
    Table,
    bring_up,
    finish_actions,
    hold,
    make_rhythm,
    miss,
    plan,
    raise_waiting_list,
    talk_every_three_weeks,
)
from vve_portal.home.demo.plus import fill_months
from vve_portal.home.demo.quarters import SETTLED, Period, quarters_until
from vve_portal.home.demo.referrals import people_of
from vve_portal.home.demo.reports import publish_quarter, summarise, write_about
from vve_portal.home.demo.telling import tell
from vve_portal.ui.dates import local_day

# Which quarterly meeting was missed, and after which ones the waiting list went up.
MISSED: Final = 1
RAISED_IN: Final = 1
WENT_UP_AFTER: Final = (2, 3)
# How many preschools have not delivered the open quarter yet.
NOT_YET_IN: Final = 3


def tell_of_a_year(scene: Scene, people: Mapping[str, User], now: datetime) -> None:
    """Tell how the parties looked at their figures, quarter after quarter."""
    partnership, today = scene.partnership, local_day(now)
    table = Table(partnership, people["Noor"], people["Ilse"])
    periods = quarters_until(today)
    first = date(periods[0].year, 3 * periods[0].number - 2, 1)
    with scope(scope_of_children_job(partnership)):
        note_town(scene, {period.year for period in periods}, people["Ilse"])
        series = make_rhythm(table, _clauses(scene), at(first, 9))
        fill_months(
            partnership,
            since=first,
            until=today.replace(day=1),
            enters=people["Ilse"],
            approves=people["Roos"],
        )
        story = Year(scene, people, table, series, today)
        for place, period in enumerate(periods):
            story.tell(place, period)


def _clauses(scene: Scene) -> dict[str, Clause]:
    signed = Agreement.objects.get(
        partnership=scene.partnership, status=Agreement.Status.SIGNED
    )
    return {clause.code: clause for clause in signed.clauses.order_by("pk")}


class Year:
    """The quarters of one partnership, told in order."""

    def __init__(
        self,
        scene: Scene,
        people: Mapping[str, User],
        table: Table,
        series: Mapping[str, MeetingSeries],
        today: date,
    ) -> None:
        self.scene, self.people, self.table = scene, people, table
        self.series, self.today = series, today
        self.chain = people_of(scene, today)
        self.bottleneck: Bottleneck | None = None

    def tell(self, place: int, period: Period) -> None:
        """Tell of one quarter until it is settled, or as far as it is now."""
        quarter = open_quarter(
            partnership=self.scene.partnership,
            year=period.year,
            number=period.number,
            actor=None,
            now=at(_after(period), 6),
        )
        if place == RAISED_IN:
            self.bottleneck = raise_waiting_list(self.table, quarter.starts_on)
        talk_every_three_weeks(
            self.series[MeetingKind.PROGRESS],
            self.table,
            since=quarter.starts_on + timedelta(days=10),
            until=quarter.ends_on,
        )
        delivered_on = min(quarter.ends_on + timedelta(days=12), self.today)
        type_totals(quarter, place, actor=self.people["Ilse"], day=delivered_on)
        is_open = place == SETTLED
        deliver_places(
            quarter,
            self.scene,
            left_out=NOT_YET_IN if is_open else 0,
            people=self.chain,
        )
        tell(quarter, place, self.people, is_open=is_open)
        if is_open:
            self._leave_open(quarter, delivered_on)
        else:
            self._finish(quarter, place)

    def _finish(self, quarter: Quarter, place: int) -> None:
        noor, roos = self.people["Noor"], self.people["Roos"]
        released_on = quarter.ends_on + timedelta(days=21)
        count_and_release(quarter, self.people["Ilse"], released_on)
        written_on = at(quarter.ends_on + timedelta(days=30))
        current = Quarter.objects.get(pk=quarter.pk)
        write_about(
            current,
            tuple(Chapter(number) for number in AREA_NUMBERS),
            was_met=place != MISSED,
            actor=noor,
            now=written_on,
        )
        summarise(current, noor, written_on)
        share_draft(quarter=current, actor=noor, now=written_on + timedelta(days=1))
        self._meet(current, place)
        settled_at = at(quarter.ends_on + timedelta(days=50))
        settle(quarter=current, actor=roos, now=settled_at)
        if place == SETTLED - 1:
            publish_quarter(current, noor, settled_at + timedelta(days=1))

    def _meet(self, quarter: Quarter, place: int) -> None:
        day = _thursday(quarter.ends_on + timedelta(days=42))
        (meeting,) = plan(
            self.series[MeetingKind.QUARTERLY],
            [day],
            self.table.coordinator,
            at(quarter.ends_on + timedelta(days=2)),
        )
        if place == MISSED:
            miss(meeting, self.table)
            return
        agreed = AGREED[min(place, len(AGREED) - 1)]
        hold(meeting, self.table, agreed=agreed)
        if agreed.is_done:
            finish_actions(meeting, self.table)
        if self.bottleneck and place in WENT_UP_AFTER:
            bring_up(self.bottleneck, self.table, day + timedelta(days=1))

    def _leave_open(self, quarter: Quarter, day: date) -> None:
        """Leave the figures counted but not released, and the meeting to come."""
        count_quarter(quarter=quarter, actor=self.people["Ilse"], now=at(day, 11))
        plan(
            self.series[MeetingKind.QUARTERLY],
            [_thursday(self.today + timedelta(days=9))],
            self.table.coordinator,
            at(self.today - timedelta(days=1)),
        )


def _after(period: Period) -> date:
    """Return the first day after a quarter."""
    months = period.year * 12 + 3 * period.number
    return date(months // 12, months % 12 + 1, 1)


def _thursday(day: date) -> date:
    return day + timedelta(days=(3 - day.weekday()) % 7)
