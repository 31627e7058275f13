"""What the evidence says of one signature; each way of signing has its own facts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from agreements.models import Signature
from agreements.policies_routes import may_read_scan
from agreements.queries import evidence, frozen
from agreements.queries import routes as route_queries
from agreements.queries.signing import SignatureRow
from vve_portal.accounts.models import User
from vve_portal.ui.dates import short_moment
from vve_portal.ui.numbers import hash_groups

Route = Signature.Route
SIGN_IN = "Wachtwoord en een code uit de inlog-app"


def about_signature(
    row: SignatureRow, content: dict[str, Any], reader: User
) -> dict[str, Any]:
    """Return what the page of evidence shows of one signature."""
    signature = row.signature
    facts = [
        frozen.Fact("Namens", str(signature.organisation)),
        frozen.Fact("Op grond van", _ground(signature, content)),
        frozen.Fact("Getekend", row.when),
        frozen.Fact("Manier", route_queries.how_signed(signature)),
        *_facts_of_route(signature, reader),
        frozen.Fact("Zegel", row.seal),
        *_facts_of_certificate(signature),
        frozen.Fact("Reden van weigering", signature.refusal_reason),
    ]
    return {
        "heading": f"Handtekening {signature.position}: {signature.signer.name}",
        "label": row.label,
        "tone": row.tone,
        "facts": [fact for fact in facts if fact.value],
    }


def _ground(signature: Signature, content: dict[str, Any]) -> str:
    role = frozen.role_of(signature.organisation, signature.round.agreement)
    return frozen.ground_of(content, role)


def _facts_of_route(signature: Signature, reader: User) -> Iterator[frozen.Fact]:
    if signature.signed_at is None:
        return
    if signature.route in {Route.PORTAL, Route.REMOTE}:
        yield frozen.Fact("Inlog", SIGN_IN)
    if signature.brought_by is not None:
        yield frozen.Fact("Ingeleverd door", signature.brought_by.name)
    if not signature.is_ink:
        yield frozen.Fact("In het document gezet", _moment(signature.placed_at))
        return
    yield frozen.Fact("Plaats", signature.place)
    yield frozen.Fact("Scan ingeleverd", _moment(signature.placed_at))
    if signature.scan is not None:
        url = reverse("agreements:scan", args=[signature.pk])
        allowed = may_read_scan(reader, signature)
        kenmerk = hash_groups(signature.scan.sha256)
        yield frozen.Fact("Scan (SHA-256)", kenmerk, url if allowed else "")


def _facts_of_certificate(signature: Signature) -> Iterator[frozen.Fact]:
    if not signature.certificate:
        return
    if signature.route in {Route.EXTERNAL, Route.REMOTE}:
        found = route_queries.certificate_of(signature.certificate)
        yield frozen.Fact("Naam in het certificaat", found.name)
        yield frozen.Fact("Uitgever van het certificaat", found.issuer)
    facts = evidence.certificate_facts(signature.certificate)
    yield frozen.Fact("Nummer van het certificaat", hash_groups(facts["serial"]))
    yield frozen.Fact("Vingerafdruk van het certificaat", hash_groups(facts["sha256"]))


def _moment(moment: datetime | None) -> str:
    return short_moment(moment) if moment else ""
