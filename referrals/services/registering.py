"""Beginning trajectories: one, or the work of an afternoon at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies
from referrals.codes import new_code
from referrals.lifecycle.deeds import Change, Deed, Doer, Ground
from referrals.lifecycle.guards import INDICATED
from referrals.lifecycle.moves import begin
from referrals.models import (
    Event,
    Neighbourhood,
    PathwayVersion,
    Trajectory,
)
from referrals.queries.grounds import definition_on
from referrals.queries.rules import rules_for
from referrals.reasons import Signaller
from referrals.routes.facts import FOUR, age_in_months
from referrals.services.writing import save
from referrals.states import RouteKind
from vve_portal.accounts.models import Team, User
from vve_portal.ui.dates import local_day

NOT_PUBLISHED: Final = "Kies een route die is vastgesteld."
NOT_IN_FORCE: Final = "Kies de versie van de route die nu geldt."
NOT_A_MONTH: Final = "Vul alleen maand en jaar van geboorte in, geen dag."
BORN_LATER: Final = "Deze maand moet nog komen. Kies een eerdere geboortemaand."
FOUR_ALREADY: Final = "Dit kind is al vier. De route naar de voorschool is dan voorbij."
ELSEWHERE: Final = "Kies een wijk van deze gemeente."
OTHER_TEAM: Final = "Kies een team van uw eigen organisatie."
SIGNALLER_WRONG: Final = "Kies uit de lijst wie het kind het eerst zag."
NO_ROWS: Final = "Vul minstens één kind in."
OTHER_CHILD: Final = "Een zijroute hoort bij een traject in dezelfde gemeente."


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a professional tells of a child to begin with; never who it is."""

    birth_month: date
    state: str
    occurred_on: date
    neighbourhood: Neighbourhood | None = None
    first_signalled_by: str = ""
    referred_by: str = ""
    groups: frozenset[str] = frozenset()


class BatchRefused(ValidationError):  # noqa: N818 - it is a refusal, not an error
    """Some rows can't be registered; `faults` has a sentence per row, from 0."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        lines = [f"Rij {row + 1}: {fault}" for row, fault in sorted(faults.items())]
        super().__init__(lines)
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Start:
    """Where and by whom all trajectories of one deed begin."""

    version: PathwayVersion
    team: Team | None
    ground: Ground
    doer: Doer
    main: Trajectory | None = None
    definitions: dict[date, Ground] = field(default_factory=dict)

    def ground_on(self, day: date) -> Ground:
        """Return the ground of an indication, with the definition of that day."""
        if day not in self.definitions:
            definition = definition_on(self.version.partnership_id, day)
            self.definitions[day] = replace(self.ground, definition=definition)
        return self.definitions[day]


@transaction.atomic
def register_trajectory(
    *,
    registration: Registration,
    pathway_version: PathwayVersion,
    team: Team | None,
    actor: User,
    now: datetime,
    main: Trajectory | None = None,
) -> Trajectory:
    """Begin a trajectory under a new code; with `main` as a side route of that one.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    start = start_of(
        version=pathway_version, team=team, actor=actor, now=now, main=main
    )
    change = begin_one(registration, start)
    save([change], verb="trajectory.register")
    return change.trajectory


@transaction.atomic
def register_batch(
    *,
    registrations: Sequence[Registration],
    pathway_version: PathwayVersion,
    team: Team | None,
    actor: User,
    now: datetime,
) -> list[Trajectory]:
    """Begin several trajectories at once, each under a new code; all or none.

    Raises PermissionDenied, ValidationError, or BatchRefused with a sentence per row.
    """
    start = start_of(version=pathway_version, team=team, actor=actor, now=now)
    if not registrations:
        raise ValidationError(NO_ROWS)
    changes, faults = [], {}
    for row, registration in enumerate(registrations):
        try:
            changes.append(begin_one(registration, start))
        except ValidationError as refusal:
            faults[row] = " ".join(refusal.messages)
    if faults:
        raise BatchRefused(faults)
    save(changes, verb="trajectory.register")
    return [change.trajectory for change in changes]


def start_of(
    *,
    version: PathwayVersion,
    team: Team | None,
    actor: User,
    now: datetime,
    main: Trajectory | None = None,
) -> Start:
    """Judge who begins what, once for all trajectories of one deed.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    team_id = team.pk if team else None
    policies.may_register_in(actor, version.partnership, team_id).enforce()
    if team is not None and team.organisation_id != actor.organisation_id:
        raise ValidationError(OTHER_TEAM)
    if main is not None:
        policies.may_edit(actor, main).enforce()
        if main.partnership_id != version.partnership_id:
            raise ValidationError(OTHER_CHILD)
    today = local_day(now)
    refuse_version(version, today)
    ground = Ground(version.route, rules_for(version.partnership_id), today)
    return Start(version, team, ground, Doer.of(actor, now), main)


def refuse_version(version: PathwayVersion, today: date) -> None:
    """Raise ValidationError unless new trajectories follow this version now."""
    if version.status != PathwayVersion.Status.PUBLISHED:
        raise ValidationError(NOT_PUBLISHED)
    current = PathwayVersion.objects.filter(pathway=version.pathway_id)
    if not current.in_force_on(today).filter(pk=version.pk).exists():
        raise ValidationError(NOT_IN_FORCE)


def begin_one(
    registration: Registration,
    start: Start,
    kind: Event.Kind = Event.Kind.REGISTERED,
) -> Change:
    """Begin a trajectory in memory; raises ValidationError with one sentence."""
    _refuse(registration, start)
    trajectory = Trajectory(
        partnership_id=start.version.partnership_id,
        code=new_code(),
        kind=start.ground.route.kind,
        birth_month=registration.birth_month,
        neighbourhood=registration.neighbourhood,
        pathway_version=start.version,
        team=start.team,
        first_signalled_by=registration.first_signalled_by,
        referred_by=registration.referred_by,
    )
    if start.main is not None:
        _run_beside(trajectory, start.main)
    day, indicates = registration.occurred_on, registration.state == INDICATED
    return begin(
        trajectory=trajectory,
        state=registration.state,
        deed=Deed(occurred_on=day, groups=registration.groups),
        ground=start.ground_on(day) if indicates else start.ground,
        doer=start.doer,
        kind=kind,
    )


def _run_beside(trajectory: Trajectory, main: Trajectory) -> None:
    """Take along from the main trajectory what is about the child itself."""
    trajectory.main = main
    trajectory.birth_month = main.birth_month
    trajectory.neighbourhood_id = main.neighbourhood_id
    trajectory.assigned_to_id = main.assigned_to_id
    trajectory.location_id = main.location_id
    trajectory.accepted_on = main.accepted_on


def _refuse(registration: Registration, start: Start) -> None:
    refuse_birth_month(registration.birth_month, start.ground)
    neighbourhood = registration.neighbourhood
    if neighbourhood and neighbourhood.partnership_id != start.version.partnership_id:
        raise ValidationError(ELSEWHERE)
    said = {registration.first_signalled_by, registration.referred_by} - {""}
    if not said <= set(Signaller.values):
        raise ValidationError(SIGNALLER_WRONG)


def refuse_birth_month(birth_month: date, ground: Ground) -> None:
    """Raise ValidationError unless a child of this month can follow the route."""
    if birth_month.day != 1:
        raise ValidationError(NOT_A_MONTH)
    if birth_month > ground.today:
        raise ValidationError(BORN_LATER)
    is_four = age_in_months(birth_month, ground.today) >= FOUR
    if is_four and ground.route.kind == RouteKind.PRESCHOOL:
        raise ValidationError(FOUR_ALREADY)
