"""Evidence is for both parties, so it holds only what both may read."""

from datetime import datetime

import pytest

from agreements.models import Agreement
from agreements.queries.evidence import entries_of
from agreements.queries.frozen import facts_of_content
from agreements.services.exporting import record_export
from agreements.services.record import record_deed
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.usefixtures("at_home"), pytest.mark.sqlite]


def test_what_one_party_did_for_itself_is_not_in_the_evidence(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    record_export(agreement=agreement, name="concept.pdf", actor=advisor, now=now)
    shared = record_deed(
        agreement=agreement,
        at=now,
        actor=advisor,
        verb="agreement.share",
        subject=agreement,
        summary="Het concept is gedeeld met de andere partij.",
    )

    assert entries_of(agreement) == [shared]


def test_what_happened_in_a_draft_is_not_in_the_evidence(
    draft: Agreement, advisor: User, now: datetime
) -> None:
    record_deed(
        agreement=draft,
        at=now,
        actor=advisor,
        verb="agreement.change_frame",
        subject=draft,
        summary="De gegevens van de overeenkomst zijn gewijzigd.",
    )

    assert entries_of(draft) == []


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["SPUK OAB"], "SPUK OAB"),
        (["Bibliotheek", "Jeugdwet", "SPUK OAB"], "Bibliotheek, Jeugdwet en SPUK OAB"),
    ],
)
def test_sources_of_money_are_listed_as_in_a_sentence(
    sources: list[str], expected: str
) -> None:
    content = {
        "title": "Overeenkomst",
        "edition": 1,
        "parties": [],
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
        "areas": [],
        "wpo_topics": [],
        "money": {
            "lines": [{}],
            "total": {"hours": "2", "amount": "150"},
            "sources": [{"source": source} for source in sources],
        },
    }

    facts = {fact.key: fact.value for fact in facts_of_content(content, urls={})}

    assert facts["Plus-inzet"].split("betaald uit ")[1] == expected
