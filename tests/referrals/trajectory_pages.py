"""Filling in the page of a trajectory, as tests do."""

from typing import Any, Final

from django.test import Client
from django.urls import reverse

from referrals.models import Trajectory
from tests.agreements.pages import typed

DAY: Final = {
    "day": "today",
    "other_day_day": "",
    "other_day_month": "",
    "other_day_year": "",
}


def page_of(trajectory: Trajectory, query: str = "") -> str:
    """Return the address of a trajectory."""
    return f"{reverse('referrals:trajectory', args=[trajectory.pk])}{query}"


def post(desk: Client, page: str, **said: str) -> Any:
    """Fill in the form on a page and send it."""
    return desk.post(page, {**typed(desk.get(page)), **DAY, **said})


def state_of(trajectory: Trajectory) -> tuple[str, int]:
    """Return where a trajectory stands, and its version."""
    trajectory.refresh_from_db()
    return trajectory.state, trajectory.version
