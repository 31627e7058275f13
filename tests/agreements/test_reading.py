"""Reading, answering and stepping through the pages of an agreement."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.lifecycle import Step
from agreements.models import Agreement, Clause, ClauseVersion, Consent
from agreements.services.clauses import content_of_version, propose_version
from agreements.services.steps import WHY
from tests.factories import NOW, ClauseFactory
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere"),
]
SignIn = Callable[[User], Client]
WHY_REFUSED = (
    "Schrijf waarom u niet akkoord gaat, zodat de andere partij een voorstel kan doen."
)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clause(agreement: Agreement) -> Clause:
    """A clause in area 4 that nobody has answered."""
    made: Clause = ClauseFactory.create(agreement=agreement)
    return made


def current(clause: Clause) -> ClauseVersion:
    """Return the current version."""
    assert clause.current is not None
    return clause.current


def messages_of(response: Any) -> list[str]:
    """Return what the page says on top."""
    return [str(message) for message in response.context["messages"]]


def test_agreeing_is_recorded_for_the_own_party_only(
    advisor: User, clause: Clause, as_user: SignIn
) -> None:
    client = as_user(advisor)

    response = client.post(
        clause.get_absolute_url(), {"version": current(clause).pk, "reason": ""}
    )

    consent = Consent.objects.get()
    assert response.headers["Location"] == clause.get_absolute_url()
    assert consent.organisation == advisor.organisation
    assert consent.decision == Consent.Decision.AGREED
    assert consent.decided_by == advisor


def test_a_refusal_without_reason_says_what_to_do(
    advisor: User, clause: Clause, as_user: SignIn
) -> None:
    client = as_user(advisor)

    response = client.post(
        clause.get_absolute_url(),
        {"version": current(clause).pk, "reason": " ", "refuse": "1"},
    )

    assert response.context["form"].errors == {"reason": [WHY_REFUSED]}
    assert not Consent.objects.exists()


def test_a_refusal_with_reason_is_shown_to_both(
    advisor: User, manager: User, clause: Clause, as_user: SignIn
) -> None:
    answer = {
        "version": current(clause).pk,
        "reason": "Vier weken is te lang.",
        "refuse": "1",
    }
    as_user(advisor).post(clause.get_absolute_url(), answer)

    page = as_user(manager).get(clause.get_absolute_url()).content.decode()

    assert "Vier weken is te lang." in page
    assert "De gemeente is niet akkoord" in page


def test_an_answer_to_an_older_version_counts_for_nothing_and_says_so(
    advisor: User, coordinator: User, clause: Clause, as_user: SignIn
) -> None:
    old = current(clause)
    content = content_of_version(old)
    changed = type(content)(
        title="Iets anders",
        source_text=content.source_text,
        kind=content.kind,
        responsible=content.responsible,
    )
    propose_version(
        clause=clause,
        base_number=old.number,
        content=changed,
        reason="Beter zo.",
        actor=coordinator,
        now=NOW,
    )

    response = as_user(advisor).post(
        clause.get_absolute_url(), {"version": old.pk, "reason": ""}, follow=True
    )

    (message,) = messages_of(response)
    assert message == (
        f"Afspraak {clause.code} is intussen gewijzigd. "
        "Bekijk de nieuwe versie en probeer het opnieuw."
    )
    assert not Consent.objects.exists()


def test_a_version_of_another_clause_is_no_answer(
    advisor: User, agreement: Agreement, clause: Clause, as_user: SignIn
) -> None:
    other = ClauseFactory.create(agreement=agreement)

    response = as_user(advisor).post(
        clause.get_absolute_url(), {"version": current(other).pk, "reason": ""}
    )

    assert response.status_code == 404
    assert not Consent.objects.exists()


def test_agreeing_twice_is_one_consent(
    advisor: User, clause: Clause, as_user: SignIn
) -> None:
    client = as_user(advisor)
    answer = {"version": current(clause).pk, "reason": ""}

    client.post(clause.get_absolute_url(), answer)
    response = client.post(clause.get_absolute_url(), answer)

    assert response.status_code == 302
    assert Consent.objects.count() == 1


def test_a_selection_agrees_to_what_was_ticked_and_nothing_else(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    ticked, left = ClauseFactory.create_batch(2, agreement=agreement)
    address = reverse("agreements:waiting", args=[agreement.pk])
    shown = [current(ticked).pk, current(left).pk]

    response = as_user(advisor).post(
        address, {"version": [current(ticked).pk], "shown": shown}, follow=True
    )

    assert [consent.version for consent in Consent.objects.all()] == [current(ticked)]
    assert messages_of(response) == ["Akkoord vastgelegd bij 1 afspraak."]


def test_a_whole_chapter_is_agreed_to_without_ticking(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    wanted = ClauseFactory.create_batch(2, agreement=agreement, chapter=4)
    other = ClauseFactory.create(agreement=agreement, chapter=5)
    shown = [current(clause).pk for clause in (*wanted, other)]

    as_user(advisor).post(
        reverse("agreements:waiting", args=[agreement.pk]),
        {"shown": shown, "chapter": "4"},
    )

    agreed = {consent.version for consent in Consent.objects.all()}
    assert agreed == {current(clause) for clause in wanted}


@pytest.mark.usefixtures("clause")
def test_an_empty_selection_says_what_to_do(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    response = as_user(advisor).post(
        reverse("agreements:waiting", args=[agreement.pk]), {}, follow=True
    )

    assert messages_of(response) == ["Kies ten minste één afspraak."]


@pytest.mark.usefixtures("clause")
@pytest.mark.parametrize("forged", ["x", "999999", "1e9"])
def test_a_forged_selection_is_no_consent(
    advisor: User, agreement: Agreement, as_user: SignIn, forged: str
) -> None:
    response = as_user(advisor).post(
        reverse("agreements:waiting", args=[agreement.pk]), {"version": [forged]}
    )

    assert messages_of(response) == ["Kies ten minste één afspraak."]
    assert not Consent.objects.exists()


def test_the_first_page_is_where_something_waits(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    ClauseFactory.create(agreement=agreement, chapter=6)

    response = as_user(advisor).get(agreement.get_absolute_url())

    assert response.headers["Location"] == reverse(
        "agreements:chapter", args=[agreement.pk, 6]
    )


def test_sharing_shows_the_draft_to_the_other_party(
    advisor: User, manager: User, draft: Agreement, as_user: SignIn
) -> None:
    page = reverse("agreements:readiness", args=[draft.pk])
    before = as_user(manager).get(page).status_code

    as_user(advisor).post(reverse("agreements:step", args=[draft.pk, "share"]))

    draft.refresh_from_db()
    assert draft.status == Agreement.Status.NEGOTIATING
    assert (before, as_user(manager).get(page).status_code) == (404, 200)


def test_a_step_that_is_not_pressed_here_does_not_exist(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    client = as_user(advisor)

    answers = {
        step: client.post(f"/overeenkomsten/{agreement.pk}/stap/{step}/").status_code
        for step in ("complete", "offer", "recall", "toverstaf")
    }

    assert answers == dict.fromkeys(answers, 404)


def test_withdrawing_asks_for_a_reason(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    response = as_user(advisor).post(
        reverse("agreements:step", args=[agreement.pk, "withdraw"]), {"reason": ""}
    )

    agreement.refresh_from_db()
    assert response.context["form"].errors == {"reason": [WHY[Step.WITHDRAW]]}
    assert agreement.status == Agreement.Status.NEGOTIATING


def test_a_refused_step_says_why_and_is_kept_in_the_record(
    nurse: User, agreement: Agreement, as_user: SignIn
) -> None:
    response = as_user(nurse).post(
        reverse("agreements:step", args=[agreement.pk, "declare_ready"])
    )

    reason = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
    assert response.status_code == 403
    assert reason in response.content.decode()
    refusal = Entry.objects.get(verb="access.refused")
    assert refusal.summary == f"Geweigerd: {reason}"
    assert refusal.actor == nurse


def test_history_reads_back_what_happened(
    advisor: User, clause: Clause, agreement: Agreement, as_user: SignIn
) -> None:
    client = as_user(advisor)
    client.post(clause.get_absolute_url(), {"version": current(clause).pk})

    page = client.get(reverse("agreements:history", args=[agreement.pk]))

    assert [item.text for item in page.context["items"]] == [
        f"{advisor.organisation} gaat akkoord met versie 1 van afspraak {clause.code}."
    ]
