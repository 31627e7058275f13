"""Measures how PDFs are made, signed and verified; needs no database.

Runs in processes of its own: one for the times, and one that draws only once, as the
memory of a process is never given back.
"""

import argparse
import io
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import truediv
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import pikepdf

from agreements.content import Content
from agreements.documents.agreement import (
    agreement_html,
    render_agreement,
    stylesheets_of,
)
from agreements.documents.proof import require_words
from bench.agreements import made_up_content
from referrals.documents.letter import Persons, Referral, render_letter
from referrals.documents.pathway import render_pathway
from referrals.models import Pathway, PathwayVersion
from referrals.routes.definition import to_json
from referrals.routes.templates import TEMPLATES
from vve_portal.accounts.models import Organisation, Partnership
from vve_portal.documents.authority import Authority, create_authority
from vve_portal.documents.fonts import font_css
from vve_portal.documents.rendering import SignatureField, render
from vve_portal.documents.signing import Signatory, SignedFile, sign
from vve_portal.documents.timestamps import BuiltInTimestamps, load_built_in
from vve_portal.documents.verifying import verify

REPETITIONS: Final = 5
SIGNERS: Final = 4
NOW: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)
# About 14 pages, and a little over 60.
AGREEMENT: Final = {"areas": 3, "articles": 3, "sentences": 2, "annexes": 3}
LONG_AGREEMENT: Final = {"areas": 7, "articles": 8, "sentences": 40, "annexes": 8}
Call = Callable[[], object]


@dataclass
class Service:
    """The built-in timestamps with a stopwatch, as a service is not ours to hurry."""

    service: BuiltInTimestamps
    is_remote: bool = False
    seconds: list[float] = field(default_factory=list)

    @property
    def roots(self) -> tuple[Any, ...]:
        """Whom it rests on."""
        return self.service.roots

    def client(self, at: datetime) -> Any:
        """Return the client, which notes how long each answer takes."""
        client = self.service.client(at)
        answer = client.async_request_tsa_response

        async def timed(*arguments: Any) -> Any:
            begun = time.perf_counter()
            try:
                return await answer(*arguments)
            finally:
                self.seconds.append(time.perf_counter() - begun)

        client.async_request_tsa_response = timed
        return client


def speed() -> dict[str, float]:
    """Return how fast an agreement is made, signed and verified."""
    content = made_up_content(**AGREEMENT)
    html = agreement_html(content, created=NOW, is_draft=False, tryout=False)
    return {
        **drawing(content, html),
        **in_requests(),
        **signing(sealed_for_all(html)),
    }


def drawing(content: Content, html: str) -> dict[str, float]:
    """Compare the pipeline and all that making a document takes with WeasyPrint alone.

    By turns, as a machine is not always as fast.
    """
    plain_draw(html)  # loads what is loaded once
    plain, piped, made = list[float](), list[float](), list[float]()
    pdf = b""
    for _ in range(REPETITIONS):
        plain.append(seconds(lambda: plain_draw(html)))
        piped.append(seconds(lambda: sealed_for_all(html)))
        begun = time.process_time()
        pdf = make(content)
        made.append(time.process_time() - begun)
    return {
        "pages": pages_of(pdf),
        "plain": median(plain),
        "piped": median(map(truediv, piped, plain)),
        "made": median(map(truediv, made, plain)),
    }


def make(content: Content) -> bytes:
    """Make a document as the task worker does, with the proof of its words."""
    pdf = render_agreement(content, created=NOW, is_draft=False, tryout=False)
    require_words(content, pdf)
    return pdf


def sealed_for_all(html: str) -> bytes:
    """Run the pipeline: drawn, repaired, with places for everybody, and checked."""
    return render(
        html,
        title="Samenwerkingsovereenkomst VVE 2027",
        author="Gemeente Verzonnen",
        subject="Afspraken",
        created=NOW,
        stylesheets=stylesheets_of(is_draft=False),
        signature_fields=list(places()),
    )


def in_requests() -> dict[str, float]:
    """Draw what a web worker draws itself: a letter, and the longest starting route."""
    longest = max(TEMPLATES, key=lambda code: len(TEMPLATES[code].steps))
    version, referral, persons = route_of(longest), letter_of(), sender_of()
    return {
        "letter": usual(lambda: render_letter(referral, persons, created=NOW)),
        "route": usual(lambda: render_pathway(version, created=NOW)),
    }


