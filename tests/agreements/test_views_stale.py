"""Two people with the same clause on their screens: the second loses nothing."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.forms.comparison import BY_BOTH, BY_ME, BY_OTHER
from agreements.models import Agreement, Clause
from agreements.models.vocabulary import Kind
from agreements.services.clauses import WHY_DROPPED, propose_drop
from tests.agreements.building import add_clause_of, add_version_of, current_of
from tests.agreements.pages import errors_of, told, typed
from tests.factories import NOW, BudgetLineFactory
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("everywhere")]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clause(agreement: Agreement) -> Clause:
    """A clause in area 4."""
    return add_clause_of(agreement, code="G4-02", version__kind=Kind.PLUS)


def edit_url(clause: Clause) -> str:
    return reverse("agreements:clause-edit", args=[clause.pk])


def drop_url(clause: Clause) -> str:
    return reverse("agreements:clause-drop", args=[clause.pk])


def let_another_change(clause: Clause, author: User, **fields: str) -> None:
    """Let somebody else save a next version first."""
    given = {"kind": Kind.PLUS, "author": author, "organisation": author.organisation}
    add_version_of(clause, **given, **fields)


def test_the_second_person_sees_both_texts_and_saves_on_top(
    clause: Clause, advisor: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(
        client.get(edit_url(clause)),
        title="Mijn titel",
        source_text="Mijn tekst.",
        explanation="Mijn toelichting.",
        reason="Mijn reden.",
    )
    let_another_change(
        clause,
        coordinator,
        source_title="Andermans titel",
        evidence="Het verslag",
        reason="Andermans reden.",
    )

    met = client.post(edit_url(clause), given)
    saved = client.post(edit_url(clause), typed(met), follow=True)

    shown = [(row.label, row.note) for row in met.context["differences"]]
    assert shown == [
        ("Titel", BY_BOTH),
        ("Tekst", BY_ME),
        ("Toelichting", BY_ME),
        ("Waaruit blijkt het?", BY_OTHER),
    ]
    first = met.context["differences"][0]
    assert (first.mine, first.theirs) == ("Mijn titel", "Andermans titel")
    html = met.content.decode()
    assert "Ilse Denkbeeld van " in html
    assert "De reden: Andermans reden." in html
    assert BY_BOTH in html
    again = typed(met)
    assert (again["base_number"], again["reason"]) == ("2", "Mijn reden.")
    assert told(saved) == [
        "Versie 3 van afspraak G4-02 is bewaard. De andere partij kan nu antwoorden."
    ]
    version = current_of(clause)
    assert (version.number, version.title, version.text, version.reason) == (
        3,
        "Mijn titel",
        "Mijn tekst.",
        "Mijn reden.",
    )
    assert (version.explanation, version.evidence) == (
        "Mijn toelichting.",
        "Het verslag",
    )


def test_lines_that_both_changed_stay_as_they_were_typed(
    clause: Clause, advisor: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(
        client.get(edit_url(clause)),
        **{
            "lines-0-activity": "Mijn regel",
            "lines-0-funding": "none",
            "lines-0-amount": "100",
            "reason": "Erbij.",
        },
    )
    let_another_change(clause, coordinator)
    BudgetLineFactory.create(version=current_of(clause), activity="Hun regel")

    met = client.post(edit_url(clause), given)

    (row,) = met.context["differences"]
    assert (row.label, row.note) == ("Begrotingsregels", BY_BOTH)
    assert row.mine == (
        "Mijn regel: Vast bedrag (lumpsum), 0 uur, €\N{NO-BREAK SPACE}100, "
        "Niet van toepassing"
    )
    assert row.theirs == (
        "Hun regel: Vast bedrag (lumpsum), 90 uur, €\N{NO-BREAK SPACE}6.750, SPUK OAB"
    )
    assert typed(met)["lines-0-activity"] == "Mijn regel"


def test_money_that_meets_other_money_is_compared_too(
    clause: Clause, contract_manager: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(contract_manager)
    given = typed(
        client.get(edit_url(clause)),
        **{
            "lines-0-activity": "Mijn regel",
            "lines-0-funding": "none",
            "lines-0-amount": "100",
            "reason": "Erbij.",
        },
    )
    let_another_change(clause, coordinator, source_title="Andermans titel")

    met = client.post(edit_url(clause), given)
    client.post(edit_url(clause), typed(met))

    assert [(row.label, row.note) for row in met.context["differences"]] == [
        ("Begrotingsregels", BY_ME)
    ]
    version = current_of(clause)
    assert (version.number, version.source_title) == (3, "Andermans titel")
    assert [line.activity for line in version.lines.all()] == ["Mijn regel"]


def test_a_forged_version_compares_with_the_newest_only(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    met = client.post(
        edit_url(clause), typed(page, base_number="77", title="Mijn", reason="Zo.")
    )

    assert [(row.label, row.note) for row in met.context["differences"]] == [
        ("Titel", BY_BOTH)
    ]
    assert current_of(clause).number == 1


def test_a_broken_version_number_is_said(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    response = client.post(edit_url(clause), typed(page, base_number="x", reason="Zo."))

    assert errors_of(response) == {
        "base_number": ["Dit formulier kwam niet heel aan. Open de afspraak opnieuw."]
    }


def test_pressing_twice_makes_one_version(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(client.get(edit_url(clause)), title="Beter", reason="Duidelijker.")
    client.post(edit_url(clause), given)
    client.get(clause.get_absolute_url())

    response = client.post(edit_url(clause), given, follow=True)

    assert response.redirect_chain == [(clause.get_absolute_url(), 302)]
    assert told(response) == ["Precies deze tekst is al bewaard, als versie 2."]
    assert current_of(clause).number == 2


def test_a_proposal_to_drop_it_is_no_obstacle_to_a_better_text(
    clause: Clause, advisor: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(client.get(edit_url(clause)), title="Beter", reason="Duidelijker.")
    propose_drop(
        clause=clause, base_number=1, reason="Weg.", actor=coordinator, now=NOW
    )

    met = client.post(edit_url(clause), given)
    client.post(edit_url(clause), typed(met))

    assert "Bewaart u uw tekst, dan blijft de afspraak bestaan." in met.content.decode()
    version = current_of(clause)
    assert (version.number, version.title, version.is_dropped) == (3, "Beter", False)


def test_letting_a_clause_lapse_needs_a_reason(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(drop_url(clause))

    without = client.post(drop_url(clause), typed(page))
    response = client.post(
        drop_url(clause), typed(without, reason="Het is dubbel."), follow=True
    )

    assert errors_of(without) == {"reason": [WHY_DROPPED]}
    version = current_of(clause)
    assert (version.number, version.is_dropped, version.reason) == (
        2,
        True,
        "Het is dubbel.",
    )
    assert told(response) == ["U stelt voor om afspraak G4-02 te laten vervallen."]


def test_in_a_draft_a_clause_is_left_out_without_a_word(
    draft: Agreement, advisor: User, as_user: SignIn
) -> None:
    clause = add_clause_of(draft, code="G4-02")
    client = as_user(advisor)
    page = client.get(drop_url(clause))

    response = client.post(drop_url(clause), typed(page), follow=True)

    assert current_of(clause).is_dropped
    assert told(response) == ["Afspraak G4-02 staat niet meer in het concept."]


def test_who_lets_lapse_what_was_changed_reads_the_new_text_first(
    clause: Clause, advisor: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(client.get(drop_url(clause)), reason="Het is dubbel.")
    let_another_change(clause, coordinator, source_title="Nu anders")

    met = client.post(drop_url(clause), given)
    client.post(drop_url(clause), typed(met))

    assert "Nu anders" in met.content.decode()
    assert typed(met)["reason"] == "Het is dubbel."
    assert current_of(clause).number == 3
    assert current_of(clause).is_dropped


def test_pressing_twice_proposes_to_drop_it_once(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    given = typed(client.get(drop_url(clause)), reason="Het is dubbel.")
    client.post(drop_url(clause), given)
    client.get(clause.get_absolute_url())

    response = client.post(drop_url(clause), given, follow=True)

    assert told(response) == ["Er is al voorgesteld om G4-02 te laten vervallen."]
    assert current_of(clause).number == 2
