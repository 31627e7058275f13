"""Mails of signing: to the one whose turn it is, and to both parties afterwards."""

from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.routes import how_signed, signed_when, told_in_lines
from vve_portal.accounts.mail import absolute, send_mail_to
from vve_portal.accounts.models import RoleGrant, User
from vve_portal.accounts.roles import ABILITIES, Ability
from vve_portal.ui.dates import local_day

# Whoever works on the text must hear how signing went.
ROLES_THAT_WRITE: Final = frozenset(
    role
    for role, abilities in ABILITIES.items()
    if Ability.EDIT_AGREEMENTS in abilities
)


def tell_signer(signature: Signature, signing_round: SigningRound) -> None:
    """Send the link for signing to the signer, and to nobody else."""
    agreement = signing_round.agreement
    send_mail_to(
        signature.signer,
        subject=f"U kunt nu tekenen: {agreement.title}",
        template="agreements/mail/your_turn.txt",
        context={
            "signer": signature.signer,
            "agreement": agreement,
            "earlier": list(told_in_lines(signed_in(signing_round))),
            "url": absolute(reverse("agreements:sign", args=[signature.pk])),
        },
    )


def tell_of_route(signature: Signature, *, by: User) -> None:
    """Tell a signer that somebody else handed in a signature in his name."""
    if by.pk == signature.signer_id:
        return
    agreement = signature.round.agreement
    send_mail_to(
        signature.signer,
        subject=f"Uw handtekening is ingeleverd: {agreement.title}",
        template="agreements/mail/handed_in.txt",
        context={
            "signer": signature.signer,
            "agreement": agreement,
            "by": by,
            "when": signed_when(signature),
            "how": how_signed(signature),
            "url": absolute(reverse("agreements:signing", args=[agreement.pk])),
        },
    )


def tell_of_refusal(
    signature: Signature, signing_round: SigningRound, *, reason: str, now: datetime
) -> None:
    """Tell both parties that somebody does not sign, and why."""
    _tell_both(
        signing_round,
        now=now,
        subject=f"Niet getekend: {signing_round.agreement.title}",
        template="agreements/mail/refused.txt",
        who=signature.signer.name,
        party=signature.organisation.name,
        reason=reason,
    )


def tell_of_stop(
    signing_round: SigningRound, *, by: User, reason: str, now: datetime
) -> None:
    """Tell both parties that the signing was stopped, and why."""
    _tell_both(
        signing_round,
        now=now,
        subject=f"Ondertekening gestopt: {signing_round.agreement.title}",
        template="agreements/mail/stopped.txt",
        who=by.name,
        party=by.organisation.name,
        reason=reason,
    )


def tell_of_completion(signing_round: SigningRound, *, now: datetime) -> None:
    """Tell both parties that the agreement is signed, with the way to the file."""
    _tell_both(
        signing_round,
        now=now,
        subject=f"Ondertekend: {signing_round.agreement.title}",
        template="agreements/mail/signed.txt",
        signatures=list(told_in_lines(signed_in(signing_round))),
    )


def signed_in(signing_round: SigningRound) -> list[Signature]:
    """Return who signed so far, in order."""
    rows = signing_round.signatures.filter(signed_at__isnull=False)
    return list(rows.in_order())


def _tell_both(
    signing_round: SigningRound,
    *,
    now: datetime,
    subject: str,
    template: str,
    **words: Any,
) -> None:
    agreement = signing_round.agreement
    url = absolute(reverse("agreements:signing", args=[agreement.pk]))
    for person in _people_of(agreement, signing_round, today=local_day(now)):
        context = {"person": person, "agreement": agreement, "url": url, **words}
        send_mail_to(person, subject=subject, template=template, context=context)


def _people_of(
    agreement: Agreement, signing_round: SigningRound, *, today: date
) -> list[User]:
    """Return who prepared, who signs, and who works on the text for either party."""
    parties = [party.pk for party in agreement.partnership.parties]
    writing = RoleGrant.objects.on(today).filter(role__in=ROLES_THAT_WRITE)
    involved = (
        Q(pk=signing_round.frozen_by_id)
        | Q(pk__in=signing_round.signatures.values("signer"))
        | Q(pk__in=writing.values("user"))
    )
    people = User.objects.get_queryset().filter(
        involved, organisation__in=parties, is_active=True
    )
    return list(people.order_by("pk"))
