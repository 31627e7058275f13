"""Taking in a file with hours: all of it, or nothing with what is wrong per row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_hours as policies
from monitoring.queries.budget import Activity
from monitoring.services.hours import (
    NOT_BEGUN,
    Done,
    activities_to_enter,
    enter_hours,
    problem_of,
)
from monitoring.tables.hours import HOURS, HoursRow, parse_hours
from referrals.tables.columns import Fault
from referrals.tables.personal import refuse_personal
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY, Table, TableError
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.ui.dates import local_day

MOST_ROWS: Final = 2_000
MOST_FAULTS: Final = 20
Place = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file did."""

    rows: int
    changed: int


@transaction.atomic
def import_hours(
    *, partnership: Partnership, content: bytes, actor: User, now: datetime
) -> Taken:
    """Enter the hours of a CSV, XLSX or ODS file.

    Raises PermissionDenied, or ValidationError with a sentence per row that is wrong;
    nothing is entered then.
    """
    policies.may_enter_in(actor, partnership).enforce()
    table = _read(content)
    rows, faults = parse_hours(HOURS.mapped(table, HOURS.suggest(table.header)))
    judged = _Judge(partnership, actor, local_day(now))
    understood = list(judged.judge(rows, faults))
    _refuse(faults)

    changed = 0
    for (month, team), done in _by_place(understood).items():
        changed += _enter(
            partnership, month, judged.team_of.get(team), done, actor, now
        )
    return Taken(len(understood), changed)


def _enter(
    partnership: Partnership,
    month: date,
    team: Team | None,
    done: Mapping[int, Done],
    actor: User,
    now: datetime,
) -> int:
    try:
        return enter_hours(
            partnership=partnership,
            month=month,
            team=team,
            done=done,
            actor=actor,
            now=now,
        )
    except ValidationError as refusal:
        # Approved since: the form has no field for it, so it stands on its own.
        raise ValidationError({"file": refusal.messages}) from refusal


def _read(content: bytes) -> Table:
    try:
        table = read_table(content, DELIVERY)
        columns = HOURS.suggest(table.header)
        _refuse_form(table, columns)
        refuse_personal(table, months=HOURS.month_headers(columns))
    except TableError as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    return table


def _refuse_form(table: Table, columns: Mapping[str, str]) -> None:
    missing = " en ".join(f"“{one.key}”" for one in HOURS.missing(columns))
    if missing:
        message = f"Het bestand mist {missing}. Neem de kop van het voorbeeld."
        raise TableError(message)
    if len(table.rows) > MOST_ROWS:
        message = f"Het bestand heeft meer dan {MOST_ROWS} rijen. Deel het op."
        raise TableError(message)


def _refuse(faults: Sequence[Fault]) -> None:
    if not faults:
        return
    sentences = [one.sentence for one in sorted(faults)[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        sentences.append(f"Er zijn nog {len(faults) - MOST_FAULTS} rijen niet goed.")
    raise ValidationError({"file": sentences})


Understood = tuple[HoursRow, Activity, int | None]


class _Judge:
    """Finds the activity and the team that a row names."""

    def __init__(self, partnership: Partnership, actor: User, today: date) -> None:
        self.partnership, self.actor, self.today = partnership, actor, today
        teams = Team.objects.visible_to(actor).filter(ended_at__isnull=True)
        self.teams = {team.name.casefold(): team for team in teams}
        self.team_of: dict[int | None, Team] = {
            team.pk: team for team in self.teams.values()
        }
        self._activities: dict[date, dict[str, Activity]] = {}

    def judge(
        self, rows: Iterable[HoursRow], faults: list[Fault]
    ) -> Iterator[Understood]:
        """Yield what can be entered; say of the rest what is wrong."""
        for row in rows:
            problem = self._problem(row)
            if problem:
                faults.append(Fault(row.number, f"Rij {row.number}: {problem}"))
                continue
            team = self.teams[row.team.casefold()].pk if row.team else None
            yield row, self._in(row.month)[row.code.casefold()], team

    def _problem(self, row: HoursRow) -> str:
        if row.month > self.today:
            return NOT_BEGUN
        activity = self._in(row.month).get(row.code.casefold())
        if activity is None:
            return (
                f"de activiteit “{row.code}” staat die maand niet in de begroting. "
                "Neem een code van de bladzijde met uren."
            )
        return self._problem_of_team(row.team) or problem_of(_done(row), activity)

    def _problem_of_team(self, name: str) -> str:
        if not name:
            return ""
        team = self.teams.get(name.casefold())
        if team is None:
            return f"het team “{name}” is niet van uw organisatie."
        return policies.may_enter_for(self.actor, team).reason

    def _in(self, month: date) -> dict[str, Activity]:
        if month not in self._activities:
            found = activities_to_enter(
                partnership=self.partnership, month=month, actor=self.actor
            )
            self._activities[month] = {one.code.casefold(): one for one in found}
        return self._activities[month]


def _done(row: HoursRow) -> Done:
    return Done(row.quantity, row.minutes, row.remark)


def _by_place(rows: Iterable[Understood]) -> dict[Place, dict[int, Done]]:
    places: dict[Place, dict[int, Done]] = {}
    for row, activity, team in rows:
        places.setdefault((row.month, team), {})[activity.line_id] = _done(row)
    return places
