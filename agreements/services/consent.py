"""Agreeing and refusing, to one version or to a selection, on behalf of a party."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import policies
from agreements.models import Agreement, Clause, ClauseVersion, Consent
from agreements.queries import version_of
from agreements.services.clause_rules import require_reason
from agreements.services.record import record_deed
from agreements.services.versions import Stale, lock_agreement
from vve_portal.accounts.models import User

Decision = Consent.Decision
WHY_REFUSED: Final = (
    "Schrijf waarom u niet akkoord gaat, zodat de andere partij een voorstel kan doen."
)
WORDS: Final[dict[str, str]] = {
    Decision.AGREED: "gaat akkoord met",
    Decision.REFUSED: "gaat niet akkoord met",
}


@transaction.atomic
def answer(
    *,
    version: ClauseVersion,
    decision: str,
    reason: str,
    actor: User,
    now: datetime,
) -> Consent:
    """Record what the actor's party answers to a version; the same answer twice is one.

    Raises PermissionDenied, ValidationError when a refusal has no reason, or Stale when
    the version is no longer the current one.
    """
    agreement = lock_agreement(version.clause.agreement_id)
    policies.may_consent(actor, agreement).enforce()
    _answer_all(agreement, [version.pk], decision, reason, actor, now)
    return Consent.objects.get(version=version, organisation=actor.organisation_id)


@transaction.atomic
def answer_selection(
    *,
    agreement: Agreement,
    versions: Iterable[ClauseVersion],
    decision: str,
    reason: str,
    actor: User,
    now: datetime,
) -> int:
    """Answer to several versions at once, all or nothing; return how many were new.

    Raises PermissionDenied, ValidationError when nothing was chosen or a refusal has no
    reason, or Stale when one of the versions is no longer the current one.
    """
    current = lock_agreement(agreement)
    policies.may_consent(actor, current).enforce()
    pks = [version.pk for version in versions]
    if not pks:
        message = "Kies ten minste één afspraak."
        raise ValidationError(message)
    return _answer_all(current, pks, decision, reason, actor, now)


def _answer_all(
    agreement: Agreement,
    version_pks: list[int],
    decision: str,
    reason: str,
    actor: User,
    now: datetime,
) -> int:
    why = _reason_for(decision, reason)
    written = 0
    for version in _current_versions(agreement, version_pks):
        if _write(version, decision, why, actor, now):
            written += 1
            record_deed(
                agreement=agreement,
                at=now,
                actor=actor,
                verb=f"clause.{decision}",
                subject=version.clause,
                summary=_summary(version, decision, why, actor),
                after=version.number,
            )
    return written


def _reason_for(decision: str, reason: str) -> str:
    if decision not in Decision:
        raise ValidationError({"decision": "Kies akkoord of niet akkoord."})
    if decision == Decision.REFUSED:
        return require_reason(reason, WHY_REFUSED)
    return reason.strip()


def _current_versions(
    agreement: Agreement, version_pks: list[int]
) -> list[ClauseVersion]:
    asked = ClauseVersion.objects.filter(pk__in=version_pks)
    clauses = Clause.objects.filter(agreement=agreement, pk__in=asked.values("clause"))
    found = []
    for clause in clauses.select_related("current").in_order():
        version = version_of(clause)
        version.clause = clause
        found.append(version)
    wanted = set(version_pks)
    for version in found:
        if version.pk not in wanted:
            raise Stale(version)
    if len(found) != len(wanted):
        message = "Een van de afspraken hoort niet bij deze overeenkomst."
        raise ValidationError(message)
    return found


def _write(
    version: ClauseVersion, decision: str, reason: str, actor: User, now: datetime
) -> bool:
    consent = Consent.objects.filter(
        version=version, organisation=actor.organisation_id
    ).first()
    if consent is None:
        consent = Consent(
            version=version,
            partnership_id=version.partnership_id,
            organisation_id=actor.organisation_id,
        )
    elif (consent.decision, consent.reason) == (decision, reason):
        return False
    consent.decision, consent.reason = decision, reason
    consent.decided_by, consent.decided_at = actor, now
    consent.save()
    return True


def _summary(version: ClauseVersion, decision: str, reason: str, actor: User) -> str:
    deed = (
        f"{actor.organisation.name} {WORDS[decision]} versie {version.number} "
        f"van afspraak {version.clause.code}"
    )
    return f"{deed}: {reason}" if reason else f"{deed}."