def usual(call: Call) -> float:
    """Return the median of so many times."""
    return median(seconds(call) for _ in range(REPETITIONS))


def route_of(code: str) -> PathwayVersion:
    """Return a version in memory of a starting route."""
    partnership = Partnership(
        municipality=Organisation(name="Gemeente Verzonnen"),
        provider=Organisation(name="JGZ Bedacht"),
    )
    return PathwayVersion(
        partnership=partnership,
        pathway=Pathway(partnership=partnership, code=code, kind=TEMPLATES[code].kind),
        number=1,
        content=to_json(TEMPLATES[code]),
    )


def letter_of() -> Referral:
    """Return what a letter of no child in particular says."""
    return Referral(
        code="K7QM4X2PK",
        location="Peuteropvang De Waterlelie",
        location_address=("Verzonnenstraat 12", "1234 AB Waterrijk"),
        consent_on=NOW.date(),
        consent_to="jeugdverpleegkundige",
        sender="JGZ Bedacht",
        function="jeugdverpleegkundige",
        portal="portaal.invalid/voorschool/",
    )


def sender_of() -> Persons:
    """Return the people that are typed for one print."""
    return Persons(
        child="Kindnaam Bedacht",
        address=("Voorbeeldlaan 8", "1234 CD Waterrijk"),
        writer="Fenna Proef",
        phone="010 000 00 00",
    )


def plain_draw(html: str) -> bytes:
    """Draw as WeasyPrint does when nobody asks for more: no tags and no standard."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets = [
        weasyprint.CSS(string=css, font_config=fonts)
        for css in (font_css(), *stylesheets_of(is_draft=False))
    ]
    drawn: bytes = weasyprint.HTML(string=html).write_pdf(
        stylesheets=sheets, font_config=fonts
    )
    return drawn


def signing(sealed: bytes) -> dict[str, float]:
    """Let everybody sign, again and again; then verify what the last one signed."""
    with TemporaryDirectory() as name:
        authority, service = authority_in(Path(name))
    taken, pdf = list[float](), sealed
    for round_number in range(REPETITIONS):
        pdf = sealed
        for at, place in enumerate(places()):
            service.seconds.clear()
            # By the clock, as the gate judges two standards side by side.
            begun = time.perf_counter()
            signed = sign_as(place, pdf, authority=authority, service=service, at=at)
            elapsed = time.perf_counter() - begun
            if round_number:  # the first round loads what is loaded once
                taken.append(elapsed - sum(service.seconds))
            pdf = signed.content
    verified = [
        seconds(lambda: verify(pdf, trusted_roots=(authority.certificate,), at=NOW))
        for _ in range(REPETITIONS)
    ]
    return {"sign": median(taken), "verify": median(verified)}


def authority_in(folder: Path) -> tuple[Authority, Service]:
    """Return an authority of this run alone, with its timestamps."""
    authority = create_authority(
        key_path=folder / "authority-key.pem",
        certificate_path=folder / "authority.pem",
        archive_years=20,
        at=NOW - timedelta(days=1),
    )
    built_in = load_built_in(authority, folder=folder, at=NOW - timedelta(days=1))
    return authority, Service(built_in)


def places() -> Iterator[SignatureField]:
    """Give a place for everybody who signs."""
    for number in range(1, SIGNERS + 1):
        yield SignatureField(f"Sig_{number}", f"Handtekening {number}", "ondertekening")


def sign_as(
    place: SignatureField,
    pdf: bytes,
    *,
    authority: Authority,
    service: Service,
    at: int,
) -> SignedFile:
    """Sign at a place, each an hour after the one before."""
    return sign(
        pdf,
        field=place.name,
        signatory=Signatory("A. Verzonnen", "Gemeente Verzonnen", "wethouder"),
        authority=authority,
        timestamps=service,
        at=NOW + timedelta(hours=at),
    )


def memory() -> dict[str, float]:
    """Make a long agreement in a process that did nothing before."""
    pages = pages_of(make(made_up_content(**LONG_AGREEMENT)))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"long_pages": pages, "megabytes": kilobytes / 1024}


def pages_of(pdf: bytes) -> int:
    """Return how many pages a file has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def seconds(call: Call) -> float:
    """Return how long the processor works for it: nobody else on the machine counts."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def main() -> None:
    """Measure what the argument asks for, and write it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["speed", "memory"])
    part = {"speed": speed, "memory": memory}[parser.parse_args().part]
    sys.stdout.write(json.dumps(part()))
