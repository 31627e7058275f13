"""Signed documents to check, and somebody who checks them without an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.documents.agreement import FIELD_OF
from agreements.models import SigningRound
from tests.agreements.signing.scenes import FIRST_AT, SECOND_AT, Scene
from tests.documents.samples import AGREEMENT, seal
from tests.factories import NOW
from vve_portal.access import scope as scopes
from vve_portal.documents.rendering import SignatureField
from vve_portal.documents.services import keep, sign

# Made once: signing takes a second, and a test wants to know what is said of it.
STATES: Final[list[bytes]] = []
PEOPLE: Final = (
    ("jgz", "Roos Testman", "JGZ Bedacht", "directeur", FIRST_AT),
    ("municipality", "Mees Fictief", "Gemeente Verzonnen", "wethouder", SECOND_AT),
)
# The agreements of the tests run through all of 2027.
IN_FORCE: Final = NOW + timedelta(days=200)


def states() -> list[bytes]:
    """Return a file unsigned, signed by one, and signed by both."""
    if not STATES:
        fields = [
            SignatureField(
                FIELD_OF[role], f"Handtekening namens {organisation}", anchor="teken"
            )
            for role, _, organisation, _, _ in PEOPLE
        ]
        STATES.append(seal(AGREEMENT, fields))
        for role, name, organisation, function, at in PEOPLE:
            signed = sign(
                STATES[-1],
                field=FIELD_OF[role],
                signer_name=name,
                organisation=organisation,
                function=function,
                at=at,
            )
            STATES.append(signed.content)
    return STATES


def keep_states(scene: Scene, signing_round: SigningRound) -> None:
    """Let the portal keep these files as those of a round, the last as its newest."""
    name = f"{scene.agreement.reference}-versie-{signing_round.edition}.pdf"
    for content in states():
        kept = keep(
            partnership=scene.agreement.partnership,
            name=name,
            content=content,
            now=SECOND_AT,
        )
    signing_round.document = kept
    signing_round.save(update_fields=["document"])


def signed_round(scene: Scene) -> SigningRound:
    """Return the round of an agreement that both have signed."""
    signing_round = scene.pretend_both()
    keep_states(scene, signing_round)
    return signing_round


@contextmanager
def outside_any_scope() -> Iterator[None]:
    """Leave the scope in which a test arranges, as a visitor has none."""
    before = scopes._current.get()
    scopes._tell_database(None)
    try:
        yield
    finally:
        scopes._tell_database(before)


def hand_in(client: Client, content: bytes, **extra: Any) -> Any:
    """Upload a file as anybody can."""
    file = SimpleUploadedFile("overeenkomst.pdf", content, "application/pdf")
    with outside_any_scope():
        return client.post("/controle/", {"file": file}, **extra)


def look_up(client: Client, code: str) -> Any:
    """Open the page of a code as anybody can."""
    with outside_any_scope():
        return client.get(f"/controle/{code}/")
