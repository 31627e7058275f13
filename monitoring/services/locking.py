"""Everybody who changes a quarter locks it first, so that the second one waits."""

from monitoring.models import Quarter


def lock_quarter(quarter: Quarter | int) -> Quarter:
    """Lock a quarter and return it as it is now, with both parties."""
    pk = quarter.pk if isinstance(quarter, Quarter) else quarter
    rows = Quarter.objects.select_for_update(of=("self",))
    locked: Quarter = rows.select_related(
        "partnership__municipality", "partnership__provider"
    ).get(pk=pk)
    return locked
