"""Figures that the JGZ delivers itself: new ones, and earlier ones that change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from referrals.models import DeliveredTotal
from referrals.services.importing.judging import Counts
from referrals.tables.totals import TotalRow
from vve_portal.accounts.models import Partnership, User

ROWS_AT_A_TIME: Final = 1_000
FIELDS: Final = ("numerator", "denominator", "source", "remark")
WRITTEN: Final = (*FIELDS, "delivered_by", "delivered_at")
Key = tuple[str, str, str, str]


@dataclass
class JudgedTotals:
    """Which figures are new, which change, and how many say nothing new."""

    new: list[TotalRow] = field(default_factory=list)
    changed: list[tuple[DeliveredTotal, TotalRow]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def counts(self) -> Counts:
        """The same in numbers."""
        return Counts(len(self.new), len(self.changed), self.unchanged, behind=0)

    def is_like(self, other: "JudgedTotals") -> bool:
        """Return whether another judgement found the same, with the same before."""
        return self.new == other.new and differences(self) == differences(other)


def judge(
    rows: Sequence[TotalRow], earlier: Mapping[Key, DeliveredTotal]
) -> JudgedTotals:
    """Compare figures with those that were delivered before."""
    judged = JudgedTotals()
    for row in rows:
        known = earlier.get(row.key)
        if known is None:
            judged.new.append(row)
        elif any(getattr(known, name) != getattr(row, name) for name in FIELDS):
            judged.changed.append((known, row))
        else:
            judged.unchanged += 1
    return judged


def save(
    judged: JudgedTotals, *, partnership: Partnership, actor: User, now: datetime
) -> None:
    """Add new figures and overwrite changed ones; the caller holds the lock."""
    DeliveredTotal.objects.bulk_create(
        [
            DeliveredTotal(
                partnership=partnership,
                quarter=row.quarter,
                indicator=row.indicator,
                breakdown=row.breakdown,
                breakdown_code=row.breakdown_code,
                delivered_by=actor,
                delivered_at=now,
                **_values(row),
            )
            for row in judged.new
        ],
        ROWS_AT_A_TIME,
    )
    for known, row in judged.changed:
        for name, value in _values(row).items():
            setattr(known, name, value)
        known.delivered_by, known.delivered_at = actor, now
    totals = [known for known, _ in judged.changed]
    DeliveredTotal.objects.bulk_update(totals, WRITTEN, ROWS_AT_A_TIME)


def differences(judged: JudgedTotals) -> list[list[object]]:
    """Return of each changed figure what it was and what it becomes."""
    return [
        [
            "/".join(row.key),
            [getattr(known, name) for name in FIELDS],
            [getattr(row, name) for name in FIELDS],
        ]
        for known, row in judged.changed
    ]


def _values(row: TotalRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in FIELDS}
