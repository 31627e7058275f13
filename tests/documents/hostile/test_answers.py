"""Who hands in a hostile file reads a sentence, and never that it counts."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.template.loader import render_to_string

from agreements.queries.kept_files import KeptFile
from agreements.services.checking import Checked
from agreements.views.answers import (
    GROWN,
    NOT_GOOD,
    TROUBLES,
    UNSIGNED,
    Answer,
    answer_of,
)
from tests.documents.hostile.active import ACTIVE
from tests.documents.hostile.conftest import GOOD, Verdicts
from tests.documents.hostile.forged import FORGED
from tests.documents.hostile.tampered import TAMPERED
from tests.documents.hostile.unreadable import UNREADABLE
from vve_portal.documents.inspecting import Trouble

TODAY: Final = date(2027, 6, 1)
BROKEN: Final = TROUBLES[Trouble.BROKEN]


def answers(verdicts: Verdicts, names: Iterable[str]) -> dict[str, Answer]:
    """Return the answer to each file, of which the portal keeps nothing."""
    return {name: answer_of(Checked(verdicts[name]), today=TODAY) for name in names}


def test_no_hostile_file_is_called_the_agreement(verdicts: Verdicts) -> None:
    found = answers(verdicts, verdicts)

    tones = {answer.headline.tone for name, answer in found.items() if name != GOOD}
    assert tones == {"warning", "error"}


def test_what_was_changed_or_forged_is_not_to_be_trusted(verdicts: Verdicts) -> None:
    found = answers(verdicts, {**TAMPERED, **FORGED})

    assert {answer.headline.title for answer in found.values()} == {
        NOT_GOOD.title,
        UNSIGNED.title,
        BROKEN.title,
    }
    assert {
        name
        for name, answer in found.items()
        if answer.headline.title == UNSIGNED.title
    } == {"signatures_taken_out", "form_taken_out"}


def test_what_was_put_behind_a_kept_file_is_named_as_such(verdicts: Verdicts) -> None:
    shadows = ("shadow_hide", "shadow_replace", "shadow_hide_and_replace")
    of_portal = KeptFile("VVE-2027-001-versie-1.pdf")

    found = [
        answer_of(Checked(verdicts[name], of_portal, added=1), today=TODAY)
        for name in (*shadows, "signatures_taken_out", "words_behind")
    ]

    assert {answer.headline for answer in found} == {GROWN}


def test_what_can_not_be_read_tells_why(verdicts: Verdicts) -> None:
    found = answers(verdicts, {**UNREADABLE, **ACTIVE})

    known = {one.title for one in TROUBLES.values()} | {UNSIGNED.title}
    assert {answer.headline.title for answer in found.values()} - known == set()


def test_words_of_a_hostile_file_do_nothing_on_the_page(verdicts: Verdicts) -> None:
    answer = answer_of(Checked(verdicts["markup_in_a_name"]), today=TODAY)

    shown = render_to_string("agreements/checking/_answer.html", {"answer": answer})

    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "\u202e" not in shown
