"""Only a document that says the frozen text word for word is ever offered."""

import io
import json
from pathlib import Path

import pypdf
import pytest
from django.conf import settings as portal
from pytest_django import Settings

from agreements.documents.proof import Unprinted, require_words
from agreements.models import SigningRound
from agreements.services import placing
from tests.agreements.conforming import errors_in
from tests.agreements.signing.scenes import PREPARED_AT, Scene
from vve_portal.audit.models import Entry

AREA = Path(portal.BASE_DIR) / "templates/documents/agreement/area.html"


def make_document(signing_round: SigningRound, scene: Scene) -> None:
    """Do what the task does that makes a document."""
    placing.make_document(
        round_pk=signing_round.pk,
        partnership=scene.agreement.partnership,
        now=PREPARED_AT,
    )


def test_document_says_the_frozen_text_and_holds_it(scene: Scene) -> None:
    signing_round = scene.prepare()

    make_document(signing_round, scene)

    signing_round.refresh_from_db()
    assert signing_round.document is not None
    pdf = bytes(signing_round.document.content)
    require_words(json.loads(signing_round.content), pdf)
    attached = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert attached["inhoud.json"] == [signing_round.content.encode()]
    assert attached["onderhandeling.json"] == [signing_round.negotiation.encode()]


def test_frozen_text_is_what_its_schema_says(scene: Scene) -> None:
    signing_round = scene.prepare()

    assert errors_in(json.loads(signing_round.content)) == []
    assert errors_in(json.loads(signing_round.negotiation)) == []


def test_document_with_other_words_is_not_kept_and_both_parties_read_why(
    scene: Scene, settings: Settings, tmp_path: Path
) -> None:
    signing_round = scene.prepare()
    doctored = tmp_path / "documents/agreement/area.html"
    doctored.parent.mkdir(parents=True)
    template = AREA.read_text()
    doctored.write_text(template.replace("</h3>", "</h3><p>Behalve in juli.</p>"))
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]

    with pytest.raises(Unprinted) as refusal:
        make_document(signing_round, scene)

    assert len(refusal.value.findings) > 0
    signing_round.refresh_from_db()
    assert signing_round.document is None
    assert signing_round.trouble == (
        "Het document zegt niet woord voor woord wat is vastgelegd en is daarom niet "
        "gebruikt. Meld dit bij de beheerder van het portaal."
    )
    told = Entry.objects.about(scene.agreement).get(verb="signing.trouble")
    assert told.details["error"] == "Unprinted"
