"""Adding clauses and proposing versions."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.areas import Chapter
from agreements.models import Agreement, Clause, ClauseVersion
from agreements.models.vocabulary import Kind
from agreements.services.clauses import (
    MONEY_ONLY,
    Stale,
    add_clause,
    content_of_version,
    propose_drop,
    propose_version,
)
from tests.agreements.building import (
    add_clause_of,
    content,
    current_of,
    let_agree,
    lump_sum,
)
from tests.factories import BudgetLineFactory
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


@pytest.mark.sqlite
def test_a_clause_is_added_at_the_end_with_the_next_code(
    agreement: Agreement, coordinator: User, now: datetime
) -> None:
    add_clause_of(agreement, code="G4-08", position=8)

    clause = add_clause(
        agreement=agreement,
        chapter=Chapter.REACH,
        content=content(),
        actor=coordinator,
        now=now,
    )

    version = current_of(clause)
    assert (clause.code, clause.position, version.number) == ("G4-09", 9, 1)
    assert version.text == "De JGZ controleert na twee weken of het kind er is."
    assert (
        version.source_text
        == "De JGZ controleert na {controletermijn} of het kind er is."
    )
    assert (version.author, version.organisation) == (
        coordinator,
        coordinator.organisation,
    )
    assert not version.in_draft
    entry = Entry.objects.about(clause).get()
    assert (entry.verb, entry.reach) == ("clause.add", Entry.Reach.SHARED)
    assert entry.summary == (
        "Afspraak G4-09 “Controle van de aanmelding” is toegevoegd."
    )


@pytest.mark.parametrize(
    ("chapter", "taken", "code"),
    [
        (Chapter.GENERAL, "ALG-11", "ALG-12"),
        (Chapter.GENERAL, None, "ALG-01"),
        (Chapter.ANNEXES, "BIJ-H", "BIJ-I"),
        (Chapter.ANNEXES, None, "BIJ-A"),
    ],
)
def test_provisions_get_codes_of_their_own(
    chapter: Chapter,
    taken: str | None,
    code: str,
    agreement: Agreement,
    advisor: User,
    now: datetime,
) -> None:
    if taken:
        add_clause_of(agreement, chapter=chapter, code=taken)

    clause = add_clause(
        agreement=agreement,
        chapter=chapter,
        content=content(kind=Kind.PROVISION),
        actor=advisor,
        now=now,
    )

    assert clause.code == code


def test_pressing_twice_adds_a_clause_once(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    fields: dict[str, Any] = {
        "agreement": agreement,
        "chapter": 4,
        "actor": advisor,
        "now": now,
    }
    add_clause(content=content(), **fields)

    with pytest.raises(ValidationError, match="Afspraak G4-01 zegt dit al"):
        add_clause(content=content(), **fields)

    assert agreement.clauses.count() == 1


def test_a_faulty_clause_is_not_added(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        add_clause(
            agreement=agreement,
            chapter=4,
            content=content(title="", source_text="{nergens}"),
            actor=advisor,
            now=now,
        )

    assert list(refusal.value.message_dict) == ["title", "source_text"]
    assert not Clause.objects.exists()


@pytest.mark.sqlite
def test_a_proposal_is_a_next_version_without_consents(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause)
    first = current_of(clause)

    version = propose(clause, manager, now, source_text="De JGZ belt ouders.")

    assert (version.number, version.text) == (2, "De JGZ belt ouders.")
    assert current_of(clause) == version
    assert version.consents.count() == 0
    assert first.consents.count() == 2
    first.refresh_from_db()
    assert first.text == "De JGZ controleert of het kind is aangemeld."
    entry = Entry.objects.about(clause).get()
    assert entry.details == {"before": 1, "after": 2}
    assert entry.summary == (
        f"Versie 2 van afspraak {clause.code} is voorgesteld: Duidelijker."
    )


def test_budget_lines_belong_to_their_version(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)
    BudgetLineFactory.create(version=clause.current, amount=6750, hours=90)

    version = propose(clause, advisor, now, lines=(lump_sum(amount=Decimal(7000)),))

    first = ClauseVersion.objects.get(clause=clause, number=1)
    assert [line.amount for line in first.lines.all()] == [6750]
    assert [line.amount for line in version.lines.all()] == [7000]
    assert version.hours_per_year == Decimal("90.00")


def test_a_proposal_on_an_older_version_is_stale_and_shows_the_newer(
    agreement: Agreement, advisor: User, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    newer = propose(clause, manager, now, source_text="De JGZ belt.")

    with pytest.raises(Stale) as stale:
        propose(clause, advisor, now, source_text="De JGZ mailt.")

    assert stale.value.current == newer
    assert str(stale.value) == (
        f"Afspraak {clause.code} is intussen gewijzigd. "
        "Bekijk de nieuwe versie en probeer het opnieuw."
    )
    assert current_of(clause) == newer


def test_a_faulty_proposal_is_no_new_version(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause)

    with pytest.raises(ValidationError) as refusal:
        propose(clause, advisor, now, title=" ", source_text="{nergens}")

    assert list(refusal.value.message_dict) == ["title", "source_text"]
    assert (current_of(clause).number, current_of(clause).consents.count()) == (1, 2)


def test_the_same_again_is_no_new_version(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause)

    with pytest.raises(ValidationError, match="U hebt niets gewijzigd"):
        propose(clause, advisor, now)

    assert current_of(clause).number == 1


def test_a_proposal_needs_a_reason_once_shared(
    agreement: Agreement, draft: Agreement, advisor: User, now: datetime
) -> None:
    shared, own = add_clause_of(agreement), add_clause_of(draft)
    wanted = content(source_text="De JGZ belt.")

    with pytest.raises(ValidationError) as refusal:
        propose_version(
            clause=shared,
            base_number=1,
            content=wanted,
            reason=" ",
            actor=advisor,
            now=now,
        )
    version = propose_version(
        clause=own, base_number=1, content=wanted, reason="", actor=advisor, now=now
    )

    assert list(refusal.value.message_dict) == ["reason"]
    assert (version.reason, version.in_draft) == ("Bewerkt in het concept.", True)
    assert Entry.objects.about(own).get().reach == Entry.Reach.ORGANISATION


def test_a_contract_manager_changes_the_budget_lines(
    agreement: Agreement, contract_manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)

    version = propose(clause, contract_manager, now, lines=(lump_sum(),))

    assert [line.amount for line in version.lines.all()] == [6750]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Anders"},
        {"kind": Kind.UNDECIDED},
        {"lines": (lump_sum(),), "source_text": "Anders."},
    ],
)
def test_a_contract_manager_changes_nothing_else(
    changes: dict[str, Any],
    agreement: Agreement,
    contract_manager: User,
    now: datetime,
) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)

    with pytest.raises(PermissionDenied, match="alleen de begrotingsregels") as refusal:
        propose(clause, contract_manager, now, **changes)

    assert str(refusal.value) == MONEY_ONLY
    assert current_of(clause).number == 1


PROPOSERS = {"advisor", "manager", "coordinator"}


@pytest.mark.parametrize(
    "name",
    [
        "advisor",
        "manager",
        "coordinator",
        "alderman",
        "clerk",
        "nurse",
        "administrator",
        "stranger",
    ],
)
def test_who_may_propose(
    name: str, agreement: Agreement, now: datetime, request: pytest.FixtureRequest
) -> None:
    clause, actor = add_clause_of(agreement), request.getfixturevalue(name)

    try:
        propose(clause, actor, now, title="Anders")
    except PermissionDenied:
        proposed = False
    else:
        proposed = True

    assert proposed is (name in PROPOSERS)
    assert current_of(clause).number == (2 if proposed else 1)


def test_a_draft_is_edited_by_who_drafts(
    draft: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(draft)

    propose(clause, advisor, now, title="Anders")

    assert current_of(clause).title == "Anders"


@pytest.mark.parametrize("name", ["manager", "coordinator"])
def test_a_draft_is_not_edited_by_the_other_party(
    name: str, draft: Agreement, now: datetime, request: pytest.FixtureRequest
) -> None:
    clause, actor = add_clause_of(draft), request.getfixturevalue(name)

    with pytest.raises(PermissionDenied, match="nog een concept van de andere partij"):
        propose(clause, actor, now, title="Anders")

    assert current_of(clause).number == 1


@pytest.mark.parametrize(
    ("status", "others", "sentence"),
    [
        ("ready", {}, "De tekst is klaar gemeld voor ondertekening."),
        ("signing", {}, "De overeenkomst ligt ter ondertekening."),
        ("signed", {"signed_at": True}, "De overeenkomst is ondertekend"),
        ("void", {"void_reason": "Weg.", "shared_at": True}, "De overeenkomst is"),
    ],
)
def test_a_closed_text_is_not_changed(
    status: str,
    others: dict[str, Any],
    sentence: str,
    agreement: Agreement,
    advisor: User,
    now: datetime,
) -> None:
    clause = add_clause_of(agreement)
    fields = {name: now if value is True else value for name, value in others.items()}
    Agreement.objects.filter(pk=agreement.pk).update(status=status, **fields)

    with pytest.raises(PermissionDenied, match=sentence):
        propose(clause, advisor, now, title="Anders")
    with pytest.raises(PermissionDenied, match=sentence):
        propose_drop(
            clause=clause, base_number=1, reason="Weg.", actor=advisor, now=now
        )

    assert current_of(clause).number == 1
