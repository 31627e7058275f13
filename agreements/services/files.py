"""Asking for a file of an agreement, and what makes each kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from agreements.content import content_of
from agreements.documents import render_agreement
from agreements.file_kinds import FileKind
from agreements.models import Agreement
from agreements.policies_files import may_take_along
from agreements.queries.files import draft_fingerprint, wanted_file
from agreements.services.record import record_deed
from agreements.services.versions import lock_agreement
from vve_portal.accounts.models import User
from vve_portal.documents import ordering, orders
from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.orders import CannotMakeError, MadeFile
from vve_portal.documents.services import has_built_in_timestamps
from vve_portal.ui.dates import local_day

CHANGED: Final = (
    "De tekst is gewijzigd nadat u het bestand vroeg. Vraag het opnieuw: dan staat de "
    "nieuwe tekst erin."
)


@transaction.atomic
def order_file(
    *, agreement: Agreement, kind: FileKind, actor: User, now: datetime
) -> FileOrder:
    """Ask for a file as it has to be now; the same is made once.

    Raises PermissionDenied when the actor may not, or the agreement has no such file.
    """
    current = lock_agreement(agreement)
    may_take_along(actor, current, kind).enforce()
    wanted = wanted_file(current, kind, now=now)
    asked = ordering.order(
        partnership=current.partnership,
        kind=wanted.kind,
        subject=wanted.subject,
        fingerprint=wanted.fingerprint,
        actor=actor,
        now=now,
    )
    if asked.asked_at == now:
        record_deed(
            agreement=current,
            at=now,
            actor=actor,
            verb="agreement.order_file",
            subject=current,
            summary=f"Gevraagd om een bestand: {kind.label}.",
            kind=kind.value,
        )
    return asked


@dataclass(frozen=True, slots=True)
class DraftWork:
    """The text as it was when somebody asked, marked as a draft on every page."""

    agreement: Agreement
    content: dict[str, Any]
    created: datetime

    def draw(self) -> MadeFile:
        """Render it."""
        pdf = render_agreement(
            self.content,
            created=self.created,
            is_draft=True,
            tryout=has_built_in_timestamps(),
        )
        return MadeFile(f"{self.agreement.reference}-concept.pdf", pdf)

    def record(self, kept: StoredDocument, now: datetime) -> None:
        """Record that it was made."""
        record_made(self.agreement, FileKind.DRAFT, kept, now)


def draft_work(asked: FileOrder) -> DraftWork:
    """Read a draft; raises CannotMakeError when the text is another one by now."""
    agreement = Agreement.objects.with_parties().get(pk=asked.subject)
    content = content_of(agreement)
    created = asked.asked_at
    if created is None or asked.fingerprint != draft_fingerprint(
        content, day=local_day(created)
    ):
        raise CannotMakeError(CHANGED)
    return DraftWork(agreement, content, created)


def record_made(
    agreement: Agreement, kind: FileKind, kept: StoredDocument, now: datetime
) -> None:
    """Record that a file was made, and of which bytes."""
    record_deed(
        agreement=agreement,
        at=now,
        actor=None,
        verb="agreement.make_file",
        subject=agreement,
        summary=f"Bestand gemaakt: {kind.label}.",
        kind=kind.value,
        sha256=kept.sha256,
    )


def register_files() -> None:
    """Let the files of an agreement be ordered."""
    orders.register(FileKind.DRAFT, draft_work)
