"""Handing a trajectory over: to another team, or to another JGZ after a move.

Taking over from another JGZ happens outside one's own reach. This service alone opens
the narrow scope for it, after it checked the code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from referrals import policies
from referrals.codes import MistypedError, new_code, parse_code, shown_code
from referrals.lifecycle.deeds import Change, Deed, Doer, Ground
from referrals.lifecycle.effects import clear_plan
from referrals.lifecycle.guards import NOT_A_WAY
from referrals.lifecycle.moves import adjust, apply, undo
from referrals.models import Event, PathwayVersion, Trajectory, Transfer
from referrals.queries.grounds import find_last_event, ground_of, last_days
from referrals.routes.rules import Term, Unit
from referrals.services import guessing
from referrals.services.moving import close_side_routes, lock, refuse_stale
from referrals.services.registering import (
    Registration,
    Start,
    begin_one,
    start_of,
)
from referrals.services.writing import save
from referrals.states import ALL_STATES
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.roles import Role
from vve_portal.ui.dates import local_day

VALID_FOR: Final = timedelta(days=28)
ASK_AFTER: Final = Term(10, Unit.WORKING_DAYS)
ASK: Final = "Vraag de andere JGZ of zij dit kind heeft overgenomen"
MOVED: Final = "S94"
SECRET_LENGTH: Final = 9
TO_TEST: Final = "S10"
OTHER_TEAM: Final = "Kies een team van uw eigen organisatie."
ENDED_TEAM: Final = "Dit team bestaat niet meer. Kies een ander team."
OTHER_PERSON: Final = "Kies iemand van uw eigen organisatie."
SAME: Final = "Er verandert niets: kies een ander team of iemand anders."
OFFERED_ALREADY: Final = "Er is al een overdrachtscode. Trek die eerst in."
NOT_OPEN: Final = "Deze overdracht is al overgenomen of ingetrokken."
TYPED_WRONG: Final = "Dit is een typefout: de overdrachtscode klopt niet."
UNKNOWN_CODE: Final = (
    "Deze overdrachtscode kennen wij niet. "
    "Vraag de andere JGZ of de code nog geldig is."
)
OTHER_KIND: Final = "Kies een route van dezelfde soort: {}."


@transaction.atomic
def to_team(
    *,
    trajectory: Trajectory,
    team: Team | None,
    assigned_to: User | None,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Give a trajectory to a team, and in it to somebody or to nobody in particular.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    current = lock(trajectory)
    change = give(
        current=current,
        seen_version=seen_version,
        gift=Gift(team, assigned_to, actor, now),
        ground=ground_of(current, local_day(now)),
    )
    save([change], verb="trajectory.assign")
    return current


@dataclass(frozen=True, slots=True)
class Gift:
    """To whom a trajectory goes, and who gives it when."""

    team: Team | None
    assigned_to: User | None
    actor: User
    now: datetime


def give(
    *, current: Trajectory, seen_version: int, gift: Gift, ground: Ground
) -> Change:
    """Give a locked trajectory away in memory; one by one and in bulk the same.

    Raises PermissionDenied, or ValidationError with one sentence.
    """
    policies.may_transfer(gift.actor, current).enforce()
    refuse_stale(current, seen_version)
    _refuse_receiver(gift.team, gift.assigned_to, gift.actor)
    fields = {
        "team_id": gift.team.pk if gift.team else None,
        "assigned_to_id": gift.assigned_to.pk if gift.assigned_to else None,
    }
    if all(getattr(current, name) == value for name, value in fields.items()):
        raise ValidationError(SAME)
    return adjust(
        trajectory=current,
        fields=fields,
        kind=Event.Kind.TRANSFER,
        occurred_on=ground.today,
        ground=ground,
        doer=Doer.of(gift.actor, gift.now),
    )


def _refuse_receiver(team: Team | None, assigned_to: User | None, actor: User) -> None:
    own = actor.organisation_id
    if team is not None and team.organisation_id != own:
        raise ValidationError(OTHER_TEAM)
    if team is not None and team.ended_at is not None:
        raise ValidationError(ENDED_TEAM)
    if assigned_to is not None and assigned_to.organisation_id != own:
        raise ValidationError(OTHER_PERSON)


@transaction.atomic
def offer(
    *,
    trajectory: Trajectory,
    occurred_on: date,
    seen_version: int,
    actor: User,
    now: datetime,
) -> tuple[Transfer, str]:
    """Close a trajectory because the family moved, and make a code for another JGZ.

    Returns the code too: it is shown once and only its digest is kept. Until somebody
    takes over, the trajectory still asks to look after that. Raises PermissionDenied,
    or ValidationError with one sentence.
    """
    current = lock(trajectory)
    policies.may_transfer(actor, current).enforce()
    refuse_stale(current, seen_version)
    today, doer = local_day(now), Doer.of(actor, now)
    open_offer = Transfer.objects.filter(
        trajectory=current, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    if open_offer.exists():
        raise ValidationError(OFFERED_ALREADY)

    changes = [_leave(current, occurred_on, doer, today)]
    _ask_later(current, doer, ASK_AFTER.after(today))
    changes += close_side_routes(current=current, actor=actor, now=now)
    save(changes, verb="trajectory.offer")
    secret = new_code()
    transfer = Transfer.objects.create(
        partnership_id=current.partnership_id,
        trajectory=current,
        token_hash=digest_of(secret),
        offered_by=actor,
        offered_at=now,
        expires_at=now + VALID_FOR,
    )
    return transfer, f"{current.partnership.code}-{shown_code(secret)}"


def _leave(current: Trajectory, occurred_on: date, doer: Doer, today: date) -> Change:
    """Close a trajectory as moved, unless that was reported before."""
    ground = ground_of(current, today)
    if current.state == MOVED:
        return adjust(
            trajectory=current,
            fields={},
            kind=Event.Kind.TRANSFER,
            occurred_on=today,
            ground=ground,
            doer=doer,
        )
    ways = ground.route.outcomes_at(current.state)
    moved = next((one.key for one in ways if one.to == MOVED), None)
    if moved is None:
        raise ValidationError(NOT_A_WAY.format(ALL_STATES[current.state].label))
    return apply(
        trajectory=current,
        outcome=moved,
        deed=Deed(occurred_on=occurred_on),
        ground=ground,
        actor=doer.user,
        now=doer.now,
        last_on=last_days([current]).get(current.pk, current.since),
    )


def _ask_later(current: Trajectory, doer: Doer, due_on: date) -> None:
    current.next_step, current.due_on = ASK, due_on
    current.owner = doer.role or Role.NURSE


@transaction.atomic
def withdraw(*, transfer: Transfer, actor: User, now: datetime) -> Trajectory:
    """Take back an offer that nobody took up, and with it that the family moved.

    Raises PermissionDenied, or ValidationError when it was taken up or withdrawn.
    """
    current = lock(transfer.trajectory)
    policies.may_withdraw_transfer(actor, current).enforce()
    row = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if row.accepted_at is not None or row.withdrawn_at is not None:
        raise ValidationError(NOT_OPEN)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])

    today, doer = local_day(now), Doer.of(actor, now)
    event, ground = find_last_event(current), ground_of(current, today)
    if event is not None and event.registered_at == row.offered_at:
        change = undo(
            trajectory=current,
            event=event,
            reason_before="",
            ground=ground,
            doer=doer,
        )
    else:
        change = adjust(
            trajectory=current,
            fields={},
            kind=Event.Kind.TRANSFER,
            occurred_on=today,
            ground=ground,
            doer=doer,
        )
        if not current.is_open:
            clear_plan(current)
    save([change], verb="trajectory.withdraw")
    return current


@transaction.atomic
def take_over(
    *,
    code: str,
    pathway_version: PathwayVersion,
    team: Team | None,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Begin a trajectory for a child that another JGZ handed over, with its code.

    It begins before the test: each town has its own definition of the target group,
    and consent was given for another letter. Raises PermissionDenied; ValidationError
    for a typing error, a route that does not fit or too many guesses; and GuessError,
    in the same words, for every other code that does not work.
    """
    policies.may_take_over(actor).enforce()
    town, secret = read_code(code)
    guessing.refuse_if_locked(actor=actor, now=now)
    start = start_of(version=pathway_version, team=team, actor=actor, now=now)
    taken = _claim(town, secret, start, now)
    if taken is None:
        raise guessing.GuessError(UNKNOWN_CODE)
    change = begin_one(taken, start, Event.Kind.TRANSFER)
    save([change], verb="trajectory.take_over")
    guessing.forget_wrong_codes(actor=actor)
    return change.trajectory


