"""The whole text of an agreement as plain data: what is in it, where, and in words."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from agreements.areas import Chapter
from agreements.content import canonical_json, content_of, sha256_of
from agreements.models import Agreement, BudgetLine
from agreements.models.vocabulary import Funding, Kind, Lead, Responsible
from tests.agreements.building import add_clause_of, add_version_of, current_of
from tests.factories import NOW, BudgetLineFactory, MandateFactory, UserFactory
from vve_portal.accounts.models import Mandate, RoleGrant, User

pytestmark = pytest.mark.sqlite


def articles_of(agreement: Agreement) -> list[dict[str, Any]]:
    areas = content_of(agreement)["areas"]
    return [article for area in areas for article in area["articles"]]


def test_articles_are_numbered_by_place_without_the_dropped(
    agreement: Agreement,
) -> None:
    last = add_clause_of(agreement, chapter=4, code="G4-01", position=3)
    dropped = add_clause_of(agreement, chapter=4, code="G4-02", position=2)
    add_version_of(dropped, is_dropped=True)
    first = add_clause_of(agreement, chapter=4, code="G4-09", position=1)

    numbers = [(one["number"], one["code"]) for one in articles_of(agreement)]

    assert numbers == [("4.1", first.code), ("4.2", last.code)]


def test_only_the_current_version_speaks(agreement: Agreement) -> None:
    clause = add_clause_of(agreement, version__source_text="Zo was het.")
    add_version_of(clause, source_text="Zo is het nu.")

    text = canonical_json(content_of(agreement))

    assert "Zo is het nu." in text
    assert "Zo was het." not in text


def test_all_seven_areas_are_there_also_when_empty(agreement: Agreement) -> None:
    add_clause_of(agreement, chapter=Chapter.REACH)

    areas = content_of(agreement)["areas"]

    assert [area["number"] for area in areas] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(area["articles"]) for area in areas] == [0, 0, 0, 1, 0, 0, 0]
    assert all(area["title"] and area["intention"] for area in areas)


def test_content_is_plain_data_and_always_the_same_text(agreement: Agreement) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)
    BudgetLineFactory.create(version=current_of(clause))
    MandateFactory.create(partnership=agreement.partnership)

    content = content_of(agreement)
    again = content_of(Agreement.objects.get(pk=agreement.pk))

    assert json.loads(canonical_json(content)) == content
    assert canonical_json(again) == canonical_json(content)
    assert sha256_of(again) == sha256_of(content)


def test_another_letter_gives_another_hash(agreement: Agreement) -> None:
    clause = add_clause_of(agreement, version__source_text="De JGZ belt ouders.")
    before = sha256_of(content_of(agreement))

    add_version_of(clause, source_text="De JGZ belt ouders!")

    assert sha256_of(content_of(agreement)) != before


def test_canonical_text_is_sorted_and_without_spaces() -> None:
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": [{"b": 0.1}]}, {"a": (2.0,)}])
def test_canonical_text_refuses_floats(value: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json(value)


def test_canonical_text_refuses_keys_that_are_not_text() -> None:
    with pytest.raises(TypeError, match="key"):
        canonical_json({"a": {1: "een"}})


@pytest.mark.parametrize(
    ("responsible", "lead", "words"),
    [
        (Responsible.MUNICIPALITY, "", "De gemeente"),
        (Responsible.JGZ, "", "De JGZ"),
        (Responsible.PRESCHOOL, "", "De voorschool"),
        (Responsible.THIRD, "", "Een derde partij"),
        (
            Responsible.JOINT,
            Lead.MUNICIPALITY,
            "Samen, onder leiding van de gemeente",
        ),
        (Responsible.JOINT, Lead.JGZ, "Samen, onder leiding van de JGZ"),
    ],
)
def test_who_is_responsible_stands_in_words(
    agreement: Agreement, responsible: str, lead: str, words: str
) -> None:
    add_clause_of(agreement, version__responsible=responsible, version__lead=lead)

    assert articles_of(agreement)[0]["responsible"] == words


def test_norm_and_indicator_stand_in_words(agreement: Agreement) -> None:
    add_clause_of(
        agreement,
        version__indicator="bereik op de peildatum",
        version__indicator_code="IND-05",
        version__norm_operator="gte",
        version__norm_value=Decimal("90.50"),
        version__norm_unit="procent",
        version__starts_on=date(2027, 3, 1),
    )

    article = articles_of(agreement)[0]

    assert article["norm"] == "ten minste 90,5 procent"
    assert article["indicator"] == "bereik op de peildatum (IND-05)"
    assert article["starts_on"] == "2027-03-01"
    assert article["ends_on"] == ""


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("", "Bereik VE op peildatum (IND-05)"),
        ("bereik (IND-05)", "bereik (IND-05)"),
    ],
)
def test_indicator_code_is_named_once(
    agreement: Agreement, indicator: str, expected: str
) -> None:
    add_clause_of(
        agreement, version__indicator=indicator, version__indicator_code="IND-05"
    )

    assert articles_of(agreement)[0]["indicator"] == expected


def test_money_is_summed_per_source(agreement: Agreement) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)
    version = current_of(clause)
    BudgetLineFactory.create(version=version, hours=Decimal("10.25"), amount=1000)
    BudgetLineFactory.create(
        version=version, funding=Funding.YOUTH_ACT, hours=5, amount=Decimal("250.10")
    )
    BudgetLineFactory.create(version=version, hours=1, amount=Decimal("0.40"))

    money = content_of(agreement)["money"]

    assert money["sources"] == [
        {"source": "Jeugdwet", "hours": "5.00", "amount": "250.10"},
        {"source": "SPUK OAB", "hours": "11.25", "amount": "1000.40"},
    ]
    assert money["total"] == {"hours": "16.25", "amount": "1250.50"}
    assert [line["article"] for line in money["lines"]] == ["4.1", "4.1", "4.1"]


def test_calculation_says_how_an_amount_came_about(agreement: Agreement) -> None:
    version = current_of(add_clause_of(agreement, version__kind=Kind.PLUS))
    BudgetLineFactory.create(
        version=version,
        settlement=BudgetLine.Settlement.PRICE_TIMES_QUANTITY,
        unit="gesprek",
        quantity=220,
        minutes_per_unit=30,
        rate=Decimal("81.50"),
        hours=110,
        amount=8965,
    )
    BudgetLineFactory.create(version=version)

    lines = content_of(agreement)["money"]["lines"]

    assert lines[0]["calculation"] == (
        "220 × gesprek van 30 minuten, tegen €\N{NO-BREAK SPACE}81,50 per uur"
    )
    assert lines[1]["calculation"] == "Vast bedrag; de uren zijn ter informatie"


def test_lines_of_an_earlier_version_do_not_count(agreement: Agreement) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)
    BudgetLineFactory.create(version=current_of(clause), amount=999)
    later = add_version_of(clause, kind=Kind.PLUS)
    BudgetLineFactory.create(version=later, amount=100)

    assert content_of(agreement)["money"]["total"]["amount"] == "100.00"


def test_topics_of_article_160_point_to_articles_and_annexes(
    agreement: Agreement,
) -> None:
    add_clause_of(agreement, chapter=Chapter.REACH, version__wpo_topic="referral")
    add_clause_of(
        agreement,
        chapter=Chapter.ANNEXES,
        version__title="Resultaatafspraken",
        version__kind=Kind.PROVISION,
        version__responsible="",
        version__wpo_topic="results",
    )

    assert content_of(agreement)["wpo_topics"] == [
        {"topic": "Doelgroep", "articles": []},
        {"topic": "Toeleiding", "articles": ["4.1"]},
        {"topic": "Doorgaande lijn", "articles": []},
        {"topic": "Resultaten vroegschool", "articles": ["bijlage H"]},
    ]


def test_chosen_mandates_are_the_signers(agreement: Agreement) -> None:
    chosen = MandateFactory.create(
        partnership=agreement.partnership,
        signer__name="Mees Fictief",
        signer__job_title="wethouder",
        reference="volmacht 17",
        decided_on=date(2026, 1, 14),
    )
    MandateFactory.create(partnership=agreement.partnership, starts_on=date(2026, 6, 1))

    municipality, provider = content_of(agreement, mandates=[chosen])["parties"]

    assert municipality["signers"] == [
        {
            "name": "Mees Fictief",
            "function": "wethouder",
            "is_board": False,
            "ground": "Volmacht",
            "reference": "volmacht 17",
            "decided_on": "2026-01-14",
        }
    ]
    assert provider["signers"] == []


def test_aldermen_and_who_signs_by_the_statutes_are_board(
    agreement: Agreement, alderman: User, manager: User
) -> None:
    advisor = UserFactory.create(organisation=alderman.organisation)
    grounds = (
        (alderman, Mandate.Ground.COLLEGE, True),
        (advisor, Mandate.Ground.PROXY, False),
        (manager, Mandate.Ground.STATUTES, True),
        (manager, Mandate.Ground.PROXY, False),
    )
    mandates = [
        MandateFactory.create(
            partnership=agreement.partnership,
            organisation=signer.organisation,
            signer=signer,
            ground=ground,
        )
        for signer, ground, _ in grounds
    ]

    parties = content_of(agreement, mandates=mandates)["parties"]

    found = [one["is_board"] for party in parties for one in party["signers"]]
    assert found == [is_board for _, _, is_board in grounds]


def test_who_is_no_alderman_any_more_is_no_board(
    agreement: Agreement, alderman: User
) -> None:
    mandate = MandateFactory.create(
        partnership=agreement.partnership,
        organisation=alderman.organisation,
        signer=alderman,
    )
    RoleGrant.objects.filter(user=alderman).update(ended_at=NOW)

    municipality, _ = content_of(agreement, mandates=[mandate])["parties"]

    assert [one["is_board"] for one in municipality["signers"]] == [False]


def test_draft_has_no_code_and_a_frozen_text_has_one_with_its_address(
    agreement: Agreement, settings: Settings
) -> None:
    settings.PORTAL_URL = "https://vve.verzonnen.example"

    draft = content_of(agreement)["check"]
    frozen = content_of(agreement, code="7RK2-0M9X-41BS")["check"]

    assert draft == {"code": "", "address": ""}
    assert frozen == {
        "code": "7RK2-0M9X-41BS",
        "address": "https://vve.verzonnen.example/controle/7RK2-0M9X-41BS/",
    }


def test_draft_shows_the_newest_mandate_that_was_not_withdrawn(
    agreement: Agreement,
) -> None:
    for name, starts_on, withdrawn_at in (
        ("Oud", date(2025, 1, 1), None),
        ("Geldig", date(2026, 1, 1), None),
        ("Ingetrokken", date(2026, 2, 1), NOW),
    ):
        MandateFactory.create(
            partnership=agreement.partnership,
            signer__name=name,
            starts_on=starts_on,
            withdrawn_at=withdrawn_at,
        )

    municipality = content_of(agreement)["parties"][0]

    assert [one["name"] for one in municipality["signers"]] == ["Geldig"]


def test_summary_names_a_few_articles_of_every_party(agreement: Agreement) -> None:
    for area in (1, 1, 1, 2, 3, 4):
        add_clause_of(agreement, chapter=area)
    add_clause_of(agreement, chapter=5, version__responsible=Responsible.MUNICIPALITY)

    summary = content_of(agreement)["summary"]

    assert [one["number"] for one in summary["jgz"]["items"]] == [
        "1.1",
        "2.1",
        "3.1",
        "4.1",
    ]
    assert summary["jgz"]["more"] == 2
    assert [one["number"] for one in summary["municipality"]["items"]] == ["5.1"]
    assert summary["municipality"]["more"] == 0
    assert summary["joint"] == {"items": [], "more": 0}
    assert "7 afspraken in 5 gebieden" in summary["goal"]


def test_summary_says_when_there_is_no_money_and_nothing_to_follow(
    agreement: Agreement,
) -> None:
    summary = content_of(agreement)["summary"]

    assert summary["money"] == [
        "Partijen hebben geen bedragen voor plus-inzet afgesproken."
    ]
    assert summary["following"] == [
        "Partijen hebben geen cijfers of overleggen afgesproken."
    ]


def test_summary_counts_many_sources_instead_of_listing_them(
    agreement: Agreement,
) -> None:
    version = current_of(add_clause_of(agreement, version__kind=Kind.PLUS))
    for funding in (Funding.SPUK_OAB, Funding.YOUTH_ACT, Funding.ZVW, Funding.WLZ):
        BudgetLineFactory.create(version=version, funding=funding, hours=1, amount=10)

    assert content_of(agreement)["summary"]["money"] == [
        "Voor plus-inzet is €\N{NO-BREAK SPACE}40 per jaar begroot, voor 4 uur.",
        "Het geld komt uit 4 bronnen; zie hoofdstuk 8.",
    ]


def test_number_of_queries_does_not_grow_with_the_clauses(
    agreement: Agreement,
    django_assert_num_queries: Any,
) -> None:
    version = current_of(add_clause_of(agreement, version__kind=Kind.PLUS))
    BudgetLineFactory.create(version=version)
    with django_assert_num_queries(7, exact=False) as one:
        content_of(Agreement.objects.with_parties().get(pk=agreement.pk))
    for _ in range(4):
        more = current_of(add_clause_of(agreement, version__kind=Kind.PLUS))
        BudgetLineFactory.create(version=more)

    with django_assert_num_queries(len(one)):
        content_of(Agreement.objects.with_parties().get(pk=agreement.pk))
