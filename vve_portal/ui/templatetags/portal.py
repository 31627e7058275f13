"""Template tags and filters for dates, numbers, hashes and the colour of a status."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template

from vve_portal.ui import dates, numbers, tones

register = template.Library()


@register.filter
def long_date(value: date | None) -> str:
    """Write "8 december 2026"; nothing when there is no date."""
    return dates.long_date(value) if value else ""


@register.filter
def short_date(value: date | None) -> str:
    """Write "8 dec"."""
    return dates.short_date(value) if value else ""


@register.filter
def weekday_date(value: date | None) -> str:
    """Write "di 8 dec"."""
    return dates.weekday_date(value) if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """Write "16.42 uur"."""
    return dates.clock_time(value) if value else ""


@register.filter
def long_moment(value: datetime | None) -> str:
    """Write "8 december 2026 om 16.42 uur"."""
    return dates.long_moment(value) if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """Write "8 dec 2026 16.42 uur"."""
    return dates.short_moment(value) if value else ""


@register.filter
def month_year(value: date | None) -> str:
    """Write "december 2026"."""
    return dates.month_year(value) if value else ""


@register.simple_tag
def period(start: date, end: date | None = None) -> str:
    """Write "1 januari tot en met 31 december 2027"."""
    return dates.period(start, end)


@register.filter
def euro(value: Decimal | float | None) -> str:
    """Write "€ 93.300"; nothing when there is no amount."""
    return "" if value is None else numbers.euro(value)


@register.filter
def number(value: Decimal | float | None, decimals: int | None = None) -> str:
    """Write "1.244" or "90,5"."""
    return "" if value is None else numbers.decimal_number(value, decimals)


@register.simple_tag
def percentage(part: float, whole: float) -> str:
    """Write "88%"."""
    return numbers.percentage(part, whole)


@register.filter
def hash_groups(digest: str) -> str:
    """Write a hash in groups of four."""
    return numbers.hash_groups(digest)


@register.filter
def tone_of(status: object) -> str:
    """Return the colour of a status, for `_components/status_badge.html`."""
    return tones.tone_of(status)


@register.simple_tag
def bar_width(part: float, whole: float) -> str:
    """Return how far a bar of 100 units is filled, with a dot as SVG wants it."""
    share = max(0.0, min(1.0, part / whole)) if whole else 0.0
    return f"{share * 100:.1f}"


@register.simple_tag
def page_links(page: Any) -> list[int | str]:
    """Return the numbers of the pages to link to, with "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2))
