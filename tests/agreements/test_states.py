"""Where clauses stand in words, and who may read which versions."""

from datetime import datetime
from typing import Any

import pytest

from agreements.models import Agreement, Clause, Consent
from agreements.models.vocabulary import Kind
from agreements.queries import (
    ClauseState,
    clauses_in_text,
    consents_of,
    history_of,
    is_left_out,
    is_settled,
    load_clauses,
    state_of,
)
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    let_agree,
)
from tests.factories import ConsentFactory
from vve_portal.accounts.models import Organisation, User

pytestmark = pytest.mark.usefixtures("at_home")
AGREED, REFUSED = Consent.Decision.AGREED, Consent.Decision.REFUSED


def state(
    clause: Clause, agreement: Agreement, reader: Organisation | None = None
) -> ClauseState:
    """Return where a clause stands, read again."""
    agreement = Agreement.objects.with_parties().get(pk=agreement.pk)
    [fresh] = [one for one in load_clauses(agreement) if one.pk == clause.pk]
    return state_of(fresh, agreement, reader=reader)


@pytest.mark.parametrize(
    ("municipality_says", "provider_says", "label", "tone"),
    [
        (None, None, "Voorstel, wacht op de gemeente en de JGZ", ""),
        (AGREED, None, "Voorstel, wacht op de JGZ", ""),
        (None, AGREED, "Voorstel, wacht op de gemeente", ""),
        (AGREED, AGREED, "Overeengekomen", "safe"),
        (REFUSED, None, "De gemeente is niet akkoord", "danger"),
        (AGREED, REFUSED, "De JGZ is niet akkoord", "danger"),
        (REFUSED, REFUSED, "De gemeente en de JGZ zijn niet akkoord", "danger"),
    ],
)
def test_the_answers_make_the_state(
    municipality_says: str | None,
    provider_says: str | None,
    label: str,
    tone: str,
    agreement: Agreement,
) -> None:
    clause = add_clause_of(agreement)
    answers = (municipality_says, provider_says)
    for party, decision in zip(agreement.partnership.parties, answers, strict=True):
        if decision:
            ConsentFactory.create(
                version=current_of(clause),
                organisation=party,
                decision=decision,
                reason="Omdat.",
            )

    assert state(clause, agreement) == ClauseState(label, tone)


def test_the_reader_sees_what_waits_for_him(
    agreement: Agreement, municipality: Organisation, provider: Organisation
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause, municipality)

    assert state(clause, agreement, provider) == ClauseState(
        "Voorstel, wacht op u", "warning"
    )
    assert state(clause, agreement, municipality) == ClauseState(
        "Voorstel, wacht op de JGZ"
    )


def test_an_undecided_kind_shows_even_when_both_agree(agreement: Agreement) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.UNDECIDED)
    let_agree(clause)

    assert state(clause, agreement) == ClauseState(
        "Akkoord, soort nog kiezen", "warning"
    )


def test_a_lapse_waits_for_both_and_then_leaves_the_text(
    agreement: Agreement, municipality: Organisation, provider: Organisation
) -> None:
    clause, other = add_clause_of(agreement), add_clause_of(agreement)
    add_version_of(clause, is_dropped=True)
    let_agree(clause, municipality)

    while_waiting = state(clause, agreement)
    in_text_before = clauses_in_text(agreement)
    let_agree(clause, provider)

    assert while_waiting == ClauseState(
        "Voorstel om te laten vervallen, wacht op de JGZ"
    )
    assert in_text_before == [clause, other]
    assert state(clause, agreement) == ClauseState("Vervallen")
    assert clauses_in_text(agreement) == [other]


def test_what_was_left_out_of_the_draft_needs_no_consent(
    agreement: Agreement,
) -> None:
    clause = add_clause_of(agreement)
    add_version_of(clause, is_dropped=True, in_draft=True)

    [loaded] = load_clauses(agreement)
    assert is_left_out(loaded)
    assert is_settled(loaded, agreement)
    assert state(clause, agreement) == ClauseState("Weggelaten")
    assert clauses_in_text(agreement) == []


def test_a_draft_says_so(draft: Agreement) -> None:
    assert state(add_clause_of(draft), draft) == ClauseState("Concept")


def test_consents_come_by_party(
    agreement: Agreement, municipality: Organisation
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause, municipality)

    [loaded] = load_clauses(agreement)
    decisions = {pk: given.decision for pk, given in consents_of(loaded).items()}
    assert decisions == {municipality.pk: AGREED}


@pytest.mark.parametrize("count", [1, 5])
def test_clauses_load_in_three_queries_with_all_that_states_need(
    count: int, agreement: Agreement, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        let_agree(add_clause_of(agreement))
    fresh = Agreement.objects.with_parties().get(pk=agreement.pk)

    with django_assert_num_queries(3):
        states = {state_of(clause, fresh) for clause in load_clauses(fresh)}

    assert states == {ClauseState("Overeengekomen", "safe")}


def test_the_other_party_reads_no_earlier_drafts(
    agreement: Agreement, advisor: User, manager: User
) -> None:
    clause = add_clause_of(agreement, version__in_draft=True)
    add_version_of(clause, in_draft=True)
    add_version_of(clause)

    assert [version.number for version in history_of(clause, advisor)] == [3, 2, 1]
    assert [version.number for version in history_of(clause, manager)] == [3, 2]


def test_without_drafts_everybody_reads_every_version(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    add_version_of(clause, created_at=now)

    assert [version.number for version in history_of(clause, manager)] == [2, 1]
