"""From HTML to a sealed PDF: tagged, repaired, checked and always the same bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vve_portal.documents.check import require_valid
from vve_portal.documents.fonts import font_css, is_font_url
from vve_portal.documents.repair.document import repair
from vve_portal.documents.repair.fields import SignatureField
from vve_portal.documents.repair.metadata import Metadata

__all__ = ("Attachment", "SignatureField", "font_css", "render")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF, such as the frozen content as JSON."""

    name: str
    description: str
    content: bytes


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
    StreamEndsInReturn when it cannot be written as PDF/A asks.
    """
    metadata = Metadata(
        title=title,
        author=author,
        subject=subject,
        keywords=", ".join(keywords),
        language=language,
        created=created,
    )
    raw = _draw(html, stylesheets, attachments, created)
    pdf = repair(raw, metadata=metadata, signature_fields=signature_fields)
    require_valid(pdf)
    return pdf


def _draw(
    html: str,
    stylesheets: Sequence[str],
    attachments: Sequence[Attachment],
    created: datetime,
) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _font_fetcher(), FontConfiguration()
    styles = [
        weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
        for css in (font_css(), *stylesheets)
    ]
    source = weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
    drawn: bytes = source.write_pdf(
        stylesheets=styles,
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        pdf_identifier=hashlib.sha256(html.encode()).hexdigest().encode()[:32],
        attachments=[
            weasyprint.Attachment(
                string=attachment.content,
                name=attachment.name,
                description=attachment.description,
                relationship="Data",
                created=created,
                modified=created,
            )
            for attachment in attachments
        ],
    )
    return drawn


def _font_fetcher() -> Any:
    """Fetches our fonts and what is in the HTML itself; no other file or address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class FontFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not is_font_url(url) and not url.startswith("data:"):
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return FontFetcher()
