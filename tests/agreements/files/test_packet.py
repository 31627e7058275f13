"""The council's packet: what is in it, for whom, and that it proves itself."""

import copy
import hashlib
import html.parser
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdf
import pytest
from django.core.exceptions import PermissionDenied

from agreements.content.schemas import find_schema
from agreements.documents.proof import Unprinted, require_words
from agreements.documents.public import named_parties
from agreements.file_kinds import FileKind
from agreements.models import Agreement, SigningRound
from agreements.policies_files import FOR_COUNCIL, NOT_SIGNED, may_take_along
from agreements.queries.council import public_document
from agreements.services.comparing import Likeness, compare
from agreements.services.files import order_file
from tests.agreements.files.scenes import (
    EMAIL,
    PHONE,
    REMARK,
    bytes_of,
    make,
    sign,
    unpack,
)
from tests.agreements.signing.scenes import Scene
from tests.documents.judges import UNSIGNED_PASSED, findings, outcomes, run
from tests.factories import NOW, UserFactory
from vve_portal.accounts.models import Organisation, User
from vve_portal.documents.models import FileOrder, StoredDocument
from vve_portal.documents.printed import printed_lines
from vve_portal.documents.services import keep

pytestmark = pytest.mark.django_db

GROUND = "Artikel 5.1, tweede lid, onder e, van de Woo"
NAMES = [
    "metadata.json",
    "raadsinformatiebrief.pdf",
    "samenvatting.html",
    "samenwerkingsovereenkomst.pdf",
    "sha256sums.txt",
]


@dataclass(frozen=True)
class Packet:
    """The files of a packet, and the facts that have to be in them."""

    files: dict[str, bytes]
    title: str
    town: str
    staff: str
    board: tuple[User, User]
    content_sha256: str


# Made once: drawing both documents takes seconds.
MADE: Final[dict[str, Packet]] = {}


def packet_of(scene: Scene, *, publicity: str = "public", ground: str = "") -> Packet:
    """Return the packet of a signed agreement; the first call makes it of this one."""
    if publicity not in MADE:
        signing_round = sign(scene, publicity=publicity, ground=ground)
        made = make(scene.agreement, FileKind.PACKET, scene.preparer)
        MADE[publicity] = Packet(
            files=unpack(bytes_of(made)),
            title=scene.agreement.title,
            town=scene.agreement.partnership.municipality.name,
            staff=scene.preparer.name,
            board=(scene.first.signer, scene.second.signer),
            content_sha256=signing_round.content_sha256,
        )
    return MADE[publicity]


