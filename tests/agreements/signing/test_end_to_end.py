"""From a text that both agree on to a file that outside judges call signed."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from pypdf import PdfReader

from agreements.content import canonical_json, sha256_of
from agreements.models import Agreement, Clause, SigningRound
from agreements.models.vocabulary import Kind
from agreements.services import placing
from tests.agreements.building import add_clause_of, let_agree
from tests.agreements.signing.scenes import PREPARED_AT, SECOND_AT, Scene
from tests.documents.judges import ALL_PASSED, outcomes, pdfsig
from vve_portal.documents.check import check
from vve_portal.documents.services import trusted_roots

TEXTS = (
    "Partijen spreken af:\n- de JGZ belt;\n- beide kijken elk kwartaal terug.",
    "Financiële afspraken: € 10.000 per jaar, één keer per kwartaal vooruitbetaald.",
    "Een lange afspraak. " * 60,
)


@pytest.fixture
def signed(scene: Scene) -> Iterator[SigningRound]:
    """An agreement with some awkward texts, signed by both."""
    for number, text in enumerate(TEXTS, start=2):
        clause = add_clause_of(
            scene.agreement,
            chapter=number,
            code=f"G{number}-09",
            version__source_text=text.strip(),
            version__kind=Kind.BASIS,
        )
        let_agree(clause)
    with time_machine.travel(PREPARED_AT, tick=False):
        yield sign_all(scene)


def sign_all(scene: Scene) -> SigningRound:
    """Take every step with this very text."""
    signing_round = scene.prepare()
    placing.make_document(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        now=PREPARED_AT,
    )
    scene.sign_first(signing_round)
    scene.sign_second(signing_round)
    return SigningRound.objects.select_related("document").get(pk=signing_round.pk)


def file_of(signing_round: SigningRound) -> bytes:
    """Return the newest file of a round."""
    assert signing_round.document is not None
    return bytes(signing_round.document.content)


def test_signed_file_satisfies_outside_judges_and_holds_the_text(
    scene: Scene, signed: SigningRound
) -> None:
    pdf = file_of(signed)

    rows = pdfsig(pdf, trusted_roots())

    assert outcomes(pdf, trusted_roots()) == ALL_PASSED
    people = [row["Signer Certificate Common Name"] for row in rows]
    stamp = "Tijdstempel om uit te proberen"
    # In the order of the fields: those that were kept free come first.
    assert sorted(people[:2]) == ["Mees Fictief", "Roos Testman"]
    assert people[2:] == [stamp, stamp]
    whole = ["Total document signed" in row for row in rows]
    assert whole == [False, False, False, True]
    assert check(pdf, signed=True) == []
    scene.agreement.refresh_from_db()
    assert scene.agreement.status == Agreement.Status.SIGNED

    reader = PdfReader(io.BytesIO(pdf))
    words = bare(" ".join(page.extract_text() for page in reader.pages))
    texts = [text_of(clause) for clause in scene.agreement.clauses.with_current()]
    assert [text for text in texts if bare(text) not in words] == []
    (attached,) = reader.attachments["inhoud.json"]
    assert attached.decode() == signed.content
    content = json.loads(signed.content)
    assert canonical_json(content) == signed.content
    assert sha256_of(content) == signed.content_sha256


def text_of(clause: Clause) -> str:
    """Return what a clause says."""
    assert clause.current is not None
    return clause.current.text


def bare(text: str) -> str:
    """Return letters and digits alone: lines, bullets and spaces are the layout's."""
    return re.sub(r"[\W_]+", "", text)


def test_flipping_any_byte_makes_verifying_fail(
    signed: SigningRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert signed.document is not None
    pdf = file_of(signed)
    file = tmp_path / signed.document.name
    contents = [found.end() for found in re.finditer(rb"/Contents\s*<", pdf)]
    places = [0, 9, len(pdf) // 3, len(pdf) // 2, len(pdf) - 1, *contents]
    places += [place + 6_000 for place in contents]

    file.write_bytes(pdf)
    with time_machine.travel(SECOND_AT, tick=False):
        call_command("verify_document", file)
        good = json.loads(capsys.readouterr().out)
        refused = [flipped_is_refused(pdf, place, file) for place in places]

    assert good["is_good"] is True
    assert refused == [True] * len(places)


def flipped_is_refused(pdf: bytes, place: int, file: Path) -> bool:
    """Return whether verify_document exits with 1 when one bit is other."""
    damaged = bytearray(pdf)
    damaged[place] ^= 1
    file.write_bytes(bytes(damaged))
    try:
        call_command("verify_document", file)
    except SystemExit as end:
        return end.code == 1
    return False
