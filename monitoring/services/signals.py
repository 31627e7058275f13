"""Signals of the work floor: given in a minute, bundled by the coordinator."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agreements.areas import AREA_NUMBERS
from monitoring import policies_telling as policies
from monitoring.models import Quarter, Signal
from monitoring.services.locking import lock_quarter
from monitoring.services.telling_words import faults_of_signal
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record

LONGEST: Final = 300
EMPTY: Final = "Schrijf wat u merkt."
TOO_LONG: Final = f"Schrijf hooguit {LONGEST} tekens."
NO_AREA: Final = "Kies een van de zeven gebieden."
NOTHING_CHOSEN: Final = "Vink eerst een of meer signalen aan."
SEVERAL_AREAS: Final = "Kies signalen uit één gebied. Bundel de andere daarna."
GONE: Final = (
    "Iemand anders heeft een van deze signalen al behandeld. Kijk welke er nog staan."
)
NO_SENTENCE: Final = "Schrijf in één zin wat in het rapport komt."


@transaction.atomic
def give_signal(
    *, partnership: Partnership, area: int, text: str, actor: User, now: datetime
) -> Signal:
    """Keep what somebody notices at work.

    Raises PermissionDenied, or ValidationError with a sentence: empty, too long, or
    with a word that looks like a name, number or address.
    """
    policies.may_tell_in(actor, partnership).enforce()
    if area not in AREA_NUMBERS:
        raise ValidationError({"area": NO_AREA})
    _refuse("text", text, partnership, missing=EMPTY)

    signal: Signal = Signal.objects.create(
        partnership=partnership,
        organisation_id=actor.organisation_id,
        area=area,
        text=text,
        given_by=actor,
        given_at=now,
    )
    summary = "Een signaal van de werkvloer gegeven."
    record(
        at=now,
        actor=actor,
        verb="signal.given",
        subject=signal,
        summary=summary,
        reach=Entry.Reach.ORGANISATION,
    )
    return signal


@transaction.atomic
def bundle_signals(
    *,
    chosen: Collection[int],
    quarter: Quarter,
    sentence: str,
    actor: User,
    now: datetime,
) -> list[Signal]:
    """Put signals of one area into the report of a quarter, as one sentence.

    Raises PermissionDenied, or ValidationError without a sentence, with signals of
    several areas, and when somebody else was first.
    """
    locked = lock_quarter(quarter)
    policies.may_bundle_in(actor, locked).enforce()
    signals = _lock(chosen, actor)
    if {one.partnership_id for one in signals} != {locked.partnership_id}:
        raise ValidationError(GONE)
    if len({one.area for one in signals}) > 1:
        raise ValidationError(SEVERAL_AREAS)
    _refuse("sentence", sentence, locked.partnership, missing=NO_SENTENCE)

    for signal in signals:
        signal.is_shared, signal.quarter, signal.shared_text = True, locked, sentence
        _handle(signal, actor, now)
    _record(signals, "signal.bundled", "in het rapport opgenomen", actor, now)
    return signals


@transaction.atomic
def lay_aside(*, chosen: Collection[int], actor: User, now: datetime) -> list[Signal]:
    """Lay signals aside with thanks; who gave them sees that they were read.

    Raises PermissionDenied, or ValidationError when somebody else was first.
    """
    signals = _lock(chosen, actor)
    for signal in signals:
        _handle(signal, actor, now)
    _record(signals, "signal.laid_aside", "met dank opzij gelegd", actor, now)
    return signals


@transaction.atomic
def take_out(*, quarter: Quarter, sentence: str, actor: User, now: datetime) -> int:
    """Take a sentence out of the report again: its signals wait as before.

    Raises PermissionDenied, also once the quarter is settled.
    """
    locked = lock_quarter(quarter)
    policies.may_bundle_in(actor, locked).enforce()
    rows = Signal.objects.visible_to(actor).filter(quarter=locked, shared_text=sentence)
    signals = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for signal in signals:
        signal.is_shared, signal.quarter, signal.shared_text = False, None, ""
        signal.handled_by, signal.handled_at = None, None
        signal.save(update_fields=_FIELDS)
    _record(signals, "signal.taken_out", "uit het rapport gehaald", actor, now)
    return len(signals)


_FIELDS: Final = ["is_shared", "quarter", "shared_text", "handled_by", "handled_at"]


def _lock(chosen: Collection[int], actor: User) -> list[Signal]:
    """Lock the signals, each of them still waiting for the actor."""
    policies.may_bundle(actor).enforce()
    if not chosen:
        raise ValidationError(NOTHING_CHOSEN)
    rows = Signal.objects.visible_to(actor).filter(pk__in=chosen)
    signals = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(signals) != len(set(chosen)):
        raise PermissionDenied(policies.ONLY_COORDINATOR)
    for signal in signals:
        verdict = policies.may_handle(actor, signal)
        if verdict.reason == policies.HANDLED:
            raise ValidationError(GONE)
        verdict.enforce()
    return signals


def _handle(signal: Signal, actor: User, now: datetime) -> None:
    signal.handled_by, signal.handled_at = actor, now
    signal.save(update_fields=_FIELDS)


def _refuse(field: str, text: str, partnership: Partnership, *, missing: str) -> None:
    if not text:
        raise ValidationError({field: missing})
    if len(text) > LONGEST:
        raise ValidationError({field: TOO_LONG})
    faults = faults_of_signal({field: text}, partnership)
    if faults:
        raise ValidationError(faults)


def _record(
    signals: list[Signal], verb: str, deed: str, actor: User, now: datetime
) -> None:
    for signal in signals[:1]:
        count = len(signals)
        what = "1 signaal" if count == 1 else f"{count} signalen"
        record(
            at=now,
            actor=actor,
            verb=verb,
            subject=signal,
            summary=f"{what} {deed}.",
            reach=Entry.Reach.ORGANISATION,
            signals=[one.pk for one in signals],
        )
