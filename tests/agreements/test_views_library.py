"""The library on the screen, and how a signed clause is coming along."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement, Clause, ModelClause
from agreements.models.vocabulary import Progress
from tests.agreements.building import add_clause_of, current_of
from tests.agreements.pages import errors_of, refused, told, typed
from tests.factories import NOW, PartnershipFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import with_reach

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("everywhere")]
SignIn = Callable[[User], Client]
NO_ROLE = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


def library_url(agreement: Agreement) -> str:
    return reverse("agreements:library", args=[agreement.pk])


def keep_url(clause: Clause) -> str:
    return reverse("agreements:clause-keep", args=[clause.pk])


def model(code: str = "G4-02") -> ModelClause:
    return ModelClause.objects.get(partnership=None, code=code)


def test_a_model_clause_is_added(
    agreement: Agreement, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)

    response = client.post(
        library_url(agreement), {"model_clause": model().pk}, follow=True
    )

    clause = Clause.objects.get(agreement=agreement)
    assert response.redirect_chain == [(clause.get_absolute_url(), 302)]
    assert told(response) == ["Afspraak G4-02 is toegevoegd."]
    assert current_of(clause).source_text == model().text


def test_pressing_twice_adds_a_model_clause_once(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = {"model_clause": model().pk}
    client.post(library_url(agreement), given, follow=True)

    response = client.post(library_url(agreement), given, follow=True)

    assert response.redirect_chain == [(library_url(agreement), 302)]
    assert told(response) == ["Afspraak G4-02 staat al in deze overeenkomst."]
    assert Clause.objects.filter(agreement=agreement).count() == 1


def test_every_model_clause_stands_in_its_chapter_and_says_what_is_there_already(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    clause = add_clause_of(agreement, code="G4-02")

    page = as_user(advisor).get(library_url(agreement))

    rows = [row for shelf in page.context["shelves"] for row in shelf.rows]
    assert len(rows) == ModelClause.objects.count()
    assert [model.code for model, found in rows if found] == ["G4-02"]
    assert f'href="{clause.get_absolute_url()}">G4-02</a>' in page.content.decode()


@pytest.mark.parametrize("chosen", ["", "x", "999999", "9" * 5000])
def test_what_is_not_on_the_list_is_not_added(
    agreement: Agreement, advisor: User, as_user: SignIn, chosen: str
) -> None:
    response = as_user(advisor).post(
        library_url(agreement), {"model_clause": chosen}, follow=True
    )

    assert told(response) == ["Kies een modelafspraak uit de lijst."]
    assert not Clause.objects.filter(agreement=agreement).exists()


def test_a_model_of_others_is_neither_seen_nor_added(
    agreement: Agreement,
    advisor: User,
    stranger: User,
    as_user: SignIn,
    in_scope: Callable[[User], AbstractContextManager[None]],
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    with in_scope(stranger):
        theirs = ModelClause.objects.create(
            partnership=elsewhere,
            chapter=4,
            code="EIGEN-01",
            title="Geheim van anderen",
            text="Van anderen.",
            responsible="jgz",
            kind="basis",
        )
    client = as_user(advisor)

    page = client.get(library_url(agreement))
    response = client.post(
        library_url(agreement), {"model_clause": theirs.pk}, follow=True
    )

    assert theirs.title not in page.content.decode()
    assert told(response) == ["Kies een modelafspraak uit de lijst."]


def test_a_model_made_with_another_municipality_stays_there(
    agreement: Agreement,
    manager: User,
    as_user: SignIn,
    in_scope: Callable[[User], AbstractContextManager[None]],
) -> None:
    second = PartnershipFactory.create(provider=manager.organisation)
    reaching_both = with_reach(manager, today=NOW.date())
    with in_scope(reaching_both):
        theirs = ModelClause.objects.create(
            partnership=second,
            chapter=4,
            code="EIGEN-01",
            title="Van de buren",
            text="Van de buren.",
            responsible="jgz",
            kind="basis",
        )
    client = as_user(reaching_both)

    page = client.get(library_url(agreement))
    response = client.post(
        library_url(agreement), {"model_clause": theirs.pk}, follow=True
    )

    assert theirs.title not in page.content.decode()
    assert told(response) == ["Kies een modelafspraak uit de lijst."]


def test_who_may_not_add_sees_the_library_without_buttons(
    agreement: Agreement, nurse: User, as_user: SignIn
) -> None:
    client = as_user(nurse)

    page = client.get(library_url(agreement))
    response = client.post(library_url(agreement), {"model_clause": model().pk})

    assert NO_ROLE in page.content.decode()
    assert "Voeg toe" not in page.content.decode()
    assert refused(response) == (403, NO_ROLE)


def test_an_own_clause_is_kept_once_and_added_once(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    clause = add_clause_of(agreement, code="G4-09")
    client = as_user(advisor)

    kept = client.post(keep_url(clause), follow=True)
    again = client.post(keep_url(clause), follow=True)
    own = ModelClause.objects.get(partnership=agreement.partnership)
    added = client.post(library_url(agreement), {"model_clause": own.pk}, follow=True)

    assert told(kept) == ["Afspraak G4-09 staat in de bibliotheek: EIGEN-01."]
    assert told(again) == ["Deze afspraak staat al in uw bibliotheek."]
    assert told(added) == [
        (
            "Afspraak G4-09 zegt dit al. Werk verder in die afspraak, "
            "of pas de titel of de tekst aan."
        )
    ]
    assert Clause.objects.filter(agreement=agreement).count() == 1


def test_who_may_not_keep_is_told_why(
    agreement: Agreement, contract_manager: User, as_user: SignIn
) -> None:
    clause = add_clause_of(agreement)

    response = as_user(contract_manager).post(keep_url(clause))

    assert refused(response) == (403, NO_ROLE)
    assert not ModelClause.objects.filter(partnership=agreement.partnership).exists()


@pytest.mark.parametrize("name", ["clause-keep", "progress"])
def test_a_stranger_finds_no_clause(
    agreement: Agreement, stranger: User, as_user: SignIn, name: str
) -> None:
    clause = add_clause_of(agreement)

    response = as_user(stranger).post(reverse(f"agreements:{name}", args=[clause.pk]))

    assert response.status_code == 404


@pytest.fixture
def in_force(agreement: Agreement) -> Clause:
    """A clause of an agreement that was signed."""
    clause = add_clause_of(agreement, code="G4-02")
    agreement.status, agreement.signed_at = Agreement.Status.SIGNED, NOW
    agreement.save(update_fields=["status", "signed_at"])
    return clause


def test_progress_is_kept_with_its_sentence(
    in_force: Clause, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = reverse("agreements:progress", args=[in_force.pk])
    page = client.get(address)

    response = client.post(
        address,
        typed(page, progress="attention", note="Er is een vacature."),
        follow=True,
    )

    in_force.refresh_from_db()
    assert typed(page)["progress"] == Progress.NOT_STARTED
    assert (in_force.progress, in_force.progress_note) == (
        Progress.ATTENTION,
        "Er is een vacature.",
    )
    assert told(response) == ["Stand van afspraak G4-02: Aandacht."]


def test_progress_without_words_is_no_progress(
    in_force: Clause, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = reverse("agreements:progress", args=[in_force.pk])
    page = client.get(address)

    empty = client.post(address, typed(page, note=" "))
    long = client.post(address, typed(page, note="x" * 301))

    assert errors_of(empty) == {"note": ["Schrijf in één zin waarom het zo staat."]}
    assert errors_of(long) == {
        "note": [
            "Gebruik bij “Waarom staat het zo?” hooguit 300 tekens. Het zijn er nu 301."
        ]
    }
    in_force.refresh_from_db()
    assert in_force.progress == Progress.NOT_STARTED


def test_progress_waits_for_the_signatures(
    agreement: Agreement, coordinator: User, as_user: SignIn
) -> None:
    clause = add_clause_of(agreement)

    response = as_user(coordinator).get(
        reverse("agreements:progress", args=[clause.pk])
    )

    assert refused(response) == (
        403,
        "De uitvoering volgt u zodra de overeenkomst ondertekend is.",
    )


def test_the_library_takes_as_many_queries_for_five_clauses_as_for_one(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    client.get(library_url(agreement))

    counts = []
    for rows in (1, 4):
        for _ in range(rows):
            add_clause_of(agreement)
        with CaptureQueriesContext(connection) as queries:
            client.get(library_url(agreement))
        counts.append(len(queries))

    assert counts[0] == counts[1]
