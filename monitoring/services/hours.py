"""Entering hours of plus-inzet: per activity and month, for oneself or a team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_hours as policies
from monitoring.models import HoursEntry
from monitoring.queries.budget import Activity, activities_of
from referrals.tables.remarks import free_text_problem
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, month_year

MOST_MINUTES: Final = 120_000
MOST_QUANTITY: Final = Decimal(100_000)
NOT_BEGUN: Final = "Deze maand is nog niet begonnen. Kies een eerdere maand."
UNKNOWN: Final = (
    "Deze activiteit staat deze maand niet in de begroting. Open de bladzijde opnieuw."
)
TOO_MUCH: Final = "Vul hooguit 2.000 uur in, dus 120.000 minuten."
TOO_MANY: Final = "Vul een aantal in van 0 tot en met 100.000."
NO_TIME: Final = "Vul in hoeveel minuten dit was."
Status = HoursEntry.Status


@dataclass(frozen=True, slots=True)
class Done:
    """How much of an activity was done; without minutes they follow from the number."""

    quantity: Decimal | None = None
    minutes: int | None = None
    remark: str = ""

    def minutes_of(self, activity: Activity) -> int | None:
        """Return the minutes as entered, or else the number times what one takes."""
        if self.minutes is not None:
            return self.minutes
        if self.quantity is None or activity.minutes_per_unit is None:
            return None
        product = self.quantity * activity.minutes_per_unit
        return int(product.quantize(Decimal(1), ROUND_HALF_UP))


def activities_to_enter(
    *, partnership: Partnership, month: date, actor: User
) -> list[Activity]:
    """Return what is budgeted in a month, for who enters hours in the partnership.

    A helper reads no agreements; of the budget he gets the activities of this one
    month, in the scope of the partnership. Raises PermissionDenied.
    """
    policies.may_enter_in(actor, partnership).enforce()
    if partnership.pk in actor.partnership_ids:
        return _activities(partnership, month)
    with scope(scope_of_job(partnership)):
        return _activities(partnership, month)


def _activities(partnership: Partnership, month: date) -> list[Activity]:
    found = activities_of(partnership, month.year)
    return [one for one in found if month in one.months]


@transaction.atomic
def enter_hours(
    *,
    partnership: Partnership,
    month: date,
    team: Team | None,
    done: Mapping[int, Done],
    actor: User,
    now: datetime,
) -> int:
    """Enter hours by the line of the budget; return how many entries changed.

    What was sent back is entered again by it. Raises PermissionDenied, or
    ValidationError with a sentence per line for a month to come, a strange activity
    or number, a remark with a name, and for what was approved.
    """
    policies.may_enter_in(actor, partnership).enforce()
    if team is not None:
        policies.may_enter_for(actor, team).enforce()
    if month > local_day(now):
        raise ValidationError(NOT_BEGUN)
    known = {
        one.line_id: one
        for one in activities_to_enter(
            partnership=partnership, month=month, actor=actor
        )
    }
    if not done.keys() <= known.keys():
        raise ValidationError(UNKNOWN)
    _refuse(done, known)

    place = _Place(partnership, month, team, actor, now)
    changes = [place.enter(known[line], done[line]) for line in sorted(done)]
    changed = [one for one in changes if one is not None]
    if changed:
        place.record(changed)
    return len(changed)


def _refuse(done: Mapping[int, Done], known: Mapping[int, Activity]) -> None:
    faults: dict[str, str] = {}
    for line, one in done.items():
        problem = problem_of(one, known[line])
        if problem:
            field = "quantity" if problem == TOO_MANY else "minutes"
            faults[f"{field}_{line}"] = problem
    if faults:
        raise ValidationError(faults)


def problem_of(done: Done, activity: Activity) -> str:
    """Say what is wrong with a number or its remark; nothing when they will do."""
    if done.quantity is not None and not 0 <= done.quantity <= MOST_QUANTITY:
        return TOO_MANY
    minutes = done.minutes_of(activity)
    if minutes is None:
        return NO_TIME
    if not 0 <= minutes <= MOST_MINUTES:
        return TOO_MUCH
    return free_text_problem(done.remark)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where hours are entered, by whom and when."""

    partnership: Partnership
    month: date
    team: Team | None
    actor: User
    now: datetime

    def enter(self, activity: Activity, done: Done) -> dict[str, Any] | None:
        """Enter one activity; return what changed, or None."""
        values = self._values(activity, done)
        row, is_new = HoursEntry.objects.get_or_create(
            partnership=self.partnership,
            clause_code=activity.clause_code,
            activity=activity.name,
            month=self.month,
            team=self.team,
            entered_by=self.actor,
            defaults={
                "organisation_id": self.actor.organisation_id,
                "agreement_id": activity.agreement_id,
                "entered_at": self.now,
                **values,
            },
        )
        before = None if is_new else self._correct(row.pk, activity, values)
        if not is_new and before is None:
            return None
        return {
            "activity": activity.code,
            "before": before,
            "after": values["minutes"],
        }

    def _values(self, activity: Activity, done: Done) -> dict[str, Any]:
        return {
            "quantity": done.quantity,
            "minutes": done.minutes_of(activity) or 0,
            "remark": done.remark,
        }

    def _correct(
        self, pk: int, activity: Activity, values: Mapping[str, Any]
    ) -> int | None:
        """Set other values; return the minutes they replace, or None when the same."""
        locked = HoursEntry.objects.select_for_update().get(pk=pk)
        is_same = all(getattr(locked, name) == value for name, value in values.items())
        if is_same and locked.status != Status.RETURNED:
            return None
        verdict = policies.may_change(self.actor, locked)
        if not verdict:
            raise ValidationError({f"minutes_{activity.line_id}": verdict.reason})
        before: int = locked.minutes
        for name, value in values.items():
            setattr(locked, name, value)
        locked.status, locked.judgement = Status.ENTERED, ""
        locked.judged_by, locked.judged_at = None, None
        locked.entered_at = self.now
        locked.version += 1
        locked.save(update_fields=[*values, *_ENTERED_AGAIN])
        return before

    def record(self, changes: list[dict[str, Any]]) -> None:
        """Keep it with the organisation that made the hours."""
        whose = f" voor {self.team.name}" if self.team else ""
        record(
            at=self.now,
            actor=self.actor,
            verb="hours.entered",
            subject=self.partnership,
            summary=f"Uren van {month_year(self.month)} ingevuld{whose}.",
            reach=Entry.Reach.ORGANISATION,
            month=self.month.isoformat(),
            team=self.team.pk if self.team else None,
            changes=changes,
        )


_ENTERED_AGAIN: Final = (
    "status",
    "judgement",
    "judged_by",
    "judged_at",
    "entered_at",
    "version",
)
