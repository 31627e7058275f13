"""Meetings as iCalendar (RFC 5545): for one meeting, or a feed of somebody's own."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vUri,
)

from monitoring.models import Meeting, Participant
from monitoring.queries.rhythm import AMSTERDAM

ZONE: Final = "Europe/Amsterdam"
MAKER: Final = "-//VVE-portaal//Overleggen//NL"
# Kind, name, month, hours ahead before and after, and a day on which it began.
_HALVES: Final = (
    (TimezoneDaylight, "CEST", 3, 1, 2, datetime(1996, 3, 31, 2)),  # noqa: DTZ001 - the rules of a clock are local
    (TimezoneStandard, "CET", 10, 2, 1, datetime(1996, 10, 27, 3)),  # noqa: DTZ001 - the rules of a clock are local
)
OVER: Final = frozenset({Meeting.Status.CANCELLED, Meeting.Status.MISSED})


def calendar_of(
    meetings: Iterable[Meeting],
    *,
    brought: dict[int, Sequence[Participant]],
    site: str,
    now: datetime,
) -> bytes:
    """Return meetings as a calendar file, with what the reader brings to each.

    `site` is the portal's own address. Nothing about a child is in it, no agenda and no
    minutes: whoever has the file reads when, where and what to bring.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "VVE-overleggen")
    calendar.add("x-wr-timezone", ZONE)
    calendar.add_component(_zone())
    for meeting in meetings:
        event = _event(meeting, brought.get(meeting.pk, ()), site, now)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _zone() -> Timezone:
    """Return the rules of our clock, without an end."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for kind, name, month, before, after, since in _HALVES:
        part = kind()
        part.add("tzname", name)
        part.add("dtstart", since)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _event(
    meeting: Meeting, people: Sequence[Participant], site: str, now: datetime
) -> Event:
    host = urlsplit(site).hostname or site
    event = Event()
    event.add("uid", f"overleg-{meeting.pk}@{host}")
    event.add("dtstamp", now)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", meeting.ends_at.astimezone(AMSTERDAM))
    event.add("summary", meeting.series.name)
    event.add("status", "CANCELLED" if meeting.status in OVER else "CONFIRMED")
    event.add("categories", ["VVE"])
    event.add("location", meeting.place)
    event.add("url", vUri(f"{site}{meeting.get_absolute_url()}"))
    event.add("description", _description(meeting, people))
    return event


def _description(meeting: Meeting, people: Sequence[Participant]) -> str:
    lines = [f"{meeting.partnership.municipality} en {meeting.partnership.provider}."]
    if meeting.status in OVER:
        lines.append(f"{meeting.get_status_display()}.")
    lines += [f"U brengt in: {one.brings}." for one in people if one.brings]
    lines.append("De agenda staat in het VVE-portaal.")
    return "\n".join(lines)
