"""A decision starts a proposal for its clause, where an agreement is open."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement, Clause
from agreements.queries import version_of
from agreements.services.versions import Stale
from monitoring.models import Decision
from monitoring.services.decisions import propose_from_decision
from tests.agreements.building import add_version_of
from tests.factories import AgreementFactory
from tests.monitoring.factories import DecisionFactory
from tests.monitoring.meetings.building import (
    clause_of,
    in_force,
    meeting_of,
    series_of,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]
WANTED = "Partijen spreken elkaar elke twee weken."


def decided(clause: Clause | None, partnership: Partnership) -> Decision:
    """Make a decision about a clause."""
    made: Decision = DecisionFactory.create(
        meeting=meeting_of(series_of(partnership)),
        clause=clause,
        text="Vaker overleggen.",
    )
    return made


def negotiating(partnership: Partnership, advisor: User) -> Clause:
    """Make a clause in an agreement that is open for proposals."""
    agreement = AgreementFactory.create(partnership=partnership, created_by=advisor)
    return clause_of(agreement, "G6-01", "Voortgangsoverleg", "elke drie weken")


def test_proposal_keeps_the_link_both_ways(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    clause = negotiating(partnership, advisor)
    decision = decided(clause, partnership)

    version = propose_from_decision(
        decision=decision, text=WANTED, base_number=1, actor=advisor, now=now
    )

    decision.refresh_from_db()
    assert decision.proposal == version
    assert (version.number, version.text) == (2, WANTED)
    assert version.reason == (
        "Besluit van Kwartaaloverleg, 20 november 2026: Vaker overleggen."
    )
    assert version.title == version_of(clause).title


def test_decision_on_what_is_signed_goes_to_the_agreement_that_is_open(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    signed = clause_of(in_force(partnership), "G6-01", "Voortgang", "elke drie weken")
    clause = negotiating(partnership, advisor)
    decision = decided(signed, partnership)

    version = propose_from_decision(
        decision=decision, text=WANTED, base_number=1, actor=advisor, now=now
    )

    signed.refresh_from_db()
    assert version.clause == clause
    assert version_of(signed).number == 1


def test_without_an_open_agreement_it_says_how_to_go_on(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    signed = clause_of(in_force(partnership), "G6-01", "Voortgang", "elke drie weken")
    decision = decided(signed, partnership)

    with pytest.raises(PermissionDenied) as refusal:
        propose_from_decision(
            decision=decision, text=WANTED, base_number=1, actor=advisor, now=now
        )

    assert str(refusal.value) == (
        "Afspraak G6-01 staat in een overeenkomst die niet meer verandert. Begin een "
        "overeenkomst die van deze uitgaat en deel haar. Doe daarna hier het voorstel."
    )
    decision.refresh_from_db()
    assert decision.proposal is None


def test_agreement_in_signing_says_what_to_do_first(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    clause = negotiating(partnership, advisor)
    Agreement.objects.filter(pk=clause.agreement_id).update(
        status=Agreement.Status.SIGNING
    )
    decision = decided(clause, partnership)

    with pytest.raises(PermissionDenied) as refusal:
        propose_from_decision(
            decision=decision, text=WANTED, base_number=1, actor=advisor, now=now
        )

    assert str(refusal.value) == (
        "Samenwerkingsovereenkomst VVE 2027: De overeenkomst ligt ter ondertekening. "
        "Stop eerst de ondertekening."
    )


@pytest.mark.parametrize("who", ["alderman", "nurse", "stranger"])
def test_who_may_not_propose_does_not_do_it_this_way(
    request: pytest.FixtureRequest,
    partnership: Partnership,
    advisor: User,
    now: datetime,
    who: str,
) -> None:
    clause = negotiating(partnership, advisor)
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        propose_from_decision(
            decision=decided(clause, partnership),
            text=WANTED,
            base_number=1,
            actor=actor,
            now=now,
        )

    assert clause.versions.count() == 1


def test_decision_starts_one_proposal(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    decision = decided(negotiating(partnership, advisor), partnership)
    again = {"decision": decision, "actor": advisor, "now": now}
    propose_from_decision(text=WANTED, base_number=1, **again)  # type: ignore[arg-type]  # mixed values

    with pytest.raises(PermissionDenied):
        propose_from_decision(text="Nog vaker.", base_number=2, **again)  # type: ignore[arg-type]  # mixed values


def test_decision_without_clause_proposes_nothing(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    negotiating(partnership, advisor)

    with pytest.raises(PermissionDenied):
        propose_from_decision(
            decision=decided(None, partnership),
            text=WANTED,
            base_number=1,
            actor=advisor,
            now=now,
        )


def test_same_text_is_no_proposal(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    clause = negotiating(partnership, advisor)
    text = version_of(clause).source_text

    with pytest.raises(ValidationError):
        propose_from_decision(
            decision=decided(clause, partnership),
            text=f" {text} ",
            base_number=1,
            actor=advisor,
            now=now,
        )

    assert clause.versions.count() == 1


def test_who_is_second_at_the_clause_hears_of_the_first(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    clause = negotiating(partnership, advisor)
    decision = decided(clause, partnership)
    add_version_of(clause, source_text="Elke week.")

    with pytest.raises(Stale):
        propose_from_decision(
            decision=decision, text=WANTED, base_number=1, actor=advisor, now=now
        )

    decision.refresh_from_db()
    assert decision.proposal is None
