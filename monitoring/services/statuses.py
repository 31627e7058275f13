"""Setting how clauses stood in a quarter: people decide, with a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.models import Clause
from agreements.models.vocabulary import Progress
from monitoring import policies_words as policies
from monitoring.models import ClauseStatus, Quarter, Release
from monitoring.queries.proposals import proposal_for
from monitoring.queries.released import find_release
from monitoring.queries.settling import clauses_in_force
from monitoring.services.free_text import faults_in
from monitoring.services.locking import lock_quarter
from monitoring.services.stale import refuse_stale
from monitoring.services.words import (
    LONGEST_SENTENCE,
    NO_SENTENCE,
    TOO_LONG,
)
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import entry_of, record_all

NO_STATUS: Final = "Kies hoe het met de afspraak staat."
NOT_IN_FORCE: Final = (
    "Deze afspraak gold niet in dit kwartaal. Kies een afspraak van dit kwartaal."
)


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What somebody answers about one clause; `seen_version` 0: nothing was there."""

    clause: Clause
    status: str
    sentence: str
    seen_version: int = 0


@transaction.atomic
def set_status(
    *, quarter: Quarter, answer: StatusAnswer, actor: User, now: datetime
) -> ClauseStatus:
    """Set how one clause stood.

    Raises PermissionDenied, Stale, or ValidationError with a sentence per field.
    """
    try:
        _set_all(quarter, [answer], actor, now)
    except ValidationError as error:
        raise ValidationError(_of_one(error)) from None
    row: ClauseStatus = ClauseStatus.objects.get(quarter=quarter, clause=answer.clause)
    return row


@transaction.atomic
def set_statuses(
    *, quarter: Quarter, answers: Sequence[StatusAnswer], actor: User, now: datetime
) -> int:
    """Set how several clauses stood, all or none; return how many changed.

    What says the same as before is left alone. Raises PermissionDenied, Stale, or
    ValidationError with fields named "<key of the clause>-status" or "-sentence".
    """
    return _set_all(quarter, answers, actor, now)


def _set_all(
    quarter: Quarter, answers: Iterable[StatusAnswer], actor: User, now: datetime
) -> int:
    locked = lock_quarter(quarter)
    policies.may_write_words(actor, locked).enforce()
    statuses = ClauseStatus.objects.filter(quarter=locked)
    known = {row.clause_id: row for row in statuses}
    changed = [one for one in answers if _is_new(one, known.get(one.clause.pk))]
    in_force = {clause.pk: clause for clause in clauses_in_force(locked)}
    _refuse(changed, locked, frozenset(in_force))

    released = find_release(locked, Release.Audience.PARTNER) if changed else None
    entries = []
    for one in changed:
        row = known.get(one.clause.pk) or ClauseStatus(
            partnership=locked.partnership, quarter=locked, clause=one.clause
        )
        refuse_stale(seen=one.seen_version, current=row.version)
        before = row.status
        row.status, row.sentence = one.status, one.sentence.strip()
        row.proposed = proposal_for(in_force[one.clause.pk], released)
        row.set_by, row.set_at, row.version = actor, now, row.version + 1
        row.save()
        entries.append(_entry(row, before, actor, now))
    record_all(entries)
    return len(changed)


def _is_new(answer: StatusAnswer, row: ClauseStatus | None) -> bool:
    if row is None:
        return True
    return (answer.status, answer.sentence.strip()) != (row.status, row.sentence)


def _refuse(
    answers: Sequence[StatusAnswer], quarter: Quarter, in_force: frozenset[int]
) -> None:
    texts = {f"{one.clause.pk}-sentence": one.sentence.strip() for one in answers}
    faults = faults_in(texts, quarter.partnership)
    for one in answers:
        faults |= {
            f"{one.clause.pk}-{field}": sentence
            for field, sentence in _faults_of(one, in_force)
        }
    if faults:
        raise ValidationError(faults)


def _faults_of(
    answer: StatusAnswer, in_force: frozenset[int]
) -> Iterable[tuple[str, str]]:
    if answer.clause.pk not in in_force:
        yield "status", NOT_IN_FORCE
    elif answer.status not in Progress:
        yield "status", NO_STATUS
    if not answer.sentence.strip():
        yield "sentence", NO_SENTENCE
    if len(answer.sentence.strip()) > LONGEST_SENTENCE:
        yield "sentence", TOO_LONG.format(most=LONGEST_SENTENCE)


def _of_one(error: ValidationError) -> dict[str, list[str]]:
    """Return the faults of one clause, by the plain names of the fields."""
    return {
        name.partition("-")[2]: sentences
        for name, sentences in error.message_dict.items()
    }


def _entry(row: ClauseStatus, before: str, actor: User, now: datetime) -> Entry:
    return entry_of(
        at=now,
        actor=actor,
        verb="quarter.status",
        subject=row.quarter,
        summary=f"Afspraak {row.clause.code} in het {row.quarter.name}:"
        f" {row.get_status_display()}. {row.sentence}",
        reach=Entry.Reach.SHARED,
        clause=row.clause.code,
        before=before,
        after=row.status,
        proposed=row.proposed,
    )
