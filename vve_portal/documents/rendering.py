"""From HTML to a sealed PDF: tagged, repaired, checked and always the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from vve_portal.documents.check import require_valid
from vve_portal.documents.fonts import font_css, is_font_url
from vve_portal.documents.garbage import uncollected
from vve_portal.documents.repair.document import repair
from vve_portal.documents.repair.fields import SignatureField
from vve_portal.documents.repair.metadata import Metadata

_NOWHERE: Final = "about:blank"

__all__ = ("Attachment", "Relationship", "SignatureField", "font_css", "render")


class ForeignResource(Exception):  # noqa: N818 - it says what is the matter
    """A document may only use what stands in its own HTML and CSS."""


class Relationship(StrEnum):
    """What a file inside a PDF is to the document; PDF/A-3 knows these words."""

    DATA = "Data"
    SUPPLEMENT = "Supplement"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF, such as the frozen content as JSON."""

    name: str
    description: str
    content: bytes
    relationship: Relationship = Relationship.DATA


def render(
    html: str,
    *,
    title: str,
    author: str,
    subject: str,
    created: datetime,
    keywords: Sequence[str] = (),
    language: str = "nl-NL",
    attachments: Sequence[Attachment] = (),
    stylesheets: Sequence[str] = (),
    signature_fields: Sequence[SignatureField] = (),
) -> bytes:
    """Render HTML to PDF/UA-1 and PDF/A-3a; the same input gives the same bytes.

    Raises InvalidDocument when the result breaks a rule of either standard, and
    ForeignResource when the HTML wants a file or an address.
    """
    metadata = Metadata(
        title=title,
        author=author,
        subject=subject,
        keywords=", ".join(keywords),
        language=language,
        created=created,
    )
    with uncollected():
        raw = draw(
            html, stylesheets=stylesheets, attachments=attachments, created=created
        )
        pdf = repair(raw, metadata=metadata, signature_fields=signature_fields)
    require_valid(pdf)
    return pdf


def draw(
    html: str,
    *,
    created: datetime,
    stylesheets: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF as WeasyPrint makes it: tagged, but not yet fit for anyone.

    Raises ForeignResource when the HTML wants a file or an address.
    """
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fetcher, fonts = _font_fetcher(), FontConfiguration()
    try:
        source = weasyprint.HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher)
        drawn: bytes = source.write_pdf(
            stylesheets=[
                weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
                for css in (font_css(), *stylesheets)
            ],
            font_config=fonts,
            pdf_variant="pdf/a-3a",
            # The number with which a list begins is one of those hints.
            presentational_hints=True,
            attachments=[_as_attachment(one, created) for one in attachments],
        )
    except FatalURLFetchingError as error:
        raise ForeignResource(str(error)) from error
    return drawn


def _as_attachment(attachment: Attachment, created: datetime) -> Any:
    import weasyprint

    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship.value,
        created=created,
        modified=created,
    )


def _font_fetcher() -> Any:
    """Fetches our fonts and what is in the HTML itself; no other file or address."""
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
    )

    class FontFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not is_font_url(url) and not url.startswith("data:"):
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return FontFetcher()
