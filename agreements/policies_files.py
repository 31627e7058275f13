"""Who may have a file of an agreement made and take it along, and when there is one."""

from typing import Final

from agreements.file_kinds import FileKind
from agreements.models import Agreement
from agreements.policies import may_view
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import User

Status = Agreement.Status
FOR_COUNCIL: Final = (FileKind.PACKET, FileKind.PUBLIC, FileKind.LETTER)
NO_DRAFT: Final = (
    "De tekst ligt vast en is geen concept meer. Haal de pdf op die ter ondertekening "
    "ligt of ondertekend is."
)
NOT_SIGNED: Final = "Dit bestand is er zodra beide partijen hebben ondertekend."
# In which statuses a kind of file can be made, and what to say in the others.
MADE_IN: Final[dict[FileKind, frozenset[str]]] = {
    FileKind.DRAFT: frozenset(set(Status.values) - {Status.SIGNING, Status.SIGNED}),
    **dict.fromkeys(FOR_COUNCIL, frozenset({Status.SIGNED})),
}
NOT_NOW: Final[dict[FileKind, str]] = {
    FileKind.DRAFT: NO_DRAFT,
    **dict.fromkeys(FOR_COUNCIL, NOT_SIGNED),
}


@Policy
def may_take_along(actor: User, agreement: Agreement, kind: FileKind) -> Verdict:
    """Judge who may ask for a file and fetch it: all who may read what is in it."""
    readable = may_view(actor, agreement)
    if not readable:
        return readable
    return suits(agreement, kind)


def suits(agreement: Agreement, kind: FileKind) -> Verdict:
    """Return whether an agreement in this status has a file of a kind."""
    if agreement.status in MADE_IN[kind]:
        return ALLOWED
    return deny(NOT_NOW[kind])
