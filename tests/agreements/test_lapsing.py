"""Proposing that a clause lapses, and bringing it back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement, Clause, ClauseVersion
from agreements.services.clauses import (
    Stale,
    content_of_version,
    propose_drop,
    propose_version,
)
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    let_agree,
)
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")


def propose(
    clause: Clause, actor: User, now: datetime, /, base: int = 1, **changes: Any
) -> ClauseVersion:
    """Propose what the clause says now, but for `changes`."""
    return propose_version(
        clause=clause,
        base_number=base,
        content=replace(content_of_version(current_of(clause)), **changes),
        reason="Duidelijker.",
        actor=actor,
        now=now,
    )


def test_letting_a_clause_lapse_is_a_proposal_too(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause)

    version = propose_drop(
        clause=clause,
        base_number=1,
        reason="Doen we niet meer.",
        actor=manager,
        now=now,
    )

    assert (version.number, version.is_dropped) == (2, True)
    assert version.text == "De JGZ controleert of het kind is aangemeld."
    assert version.consents.count() == 0
    assert Entry.objects.about(clause).get().verb == "clause.drop"


def test_a_lapse_needs_a_reason_once_shared(
    agreement: Agreement, draft: Agreement, advisor: User, now: datetime
) -> None:
    shared, own = add_clause_of(agreement), add_clause_of(draft)

    with pytest.raises(ValidationError) as refusal:
        propose_drop(clause=shared, base_number=1, reason="", actor=advisor, now=now)
    version = propose_drop(clause=own, base_number=1, reason="", actor=advisor, now=now)

    assert list(refusal.value.message_dict) == ["reason"]
    assert version.reason == "Weggelaten in het concept."


def test_a_lapse_of_an_older_version_is_stale(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    newer = add_version_of(clause)

    with pytest.raises(Stale) as stale:
        propose_drop(
            clause=clause, base_number=1, reason="Weg.", actor=advisor, now=now
        )

    assert stale.value.current == newer


def test_what_lapses_already_lapses_once(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    propose_drop(clause=clause, base_number=1, reason="Weg.", actor=advisor, now=now)

    with pytest.raises(ValidationError, match="al een voorstel"):
        propose_drop(
            clause=clause, base_number=2, reason="Weg.", actor=advisor, now=now
        )

    assert current_of(clause).number == 2


def test_a_lapsed_clause_comes_back_with_the_same_text(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    propose_drop(clause=clause, base_number=1, reason="Weg.", actor=advisor, now=now)

    version = propose(clause, advisor, now, 2)

    assert (version.number, version.is_dropped) == (3, False)
