"""Keeping clauses as models, and adding models to an agreement."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from agreements.models import Agreement, ModelClause
from agreements.services.library import add_from_library, keep_in_library
from tests.agreements.building import add_clause_of, add_version_of, current_of
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")


def own_models(partnership: Partnership) -> list[str]:
    """Return the codes of the partnership's own models."""
    own = ModelClause.objects.filter(partnership=partnership).order_by("pk")
    return list(own.values_list("code", flat=True))


@pytest.mark.sqlite
def test_a_clause_is_kept_with_its_variables(
    agreement: Agreement, coordinator: User, now: datetime
) -> None:
    clause = add_clause_of(
        agreement, version__source_text="Binnen {wachttijd}.", version__text="x"
    )

    kept = keep_in_library(clause=clause, actor=coordinator, now=now)

    assert (kept.code, kept.text, kept.chapter) == (
        "EIGEN-01",
        "Binnen {wachttijd}.",
        4,
    )
    assert kept.partnership == agreement.partnership
    assert kept.source == f"Afspraak {clause.code} van {agreement.reference}"
    assert Entry.objects.about(clause).get().verb == "clause.keep"


def test_a_clause_is_kept_once(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    keep_in_library(clause=clause, actor=advisor, now=now)

    with pytest.raises(ValidationError, match="staat al in uw bibliotheek"):
        keep_in_library(clause=clause, actor=advisor, now=now)

    assert own_models(agreement.partnership) == ["EIGEN-01"]


@pytest.mark.parametrize("name", ["contract_manager", "alderman", "nurse", "stranger"])
def test_keeping_is_not_for_everybody(
    name: str, agreement: Agreement, now: datetime, request: pytest.FixtureRequest
) -> None:
    clause, actor = add_clause_of(agreement), request.getfixturevalue(name)

    with pytest.raises(PermissionDenied):
        keep_in_library(clause=clause, actor=actor, now=now)

    assert own_models(agreement.partnership) == []


@pytest.mark.sqlite
def test_what_is_in_a_draft_is_not_kept_where_the_other_party_reads(
    draft: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(draft)

    with pytest.raises(PermissionDenied, match="Deel de overeenkomst eerst"):
        keep_in_library(clause=clause, actor=advisor, now=now)

    assert own_models(draft.partnership) == []


@pytest.mark.sqlite
def test_a_common_model_keeps_its_code_and_place(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    model = ModelClause.objects.get(code="G4-02")

    clause = add_from_library(
        agreement=agreement, model_clause=model, actor=advisor, now=now
    )

    assert (clause.code, clause.position, clause.source) == (
        "G4-02",
        model.position,
        model.source,
    )
    assert current_of(clause).indicator == (
        "verwijzingen gecontroleerd binnen twee weken"
    )


def test_a_common_model_is_added_once(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    model = ModelClause.objects.get(code="G4-02")
    add_from_library(agreement=agreement, model_clause=model, actor=advisor, now=now)

    with pytest.raises(ValidationError, match="G4-02 staat al in deze overeenkomst"):
        add_from_library(
            agreement=agreement, model_clause=model, actor=advisor, now=now
        )

    assert agreement.clauses.count() == 1


def test_an_own_model_gets_the_next_code(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement, code="G4-08", position=8)
    model = keep_in_library(clause=clause, actor=advisor, now=now)
    add_version_of(clause, source_text="Intussen anders.")

    added = add_from_library(
        agreement=agreement, model_clause=model, actor=advisor, now=now
    )

    assert (added.code, added.position) == ("G4-09", 9)


def test_an_own_model_that_the_text_says_already_is_not_added(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement, code="G4-08")
    model = keep_in_library(clause=clause, actor=advisor, now=now)

    with pytest.raises(ValidationError, match="Afspraak G4-08 zegt dit al"):
        add_from_library(
            agreement=agreement, model_clause=model, actor=advisor, now=now
        )

    assert agreement.clauses.count() == 1


def test_a_model_of_another_partnership_is_refused(
    agreement: Agreement, advisor: User, stranger: User, now: datetime
) -> None:
    [elsewhere] = stranger.partnership_ids
    foreign = ModelClause(partnership_id=elsewhere, chapter=4, code="EIGEN-01")

    with pytest.raises(PermissionDenied, match="van een andere samenwerking"):
        add_from_library(
            agreement=agreement, model_clause=foreign, actor=advisor, now=now
        )


@pytest.mark.postgresql
def test_the_app_cannot_write_common_models() -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ModelClause.objects.create(chapter=4, code="G4-99", title="Nep", kind="basis")

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ModelClause.objects.filter(code="G4-02").update(text="Anders.")
