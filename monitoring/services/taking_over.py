"""Taking totals of files over as delivered figures of a quarter."""

from django.db import transaction

from monitoring.models import Figure, Quarter
from monitoring.queries.delivered import totals_for


@transaction.atomic
def take_over_totals(*, quarter: Quarter) -> int:
    """Put the totals of files in the place of earlier ones; the caller has the lock.

    What somebody typed stays as it is. Returns how many there are.
    """
    mode = Figure.Mode.ENTERED
    found = totals_for(quarter)
    quarter.figures.filter(mode=mode, noted_by__isnull=True).delete()
    Figure.objects.bulk_create(
        Figure(
            partnership_id=quarter.partnership_id,
            quarter=quarter,
            mode=mode,
            indicator=one.indicator,
            definition_version=one.definition_version,
            measure=one.measure,
            dimension=one.dimension,
            category=one.category,
            numerator=one.numerator,
            denominator=one.denominator,
            value=one.value,
            reference_on=quarter.ends_on,
            source=one.source,
            remark=one.remark,
            noted_at=one.noted_at,
        )
        for one in found
    )
    return len(found)
