"""The record of the negotiation: versions and consents, without persons."""

from datetime import timedelta
from typing import Any

import pytest

from agreements.content import canonical_json, negotiation_of
from agreements.models import Agreement, Consent
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    let_agree,
)
from tests.factories import NOW, ConsentFactory

pytestmark = pytest.mark.sqlite

LATER = NOW + timedelta(days=3)
# printf 'De JGZ belt ouders.' | sha256sum
CALLS = "345244e5dce9b7ba7badd074fed3a383f877bc3e7716afcab98ab77b8234e857"


def versions_in(agreement: Agreement) -> list[dict[str, Any]]:
    (clause,) = negotiation_of(agreement)["clauses"]
    versions: list[dict[str, Any]] = clause["versions"]
    return versions


def test_every_version_stands_with_its_consents(agreement: Agreement) -> None:
    municipality, provider = agreement.partnership.parties
    clause = add_clause_of(
        agreement,
        code="G4-01",
        version__organisation=municipality,
        version__source_text="De JGZ belt ouders.",
        version__created_at=NOW,
    )
    ConsentFactory.create(
        version=current_of(clause),
        organisation=provider,
        decision=Consent.Decision.REFUSED,
        reason="Te vaak.",
        decided_at=LATER,
    )
    add_version_of(
        clause, organisation=provider, reason="Minder vaak.", created_at=LATER
    )
    let_agree(clause, provider)

    first, second = versions_in(agreement)

    assert first == {
        "number": 1,
        "organisation": municipality.name,
        "moment": "2026-11-20T09:30:00+00:00",
        "proposes_dropping": False,
        "text_sha256": CALLS,
        "consents": [
            {
                "organisation": provider.name,
                "decision": "refused",
                "moment": "2026-11-23T09:30:00+00:00",
            }
        ],
    }
    assert (second["number"], second["organisation"]) == (2, provider.name)
    assert [one["decision"] for one in second["consents"]] == ["agreed"]


def test_what_was_written_before_sharing_is_the_last_of_it_only(
    agreement: Agreement,
) -> None:
    clause = add_clause_of(agreement, version__in_draft=True)
    add_version_of(clause, in_draft=True)
    add_version_of(clause)

    assert [one["number"] for one in versions_in(agreement)] == [2, 3]


def test_what_the_drafter_left_out_is_nowhere(agreement: Agreement) -> None:
    add_clause_of(agreement, code="G4-01")
    left_out = add_clause_of(agreement, code="G4-02", version__in_draft=True)
    add_version_of(left_out, in_draft=True, is_dropped=True)

    codes = [one["code"] for one in negotiation_of(agreement)["clauses"]]

    assert codes == ["G4-01"]


def test_dropping_by_both_stays_on_record(agreement: Agreement) -> None:
    clause = add_clause_of(agreement)
    add_version_of(clause, is_dropped=True)
    let_agree(clause)

    assert [one["proposes_dropping"] for one in versions_in(agreement)] == [False, True]


def test_reasons_that_people_wrote_stay_out(agreement: Agreement) -> None:
    clause = add_clause_of(agreement)
    version = add_version_of(clause, reason="Zo wil mevrouw Verzonnen het.")
    ConsentFactory.create(
        version=version,
        decision=Consent.Decision.REFUSED,
        reason="Meneer Bedacht wil dat niet.",
    )

    text = canonical_json(negotiation_of(agreement))

    assert [word for word in ("Verzonnen het", "Bedacht") if word in text] == []


def test_no_person_is_named(agreement: Agreement) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause)
    version = current_of(clause)
    people = {version.author.name, version.author.email}
    for consent in version.consents.all():
        people |= {consent.decided_by.name, consent.decided_by.email}

    text = canonical_json(negotiation_of(agreement))

    assert [person for person in people if person in text] == []


def test_number_of_queries_does_not_grow_with_the_clauses(
    agreement: Agreement, django_assert_num_queries: Any
) -> None:
    let_agree(add_clause_of(agreement))
    with django_assert_num_queries(3):
        negotiation_of(agreement)
    for _ in range(4):
        clause = add_clause_of(agreement)
        add_version_of(clause)
        let_agree(clause)

    with django_assert_num_queries(3):
        negotiation_of(agreement)
