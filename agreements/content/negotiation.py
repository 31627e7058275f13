"""How the parties came to the text: every version, and who agreed to which.

By organisation and moment, without persons, and so without the reasons that people
wrote. What a party wrote before it shared its draft, and advice inside one
organisation, stay out too.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Prefetch

from agreements.models import Agreement, Clause, ClauseVersion, Consent

FORMAT: Final = "vve-overleg-1"


def negotiation_of(agreement: Agreement) -> dict[str, Any]:
    """Return the negotiation of an agreement as plain data in a fixed order."""
    consents = Consent.objects.select_related("organisation").order_by("pk")
    versions = (
        ClauseVersion.objects.select_related("organisation")
        .prefetch_related(Prefetch("consents", consents))
        .order_by("number")
    )
    clauses = agreement.clauses.without_left_out().in_order()
    return {
        "format": FORMAT,
        "reference": agreement.reference,
        "edition": agreement.edition,
        "clauses": [
            _clause(clause)
            for clause in clauses.prefetch_related(Prefetch("versions", versions))
        ],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    shared = _shared_among(clause.versions.all())
    return {
        "code": clause.code,
        "versions": [_version(version) for version in shared],
    }


def _shared_among(versions: Iterable[ClauseVersion]) -> list[ClauseVersion]:
    """Of what was written before sharing, the other party got the last version."""
    known = list(versions)
    before = [one.number for one in known if one.in_draft]
    return [
        one for one in known if not one.in_draft or one.number == max(before, default=0)
    ]


def _version(version: ClauseVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "organisation": version.organisation.name,
        "moment": _moment(version.created_at),
        "proposes_dropping": version.is_dropped,
        "text_sha256": hashlib.sha256(version.text.strip().encode()).hexdigest(),
        "consents": [
            {
                "organisation": consent.organisation.name,
                "decision": consent.decision,
                "moment": _moment(consent.decided_at),
            }
            for consent in version.consents.all()
        ],
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
