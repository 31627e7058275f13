"""Who may bring in a signature from outside the portal, and allow that at all."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agreements.models import Agreement, Signature, SigningRules
from agreements.policies_signing import NOT_MADE_YET, STOPPED
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import SIGNING_ROLES, Ability
from vve_portal.ui.dates import long_date

Route = Signature.Route
Status = Signature.Status
# Who works on the signing for a party, beside the signer.
HANDLERS: Final = (Ability.PREPARE_SIGNING, Ability.EDIT_AGREEMENTS)
NOT_ALLOWED: Final = {
    Route.EXTERNAL: (
        "De huisregels van deze samenwerking laten ondertekenen met een andere "
        "ondertekendienst niet toe. Onderteken in het portaal."
    ),
    Route.INK: (
        "De huisregels van deze samenwerking laten ondertekenen op papier niet toe. "
        "Onderteken in het portaal."
    ),
}
OTHERS: Final = (
    "Alleen {name} zelf, of wie bij {party} de ondertekening verzorgt, legt deze "
    "handtekening vast."
)
BEING_SIGNED: Final = (
    "Er ligt een overeenkomst ter ondertekening. De huisregels wijzigen kan weer als "
    "die is ondertekend, of als de ondertekening is gestopt."
)
STAMP_FOLLOWS: Final = (
    "De pdf krijgt eerst nog een tijdstempel en verandert dan. Wacht tot dat er is, "
    "haal de pdf daarna op en laat die ondertekenen."
)


def _first(reasons: Iterator[str]) -> Verdict:
    reason = next(reasons, "")
    return deny(reason) if reason else ALLOWED


@Policy
def may_open_route(actor: User, signature: Signature) -> Verdict:
    """Judge who may open the pages of a signature from outside; the other party never.

    That is the signer, or a colleague who handles the signing for the same party.
    """
    return _first(_against_person(actor, signature))


@Policy
def may_bring(
    actor: User, signature: Signature, today: date, rules: SigningRules
) -> Verdict:
    """Judge who may bring a file back that another service signed."""
    return _first(_against_bringing(actor, signature, today, rules))


@Policy
def may_record_ink(
    actor: User, signature: Signature, today: date, rules: SigningRules
) -> Verdict:
    """Judge who may hand in the scan of a signature on paper.

    A mandate that ended since the day of signing is the service's question.
    """
    return _first(_against_ink(actor, signature, today, rules))


@Policy
def may_read_scan(actor: User, signature: Signature) -> Verdict:
    """Judge who may open a scan: whoever handles the signing, at either party."""
    is_party = actor.organisation_id in {
        party.pk for party in signature.round.agreement.partnership.parties
    }
    if is_party and (_handles(actor) or actor.has_role(*SIGNING_ROLES)):
        return ALLOWED
    return deny(
        "Een scan laat een handtekening op papier zien. Alleen wie tekent of de "
        "ondertekening verzorgt, opent haar."
    )


@Policy
def may_read_rules(actor: User, partnership: Partnership) -> Verdict:
    """Judge who may read the house rules: both parties."""
    is_party = actor.organisation_id in {party.pk for party in partnership.parties}
    if is_party and actor.may(Ability.READ_AGREEMENTS):
        return ALLOWED
    return deny("De huisregels zijn er voor wie aan de overeenkomst werkt.")


@Policy
def may_change_rules(
    actor: User, partnership: Partnership, *, is_being_signed: bool
) -> Verdict:
    """Judge who may change the house rules: whoever prepares signing.

    Nobody while an agreement of these parties lies to be signed: who was asked to sign
    was told by which rules.
    """
    if not may_read_rules(actor, partnership):
        return may_read_rules(actor, partnership)
    if not actor.may(Ability.PREPARE_SIGNING):
        return deny(
            "De huisregels wijzigt wie de ondertekening klaarzet: een beleidsadviseur "
            "of contractmanager van de gemeente."
        )
    return deny(BEING_SIGNED) if is_being_signed else ALLOWED


def _handles(actor: User) -> bool:
    return any(actor.may(ability) for ability in HANDLERS)


def _against_person(actor: User, signature: Signature) -> Iterator[str]:
    is_signer = actor.pk == signature.signer_id
    is_colleague = actor.organisation_id == signature.organisation_id
    if not (is_colleague and (is_signer or _handles(actor))):
        yield OTHERS.format(name=signature.signer.name, party=signature.organisation)


def _against_round(actor: User, signature: Signature) -> Iterator[str]:
    yield from _against_person(actor, signature)
    if signature.round.voided_at is not None:
        yield STOPPED
    if signature.status != Status.WAITING:
        yield f"{signature.signer.name} heeft al getekend."
    if signature.round.agreement.status != Agreement.Status.SIGNING:
        yield "De overeenkomst ligt niet ter ondertekening."
    if signature.round.document_id is None:
        yield NOT_MADE_YET
    yield from _against_turn(signature)
    yield from _against_mandate(signature)


def _against_turn(signature: Signature) -> Iterator[str]:
    for other in signature.round.signatures.all():
        if other.position < signature.position and other.status != Status.PLACED:
            yield (
                f"Eerst tekent {other.signer.name}. Daarna is {signature.signer.name} "
                "aan de beurt."
            )


def _against_mandate(signature: Signature) -> Iterator[str]:
    mandate = signature.mandate
    if mandate.withdrawn_at is not None:
        yield (
            f"Het mandaat van {signature.signer.name} ({mandate}) is ingetrokken op "
            f"{long_date(mandate.withdrawn_at)}."
        )
    if (mandate.signer_id, mandate.organisation_id) != (
        signature.signer_id,
        signature.organisation_id,
    ):
        yield "Het mandaat hoort niet bij deze handtekening."


def _against_bringing(
    actor: User, signature: Signature, today: date, rules: SigningRules
) -> Iterator[str]:
    yield from _against_round(actor, signature)
    if not rules.allows_external:
        yield NOT_ALLOWED[Route.EXTERNAL]
    if not signature.mandate.holds_on(today):
        name = signature.signer.name
        yield f"Het mandaat van {name} ({signature.mandate}) geldt vandaag niet."
    # The PDF changes when the timestamp comes; what was signed elsewhere fits no more.
    if any(one.lacks_timestamp for one in signature.round.signatures.all()):
        yield STAMP_FOLLOWS


def _against_ink(
    actor: User, signature: Signature, today: date, rules: SigningRules
) -> Iterator[str]:
    yield from _against_round(actor, signature)
    if not rules.allows_ink:
        yield NOT_ALLOWED[Route.INK]
    if today < signature.mandate.starts_on:
        name = signature.signer.name
        yield f"Het mandaat van {name} ({signature.mandate}) geldt nog niet."
