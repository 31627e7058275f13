"""Adding a clause on the screen: what is kept, refused, helped with and not lost."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.areas import Chapter
from agreements.models import Agreement, Clause
from agreements.models.vocabulary import Kind, Responsible
from agreements.services.advice import PLUS
from agreements.services.clauses import (
    LineContent,
    content_of_version,
)
from tests.agreements.building import current_of
from tests.agreements.pages import errors_of, row_errors_of, typed
from tests.factories import NOW
from vve_portal.accounts.models import User

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere"),
]

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


def add_url(agreement: Agreement, chapter: int = Chapter.REACH) -> str:
    return reverse("agreements:clause-add", args=[agreement.pk, chapter])


def test_a_clause_is_kept_as_it_was_typed(
    agreement: Agreement, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    page = client.get(add_url(agreement))

    response = client.post(
        add_url(agreement),
        typed(
            page,
            **{
                "title": "Nabellen",
                "source_text": "De JGZ belt na.\r\n\r\nBinnen {controletermijn}.",
                "explanation": "Omdat het helpt.",
                "responsible": "joint",
                "lead": "jgz",
                "executing_role": "De toeleider",
                "for_every_child": "no",
                "extra_for_vve": "yes",
                "needs_discussion": "no",
                "kind": "plus",
                "kind_reason": "Het is extra.",
                "funding": "spuk_oab",
                "indicator": "Aandeel nagebeld",
                "indicator_code": "IND-11",
                "norm_operator": "gte",
                "norm_value": "90,5",
                "norm_unit": "procent",
                "frequency": "elk kwartaal",
                "starts_on_day": "1",
                "starts_on_month": "2",
                "starts_on_year": "2027",
                "ends_on_day": "30",
                "ends_on_month": "november",
                "ends_on_year": "2027",
                "evidence": "Het verslag",
                "wpo_topic": "referral",
                "lines-0-activity": "Extra oudergesprek",
                "lines-0-settlement": "p_x_q",
                "lines-0-funding": "spuk_oab",
                "lines-0-unit": "gesprek",
                "lines-0-quantity": "220",
                "lines-0-minutes_per_unit": "30",
                "lines-0-rate": "81,50",
                "lines-1-activity": "Coördinatie",
                "lines-1-settlement": "lumpsum",
                "lines-1-funding": "none",
                "lines-1-amount": "1.250,50",
                "lines-1-hours": "12,5",
            },
        ),
    )

    clause = Clause.objects.get(agreement=agreement)
    version = current_of(clause)
    assert response["Location"] == clause.get_absolute_url()
    assert (version.title, version.text) == (
        "Nabellen",
        "De JGZ belt na.\n\nBinnen twee weken.",
    )
    assert version.source_text == "De JGZ belt na.\n\nBinnen {controletermijn}."
    assert (version.responsible, version.lead) == (Responsible.JOINT, "jgz")
    assert (version.executing_role, version.explanation) == (
        "De toeleider",
        "Omdat het helpt.",
    )
    assert (
        version.for_every_child,
        version.extra_for_vve,
        version.needs_discussion,
    ) == (False, True, False)
    assert (version.kind, version.kind_reason) == (Kind.PLUS, "Het is extra.")
    assert version.funding == "spuk_oab"
    assert (version.indicator, version.indicator_code) == ("Aandeel nagebeld", "IND-11")
    assert (version.norm_operator, version.norm_value, version.norm_unit) == (
        "gte",
        Decimal("90.5"),
        "procent",
    )
    assert (version.frequency, version.evidence) == ("elk kwartaal", "Het verslag")
    assert (version.starts_on, version.ends_on) == (
        date(2027, 2, 1),
        date(2027, 11, 30),
    )
    assert version.wpo_topic == "referral"
    assert version.hours_per_year == Decimal("122.5")
    assert content_of_version(version).lines == (
        LineContent(
            activity="Extra oudergesprek",
            settlement="p_x_q",
            funding="spuk_oab",
            unit="gesprek",
            quantity=Decimal(220),
            minutes_per_unit=30,
            hours=Decimal(110),
            rate=Decimal("81.5"),
            amount=Decimal(8965),
        ),
        LineContent(
            activity="Coördinatie",
            settlement="lumpsum",
            funding="none",
            hours=Decimal("12.5"),
            amount=Decimal("1250.5"),
        ),
    )


@pytest.mark.parametrize("chapter", [Chapter.GENERAL, Chapter.ANNEXES])
def test_a_provision_has_a_title_a_text_and_an_explanation_only(
    agreement: Agreement, advisor: User, as_user: SignIn, chapter: Chapter
) -> None:
    client = as_user(advisor)
    page = client.get(add_url(agreement, chapter))

    client.post(
        add_url(agreement, chapter),
        typed(page, title="Overmacht", source_text="Wij overleggen."),
    )

    assert page.context["formset"] is None
    assert list(page.context["form"].fields) == [
        "base_number",
        "title",
        "source_text",
        "explanation",
    ]
    version = current_of(Clause.objects.get(agreement=agreement))
    assert (version.title, version.kind, version.responsible) == (
        "Overmacht",
        Kind.PROVISION,
        "",
    )


def test_every_error_of_a_new_clause_is_said_at_its_field(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(add_url(agreement))

    response = client.post(
        add_url(agreement),
        typed(
            page,
            **{
                "explanation": "Dit blijft staan.",
                "starts_on_day": "31",
                "starts_on_month": "2",
                "starts_on_year": "2027",
                "lines-0-activity": "Huisbezoek",
                "lines-0-amount": "veel",
            },
        ),
    )

    assert errors_of(response) == {
        "title": ["Geef de afspraak een titel."],
        "source_text": ["Schrijf de tekst van de afspraak."],
        "responsible": ["Kies wie verantwoordelijk is."],
        "starts_on": [
            "Vul bij “Gaat in op” een datum in die bestaat, zoals 8 12 2026."
        ],
    }
    assert row_errors_of(response) == [
        {
            "funding": ["Kies de bron van het geld."],
            "amount": [
                "Vul bij “Bedrag per jaar” een getal in, bijvoorbeeld 90 of 90,5."
            ],
        },
        {},
    ]
    sent_again = typed(response)
    assert sent_again["explanation"] == "Dit blijft staan."
    assert sent_again["starts_on_day"] == "31"
    assert sent_again["lines-0-amount"] == "veel"
    assert "<title>Fout: Afspraak toevoegen" in response.content.decode()
    assert not Clause.objects.filter(agreement=agreement).exists()


def test_what_the_service_refuses_is_said_at_its_field(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(add_url(agreement))

    response = client.post(
        add_url(agreement),
        typed(
            page,
            **{
                "title": "Nabellen",
                "source_text": "Binnen {onbekend}.",
                "responsible": "joint",
                "kind": "basis",
                "norm_operator": "gte",
                "lines-0-activity": "Huisbezoek",
                "lines-0-funding": "none",
                "lines-0-amount": "10",
            },
        ),
    )

    assert errors_of(response) == {
        "source_text": [
            (
                "De variabele {onbekend} bestaat niet. Kies een naam uit de lijst, "
                "of haal de accolades weg."
            )
        ],
        "lead": ["Kies wie de trekker is van deze gezamenlijke afspraak."],
        "norm_value": ["Vul de waarde van de norm in."],
        "indicator": ["Noem de indicator waar deze norm bij hoort."],
    }
    assert list(response.context["formset"].non_form_errors()) == [
        (
            "Alleen bij plus-inzet horen begrotingsregels. "
            "Haal de regels weg, of kies plus-inzet als soort."
        )
    ]
    assert typed(response)["lines-0-activity"] == "Huisbezoek"


def test_advice_is_given_without_judging_or_losing_anything(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(add_url(agreement))
    wanted = typed(
        page,
        **{
            "title": "",
            "extra_for_vve": "yes",
            "for_every_child": "no",
            "needs_discussion": "no",
            "hours_per_year": "tien",
            "lines-1-activity": "Huisbezoek",
            "lines-1-amount": "veel",
        },
    )

    response = client.post(add_url(agreement), {**wanted, "advise": "1"})

    assert response.context["form"].advice == PLUS
    assert PLUS.sentence in response.content.decode()
    assert errors_of(response) == {}
    assert row_errors_of(response) == [{}, {}]
    assert typed(response) | {"csrfmiddlewaretoken": ""} == wanted | {
        "csrfmiddlewaretoken": ""
    }
    assert not Clause.objects.filter(agreement=agreement).exists()


def test_nobody_gets_advice_that_was_not_asked_for(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    page = as_user(advisor).get(add_url(agreement))

    assert page.context["form"].advice is None


def test_pressing_twice_adds_one_clause(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(
        client.get(add_url(agreement)),
        title="Nabellen",
        source_text="De JGZ belt na.",
        responsible="jgz",
    )

    client.post(add_url(agreement), given)
    response = client.post(add_url(agreement), given)

    assert errors_of(response) == {
        "title": [
            (
                "Afspraak G4-01 zegt dit al. Werk verder in die afspraak, "
                "of pas de titel of de tekst aan."
            )
        ]
    }
    assert Clause.objects.filter(agreement=agreement).count() == 1
