"""How fast the figures of a quarter are counted and stored in every partnership."""

import time
from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from monitoring.models import Quarter
from monitoring.queries.due_quarters import quarter_of
from monitoring.services.quarters import open_quarter
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership
from vve_portal.accounts.scopes import scope_of_job


def count_seconds() -> float:
    """Count the quarter that ended last, as the nightly command does."""
    year, number = last_quarter(timezone.localdate())
    for partnership in Partnership.objects.order_by("pk"):
        with scope(scope_of_job(partnership)):
            open_quarter(
                partnership=partnership,
                year=year,
                number=number,
                actor=None,
                now=timezone.now(),
            )
    code = Quarter(year=year, number=number).code
    begun = time.perf_counter()
    call_command("count_quarters", quarter=code, stdout=StringIO())
    return time.perf_counter() - begun


def last_quarter(today: date) -> tuple[int, int]:
    """Return year and number of the quarter that ended last."""
    year, number = quarter_of(today)
    return quarter_of(Quarter(year=year, number=number).starts_on - timedelta(days=1))