def all_of(pdf: bytes) -> str:
    """Return the words, attachments and metadata of a PDF as one text."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    words = [page.extract_text() for page in reader.pages]
    files = [one.decode() for many in reader.attachments.values() for one in many]
    assert reader.metadata is not None
    assert reader.xmp_metadata is not None
    described = [str(dict(reader.metadata)), reader.xmp_metadata.stream.get_data()]
    return " ".join(f"{one}" for one in [*words, *files, *described])


class Page(html.parser.HTMLParser):
    """Reads a page: which elements are open, and what it holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.tags.append(tag)
        self.attributes.update(attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every element ends where it should."""
        assert self.open.pop() == tag


def test_packet_holds_what_the_clerk_needs_and_proves_itself(
    scene: Scene, tmp_path: Path
) -> None:
    files = packet_of(scene).files

    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    checked = run("env", "-C", tmp_path, "sha256sum", "-c", "sha256sums.txt")
    described = json.loads(files["metadata.json"])
    assert list(files) == NAMES
    assert checked.splitlines() == [f"{name}: OK" for name in NAMES[:-1]]
    assert {
        one["naam"]: (one["checksum"]["checksumWaarde"], one["omvang"])
        for one in described["bestanden"]
    } == {
        name: (hashlib.sha256(files[name]).hexdigest(), len(files[name]))
        for name in NAMES[1:4]
    }


def test_packet_says_who_decided_what_and_whether_it_is_public(scene: Scene) -> None:
    packet = packet_of(scene)

    described = json.loads(packet.files["metadata.json"])
    signer = packet.board[1]
    assert described["titel"] == f"Raadsinformatiebrief: {packet.title}"
    assert described["soortStuk"] == "Raadsinformatiebrief"
    assert described["datum"] == "2026-11-20"
    assert described["ondertekendNamensGemeente"] == {
        "naam": signer.name,
        "functie": signer.job_title,
    }
    assert described["zaaknummer"] == "Z-2026-1"
    assert described["collegebesluit"]["datum"] == "2026-11-20"
    assert described["openbaarheid"] == {"aanduiding": "Openbaar", "grond": ""}
    assert described["mdto"]["archiefvormer"] == {"verwijzingNaam": packet.town}


def test_same_packet_is_the_same_bytes(scene: Scene) -> None:
    sign(scene)
    first = bytes_of(make(scene.agreement, FileKind.PACKET, scene.preparer))
    FileOrder.objects.all().delete()

    second = bytes_of(make(scene.agreement, FileKind.PACKET, scene.preparer))

    assert second == first


def test_no_document_names_anybody_but_who_signed_as_board(scene: Scene) -> None:
    packet = packet_of(scene)

    pdfs = [all_of(packet.files[name]) for name in NAMES if name.endswith(".pdf")]
    texts = [packet.files[one].decode() for one in NAMES if not one.endswith(".pdf")]
    said = " ".join(" ".join([*pdfs, *texts]).split())
    board = {one.name for one in packet.board}
    assert {one for one in (packet.staff, EMAIL, PHONE, REMARK) if one in said} == set()
    assert {name for name in board if name in said} == board


def test_both_documents_pass_every_judge(scene: Scene) -> None:
    files = packet_of(scene).files

    for name in ("raadsinformatiebrief.pdf", "samenwerkingsovereenkomst.pdf"):
        assert findings(files[name]) == {}
        assert outcomes(files[name]) == UNSIGNED_PASSED


def test_public_version_carries_its_content_and_nothing_to_sign(scene: Scene) -> None:
    packet = packet_of(scene)

    pdf = packet.files["samenwerkingsovereenkomst.pdf"]
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    attached = {name: many[0] for name, many in reader.attachments.items()}
    content = json.loads(attached["inhoud.json"])
    cover, *others = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert not reader.get_fields()
    assert content["source"]["sha256"] == packet.content_sha256
    assert attached["inhoud.schema.json"] == find_schema(content["format"])
    assert "Ondertekend op 20 november 2026; dit is een versie zonder" in cover
    assert [page for page in others if "Openbare versie" not in page] == []


def test_summary_stands_on_its_own(scene: Scene) -> None:
    packet = packet_of(scene)

    text = packet.files["samenvatting.html"].decode()
    page = Page(text)

    assert page.open == []
    assert text.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert page.tags.count("h1") == 1
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    assert packet.title in text


def test_what_is_secret_says_so_everywhere(scene: Scene) -> None:
    files = packet_of(scene, publicity="secret", ground=GROUND).files

    described = json.loads(files["metadata.json"])
    assert described["openbaarheid"] == {"aanduiding": "Geheim", "grond": GROUND}
    assert described["mdto"]["beperkingGebruik"] == {
        "beperkingGebruikType": {"begripLabel": "Geheim"},
        "beperkingGebruikNadereBeschrijving": GROUND,
    }
    for name in ("raadsinformatiebrief.pdf", "samenwerkingsovereenkomst.pdf"):
        reader = pypdf.PdfReader(io.BytesIO(files[name]))
        pages = [page.extract_text() for page in reader.pages]
        assert f"Geheim. De grond daarvoor is: {GROUND}." in " ".join(
            " ".join(pages).split()
        )
    assert [page for page in pages[1:] if "Geheim" not in page] == []
    assert "<strong>Geheim.</strong>" in files["samenvatting.html"].decode()


@pytest.mark.parametrize("publicity", ["internal", "secret"])
def test_what_is_not_public_is_offered_to_nobody_outside(
    scene: Scene, publicity: str
) -> None:
    signing_round = sign(scene, publicity=publicity, ground=GROUND)
    kept = keep(
        partnership=scene.agreement.partnership,
        name="versie-voor-de-raad.pdf",
        content=b"%PDF-",
        now=NOW,
    )
    FileOrder.objects.create(
        partnership=scene.agreement.partnership,
        kind=FileKind.PUBLIC,
        subject=signing_round.pk,
        fingerprint="a",
        document=kept,
    )

    offered = public_document(signing_round)
    signing_round.agreement.publicity = Agreement.Publicity.PUBLIC

    assert offered is None
    assert public_document(signing_round) == kept


def test_parts_of_the_packet_are_kept_by_themselves(scene: Scene) -> None:
    signing_round = sign(scene)

    made = make(scene.agreement, FileKind.PACKET, scene.preparer)

    kept = FileOrder.objects.filter(document__isnull=False).order_by("kind")
    assert list(kept.values_list("kind", flat=True)) == [
        FileKind.PUBLIC,
        FileKind.LETTER,
        FileKind.PACKET,
    ]
    letter, public = (
        make(scene.agreement, kind, scene.preparer)
        for kind in (FileKind.LETTER, FileKind.PUBLIC)
    )
    files = unpack(bytes_of(made))
    assert bytes_of(letter) == files["raadsinformatiebrief.pdf"]
    assert bytes_of(public) == files["samenwerkingsovereenkomst.pdf"]
    # That of the round, the packet, and its two parts.
    assert StoredDocument.objects.count() == 4
    assert public_document(signing_round) == public.document


def test_new_colleague_changes_nothing_of_what_was_made(
    scene: Scene, municipality: Organisation
) -> None:
    # The name stands in the text, but nobody had an account by it when it was signed.
    somebody = f"{scene.preparer.name.split()[0]} Vraagbaak"
    sign(scene, also=f"Vraag het {somebody}.")
    first = make(scene.agreement, FileKind.PUBLIC, scene.preparer)
    UserFactory.create(organisation=municipality, name=somebody)

    second = make(scene.agreement, FileKind.PUBLIC, scene.preparer)

    assert second == first
    named = {scene.preparer, scene.first.signer, scene.second.signer}
    assert SigningRound.objects.get().staff_named == sorted(one.name for one in named)


def test_printed_words_are_held_against_the_public_content(scene: Scene) -> None:
    packet = packet_of(scene)
    pdf = packet.files["samenwerkingsovereenkomst.pdf"]
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    content = json.loads(reader.attachments["inhoud.json"][0])
    other = copy.deepcopy(content)
    other["areas"][0]["articles"][0]["text"] = "Iets anders."

    lines = printed_lines(pdf)
    assert compare(json.dumps(content), lines) is Likeness.SAME
    assert compare(json.dumps(other), lines) is Likeness.OTHER
    require_words(named_parties(content), pdf)
    with pytest.raises(Unprinted):
        require_words(named_parties(other), pdf)


def test_nothing_is_public_before_it_was_made(scene: Scene) -> None:
    signing_round = sign(scene)

    assert public_document(signing_round) is None


@pytest.mark.parametrize("kind", FOR_COUNCIL)
def test_council_gets_nothing_before_both_have_signed(
    scene: Scene, kind: FileKind
) -> None:
    scene.offer()
    scene.agreement.refresh_from_db()

    verdict = may_take_along(scene.preparer, scene.agreement, kind)

    assert verdict.reason == NOT_SIGNED
    with pytest.raises(PermissionDenied, match=NOT_SIGNED):
        order_file(agreement=scene.agreement, kind=kind, actor=scene.preparer, now=NOW)
