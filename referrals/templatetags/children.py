"""Filters for what is shown of a child: its code and a month."""

from datetime import date

from django import template

from referrals.codes import shown_code
from vve_portal.ui.dates import MONTHS

register = template.Library()


@register.filter
def as_code(code: str) -> str:
    """Write a trajectory code as people read it: K7QM-4X2P-K."""
    return shown_code(code)


@register.filter
def as_month(day: date | None) -> str:
    """Write "oktober 2026"; nothing when there is no month."""
    return f"{MONTHS[day.month - 1]} {day.year}" if day else ""
