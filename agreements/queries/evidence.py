"""The evidence of a round: who signed what, when, on what ground, with what proof."""

import json
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from agreements.models import Agreement, Clause, Signature, SigningRound
from agreements.queries.clauses import load_clauses, version_of
from agreements.queries.judged import newest_judgements
from vve_portal.audit.models import Entry
from vve_portal.documents.models import StoredDocument
from vve_portal.ui.dates import local_day

Route = Signature.Route
FORMAT = "vve-bewijs-2"


def evidence_of(signing_round: SigningRound, *, now: datetime) -> dict[str, Any]:
    """Return all that the portal knows of a round, as plain data.

    Everybody who may read the agreement may have it: it holds only what both share.
    """
    agreement = signing_round.agreement
    return {
        "format": FORMAT,
        "made_at": _moment(now),
        "agreement": _agreement(agreement),
        "text": {
            "edition": signing_round.edition,
            "sha256": signing_round.content_sha256,
            "frozen_at": _moment(signing_round.frozen_at),
            "frozen_by": signing_round.frozen_by.name,
            "content": json.loads(signing_round.content),
        },
        "void": _void(signing_round),
        "files": _files(signing_round),
        "judgements": _judgements(signing_round),
        "archived_until": _moment(signing_round.archived_until),
        "signatures": [_signature(one) for one in signing_round.signatures.all()],
        "clauses": [_clause(one) for one in load_clauses(agreement)],
        "record": [_entry(one) for one in entries_of(agreement)],
    }


def entries_of(agreement: Agreement) -> list[Entry]:
    """Return what both parties may read of what happened, oldest first."""
    shared = Entry.objects.filter(
        partnership=agreement.partnership_id, reach=Entry.Reach.SHARED
    )
    return list(shared.about(agreement).order_by("pk"))


def as_text(evidence: dict[str, Any]) -> str:
    """Write evidence as JSON that people can read too."""
    return json.dumps(evidence, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def certificate_facts(pem: str) -> dict[str, str]:
    """Return what a certificate says, and its fingerprint; nothing without one."""
    if not pem:
        return {}
    certificate = x509.load_pem_x509_certificate(pem.encode())
    return {
        "pem": pem,
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "serial": f"{certificate.serial_number:x}",
        "sha256": certificate.fingerprint(hashes.SHA256()).hex(),
        "valid_from": _moment(certificate.not_valid_before_utc),
        "valid_until": _moment(certificate.not_valid_after_utc),
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    municipality, provider = agreement.partnership.parties
    return {
        "reference": agreement.reference,
        "title": agreement.title,
        "municipality": municipality.name,
        "provider": provider.name,
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "status": agreement.status,
        "signed_at": _moment(agreement.signed_at),
    }


def _void(signing_round: SigningRound) -> dict[str, Any] | None:
    if signing_round.voided_at is None or signing_round.voided_by is None:
        return None
    return {
        "at": _moment(signing_round.voided_at),
        "by": signing_round.voided_by.name,
        "reason": signing_round.void_reason,
    }


def _files(signing_round: SigningRound) -> list[dict[str, Any]]:
    if signing_round.document is None:
        return []
    kept = StoredDocument.objects.filter(
        partnership=signing_round.partnership_id, name=signing_round.document.name
    )
    rows = kept.order_by("pk").values("pk", "name", "sha256", "created_at")
    return [
        {
            "name": row["name"],
            "sha256": row["sha256"],
            "made_at": _moment(row["created_at"]),
            "is_newest": row["pk"] == signing_round.document_id,
        }
        for row in rows
    ]


def _judgements(signing_round: SigningRound) -> list[dict[str, Any]]:
    """Return the last word of each independent program on the newest file."""
    if signing_round.document_id is None:
        return []
    return [
        {
            "judge": row.judge,
            "version": row.version,
            "outcome": row.outcome,
            "findings": row.findings,
            "judged_at": _moment(row.judged_at),
        }
        for row in newest_judgements(signing_round.document_id)
    ]


def _signature(signature: Signature) -> dict[str, Any]:
    mandate = signature.mandate
    return {
        "position": signature.position,
        "name": signature.signer.name,
        "function": signature.signer.job_title,
        "party": signature.organisation.name,
        "ground": {
            "kind": str(mandate.get_ground_display()),
            "reference": mandate.reference,
            "decided_on": mandate.decided_on.isoformat(),
        },
        "status": signature.status,
        "route": signature.route if signature.signed_at else "",
        "signed_at": "" if signature.is_ink else _moment(signature.signed_at),
        "second_factor": _second_factor(signature),
        "brought_by": signature.brought_by.name if signature.brought_by else "",
        "ink": _ink(signature),
        "placed_at": _moment(signature.placed_at),
        "level": signature.level,
        "certificate": certificate_facts(signature.certificate),
        "refused_at": _moment(signature.refused_at),
        "refusal_reason": signature.refusal_reason,
    }


def _second_factor(signature: Signature) -> str:
    """Say with what the signer showed in the portal who he is, if he signed there."""
    is_here = signature.route in {Route.PORTAL, Route.REMOTE}
    return "code" if signature.signed_at and is_here else ""


def _ink(signature: Signature) -> dict[str, Any] | None:
    """Tell of a signature on paper what is known: a day, a place and a scan."""
    if not signature.is_ink or signature.scan is None or signature.signed_at is None:
        return None
    return {
        "signed_on": local_day(signature.signed_at).isoformat(),
        "place": signature.place,
        "scan": {
            "name": signature.scan.name,
            "media_type": signature.scan.media_type,
            "sha256": signature.scan.sha256,
        },
    }


def _clause(clause: Clause) -> dict[str, Any]:
    version = version_of(clause)
    consents = version.consents.select_related("organisation", "decided_by")
    return {
        "code": clause.code,
        "version": version.number,
        "proposed_by": version.author.name,
        "proposed_at": _moment(version.created_at),
        "consents": [
            {
                "party": consent.organisation.name,
                "decision": consent.decision,
                "by": consent.decided_by.name,
                "at": _moment(consent.decided_at),
            }
            for consent in consents.order_by("pk")
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "at": _moment(entry.at),
        "who": entry.actor_name,
        "organisation": entry.organisation_name,
        "verb": entry.verb,
        "summary": entry.summary,
        "details": entry.details,
    }


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
