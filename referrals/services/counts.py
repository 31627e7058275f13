"""Noting how often something was done in a month."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_counts
from referrals.models import ActivityCount
from referrals.queries.counts import activities_of
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, month_year

LARGEST: Final = 9_999
NOT_BEGUN: Final = "Deze maand is nog niet begonnen. Kies een eerdere maand."
UNKNOWN: Final = "Deze activiteit staat niet in uw routes. Open de bladzijde opnieuw."
OTHERS_TEAM: Final = "Dit team hoort niet bij uw organisatie."
TOO_MANY: Final = f"Vul een getal in van hooguit {LARGEST}."

Changes = dict[str, tuple[int | None, int]]


@transaction.atomic
def note_counts(
    *,
    partnership: Partnership,
    month: date,
    team: Team | None,
    counts: Mapping[str, int],
    actor: User,
    now: datetime,
) -> Changes:
    """Note how often each activity was done; a new value replaces an earlier one.

    The record keeps what it was. Raises PermissionDenied, or ValidationError with a
    sentence for a month to come, a strange team, activity or number.
    """
    policies_counts.may_count(actor, partnership).enforce()
    _refuse(partnership, month, team, counts, actor, local_day(now))

    changes: Changes = {}
    for activity in sorted(counts):
        row, is_new = ActivityCount.objects.get_or_create(
            partnership=partnership,
            activity=activity,
            month=month,
            team=team,
            defaults={
                "count": counts[activity],
                "noted_by": actor,
                "noted_at": now,
            },
        )
        before = None if is_new else _correct(row, counts[activity], actor, now)
        if is_new or before is not None:
            changes[activity] = (before, counts[activity])
    if changes:
        _record(partnership, month, team, changes, actor, now)
    return changes


def _correct(row: ActivityCount, count: int, actor: User, now: datetime) -> int | None:
    """Set another value; return the one it replaces, or None when it is the same."""
    locked = ActivityCount.objects.select_for_update().get(pk=row.pk)
    if locked.count == count:
        return None
    before: int = locked.count
    locked.count = count
    locked.noted_by, locked.noted_at = actor, now
    locked.save(update_fields=["count", "noted_by", "noted_at"])
    return before


def _refuse(
    partnership: Partnership,
    month: date,
    team: Team | None,
    counts: Mapping[str, int],
    actor: User,
    today: date,
) -> None:
    if month > today:
        raise ValidationError(NOT_BEGUN)
    if team is not None and team.organisation_id != actor.organisation_id:
        raise ValidationError(OTHERS_TEAM)
    if not counts.keys() <= activities_of(partnership, today).keys():
        raise ValidationError(UNKNOWN)
    wrong = {
        key: TOO_MANY for key, count in counts.items() if not 0 <= count <= LARGEST
    }
    if wrong:
        raise ValidationError(wrong)


def _record(
    partnership: Partnership,
    month: date,
    team: Team | None,
    changes: Changes,
    actor: User,
    now: datetime,
) -> None:
    """Keep it with the JGZ: a count may be small."""
    whose = team.name if team else "alle teams samen"
    record(
        at=now,
        actor=actor,
        verb="counts.noted",
        subject=partnership,
        summary=f"Tellingen van {month_year(month)} vastgelegd voor {whose}.",
        reach=Entry.Reach.ORGANISATION,
        month=month.isoformat(),
        team=team.pk if team else None,
        changes=changes,
    )
