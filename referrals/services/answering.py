"""Where a preschool reaches past its own children: accepting, sending or taking back.

All work in a narrow scope that is built here, after the actor was judged; nothing else
of a preschool does (docs/decisions/0008-narrow-scopes.md).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from referrals import policies_places
from referrals.codes import MistypedError, parse_code
from referrals.lifecycle.deeds import Deed
from referrals.lifecycle.moves import ACCEPTABLE, REFERRED, accept
from referrals.models import Event, Location, Trajectory
from referrals.queries.grounds import ground_of, last_days
from referrals.services.correcting import correct
from referrals.services.guessing import (
    UNKNOWN_CODE,
    GuessError,
    forget_wrong_codes,
    refuse_if_locked,
)
from referrals.services.moving import (
    lock,
    locked_rows,
    move,
    take_side_routes_along,
)
from referrals.services.writing import save
from referrals.states import RouteKind
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day

# Who came by outreach may have no letter; parents registered their child themselves.
REGISTERED_BY_PARENTS: Final = ACCEPTABLE - {"S42"}
OTHER_OWN_LOCATION: Final = "Deze brief is voor {}. Kies die locatie."
OTHER_TOWN: Final = "Deze brief is voor een andere gemeente. Kies een locatie daar."
NOT_YOUR_LOCATION: Final = "Kies een locatie waar u werkt."


@dataclass(frozen=True, slots=True)
class Answer:
    """The child behind a code, and whether it was accepted now or before."""

    trajectory: Trajectory
    is_new: bool


@transaction.atomic
def accept_by_code(
    *, typed: str, location: Location, actor: User, now: datetime
) -> Answer:
    """Accept the child whose code somebody typed, at one of his own locations.

    Raises PermissionDenied; ValidationError for a typing error, a location or too many
    guesses; and GuessError, in the same words and after the same queries, for every
    other code that is not for him.
    """
    policies_places.may_answer_by_code(actor).enforce()
    if location.pk not in actor.location_ids:
        raise ValidationError({"location": NOT_YOUR_LOCATION})
    try:
        code = parse_code(typed)
    except MistypedError as mistyped:
        raise ValidationError({"code": str(mistyped)}) from mistyped
    refuse_if_locked(actor=actor, now=now)
    accepted = _accept_in_reach_of_letters(code, location, actor, now)
    if accepted is not None:
        if not _came_before(accepted, actor):
            forget_wrong_codes(actor=actor)
        return Answer(accepted, is_new=True)
    # After the wait for the lock, so that the second of two colleagues finds it here.
    known = Trajectory.objects.visible_to(actor).filter(code=code).first()
    if known is None:
        raise GuessError(UNKNOWN_CODE)
    return Answer(known, is_new=False)


def _came_before(child: Trajectory, actor: User) -> bool:
    """Return whether the code was taken back here: a known one buys no new guesses."""
    corrections = Event.objects.filter(trajectory=child, kind=Event.Kind.CORRECTION)
    taken_back: bool = corrections.filter(organisation=actor.organisation_id).exists()
    return taken_back


def _accept_in_reach_of_letters(
    code: str, location: Location, actor: User, now: datetime
) -> Trajectory | None:
    with scope(_reach_of_letters(actor)):
        current = _find_letter(code, actor)
        if current is None:
            return None
        wished = current.wished_location
        if wished is not None and wished.pk != location.pk:
            raise ValidationError({"location": OTHER_OWN_LOCATION.format(wished.name)})
        if location.partnership_id != current.partnership_id:
            raise ValidationError({"location": OTHER_TOWN})
        today = local_day(now)
        change = accept(
            trajectory=current,
            deed=Deed(occurred_on=today, location_id=location.pk),
            ground=ground_of(current, today),
            actor=actor,
            now=now,
            last_on=last_days([current]).get(current.pk),
        )
        beside = take_side_routes_along(changes=[change], actor=actor, now=now)
        save([change, *beside], verb="trajectory.accept")
        return current


def _reach_of_letters(actor: User) -> Scope:
    """Reach the children of the towns where somebody works, at any location or none."""
    return Scope(
        children=actor.children_ids,
        locations="all",
        organisations=frozenset({actor.organisation_id}),
    )


def _find_letter(code: str, actor: User) -> Trajectory | None:
    """Return who was referred with this code to one of the actor's locations."""
    by_parents = Q(state__in=REGISTERED_BY_PARENTS)
    for_us = Q(wished_location__in=actor.location_ids)
    is_free = Q(location_known=True) | by_parents
    for_anybody = Q(wished_location__isnull=True) & is_free
    rows = locked_rows().select_related("pathway_version", "wished_location")
    return (
        rows.filter(
            code=code,
            partnership__in=actor.children_ids,
            kind=RouteKind.PRESCHOOL,
            is_open=True,
            location__isnull=True,
            state__in=ACCEPTABLE | {REFERRED},
        )
        .filter(for_us | for_anybody)
        .filter(Q(letter_on__isnull=False) | by_parents)
        .first()
    )


@transaction.atomic
def send_back(
    *,
    trajectory: Trajectory,
    outcome: str,
    deed: Deed,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Trajectory:
    """Give a child back to the JGZ, with a reason; the preschool sees it no more.

    Its row has no location afterwards, which a preschool's own scope may not write.
    Raises PermissionDenied, or ValidationError with one sentence.
    """
    policies_places.may_work_on(actor, lock(trajectory)).enforce()
    with scope(_reach_of_town(trajectory, actor)):
        return move(
            trajectory=trajectory,
            outcome=outcome,
            deed=deed,
            seen_version=seen_version,
            actor=actor,
            now=now,
        )


@transaction.atomic
def take_back(
    *, trajectory: Trajectory, seen_version: int, actor: User, now: datetime
) -> Trajectory:
    """Take back the last thing the actor's preschool reported, accepting included.

    Who was accepted by mistake has no location afterwards, as if the code was never
    typed. Raises PermissionDenied, or ValidationError with one sentence.
    """
    policies_places.may_work_on(actor, lock(trajectory)).enforce()
    with scope(_reach_of_town(trajectory, actor)):
        return correct(
            trajectory=trajectory, seen_version=seen_version, actor=actor, now=now
        )


def _reach_of_town(trajectory: Trajectory, actor: User) -> Scope:
    """Reach the children of one town, at any location or none."""
    return Scope(
        children=frozenset({trajectory.partnership_id}),
        locations="all",
        organisations=frozenset({actor.organisation_id}),
    )
