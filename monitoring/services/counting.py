"""Counting a quarter: every figure of trajectories, stored as it is found."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from monitoring import policies_quarters as policies
from monitoring.counting import Asked, Count, count_all
from monitoring.definitions import INDICATORS
from monitoring.models import Figure, Quarter
from monitoring.services.locking import lock_quarter
from monitoring.services.taking_over import take_over_totals
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit

SOURCE: Final = "Trajecten in het portaal"
AT_A_TIME: Final = 2_000
# The steps of the chain are counted too, and are no indicator: the first version.
VERSIONS: Final = {code.value: one.version for code, one in INDICATORS.items()}


@transaction.atomic
def count_quarter(*, quarter: Quarter, actor: User | None, now: datetime) -> int:
    """Count all figures anew and store them in the place of the earlier ones.

    Totals that came in with a file are taken over beside them.

    Works in a scope that reaches the children; returns how many figures there are.
    Raises PermissionDenied when the actor may not, or once the figures are released.
    """
    current = lock_quarter(quarter)
    _judge(current, actor)

    figures = list(figures_of(current, count_all(asked_of(current, now)), now))
    current.figures.filter(mode=Figure.Mode.COUNTED).delete()
    Figure.objects.bulk_create(figures, batch_size=AT_A_TIME)
    stored = len(figures) + take_over_totals(quarter=current)
    current.counted_at = now
    current.save(update_fields=["counted_at"])
    audit.record(
        at=now,
        actor=actor,
        verb="quarter.count",
        subject=current,
        summary=f"De cijfers van het {current.name} zijn geteld.",
        figures=stored,
    )
    return stored


def _judge(quarter: Quarter, actor: User | None) -> None:
    if actor is not None:
        policies.may_count(actor, quarter).enforce()
    if quarter.status != Quarter.Status.OPEN:
        raise PermissionDenied(policies.RELEASED)


def asked_of(quarter: Quarter, now: datetime) -> Asked:
    """Say what is counted for a quarter, as it is known now."""
    return Asked(
        partnership=quarter.partnership,
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
        now=now,
    )


def figures_of(
    quarter: Quarter, counts: Iterable[Count], now: datetime
) -> Iterator[Figure]:
    """Turn counts into figures; one without any case says zero out of zero."""
    for count in counts:
        yield Figure(
            partnership_id=quarter.partnership_id,
            quarter=quarter,
            mode=Figure.Mode.COUNTED,
            indicator=count.indicator,
            definition_version=VERSIONS.get(count.indicator, 1),
            measure=count.measure,
            dimension=count.dimension,
            category=count.category,
            numerator=count.numerator,
            denominator=count.denominator,
            value=count.value,
            reference_on=quarter.ends_on,
            source=SOURCE,
            noted_at=now,
        )
