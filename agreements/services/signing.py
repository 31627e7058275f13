"""A round of signing: frozen, signed in a fixed order, refused or stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agreements import policies, policies_signing, tasks
from agreements.content import (
    canonical_json,
    content_of,
    negotiation_of,
    sha256_of,
)
from agreements.lifecycle import MOVES, Step
from agreements.models import Agreement, BroughtFile, Signature, SigningRound
from agreements.queries import find_obstacles
from agreements.queries.council import find_staff_named
from agreements.services import signing_mail
from agreements.services.clause_rules import require_reason
from agreements.services.record import record_deed
from agreements.services.rounds import lock_round, lock_signature
from agreements.services.versions import lock_agreement
from vve_portal.accounts.models import Mandate, User
from vve_portal.accounts.queries import find_actor
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.documents import codes
from vve_portal.documents import services as documents
from vve_portal.ui.dates import local_day

CODE_IS_FRESH_FOR: Final = timedelta(minutes=2)
NOT_READY: Final = (
    "De overeenkomst is niet klaar voor ondertekening. Kijk op de bladzijde “Klaar "
    "voor ondertekening” wat er nog moet gebeuren."
)
TWO_PARTIES: Final = "Kies één ondertekenaar van de gemeente en één van de JGZ."
NO_ACCOUNT: Final = "Uw account is gesloten. U kunt niet meer tekenen."
CODE_NEEDED: Final = "Vul een nieuwe code uit uw inlog-app in en teken opnieuw."
WHY_REFUSE: Final = "Schrijf waarom u niet tekent, zodat beide partijen verder kunnen."
WHY_STOP: Final = (
    "Schrijf waarom u de ondertekening stopt, zodat beide partijen het weten."
)


@transaction.atomic
def prepare_signing(
    *,
    agreement: Agreement,
    mandates: Sequence[Mandate],
    actor: User,
    now: datetime,
) -> SigningRound:
    """Freeze the text and ask two people to sign it, in the order of `mandates`.

    Raises PermissionDenied when the actor may not or somebody was first, and
    ValidationError when something stands in the way or a signer can't sign.
    """
    current = lock_agreement(agreement)
    policies.may_prepare_signing(actor, current).enforce()
    chosen = _judge_signers(current, mandates, actor, now)
    if find_obstacles(current, today=local_day(now)):
        raise ValidationError(NOT_READY)

    code = codes.new_code()
    content = content_of(current, mandates=chosen, code=code)
    signing_round = SigningRound.objects.create(
        partnership_id=current.partnership_id,
        agreement=current,
        edition=current.edition,
        content=canonical_json(content),
        content_sha256=sha256_of(content),
        negotiation=canonical_json(negotiation_of(current)),
        staff_named=find_staff_named(current, content),
        check_code=code,
        frozen_at=now,
        frozen_by=actor,
        asked_at=now,
    )
    documents.add_check_key(
        digest=codes.code_digest(code), partnership=current.partnership
    )
    Signature.objects.bulk_create(
        Signature(
            partnership_id=current.partnership_id,
            round=signing_round,
            position=position,
            organisation_id=mandate.organisation_id,
            signer_id=mandate.signer_id,
            mandate=mandate,
        )
        for position, mandate in enumerate(chosen, start=1)
    )
    current.status = MOVES[Step.OFFER].target
    current.save(update_fields=["status"])

    names = ", dan ".join(mandate.signer.name for mandate in chosen)
    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb="agreement.offer",
        subject=current,
        summary=f"Versie {current.edition} is vastgelegd en ter ondertekening "
        f"aangeboden. Eerst tekent {names}.",
        edition=current.edition,
        content_sha256=signing_round.content_sha256,
    )
    tasks.ask_for_document(signing_round)
    return signing_round


def _judge_signers(
    agreement: Agreement, mandates: Sequence[Mandate], actor: User, now: datetime
) -> list[Mandate]:
    """Return the mandates as they are now; raise ValidationError when one won't do."""
    given = [mandate.pk for mandate in mandates]
    found = {
        mandate.pk: mandate
        for mandate in Mandate.objects.select_for_update(of=("self",))
        .select_related("signer")
        .filter(pk__in=given, partnership=agreement.partnership_id)
    }
    chosen = [found[pk] for pk in given if pk in found]
    parties = {party.pk for party in agreement.partnership.parties}
    organisations = [mandate.organisation_id for mandate in chosen]
    if len(organisations) != len(parties) or set(organisations) != parties:
        raise ValidationError(TWO_PARTIES)
    today = local_day(now)
    reasons = []
    for mandate in chosen:
        signer = find_actor(user_pk=mandate.signer_id, today=today)
        if signer is None:
            reasons.append(f"Het account van {mandate.signer.name} is gesloten.")
            continue
        verdict = policies_signing.may_offer_to(mandate, signer, actor, today)
        reasons.extend([verdict.reason] if verdict.reason else [])
    if reasons:
        raise ValidationError(reasons)
    return chosen


