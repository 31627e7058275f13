"""The file of a whole agreement: for archives and machines, and always the same."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pikepdf
import pytest

from agreements.content import canonical_json
from agreements.content.schemas import find_schema
from agreements.documents import render_agreement
from agreements.documents.proof import require_words
from agreements.models import Agreement
from tests.agreements.conforming import errors_in
from tests.agreements.whole import Whole, whole_of
from tests.documents.judges import run
from tests.factories import NOW
from vve_portal.documents.fonts import FONT_FAMILY
from vve_portal.documents.printed import attached_files, printed_lines

pytestmark = pytest.mark.sqlite

TOP: Final = Path(__file__).parents[2]
# Draws the content that comes in, in a process that knows nothing else of it.
ELSEWHERE: Final = """
import sys
from datetime import datetime
import django
django.setup()
import json
from agreements.documents import render_agreement
given = json.load(sys.stdin)
sys.stdout.buffer.write(render_agreement(
    given["content"], created=datetime.fromisoformat(given["created"]),
    is_draft=False, tryout=True, negotiation=given["negotiation"],
))
"""


@pytest.fixture
def whole(agreement: Agreement) -> Whole:
    """The whole agreement."""
    return whole_of(agreement)


def test_same_content_gives_the_same_bytes_in_another_process(
    whole: Whole, tmp_path: Path
) -> None:
    given = {
        "content": whole.content,
        "negotiation": whole.negotiation,
        "created": NOW.isoformat(),
    }
    elsewhere = {
        **os.environ,
        "TZ": "America/New_York",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(TOP),
        "LC_ALL": "C",
        "DJANGO_SETTINGS_MODULE": "vve_portal.settings_test",
    }

    again = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", ELSEWHERE],
        input=json.dumps(given).encode(),
        env=elsewhere,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    assert again.stdout == whole.pdf


def test_content_and_negotiation_travel_inside_with_their_schemas(
    whole: Whole,
) -> None:
    files = attached_files(whole.pdf)

    assert files == {
        "inhoud.json": canonical_json(whole.content).encode(),
        "inhoud.schema.json": find_schema("vve-overeenkomst-2"),
        "onderhandeling.json": whole.negotiation.encode(),
        "onderhandeling.schema.json": find_schema("vve-overleg-1"),
    }
    for name in ("inhoud", "onderhandeling"):
        assert errors_in(json.loads(files[f"{name}.json"])) == []


def test_attached_files_say_what_they_are_to_the_document(whole: Whole) -> None:
    with pikepdf.open(io.BytesIO(whole.pdf)) as pdf:
        attached = [
            (str(one.F), str(one.AFRelationship), str(one.EF.F.Subtype))
            for one in pdf.Root.AF.as_list()
        ]

    assert attached == [
        ("inhoud.json", "/Data", "/application/json"),
        ("inhoud.schema.json", "/Supplement", "/application/json"),
        ("onderhandeling.json", "/Supplement", "/application/json"),
        ("onderhandeling.schema.json", "/Supplement", "/application/json"),
    ]


def test_document_says_in_which_language_and_under_which_title(whole: Whole) -> None:
    with pikepdf.open(io.BytesIO(whole.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == whole.content["title"]
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == whole.content["title"]
        assert metadata["dc:language"] == {"nl-NL"}


def test_fonts_are_embedded_as_subsets_with_their_letters(
    whole: Whole, tmp_path: Path
) -> None:
    file = tmp_path / "fonts.pdf"
    file.write_bytes(whole.pdf)

    fonts = [line.split() for line in run("pdffonts", file).splitlines()[2:]]

    assert {font[0].split("+")[1].split("-")[0] for font in fonts} == {FONT_FAMILY}
    assert {tuple(font[-5:-2]) for font in fonts} == {("yes", "yes", "yes")}


def test_text_of_the_first_format_is_drawn_without_code_and_proven(
    whole: Whole,
) -> None:
    parties = [
        {
            **party,
            "signers": [
                {key: one[key] for key in one.keys() - {"is_board"}}
                for one in party["signers"]
            ],
        }
        for party in whole.content["parties"]
    ]
    first = {**whole.content, "format": "vve-overeenkomst-1", "parties": parties}
    del first["check"], first["publicity_ground"]

    pdf = render_agreement(first, created=NOW, is_draft=False, tryout=True)

    require_words(first, pdf)
    assert attached_files(pdf) == {"inhoud.json": canonical_json(first).encode()}
    texts = [one.text for one in printed_lines(pdf)]
    assert [text for text in texts if "ontrolecode" in text] == []
    assert texts.count("Controleer dit document") == 0
