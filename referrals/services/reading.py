"""The record of reading: who saw which trajectories, per page or export."""

from collections.abc import Iterable
from datetime import datetime

from referrals.models import Trajectory
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Kind
from vve_portal.audit.models import Entry
from vve_portal.audit.services import entry_of, record_all


def record_read(
    *, trajectories: Iterable[Trajectory], actor: User, now: datetime, how: str
) -> None:
    """Record that somebody saw these trajectories: one entry per page or export.

    `how` says where in Dutch, such as "werklijst" or "export (XLSX)". A page about
    several towns gets an entry for each, and a preschool's one per location, as others
    may not read of each other's.
    """
    codes: dict[tuple[int, int | None], list[str]] = {}
    is_preschool = actor.organisation.kind == Kind.PRESCHOOL
    for one in trajectories:
        place = one.location_id if is_preschool else None
        codes.setdefault((one.partnership_id, place), []).append(one.code)
    entries = [
        entry_of(
            at=now,
            actor=actor,
            verb="trajectory.read",
            subject=Partnership(pk=partnership),
            summary=_summary(len(shown), how),
            reach=Entry.Reach.CHILD,
            location_id=place,
            how=how,
            codes=shown,
        )
        for (partnership, place), shown in codes.items()
    ]
    if entries:
        record_all(entries)


def _summary(count: int, how: str) -> str:
    what = "1 traject" if count == 1 else f"{count} trajecten"
    return f"{what} gelezen: {how}."