def read_code(typed: str) -> tuple[str, str]:
    """Return the town's code and the secret; raises ValidationError on a typing error.

    The secret is the last nine characters, however they are parted.
    """
    signs = "".join(typed.upper().split())
    for length in range(len(signs)):
        town, rest = signs[:length], signs[length:]
        if town.endswith("-") and len(rest.replace("-", "")) == SECRET_LENGTH:
            try:
                return town.rstrip("-"), parse_code(rest)
            except MistypedError:
                break
    raise ValidationError(TYPED_WRONG)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return salted_hmac("referrals.transfer", secret, algorithm="sha256").hexdigest()


def _claim(town: str, secret: str, start: Start, now: datetime) -> Registration | None:
    """Mark an offer as taken up and return what comes along; None for a wrong code."""
    partnership = Partnership.objects.filter(code__iexact=town).order_by("pk").first()
    if partnership is None:
        return None
    with _other_side(partnership):
        offers = Transfer.objects.filter(
            partnership=partnership,
            token_hash=digest_of(secret),
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=now,
        )
        found = offers.first()
        if found is None:
            return None
        # Who withdraws locks in this order too; the second of them sees it here.
        child = lock(found.trajectory)
        transfer = offers.select_for_update().first()
        if transfer is None or child.is_open:
            return None
        transfer.accepted_at = now
        transfer.save(update_fields=["accepted_at"])
        _refuse_kind(child, start)
        _let_go(child, now)
    return _registration(child, start, now)


@contextmanager
def _other_side(partnership: Partnership) -> Iterator[None]:
    """Reach the trajectories of the JGZ that hands over; its own record stays shut."""
    town = frozenset({partnership.pk})
    with scope(Scope(partnerships=town, children=town, locations="all")):
        yield


def _refuse_kind(child: Trajectory, start: Start) -> None:
    if child.kind != start.ground.route.kind:
        raise ValidationError(OTHER_KIND.format(child.get_kind_display().lower()))


def _let_go(child: Trajectory, now: datetime) -> None:
    """Tell the JGZ that handed over that it need not look after it any more."""
    today = local_day(now)
    change = adjust(
        trajectory=child,
        fields={},
        kind=Event.Kind.TRANSFER,
        occurred_on=today,
        ground=ground_of(child, today),
        doer=Doer(None, None, now),
    )
    clear_plan(child)
    save([change], verb="trajectory.handed_over")


def _registration(child: Trajectory, start: Start, now: datetime) -> Registration:
    possible = start.ground.route.start
    return Registration(
        birth_month=child.birth_month,
        state=TO_TEST if TO_TEST in possible else possible[0],
        occurred_on=local_day(now),
        first_signalled_by=child.first_signalled_by,
    )
