"""Who may sign, refuse, download and repair, with the reason when they may not."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agreements.models import Agreement, Signature, SigningRound
from agreements.policies import may_recall
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Mandate, User
from vve_portal.accounts.roles import SIGNING_ROLES, Ability
from vve_portal.ui.dates import long_date

Status = Signature.Status
ALREADY_SIGNED: Final = "U hebt al getekend."
STOPPED: Final = (
    "Deze ondertekening is gestopt. De handtekeningen zijn vervallen en u kunt niet "
    "meer tekenen."
)
NO_SIGNING_ROLE: Final = (
    "U hebt geen rol meer waarmee u mag tekenen. Vraag de beheerder van uw "
    "organisatie wie er nu tekent."
)
NOT_MADE_YET: Final = (
    "Het document wordt nog gemaakt. U krijgt een bericht zodra u kunt tekenen."
)
BOTH_SIGNED: Final = (
    "Beide partijen hebben getekend. De overeenkomst wordt afgerond en is niet meer "
    "te stoppen."
)


def _first(reasons: Iterator[str]) -> Verdict:
    reason = next(reasons, "")
    return deny(reason) if reason else ALLOWED


@Policy
def may_open_signature(actor: User, signature: Signature) -> Verdict:
    """Judge who may open the page on which somebody signs: that person alone."""
    return _first(_against_person(actor, signature))


@Policy
def may_sign(actor: User, signature: Signature, today: date) -> Verdict:
    """Judge who may sign now; ask it about a signature loaded `with_round`."""
    return _first(_against_signing(actor, signature, today))


@Policy
def may_refuse(actor: User, signature: Signature) -> Verdict:
    """Judge who may refuse to sign, which stops the whole round."""
    return _first(_against_refusing(actor, signature))


def _against_person(actor: User, signature: Signature) -> Iterator[str]:
    if signature.signer_id != actor.pk:
        yield (
            f"Deze handtekening is van {signature.signer.name}. "
            "Niemand tekent voor een ander."
        )
    if signature.organisation_id != actor.organisation_id:
        yield "U werkt niet meer bij de organisatie waarvoor u zou tekenen."


def _against_refusing(actor: User, signature: Signature) -> Iterator[str]:
    yield from _against_person(actor, signature)
    if signature.round.voided_at is not None:
        yield STOPPED
    if signature.status != Status.WAITING:
        yield ALREADY_SIGNED
    if signature.round.agreement.status != Agreement.Status.SIGNING:
        yield "De overeenkomst ligt niet ter ondertekening."
    if not actor.has_role(*SIGNING_ROLES):
        yield NO_SIGNING_ROLE


def _against_signing(actor: User, signature: Signature, today: date) -> Iterator[str]:
    yield from _against_refusing(actor, signature)
    yield from _against_mandate(signature.mandate, signature, today)
    if signature.round.document_id is None:
        yield NOT_MADE_YET
    yield from _against_turn(signature)


def _against_mandate(
    mandate: Mandate, signature: Signature, today: date
) -> Iterator[str]:
    if mandate.withdrawn_at is not None:
        yield (
            f"Uw mandaat ({mandate}) is ingetrokken op "
            f"{long_date(mandate.withdrawn_at)}. U kunt er niet meer op tekenen."
        )
    if not mandate.holds_on(today):
        yield f"Uw mandaat ({mandate}) geldt vandaag niet. U kunt er niet op tekenen."
    if (mandate.signer_id, mandate.organisation_id) != (
        signature.signer_id,
        signature.organisation_id,
    ):
        yield "Het mandaat hoort niet bij deze handtekening."


def _against_turn(signature: Signature) -> Iterator[str]:
    for other in signature.round.signatures.all():
        if other.position >= signature.position or other.status == Status.PLACED:
            continue
        if other.status == Status.PLACING:
            yield (
                f"De handtekening van {other.signer.name} wordt nog in het document "
                "gezet. U krijgt een bericht zodra u kunt tekenen."
            )
        yield (
            f"Eerst tekent {other.signer.name}. "
            "U krijgt een bericht zodra u aan de beurt bent."
        )


@Policy
def may_offer_to(mandate: Mandate, signer: User, actor: User, today: date) -> Verdict:
    """Judge whether a mandate's holder may be asked to sign; the preparer never is."""
    return _first(_against_offering(mandate, signer, actor, today))


def _against_offering(
    mandate: Mandate, signer: User, actor: User, today: date
) -> Iterator[str]:
    if signer.pk == actor.pk:
        yield (
            "Wie de ondertekening klaarzet, tekent niet zelf. Vraag een collega of de "
            "andere partij om haar klaar te zetten."
        )
    if not mandate.holds_on(today):
        yield f"Het mandaat van {signer.name} ({mandate}) geldt vandaag niet."
    if not signer.is_active:
        yield f"Het account van {signer.name} is gesloten. Kies iemand anders."
    if signer.organisation_id != mandate.organisation_id:
        yield f"{signer.name} werkt niet meer bij de partij waarvoor dit mandaat geldt."
    if not signer.has_role(*SIGNING_ROLES):
        yield (
            f"{signer.name} heeft geen rol die tekent. Kies iemand anders, of vraag de "
            "beheerder van die organisatie om de rol."
        )


@Policy
def may_stop(actor: User, signing_round: SigningRound) -> Verdict:
    """Judge who may stop a round of signing; either party's preparers can."""
    return _first(_against_stopping(actor, signing_round))


def _against_stopping(actor: User, signing_round: SigningRound) -> Iterator[str]:
    recalled = may_recall(actor, signing_round.agreement)
    if not recalled:
        yield recalled.reason
    if signing_round.voided_at is not None:
        yield "Deze ondertekening is al gestopt."
    waiting = [one for one in signing_round.signatures.all() if one.signed_at is None]
    if not waiting and not signing_round.trouble:
        yield BOTH_SIGNED


@Policy
def may_retry(actor: User, signing_round: SigningRound) -> Verdict:
    """Judge who may ask for the file once more, after something went wrong."""
    return _first(_against_retrying(actor, signing_round))


def _against_retrying(actor: User, signing_round: SigningRound) -> Iterator[str]:
    yield from _against_preparing(actor, signing_round)
    if signing_round.voided_at is not None:
        yield "Deze ondertekening is gestopt. Er hoeft niets meer gemaakt te worden."


def _against_preparing(actor: User, signing_round: SigningRound) -> Iterator[str]:
    if signing_round.partnership_id not in actor.partnership_ids:
        yield "Uw organisatie is geen partij bij deze overeenkomst."
    if not actor.may(Ability.PREPARE_SIGNING):
        yield (
            "Dit doet wie de ondertekening klaarzet: een beleidsadviseur of "
            "contractmanager van de gemeente."
        )
