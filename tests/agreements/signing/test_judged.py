"""What independent programs said of a signed file, on the page and in the evidence."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import SigningRound
from agreements.queries.judged import judged_file
from tests.agreements.signing.scenes import SECOND_AT, Scene
from tests.agreements.signing.test_pages import SignIn
from vve_portal.accounts.models import User
from vve_portal.documents.models import Judgement, StoredDocument

Judge, Outcome = Judgement.Judge, Judgement.Outcome
WAITING = "Laad de pagina daarna opnieuw."
pytestmark = pytest.mark.sqlite


def say(
    document: StoredDocument, judge: str, outcome: str, *findings: str, hours: int = 1
) -> Judgement:
    """Let a judge say something of a file."""
    return Judgement.objects.create(
        partnership_id=document.partnership_id,
        document=document,
        judge=judge,
        version="proef 1",
        outcome=outcome,
        findings=list(findings),
        judged_at=SECOND_AT + timedelta(hours=hours),
    )


def page(client: Client, scene: Scene, name: str = "evidence") -> str:
    """Return what a page says."""
    address = reverse(f"agreements:{name}", args=[scene.agreement.pk])
    return client.get(address).content.decode()


def section(text: str) -> str:
    """Return the words of the section about others, without its tags."""
    found = re.search(r'aria-labelledby="oordeel">(.*?)</section>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def signed_file(scene: Scene) -> tuple[SigningRound, StoredDocument]:
    """Return a round that both signed, with its file."""
    signing_round = scene.pretend_both()
    assert signing_round.document is not None
    return signing_round, signing_round.document


def test_page_shows_the_last_word_of_each_and_what_is_missing(
    scene: Scene, as_user: SignIn
) -> None:
    signing_round, document = signed_file(scene)
    SigningRound.objects.filter(pk=signing_round.pk).update(
        archived_until=SECOND_AT + timedelta(days=365)
    )
    say(document, Judge.OPENSSL, Outcome.ABSENT)
    say(document, Judge.STANDARDS, Outcome.FAILED, "PDFA3A-OUD-001")
    say(document, Judge.STANDARDS, Outcome.PASSED, hours=2)
    say(document, Judge.READING, Outcome.FAILED, "DOC-012: No <language>")

    said = unescape(section(page(as_user(scene.preparer), scene)))

    assert "PDFA3A-OUD-001" not in said
    assert said == (
        "Oordeel van anderen Deze programma's zijn niet van het portaal. Ze hebben het"
        " nieuwste bestand beoordeeld op 20 november 2026 om 14.30 uur. Bevindingen"
        " staan er in hun eigen woorden, vaak in het Engels."
        " PDF/UA-1 en PDF/A-3a (page-validation) In orde proef 1"
        " Voorlezen (outloud) Niet in orde proef 1 DOC-012: No <language>"
        " Handtekeningen en tijdstempels (openssl) Niet gevraagd proef 1"
        " Dit programma is niet geïnstalleerd. De beheerder van het portaal kan het"
        " toevoegen."
        " Het tijdstempel over het hele bestand is te controleren tot"
        " 20 november 2027. Het portaal voegt voor die dag een volgend tijdstempel toe."
    )


def test_page_says_that_the_programs_are_still_to_be_asked(
    scene: Scene, as_user: SignIn
) -> None:
    signed_file(scene)

    assert WAITING in section(page(as_user(scene.preparer), scene))


def test_unsigned_agreement_has_no_such_section(scene: Scene, as_user: SignIn) -> None:
    signing_round = scene.offer()

    assert section(page(as_user(scene.preparer), scene)) == ""
    assert judged_file(signing_round) is None


def test_what_was_said_of_an_earlier_file_is_not_said_of_the_newest(
    scene: Scene, as_user: SignIn
) -> None:
    signing_round, document = signed_file(scene)
    say(document, Judge.STANDARDS, Outcome.PASSED)
    newer = StoredDocument.objects.create(
        partnership_id=document.partnership_id,
        name=document.name,
        content=b"%PDF-newer",
        sha256="0" * 64,
        created_at=SECOND_AT,
    )
    SigningRound.objects.filter(pk=signing_round.pk).update(document=newer)

    assert WAITING in section(page(as_user(scene.preparer), scene))


def test_evidence_file_holds_the_judgements_too(scene: Scene, as_user: SignIn) -> None:
    _, document = signed_file(scene)
    say(document, Judge.READING, Outcome.PASSED, "TBL-014 (let op): Long table")

    evidence = json.loads(page(as_user(scene.preparer), scene, "evidence-file"))

    assert evidence["judgements"] == [
        {
            "judge": "reading",
            "version": "proef 1",
            "outcome": "passed",
            "findings": ["TBL-014 (let op): Long table"],
            "judged_at": (SECOND_AT + timedelta(hours=1)).isoformat(),
        }
    ]
    assert evidence["archived_until"] == ""


def test_page_of_evidence_is_not_for_a_stranger(
    scene: Scene, as_user: SignIn, stranger: User
) -> None:
    signed_file(scene)
    address = reverse("agreements:evidence", args=[scene.agreement.pk])

    assert as_user(stranger).get(address).status_code == 404
