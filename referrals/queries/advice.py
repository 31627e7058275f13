"""How often parents were pointed where, per month."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Count

from referrals.models import Advice
from referrals.queries.counts import Row, rows_of
from referrals.reasons import AdviceTo
from vve_portal.accounts.models import Partnership

LATEST: Final = 5


def advice_rows(partnership: Partnership, months: Sequence[date]) -> list[Row]:
    """Put the months of each kind of advice beside each other; no advice is a zero."""
    rows = Advice.objects.filter(partnership=partnership, month__in=months)
    counted = rows.order_by("to", "month").values_list("to", "month")
    counts = {(to.value, month): 0 for to in AdviceTo for month in months}
    for to, month, count in counted.annotate(count=Count("pk")):
        counts[to, month] = count
    return rows_of({to.value: str(to.label) for to in AdviceTo}, counts, months)


def latest_of(actor: Any, partnership: Partnership) -> list[Advice]:
    """Return what somebody noted last, to take back a mistake."""
    rows = Advice.objects.filter(partnership=partnership, given_by=actor.pk)
    return list(rows.select_related("trajectory").order_by("-pk")[:LATEST])
