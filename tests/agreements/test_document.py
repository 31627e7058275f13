"""What the document of an agreement shows, as data and as HTML, without drawing it."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from agreements.areas import Chapter
from agreements.content import content_of, sha256_of
from agreements.documents.agreement import agreement_context
from agreements.models import Agreement
from agreements.models.vocabulary import Kind
from tests.agreements.building import add_clause_of, add_version_of, current_of
from tests.factories import NOW, BudgetLineFactory, MandateFactory

pytestmark = pytest.mark.sqlite


def context_of(agreement: Agreement, **changes: Any) -> dict[str, Any]:
    flags = {"is_draft": False, "tryout": False, **changes}
    return agreement_context(content_of(agreement), created=NOW, **flags)


def html_of(agreement: Agreement, **changes: Any) -> str:
    return render_to_string(
        "documents/agreement.html", context_of(agreement, **changes)
    )


def test_facts_of_an_article_leave_out_what_is_empty(agreement: Agreement) -> None:
    add_clause_of(agreement, version__frequency="per kwartaal")

    article = context_of(agreement)["areas"][3]["articles"][0]

    assert article["facts"] == [
        ("Verantwoordelijk", "De JGZ"),
        ("Soort", "Basispakket"),
        ("Hoe vaak", "per kwartaal"),
    ]


def test_contents_list_every_chapter_and_article_and_all_exist(
    agreement: Agreement,
) -> None:
    for area in (1, 4, 4):
        add_clause_of(agreement, chapter=area)
    add_clause_of(
        agreement,
        chapter=Chapter.GENERAL,
        version__title="Looptijd",
        version__kind=Kind.PROVISION,
        version__responsible="",
    )
    html = html_of(agreement)

    targets = re.findall(r'href="#([^"]+)"', html)
    identifiers = re.findall(r' id="([^"]+)"', html)

    assert set(targets) <= set(identifiers)
    assert len(identifiers) == len(set(identifiers))
    assert set(identifiers) - set(targets) == {"inhoud"}


def test_anchors_stay_unique_when_clauses_share_a_title(agreement: Agreement) -> None:
    for code in ("G1-01", "G1-02"):
        add_clause_of(agreement, chapter=1, code=code, version__title="Zelfde titel")

    articles = context_of(agreement)["areas"][0]["articles"]

    assert [one["anchor"] for one in articles] == ["artikel-G1-01", "artikel-G1-02"]


def test_fingerprint_is_the_hash_of_the_content(agreement: Agreement) -> None:
    add_clause_of(agreement, version__source_text="Met een stuurteken \x07 erin.")

    fingerprint = context_of(agreement)["fingerprint"].replace(" ", "")

    assert fingerprint == sha256_of(content_of(agreement))


def test_draft_says_so_and_a_final_text_does_not(agreement: Agreement) -> None:
    draft, final = html_of(agreement, is_draft=True), html_of(agreement)

    assert "Concept, nog niet ondertekend" in draft
    assert "kan niet worden ondertekend" in draft
    assert "Concept" not in final
    assert "Definitief; geldig als beide partijen hebben ondertekend" in final


def test_document_of_a_try_out_says_so_twice(agreement: Agreement) -> None:
    assert html_of(agreement, tryout=True).count("Proefdocument.") == 2
    assert "Proefdocument" not in html_of(agreement)


def test_signers_stand_with_function_and_ground(agreement: Agreement) -> None:
    MandateFactory.create(
        partnership=agreement.partnership,
        signer__name="Mees Fictief",
        signer__job_title="wethouder",
        reference="volmacht 17",
    )

    html = html_of(agreement)

    assert html.count("Mees Fictief") == 2
    assert html.count("Volmacht, volmacht 17, van 14 januari 2026") == 2
    assert "Wie namens deze partij tekent, is nog niet vastgelegd." in html


def test_empty_areas_and_parts_are_explained(agreement: Agreement) -> None:
    add_clause_of(agreement, chapter=4)

    html = html_of(agreement)

    assert html.count("In dit gebied hebben partijen geen afspraken gemaakt.") == 6
    assert "Partijen hebben geen overwegingen opgenomen." in html
    assert "Partijen hebben geen begrippen vastgelegd." in html
    assert "Partijen hebben geen slotbepalingen opgenomen." in html


def test_dropped_clause_is_nowhere_in_the_document(agreement: Agreement) -> None:
    dropped = add_clause_of(agreement, version__title="Vervallen afspraak")
    add_version_of(dropped, is_dropped=True, title="Vervallen afspraak")

    assert "Vervallen afspraak" not in html_of(agreement)


def test_text_cannot_become_markup(agreement: Agreement) -> None:
    add_clause_of(
        agreement,
        version__title="<script>x</script>",
        version__source_text="<img src=file:///etc/passwd> & meer",
    )

    html = html_of(agreement)

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;img src=file:///etc/passwd&gt; &amp; meer" in html


def test_indexation_is_said_once(agreement: Agreement) -> None:
    agreement.indexation = "Bedragen stijgen met de OVA-index."
    alone = html_of(agreement)
    add_clause_of(
        agreement,
        chapter=Chapter.GENERAL,
        version__title="Indexering",
        version__source_text="Per jaar.\n\nBedragen stijgen met de OVA-index.",
        version__kind=Kind.PROVISION,
        version__responsible="",
    )

    assert alone.count("Bedragen stijgen met de OVA-index.") == 1
    assert html_of(agreement).count("Bedragen stijgen met de OVA-index.") == 1


def test_definitions_stand_in_a_table(agreement: Agreement) -> None:
    add_clause_of(
        agreement,
        chapter=Chapter.GENERAL,
        version__title="Begrippen",
        version__source_text="Dit betekent:\nVVE: extra steun.\nJGZ: de JGZ.",
        version__kind=Kind.PROVISION,
        version__responsible="",
    )

    found = context_of(agreement)["definitions"][0]

    assert found["table"].rows == [["VVE:", "extra steun."], ["JGZ:", "de JGZ."]]
    assert [one.text for one in found["before"]] == ["Dit betekent:"]


def test_sums_end_with_the_total(agreement: Agreement) -> None:
    version = current_of(add_clause_of(agreement, version__kind=Kind.PLUS))
    BudgetLineFactory.create(version=version, hours=1244, amount=93300)

    money = context_of(agreement)["money"]

    assert list(money["sources"].rows) == [
        ("SPUK OAB", "1.244", "€\N{NO-BREAK SPACE}93.300"),
        ("Totaal", "1.244", "€\N{NO-BREAK SPACE}93.300"),
    ]


@pytest.mark.parametrize(("length", "is_short"), [(1200, True), (1201, False)])
def test_only_a_short_article_stays_on_one_page(
    agreement: Agreement, length: int, *, is_short: bool
) -> None:
    add_clause_of(agreement, version__source_text="a" * length)

    article = context_of(agreement)["areas"][3]["articles"][0]

    assert article["is_short"] is is_short
    assert ('class="article whole"' in html_of(agreement)) is is_short


def test_long_names_get_a_smaller_letter_on_the_cover(agreement: Agreement) -> None:
    assert "cover--long" not in html_of(agreement)

    agreement.title = "Samenwerking " * 10

    assert "cover--long" in html_of(agreement)


def test_wide_annexes_get_a_page_of_their_own(agreement: Agreement) -> None:
    add_clause_of(agreement, version__indicator="bereik")

    places = {one["letter"]: one["place"] for one in context_of(agreement)["annexes"]}

    assert places == {
        "A": "",
        "B": "flow",
        "C": "flow",
        "D": "flow",
        "E": "chapter--wide",
        "F": "flow",
        "G": "flow",
        "H": "flow",
    }
