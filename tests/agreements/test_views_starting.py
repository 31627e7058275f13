"""Beginning an agreement on the screen."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Clause, ModelClause
from tests.agreements.building import add_clause_of
from tests.agreements.pages import errors_of, refused, told, typed
from tests.factories import NOW, AgreementFactory, PartnershipFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("everywhere")]
SignIn = Callable[[User], Client]
URL = "/overeenkomsten/nieuw/"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed(
    everywhere: None,  # noqa: ARG001 - opens the scope
    partnership: Partnership,
    colleague: User,
) -> Agreement:
    """An agreement of the year before, with one clause."""
    made: Agreement = AgreementFactory.create(
        partnership=partnership,
        created_by=colleague,
        signed=True,
        title="Overeenkomst 2026",
        reference="VVE-2026-OUD-1",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    add_clause_of(made, code="G4-01")
    return made


def test_a_draft_begins_as_it_was_typed(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(URL)

    response = client.post(
        URL,
        typed(
            page,
            title="Samen voor het jonge kind",
            starts_on_day="1",
            starts_on_month="augustus",
            starts_on_year="2027",
            ends_on_day="31",
            ends_on_month="7",
            ends_on_year="2028",
            source="model",
        ),
    )

    agreement = Agreement.objects.get()
    assert response["Location"] == agreement.get_absolute_url()
    assert (agreement.partnership, agreement.drafted_by) == (
        partnership,
        advisor.organisation,
    )
    assert agreement.title == "Samen voor het jonge kind"
    assert (agreement.starts_on, agreement.ends_on) == (
        date(2027, 8, 1),
        date(2028, 7, 31),
    )
    assert agreement.status == Agreement.Status.DRAFT
    assert agreement.clauses.count() == ModelClause.objects.count()


def test_the_next_year_is_proposed(
    partnership: Partnership, advisor: User, as_user: SignIn
) -> None:
    AgreementFactory.create(partnership=partnership)

    given = typed(as_user(advisor).get(URL))

    assert given["partnership"] == str(partnership.pk)
    assert given["title"] == "Samenwerkingsovereenkomst VVE 2028"
    assert (given["starts_on_year"], given["ends_on_year"]) == ("2028", "2028")


def test_an_earlier_agreement_is_taken_over(
    signed: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(URL)

    client.post(URL, typed(page, source="earlier"))

    assert typed(page)["earlier"] == str(signed.pk)
    started = Agreement.objects.exclude(pk=signed.pk).get()
    assert started.based_on == signed
    assert [clause.code for clause in Clause.objects.filter(agreement=started)] == [
        "G4-01"
    ]


@pytest.mark.usefixtures("signed")
def test_what_is_wrong_is_said_at_its_field(advisor: User, as_user: SignIn) -> None:
    client = as_user(advisor)
    page = client.get(URL)

    unread = client.post(
        URL,
        typed(page, partnership="", title="", starts_on_year="", earlier="999999999"),
    )
    unwise = client.post(URL, typed(page, source="earlier", earlier=""))

    assert errors_of(unread) == {
        "partnership": ["Kies tussen welke partijen de overeenkomst is."],
        "title": ["Geef de overeenkomst een titel."],
        "starts_on": ["Vul bij “Eerste dag” de dag, de maand en het jaar in."],
        "source": ["Kies waar u van uitgaat."],
        "earlier": [
            "Kies bij “Welke eerdere overeenkomst?” een van de antwoorden die er staan."
        ],
    }
    assert errors_of(unwise) == {
        "earlier": ["Kies de overeenkomst waar u van uitgaat."]
    }
    assert Agreement.objects.count() == 1


def test_only_own_partnerships_and_readable_agreements_are_offered(
    signed: Agreement, advisor: User, stranger: User, as_user: SignIn
) -> None:
    elsewhere = Partnership.objects.exclude(pk=signed.partnership_id).get()
    theirs = AgreementFactory.create(partnership=elsewhere, signed=True)
    running = AgreementFactory.create(partnership=signed.partnership)
    client = as_user(advisor)

    form = client.get(URL).context["form"]
    response = client.post(
        URL,
        typed(
            client.get(URL),
            partnership=str(elsewhere.pk),
            source="earlier",
            earlier=str(theirs.pk),
        ),
    )

    assert list(form.fields["partnership"].queryset) == [signed.partnership]
    assert list(form.fields["earlier"].queryset) == [signed]
    assert running.pk not in {row.pk for row in form.fields["earlier"].queryset}
    assert sorted(errors_of(response)) == ["earlier", "partnership"]
    assert stranger.organisation.name not in response.content.decode()


def test_without_an_earlier_agreement_there_is_no_such_choice(
    advisor: User, as_user: SignIn
) -> None:
    form = as_user(advisor).get(URL).context["form"]

    assert "earlier" not in form.fields
    assert [value for value, _ in form.fields["source"].choices] == ["model", "empty"]


def test_pressing_twice_begins_one_draft(advisor: User, as_user: SignIn) -> None:
    client = as_user(advisor)
    given = typed(client.get(URL), source="empty")

    client.post(URL, given)
    response = client.post(URL, given)

    draft = Agreement.objects.get()
    assert errors_of(response) == {
        "title": [
            (
                "Uw organisatie heeft al een concept met deze titel en looptijd: "
                f"{draft.reference}. Werk daarin verder, of kies een andere titel."
            )
        ]
    }


def test_an_organisation_with_more_partnerships_chooses(
    partnership: Partnership, manager: User, as_user: SignIn
) -> None:
    second = PartnershipFactory.create(provider=partnership.provider)
    client = as_user(with_reach(manager, today=NOW.date()))

    page = client.get(URL)

    assert typed(page)["partnership"] == ""
    assert set(page.context["form"].fields["partnership"].queryset) == {
        partnership,
        second,
    }


@pytest.mark.parametrize("who", ["coordinator", "nurse", "clerk", "contract_manager"])
def test_who_may_not_begin_is_told_why(
    request: pytest.FixtureRequest, as_user: SignIn, who: str
) -> None:
    client = as_user(request.getfixturevalue(who))

    response = client.post(URL, {"title": "Toch"})

    assert refused(response) == (
        403,
        "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder.",
    )
    assert not Agreement.objects.exists()


def test_the_page_of_a_new_draft_says_what_comes_next(
    advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)

    response = client.post(URL, typed(client.get(URL), source="empty"), follow=True)

    draft = Agreement.objects.get()
    chapter = reverse("agreements:chapter", args=[draft.pk, 1])
    assert response.redirect_chain[-1] == (chapter, 302)
    said = (
        f"Het concept {draft.reference} staat klaar. "
        "Alleen uw organisatie ziet het, tot u het deelt."
    )
    assert told(response) == [said]
