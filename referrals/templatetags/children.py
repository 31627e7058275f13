"""The filter for the code of a child."""

from django import template

from referrals.codes import shown_code

register = template.Library()


@register.filter
def as_code(code: str) -> str:
    """Write a trajectory code as people read it: K7QM-4X2P-K."""
    return shown_code(code)
