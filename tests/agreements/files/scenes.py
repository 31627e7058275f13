"""A signed agreement with names in its text, and its files as the worker makes them."""

import io
import zipfile
from typing import Final

from agreements.file_kinds import FileKind
from agreements.models import Agreement, SigningRound
from agreements.services.files import order_file
from tests.agreements.building import add_clause_of, let_agree
from tests.agreements.signing.scenes import Scene
from tests.factories import NOW
from vve_portal.accounts.models import User
from vve_portal.documents.models import FileOrder
from vve_portal.documents.ordering import make_file

EMAIL: Final = "ilse@dedelta.example"
PHONE: Final = "06 12 34 56 78"
REMARK: Final = "De JGZ wilde dit eerst niet."


def sign(
    scene: Scene, *, publicity: str = "public", ground: str = "", also: str = ""
) -> SigningRound:
    """Have an agreement signed in which somebody wrote names and contact data."""
    agreement = scene.agreement
    agreement.publicity, agreement.publicity_ground = publicity, ground
    agreement.save(update_fields=["publicity", "publicity_ground"])
    staff = scene.preparer.name
    clause = add_clause_of(
        agreement,
        chapter=3,
        code="G3-77",
        version__title=f"Vragen aan {staff}",
        version__text=f"Bel {staff} op {PHONE} of mail {EMAIL}. {also}",
        version__explanation=f"{staff} is er op dinsdag.",
        version__kind_reason=REMARK,
    )
    contacts = add_clause_of(
        agreement,
        chapter=8,
        code="B-77",
        version__title="Bijlage G: contactpersonen",
        version__text=f"{staff}, {EMAIL}",
    )
    let_agree(clause)
    let_agree(contacts)
    signing_round = scene.pretend_both()
    agreement.refresh_from_db()
    signing_round.agreement = agreement
    return signing_round


def make(agreement: Agreement, kind: FileKind, actor: User) -> FileOrder:
    """Order a file and do what the task does."""
    asked = order_file(agreement=agreement, kind=kind, actor=actor, now=NOW)
    make_file(order_pk=asked.pk, partnership=agreement.partnership, now=NOW)
    asked.refresh_from_db()
    assert asked.trouble == ""
    return asked


def bytes_of(asked: FileOrder) -> bytes:
    """Return the file that was made."""
    assert asked.document is not None
    return bytes(asked.document.content)


def unpack(packet: bytes) -> dict[str, bytes]:
    """Return the files of a packet by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
