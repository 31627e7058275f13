"""What a document says is what its attachment says, or whoever checks it hears so."""

import io
import json
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client

from agreements.documents import render_agreement
from agreements.models import SigningRound
from agreements.queries.frozen import content_of_round
from agreements.services.comparing import Likeness, compare
from agreements.views import findings
from tests.agreements.checking.scenes import hand_in
from tests.agreements.signing.scenes import PREPARED_AT, Scene
from vve_portal.documents.printed import Line, printed_lines
from vve_portal.documents.services import keep, sign

pytestmark = [pytest.mark.django_db]
# Rendered once.
PDF: list[bytes] = []


@pytest.fixture
def signing_round(scene: Scene) -> SigningRound:
    """A round with its text."""
    return scene.prepare()


@pytest.fixture
def pdf(signing_round: SigningRound) -> bytes:
    """The document of such a round; of which one does not matter."""
    if not PDF:
        content = content_of_round(signing_round)
        PDF.append(
            render_agreement(content, created=PREPARED_AT, is_draft=False, tryout=True)
        )
    return PDF[0]


def attached_to(pdf: bytes) -> str:
    """Return the content attached to a document."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.attachments["inhoud.json"].get_file().read_bytes().decode()


def exchanged(pdf: bytes, attached: str) -> bytes:
    """Return a document with other content attached."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        embedded = opened.attachments["inhoud.json"].obj.EF.F
        embedded.write(attached.encode())
        opened.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def said_of(pdf: bytes, client: Client) -> str:
    """Hand in a file; return what is said of its words."""
    answer = hand_in(client, pdf).context["answer"]
    assert findings.NOT_COMPARED not in answer.unknowns
    points = {fact.key: fact.value for fact in answer.points}
    return str(points[findings.SAID])


@time_machine.travel(PREPARED_AT, tick=False)
def test_a_document_of_the_portal_says_what_is_attached(
    signing_round: SigningRound, pdf: bytes, client: Client
) -> None:
    partnership = signing_round.partnership
    keep(partnership=partnership, name="tekst.pdf", content=pdf, now=PREPARED_AT)

    assert said_of(pdf, client) == findings.SAME


@time_machine.travel(PREPARED_AT, tick=False)
def test_words_painted_over_a_page_are_not_called_equal_to_the_data(
    pdf: bytes, client: Client
) -> None:
    """Whoever listens hears what was agreed; whoever looks sees something else."""
    painted = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sheet = b"/Artifact BMC q 1 1 1 rg 0 0 600 900 re f Q EMC"
        opened.pages[1].contents_add(opened.make_stream(sheet))
        opened.save(painted)

    assert said_of(painted.getvalue(), client) == findings.SAME_ALOUD


@time_machine.travel(PREPARED_AT, tick=False)
def test_a_signed_document_with_other_data_is_not_trusted(
    pdf: bytes, client: Client
) -> None:
    """Even when every signature in it is right."""
    content = json.loads(attached_to(pdf))
    content["areas"][3]["articles"][0]["title"] = "Iets heel anders"
    signed = sign(
        exchanged(pdf, json.dumps(content)),
        field="Sig_JGZ",
        signer_name="Roos Testman",
        organisation="JGZ Bedacht",
        function="directeur",
        at=PREPARED_AT,
    )

    answer = hand_in(client, signed.content).context["answer"]

    assert [one.label for one in answer.signers] == ["Klopt"]
    assert (answer.headline.title, answer.headline.tone) == (
        "Dit bestand zegt iets anders dan de gegevens die erin zitten.",
        "error",
    )


def test_words_that_are_not_in_the_data_are_seen(pdf: bytes) -> None:
    lines = printed_lines(pdf)
    at = next(at for at, line in enumerate(lines) if line.text == "Overwegingen")
    more = [*lines[:at], Line("P", ("De JGZ betaalt.",)), *lines[at:]]

    assert compare(attached_to(pdf), lines) is Likeness.SAME
    assert compare(attached_to(pdf), more) is Likeness.OTHER


def hostile_content(pdf: bytes) -> dict[str, str | None]:
    """Return content that would hold up or break who compares."""
    content: dict[str, Any] = json.loads(attached_to(pdf))
    article = content["areas"][3]["articles"][0]
    many = [article] * 100_000
    areas = [{**content["areas"][3], "articles": many}]
    return {
        "none": None,
        "no data": "geen json",
        "number": "1",
        "other format": json.dumps({**content, "format": "iets anders"}),
        "nothing else": '{"format": "vve-overeenkomst-2"}',
        "nested": "[" * 100_000,
        "too much": json.dumps({**content, "areas": areas}),
        "wrong kinds": json.dumps({**content, "parties": 3}),
    }


@pytest.mark.parametrize(
    "name",
    [
        "none",
        "no data",
        "number",
        "other format",
        "nothing else",
        "nested",
        "too much",
        "wrong kinds",
    ],
)
def test_content_of_anybody_breaks_nothing(pdf: bytes, name: str) -> None:
    found = compare(hostile_content(pdf)[name], printed_lines(pdf))

    assert found is Likeness.UNKNOWN
