"""What the council may read of a signed agreement, and the file that was made of it."""

from collections.abc import Mapping
from typing import Any, Final

from agreements.content import sha256_of
from agreements.content.public import Signed, names_in, public_content
from agreements.file_kinds import FileKind
from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.frozen import content_of_round, role_of
from vve_portal.accounts.models import User
from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.services import has_built_in_timestamps
from vve_portal.ui.dates import local_day

# Raise this when these files look different, so that they are made anew.
DESIGN: Final = 1
Route = Signature.Route
HOW: Final[dict[str, str]] = {
    Route.PORTAL: "digitaal",
    Route.EXTERNAL: "digitaal, met een ondertekendienst",
    Route.REMOTE: "digitaal, met een ondertekendienst",
    Route.INK: "op papier",
}


def find_signed_round(agreement: Agreement) -> SigningRound | None:
    """Return the round in which an agreement was signed."""
    if agreement.status != Agreement.Status.SIGNED:
        return None
    rounds = SigningRound.objects.open().filter(agreement=agreement)
    found = rounds.defer("negotiation").order_by("-edition").first()
    if found is not None:
        found.agreement = agreement
    return found


def council_content(signing_round: SigningRound) -> dict[str, Any]:
    """Return what the council may read of a signed text, with when it was signed.

    Always the same: the staff named in it were written down when it was frozen.
    """
    content, staff = content_of_round(signing_round), signing_round.staff_named
    if staff is None:
        staff = find_staff_named(signing_round.agreement, content)
    return public_content(content, people=staff, signed=_signed(signing_round))


def find_staff_named(agreement: Agreement, content: Mapping[str, Any]) -> list[str]:
    """Return the people with an account at either party who are named in a text."""
    parties = [party.pk for party in agreement.partnership.parties]
    people = User.objects.get_queryset().filter(organisation__in=parties)
    return names_in(content, people.values_list("name", flat=True))


def _signed(signing_round: SigningRound) -> dict[str, Signed]:
    placed = signing_round.signatures.filter(signed_at__isnull=False)
    return {
        role_of(one.organisation, signing_round.agreement): Signed(
            local_day(one.signed_at), HOW[one.route]
        )
        for one in placed.select_related("organisation").order_by("position")
        if one.signed_at is not None
    }


def council_fingerprint(content: Mapping[str, Any]) -> str:
    """Return what tells one of these files from another."""
    return sha256_of(
        {
            "content": sha256_of(content),
            "design": DESIGN,
            "tryout": has_built_in_timestamps(),
        }
    )


def public_document(signing_round: SigningRound) -> StoredDocument | None:
    """Return the public version that was made, for anybody; None if it is not public.

    Asked with a scope of the partnership: nobody has to be signed in.
    """
    agreement = signing_round.agreement
    is_public = agreement.publicity == Agreement.Publicity.PUBLIC
    if not is_public or agreement.status != Agreement.Status.SIGNED:
        return None
    made = FileOrder.objects.filter(
        partnership=signing_round.partnership_id,
        kind=FileKind.PUBLIC,
        subject=signing_round.pk,
        document__isnull=False,
    )
    newest = made.select_related("document").order_by("-document__pk").first()
    return newest.document if newest else None
