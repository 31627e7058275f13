"""Judging rows with trajectories in memory: what each would change, or what is amiss.

Nothing is saved here; checking a file and applying it do the same judging.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError

from referrals.lifecycle.deeds import Change, Deed, Doer
from referrals.lifecycle.effects import values_of
from referrals.lifecycle.moves import put
from referrals.models import Event, Trajectory
from referrals.queries.imports import Told, Town
from referrals.states import RouteKind
from referrals.tables.columns import Fault
from referrals.tables.trajectories import TrajectoryRow
from vve_portal.accounts.models import User

REFERRED: Final = "S40"
NOT_REACHED: Final = "S32"
TAKES_PART: Final = "S70"
# In these, a preschool was chosen or any would do.
_CHOSEN: Final = frozenset({"S40", "S41", "S42", "S50", "S51", "S60", "S70", "S71"})

OTHER_MONTH: Final = (
    "dit traject heeft in het portaal een andere geboortemaand. Kijk of de code klopt."
)
TWO_MONTHS: Final = (
    "deze code heeft in een eerdere rij een andere geboortemaand. Verbeter er één."
)
OTHER_ROUTE: Final = (
    "dit traject volgt in het portaal een andere route ({}). Neem die over."
)
NOT_ON_ROUTE: Final = "op de route {} komt deze toestand niet voor. Verbeter de rij."
NO_CONSENT: Final = (
    "vul bij datum van de toestemming in wanneer de ouders die gaven: "
    "zonder toestemming gaat er geen verwijsbrief uit."
)
NO_ATTEMPTS: Final = (
    "“Ouders niet bereikt” vraagt om de pogingen. Leg die bij het traject zelf vast, "
    "en haal deze rij weg."
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many trajectories are new or go on; how many rows tell nothing new."""

    new: int
    changed: int
    unchanged: int
    behind: int


@dataclass
class Judgement:
    """What a delivery comes to; `versions` says how each trajectory was found."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    # Rows about a day before what the portal knows already.
    behind: int = 0
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """The same in numbers."""
        touched = {change.trajectory.code for change in self.changes}
        new = {code for code in touched if code not in self.versions}
        return Counts(len(new), len(touched - new), self.unchanged, self.behind)


def in_order(rows: Iterable[TrajectoryRow]) -> list[TrajectoryRow]:
    """Return rows in the order in which things happened."""
    return sorted(rows, key=lambda row: (row.occurred_on, row.number))


class Judge:
    """Judges rows one after the other; what an earlier one changed holds for later."""

    def __init__(self, town: Town, told: Told, actor: User, now: datetime) -> None:
        self.town = town
        self.told = told
        self.doer = Doer.of(actor, now)
        versions = {code: child.version for code, child in told.children.items()}
        self.judgement = Judgement(versions=versions)

    def judge(self, rows: Sequence[TrajectoryRow]) -> Judgement:
        """Judge rows, and return what there is so far."""
        for row in rows:
            try:
                self._judge(row)
            except ValidationError as refusal:
                sentence = f"Rij {row.number}: {' '.join(refusal.messages)}"
                self.judgement.faults.append(Fault(row.number, sentence))
        return self.judgement

    def _judge(self, row: TrajectoryRow) -> None:
        child = self.told.children.get(row.code)
        if child is None:
            child = self.told.children[row.code] = self._begin(row)
        self._refuse_other(child, row)
        events = self.told.events.setdefault(row.code, set())
        last_on = self.told.last_days.get(row.code)
        if (row.state, row.occurred_on) in events:
            self.judgement.unchanged += 1
        elif last_on is not None and row.occurred_on < last_on:
            self.judgement.behind += 1
        elif row.state == child.state:
            self.judgement.unchanged += 1
        else:
            self.judgement.changes.append(self._put(child, row, last_on))
            events.add((row.state, row.occurred_on))
            self.told.last_days[row.code] = row.occurred_on

    def _begin(self, row: TrajectoryRow) -> Trajectory:
        version = self.town.versions[row.route]
        child = Trajectory(
            partnership=self.town.partnership,
            code=row.code,
            kind=version.pathway.kind,
            birth_month=row.birth_month,
            pathway_version=version,
            state="",
        )
        if definition := self.town.definition_on(row.occurred_on):
            child.start_age_months = definition.start_age_months
        return child

    def _refuse_other(self, child: Trajectory, row: TrajectoryRow) -> None:
        if child.birth_month != row.birth_month:
            is_known = row.code in self.judgement.versions
            raise ValidationError(OTHER_MONTH if is_known else TWO_MONTHS)
        follows = child.pathway_version.pathway.code
        if follows != row.route:
            raise ValidationError(OTHER_ROUTE.format(follows))

    def _put(
        self, child: Trajectory, row: TrajectoryRow, last_on: date | None
    ) -> Change:
        ground = self.town.ground(child.pathway_version, row.state, row.occurred_on)
        closes = ground.route.states[row.state].closes
        if not closes and ground.route.step_at(row.state) is None:
            raise ValidationError(NOT_ON_ROUTE.format(row.route))
        before = values_of(child)
        self._fill(child, row)
        change = put(
            trajectory=child,
            state=row.state,
            deed=Deed(
                occurred_on=row.occurred_on,
                reason=row.reason,
                start_on=row.start_on,
                hours_per_week=row.hours,
            ),
            ground=ground,
            doer=self.doer,
            kind=Event.Kind.IMPORT,
            last_on=last_on,
            before=before,
        )
        if before["letter_by_id"] is None:
            # Who brings a file in did not write the letters it tells of.
            child.letter_by = None
            change.event.changes.pop("letter_by_id", None)
        # A file tells no groups of reasons; those that are known stay.
        return replace(change, groups=None)

    def _fill(self, child: Trajectory, row: TrajectoryRow) -> None:
        """Take over what a row tells beside the state, before that is judged."""
        if row.neighbourhood:
            child.neighbourhood_id = self.town.neighbourhoods[row.neighbourhood]
        if row.team:
            child.team_id = self.town.teams[row.team]
        if row.consent_on and child.consent != Trajectory.Consent.YES:
            child.consent = Trajectory.Consent.YES
            child.consent_on = row.consent_on
            child.consent_by = self.doer.role or ""
        if row.state == REFERRED and child.consent != Trajectory.Consent.YES:
            raise ValidationError(NO_CONSENT)
        if row.state == NOT_REACHED and child.state != "S42":
            raise ValidationError(NO_ATTEMPTS)
        self._fill_place(child, row)

    def _fill_place(self, child: Trajectory, row: TrajectoryRow) -> None:
        """The preschool itself comes in with the code; a file tells what is wished."""
        is_chosen = row.state in _CHOSEN and child.kind == RouteKind.PRESCHOOL
        if row.location:
            child.wished_location_id = self.town.locations[row.location]
        child.location_known = child.location_known or bool(row.location) or is_chosen
        if row.state == TAKES_PART and child.state != TAKES_PART:
            child.start_on = row.start_on or child.start_on or row.occurred_on
            child.hours_per_week = row.hours or child.hours_per_week
