"""Quarters as far as a test needs them."""

from monitoring.models import Quarter
from tests.factories import NOW
from vve_portal.accounts.models import User


def settle_row(quarter: Quarter, *, by: User) -> Quarter:
    """Set the row of a quarter settled, past the service and all it asks for."""
    quarter.status = Quarter.Status.SETTLED
    quarter.settled_at, quarter.settled_by = NOW, by
    quarter.save(update_fields=["status", "settled_at", "settled_by"])
    return quarter
