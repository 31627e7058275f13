"""Who the parties are, and who signs for them on which ground."""

from collections.abc import Iterable, Sequence
from typing import Any

from agreements.models import Agreement
from vve_portal.accounts.models import Mandate, Organisation, RoleGrant
from vve_portal.accounts.roles import Role


def parties_of(
    agreement: Agreement, mandates: Sequence[Mandate] | None
) -> list[dict[str, Any]]:
    """Return both parties with their signers, the municipality first."""
    known = _newest_mandates(agreement) if mandates is None else mandates
    municipality, provider = agreement.partnership.parties
    board = _board_among(known)
    return [
        _party(municipality, "municipality", "de gemeente", known, board),
        _party(provider, "jgz", "de JGZ", known, board),
    ]


def _party(
    organisation: Organisation,
    role: str,
    alias: str,
    mandates: Iterable[Mandate],
    board: frozenset[int],
) -> dict[str, Any]:
    return {
        "role": role,
        "name": organisation.name,
        "alias": alias,
        "legal_form": organisation.legal_form,
        "kvk_number": organisation.kvk_number,
        "seat": organisation.seat,
        "signers": [
            _signer(mandate, is_board=mandate.pk in board)
            for mandate in mandates
            if mandate.organisation_id == organisation.pk
        ],
    }


def _signer(mandate: Mandate, *, is_board: bool) -> dict[str, Any]:
    return {
        "name": mandate.signer.name,
        "function": mandate.signer.job_title,
        "is_board": is_board,
        "ground": str(mandate.get_ground_display()),
        "reference": mandate.reference,
        "decided_on": mandate.decided_on.isoformat(),
    }


def _board_among(mandates: Sequence[Mandate]) -> frozenset[int]:
    """Who signs as alderman or by the statutes: only their names become public."""
    aldermen = RoleGrant.objects.filter(
        role=Role.ALDERMAN,
        ended_at__isnull=True,
        user__in=[one.signer_id for one in mandates],
    ).values_list("user_id", flat=True)
    by_office = frozenset(aldermen)
    return frozenset(
        one.pk
        for one in mandates
        if one.ground == Mandate.Ground.STATUTES or one.signer_id in by_office
    )


def _newest_mandates(agreement: Agreement) -> list[Mandate]:
    """Per party the mandate that began last: a draft shows it until one is chosen."""
    standing = (
        Mandate.objects.filter(
            partnership=agreement.partnership_id, withdrawn_at__isnull=True
        )
        .select_related("signer")
        .order_by("starts_on", "pk")
    )
    return list({one.organisation_id: one for one in standing}.values())


def approvals_of(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the checks and decisions the agreement stands on, in fixed order."""
    return [
        {
            "label": str(approval.get_kind_display()),
            "reference": approval.reference,
            "decided_on": approval.decided_on.isoformat(),
        }
        for approval in agreement.approvals.order_by("decided_on", "kind")
    ]