@transaction.atomic
def sign(
    *,
    signature: Signature,
    second_factor: SecondFactor,
    actor: User,
    now: datetime,
) -> Signature:
    """Record that the named signer signs; the file follows outside this transaction.

    Raises PermissionDenied when it is not this person's turn, the code was not just
    shown by this person, or role, mandate or round came to an end.
    """
    agreement, signing_round, current = lock_signature(signature.pk)
    person = person_now(actor=actor, now=now)
    policies_signing.may_sign(person, current, local_day(now)).enforce()
    require_fresh(second_factor, person, now)

    current.status, current.signed_at = Signature.Status.PLACING, now
    current.save(update_fields=["status", "signed_at"])
    signing_round.asked_at, signing_round.trouble = now, ""
    signing_round.save(update_fields=["asked_at", "trouble"])

    record_deed(
        agreement=agreement,
        at=now,
        actor=person,
        verb="agreement.sign",
        subject=agreement,
        summary=f"{person.name} heeft getekend namens {person.organisation}, op grond "
        f"van {current.mandate}, met een code als tweede stap.",
        edition=signing_round.edition,
        position=current.position,
        mandate=current.mandate_id,
        content_sha256=signing_round.content_sha256,
    )
    tasks.ask_for_signature(current)
    return current


def person_now(*, actor: User, now: datetime) -> User:
    """Return somebody with the roles of now; raises PermissionDenied when gone."""
    person = find_actor(user_pk=actor.pk, today=local_day(now))
    if person is None:
        raise PermissionDenied(NO_ACCOUNT)
    return person


def require_fresh(second_factor: SecondFactor, person: User, now: datetime) -> None:
    """Raise PermissionDenied unless this person showed a code just now."""
    age = now - second_factor.at
    is_fresh = timedelta(0) <= age <= CODE_IS_FRESH_FOR
    if second_factor.user_pk != person.pk or not is_fresh:
        raise PermissionDenied(CODE_NEEDED)


@transaction.atomic
def refuse_to_sign(
    *, signature: Signature, reason: str, actor: User, now: datetime
) -> SigningRound:
    """Refuse with a reason: the round is void and the text opens again.

    Raises PermissionDenied when the actor may not, ValidationError without a reason.
    """
    agreement, signing_round, current = lock_signature(signature.pk)
    policies_signing.may_refuse(actor, current).enforce()
    why = require_reason(reason, WHY_REFUSE)

    current.status, current.refused_at = Signature.Status.REFUSED, now
    current.refusal_reason = why
    current.save(update_fields=["status", "refused_at", "refusal_reason"])
    _void(
        agreement,
        signing_round,
        reason=f"{actor.name} tekent niet: {why}",
        actor=actor,
        now=now,
    )
    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="agreement.refuse",
        subject=agreement,
        summary=f"{actor.name} tekent niet namens {actor.organisation}: {why}",
        edition=signing_round.edition,
        position=current.position,
    )
    signing_mail.tell_of_refusal(current, signing_round, reason=why, now=now)
    return signing_round


@transaction.atomic
def recall(
    *, signing_round: SigningRound, reason: str, actor: User, now: datetime
) -> SigningRound:
    """Stop a round with a reason: every signature in it is void, the text opens again.

    Raises PermissionDenied when the actor may not or both have signed, ValidationError
    without a reason.
    """
    agreement, current = lock_round(signing_round.pk)
    policies_signing.may_stop(actor, current).enforce()
    why = require_reason(reason, WHY_STOP)

    _void(agreement, current, reason=why, actor=actor, now=now)
    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb=f"agreement.{Step.RECALL.value}",
        subject=agreement,
        summary=f"De ondertekening is gestopt: {why}",
        edition=current.edition,
    )
    signing_mail.tell_of_stop(current, by=actor, reason=why, now=now)
    return current


def _void(
    agreement: Agreement,
    signing_round: SigningRound,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    signing_round.voided_at, signing_round.voided_by = now, actor
    signing_round.void_reason = reason
    signing_round.asked_at, signing_round.trouble = None, ""
    signing_round.save(
        update_fields=["voided_at", "voided_by", "void_reason", "asked_at", "trouble"]
    )
    BroughtFile.objects.filter(signature__round=signing_round).delete()
    agreement.status = MOVES[Step.RECALL].target
    agreement.edition += 1
    agreement.save(update_fields=["status", "edition"])


@transaction.atomic
def retry(*, signing_round: SigningRound, actor: User, now: datetime) -> SigningRound:
    """Ask once more for what is missing: the document, a signature or a timestamp.

    Harmless when nothing is missing. Raises PermissionDenied when the actor may not.
    """
    agreement, current = lock_round(signing_round.pk)
    policies_signing.may_retry(actor, current).enforce()
    if not tasks.ask_for_what_is_missing(current):
        return current
    placing = current.signatures.filter(status=Signature.Status.PLACING)
    is_waited_for = current.document_id is None or placing.exists()
    current.asked_at, current.trouble = now if is_waited_for else None, ""
    current.save(update_fields=["asked_at", "trouble"])
    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="agreement.retry",
        subject=agreement,
        summary="Gevraagd om het bestand opnieuw te maken.",
        edition=current.edition,
    )
    return current
