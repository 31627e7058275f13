"""What the portal knows of a file or a code that somebody holds; its scope is open."""

import re
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch

from agreements.file_kinds import FileKind
from agreements.models import Signature, SigningRound
from agreements.models.signing import SigningRoundQuerySet
from vve_portal.accounts.models import Partnership
from vve_portal.documents.models import FileOrder, StoredDocument

_NAME: Final = re.compile(r"(?P<reference>.+)-versie-(?P<edition>\d{1,9})\.pdf")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that the portal keeps, with the round it is of or what it was made as."""

    name: str
    signing_round: SigningRound | None = None
    is_newest: bool = False
    # Of a file that somebody ordered, such as the public version.
    kind: str = ""


def find_kept_file(partnership: Partnership, sha256: str) -> KeptFile | None:
    """Return what a file of this partnership was made for; None when it keeps none."""
    rows = StoredDocument.objects.filter(partnership=partnership, sha256=sha256)
    document = rows.defer("content").order_by("-pk").first()
    if document is None:
        return None
    ordered = FileOrder.objects.filter(partnership=partnership, document=document)
    order = ordered.order_by("-pk").first()
    if order is not None:
        # Of a signed agreement these are made of its round, a draft of its text.
        of_round = order.kind in {FileKind.PUBLIC, FileKind.LETTER}
        rounds = _rounds(partnership).filter(pk=order.subject) if of_round else ()
        signing_round = next(iter(rounds), None)
        return KeptFile(document.name, signing_round, kind=order.kind)
    signing_round = _find_round_of_file(partnership, document)
    is_newest = bool(signing_round and signing_round.document_id == document.pk)
    return KeptFile(document.name, signing_round, is_newest=is_newest)


def find_round_of_code(partnership: Partnership, code: str) -> SigningRound | None:
    """Return the round whose document has this code printed on it."""
    return _rounds(partnership).filter(check_code=code).order_by("pk").first()


def _find_round_of_file(
    partnership: Partnership, document: StoredDocument
) -> SigningRound | None:
    """Return the round of a file; its earlier files have the same name."""
    found = _NAME.fullmatch(document.name)
    if found is None:
        return None
    rows = _rounds(partnership).filter(
        agreement__reference=found["reference"], edition=int(found["edition"])
    )
    return rows.order_by("pk").first()


def _rounds(partnership: Partnership) -> SigningRoundQuerySet:
    """Rounds with what was signed in them, and no other signatures."""
    placed = Signature.objects.in_order().filter(status=Signature.Status.PLACED)
    return (
        SigningRound.objects.filter(partnership=partnership)
        .select_related("agreement__partnership", "document")
        .defer("document__content")
        .prefetch_related(Prefetch("signatures", placed))
    )
