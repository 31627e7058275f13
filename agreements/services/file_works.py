"""What makes each kind of file: read in a scope first, then drawn outside any."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from agreements.content import content_of
from agreements.documents import render_agreement
from agreements.documents.council_letter import render_letter, render_summary
from agreements.documents.packet import (
    AGREEMENT_FILE,
    LETTER_FILE,
    SUMMARY_FILE,
    make_packet,
)
from agreements.documents.proof import require_words
from agreements.documents.public import named_parties, render_public
from agreements.file_kinds import FileKind
from agreements.models import Agreement, SigningRound
from agreements.policies_files import FOR_COUNCIL
from agreements.queries.council import council_content, council_fingerprint
from agreements.queries.files import draft_fingerprint
from agreements.services.record import record_deed
from vve_portal.documents import orders
from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.orders import CannotMakeError, MadeFile, Part
from vve_portal.documents.services import has_built_in_timestamps

ZIP: Final = "application/zip"
CHANGED: Final = (
    "De tekst is gewijzigd nadat u het bestand vroeg. Vraag het opnieuw: dan staat de "
    "nieuwe tekst erin."
)


@dataclass(frozen=True, slots=True)
class AgreementWork:
    """A file of one agreement: `content` is all that is in it."""

    kind: FileKind
    agreement: Agreement
    content: dict[str, Any]
    created: datetime
    fingerprint: str

    def draw(self) -> MadeFile:
        """Make it."""
        return _DRAWN[self.kind](self)

    def record(self, kept: StoredDocument, now: datetime) -> None:
        """Record that it was made, and of which bytes."""
        record_deed(
            agreement=self.agreement,
            at=now,
            actor=None,
            verb="agreement.make_file",
            subject=self.agreement,
            summary=f"Bestand gemaakt: {self.kind.label}.",
            kind=self.kind.value,
            sha256=kept.sha256,
        )

    def named(self, what: str) -> str:
        """Return what a file is called."""
        return f"{self.agreement.reference}-{what}"


def draft_work(asked: FileOrder) -> AgreementWork:
    """Read a draft; raises CannotMakeError when the text is another one by now."""
    agreement = Agreement.objects.with_parties().get(pk=asked.subject)
    content, created = content_of(agreement), asked.asked_at
    if created is None or asked.fingerprint != draft_fingerprint(content):
        raise CannotMakeError(CHANGED)
    return AgreementWork(FileKind.DRAFT, agreement, content, created, asked.fingerprint)


def council_work(kind: FileKind, asked: FileOrder) -> AgreementWork:
    """Read what the council gets; raises CannotMakeError when it is another by now."""
    signing_round = SigningRound.objects.get(pk=asked.subject)
    agreement = Agreement.objects.with_parties().get(pk=signing_round.agreement_id)
    signing_round.agreement = agreement
    content, created = council_content(signing_round), agreement.signed_at
    if created is None or asked.fingerprint != council_fingerprint(content):
        raise CannotMakeError(CHANGED)
    return AgreementWork(kind, agreement, content, created, asked.fingerprint)


def draw_draft(work: AgreementWork) -> MadeFile:
    """Draw the text as it was when somebody asked, marked on every page."""
    pdf = render_agreement(
        work.content,
        created=work.created,
        is_draft=True,
        tryout=has_built_in_timestamps(),
    )
    return MadeFile(work.named("concept.pdf"), pdf)


def draw_public(work: AgreementWork) -> MadeFile:
    """Draw the agreement as the council may read it."""
    pdf = render_public(
        work.content, created=work.created, tryout=has_built_in_timestamps()
    )
    require_words(named_parties(work.content), pdf)
    return MadeFile(work.named("versie-voor-de-raad.pdf"), pdf)


def draw_letter(work: AgreementWork) -> MadeFile:
    """Draw the letter to the council."""
    pdf = render_letter(
        work.content, created=work.created, tryout=has_built_in_timestamps()
    )
    return MadeFile(work.named("raadsinformatiebrief.pdf"), pdf)


def draw_packet(work: AgreementWork) -> MadeFile:
    """Put both documents in a zip, with a summary, metadata and checksums."""
    agreement, letter = draw_public(work), draw_letter(work)
    summary = render_summary(work.content, tryout=has_built_in_timestamps())
    files = {
        AGREEMENT_FILE: agreement.content,
        LETTER_FILE: letter.content,
        SUMMARY_FILE: summary,
    }
    return MadeFile(
        work.named("raadspakket.zip"),
        make_packet(work.content, files, created=work.created),
        ZIP,
        parts=(
            Part(FileKind.PUBLIC, work.fingerprint, agreement),
            Part(FileKind.LETTER, work.fingerprint, letter),
        ),
    )


_DRAWN: Final = {
    FileKind.DRAFT: draw_draft,
    FileKind.PUBLIC: draw_public,
    FileKind.LETTER: draw_letter,
    FileKind.PACKET: draw_packet,
}


def register_files() -> None:
    """Let the files of an agreement be ordered."""
    orders.register(FileKind.DRAFT, draft_work)
    for kind in FOR_COUNCIL:
        orders.register(kind, partial(council_work, kind))
