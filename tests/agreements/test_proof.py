"""The printed text equals the content: proven, and disproven when anything differs."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from agreements.content import content_of
from agreements.documents import render_agreement
from agreements.documents.proof import (
    Unprinted,
    added,
    require_words,
    sayings_of,
    unprinted,
)
from agreements.models import Agreement
from tests.agreements.whole import Whole, whole_of
from tests.factories import NOW
from vve_portal.documents.printed import Line, Unreadable, printed_lines

pytestmark = pytest.mark.sqlite

Content = dict[str, Any]


@pytest.fixture
def whole(agreement: Agreement) -> Whole:
    """The whole agreement."""
    return whole_of(agreement)


@pytest.fixture
def lines(whole: Whole) -> list[Line]:
    """What its document says."""
    return printed_lines(whole.pdf)


def last_article(content: Content) -> dict[str, Any]:
    article: dict[str, Any] = content["areas"][6]["articles"][-1]
    return article


def annex(content: Content, letter: str) -> dict[str, Any]:
    return next(one for one in content["annexes"] if one["letter"] == letter)


def test_whole_document_says_its_content_and_nothing_else(
    whole: Whole, lines: list[Line]
) -> None:
    assert unprinted(whole.content, lines) == []
    assert added(whole.content, lines) == []
    require_words(whole.content, whole.pdf)


def test_draft_without_anything_says_its_content_too(agreement: Agreement) -> None:
    content = content_of(agreement)

    pdf = render_agreement(content, created=NOW, is_draft=True, tryout=False)

    require_words(content, pdf)


def change_text(content: Content) -> None:
    last_article(content)["text"] += "!"


def change_one_space(content: Content) -> None:
    article = last_article(content)
    article["text"] = article["text"].replace("tweespaties", "twee spaties")
    article["text"] = article["text"].replace("de zevende", "dezevende")


def change_number_of_a_list(content: Content) -> None:
    article = last_article(content)
    article["text"] = article["text"].replace("7. de", "1. de")


def change_explanation(content: Content) -> None:
    content["general"]["definitions"][0]["explanation"] = "Anders uitgelegd."


def change_fact(content: Content) -> None:
    last_article(content)["norm"] = "ten minste 88 procent"


def change_signer(content: Content) -> None:
    content["parties"][0]["signers"][0]["name"] = "Iemand Anders"


def change_amount(content: Content) -> None:
    content["money"]["lines"][-1]["amount"] = "2.00"


def change_row_of_an_annex(content: Content) -> None:
    annex(content, "E")["tables"][0]["rows"][3][2] = "Andere norm"


def change_code(content: Content) -> None:
    content["check"]["code"] = "0000-0000-0000"


@pytest.mark.parametrize(
    ("change", "labels"),
    [
        (change_text, ["7.9 Wat mensen typen"]),
        (change_one_space, ["7.9 Wat mensen typen"]),
        (change_number_of_a_list, ["7.9 Wat mensen typen"]),
        (change_fact, ["7.9 Wat mensen typen"]),
        (change_explanation, ["Begrippen: Anders uitgelegd."]),
        (change_amount, ["tabel Plus-inzet per activiteit"]),
        (change_row_of_an_annex, ["tabel Indicatoren en normen per artikel"]),
        (change_code, ["controlecode"]),
    ],
)
def test_what_is_not_printed_word_for_word_is_named(
    whole: Whole,
    lines: list[Line],
    change: Callable[[Content], None],
    labels: list[str],
) -> None:
    content = copy.deepcopy(whole.content)

    change(content)

    assert unprinted(content, lines) == labels


def test_another_signer_is_named_at_both_places(
    whole: Whole, lines: list[Line]
) -> None:
    content = copy.deepcopy(whole.content)
    name = content["parties"][0]["name"]

    change_signer(content)

    assert unprinted(content, lines) == [f"partij {name}", f"ondertekening {name}"]


@pytest.mark.parametrize("tag", ["P", "LI", "H3", "H2", "TR"])
def test_line_among_the_agreed_text_that_nobody_agreed_on_is_named(
    whole: Whole, lines: list[Line], tag: str
) -> None:
    place = next(at for at, line in enumerate(lines) if line.says(first_of(whole, 4)))
    more = [*lines[:place], Line(tag, ("De JGZ betaalt", "alles.")), *lines[place:]]

    assert unprinted(whole.content, more) == []
    assert added(whole.content, more) == ["De JGZ betaalt alles."]


def first_of(whole: Whole, area: int) -> str:
    """The heading of the second article of an area."""
    article = whole.content["areas"][area - 1]["articles"][1]
    return f"{article['number']} {article['title']}"


def test_article_of_the_content_that_is_printed_nowhere_is_named(
    whole: Whole, lines: list[Line]
) -> None:
    heading = first_of(whole, 4)
    begin = next(at for at, one in enumerate(lines) if one.says(heading))
    end = next(
        at for at in range(begin + 1, len(lines)) if lines[at].tag in {"H2", "H3"}
    )

    fewer = [*lines[:begin], *lines[end:]]

    assert unprinted(whole.content, fewer) == [heading]


def test_texts_in_another_order_are_no_proof(whole: Whole) -> None:
    says = [
        Line("P", (line,))
        for saying in reversed(list(sayings_of(whole.content)))
        for line in saying.lines
    ]

    assert len(unprinted(whole.content, says)) > 100


def test_gate_names_what_is_missing_and_what_is_too_much(whole: Whole) -> None:
    content = copy.deepcopy(whole.content)
    last_article(content)["text"] = "Iets anders."

    with pytest.raises(Unprinted) as refusal:
        require_words(content, whole.pdf)

    missing, *more = refusal.value.findings
    assert missing == "7.9 Wat mensen typen"
    assert more[0] == "staat er niet in: 7.9 Wat mensen typen"


def test_gate_refuses_what_nobody_can_read(whole: Whole) -> None:
    with pytest.raises(Unreadable):
        require_words(whole.content, b"geen PDF")
