"""What the database itself keeps true, each tried to be broken."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from agreements.models import (
    Agreement,
    Approval,
    BudgetLine,
    Clause,
    ClauseVersion,
)
from agreements.models.vocabulary import Kind
from tests.agreements.building import add_clause_of, approve, current_of
from tests.factories import (
    NOW,
    AgreementFactory,
    BudgetLineFactory,
    ClauseVersionFactory,
    ConsentFactory,
)

pytestmark = pytest.mark.usefixtures("at_home")


def change(agreement: Agreement, **fields: Any) -> None:
    """Change the row itself, past every service."""
    Agreement.objects.filter(pk=agreement.pk).update(**fields)


def next_version(agreement: Agreement, **fields: Any) -> None:
    """Add a version itself, past every service."""
    clause = Clause.objects.get(agreement=agreement)
    defaults = {"clause": clause, "number": 2, "reason": "Beter."}
    ClauseVersionFactory.create(**{**defaults, **fields})


def line(agreement: Agreement, **fields: Any) -> None:
    """Add a budget line itself, past every service."""
    clause = Clause.objects.get(agreement=agreement)
    BudgetLineFactory.create(version=clause.current, **fields)


def consent(agreement: Agreement, **fields: Any) -> None:
    """Add a consent itself, past every service."""
    clause = Clause.objects.get(agreement=agreement)
    ConsentFactory.create(version=clause.current, **fields)


def twice(deed: Callable[..., None], **fields: Any) -> Callable[[Agreement], None]:
    """Return what does the same thing twice."""

    def run(agreement: Agreement) -> None:
        for _ in range(2):
            deed(agreement, **fields)

    return run


def once(deed: Callable[..., None], **fields: Any) -> Callable[[Agreement], None]:
    """Return what does a thing once."""

    def run(agreement: Agreement) -> None:
        deed(agreement, **fields)

    return run


def same_code(agreement: Agreement) -> None:
    """Add a second clause with a code that is taken."""
    code = Clause.objects.get(agreement=agreement).code
    add_clause_of(agreement, code=code)


def same_reference(agreement: Agreement) -> None:
    """Add a second agreement with a reference that is taken."""
    AgreementFactory.create(
        partnership=agreement.partnership,
        created_by=agreement.created_by,
        reference=agreement.reference,
    )


def same_approval(agreement: Agreement) -> None:
    """Record an approval of one kind twice."""
    for _ in range(2):
        approve(agreement, Approval.Kind.LEGAL)


BROKEN_BY: Final[dict[str, tuple[Callable[[Agreement], None], ...]]] = {
    "agreement_status_known": (once(change, status="klaar"),),
    "agreement_signed_means_when": (
        once(change, status="signed"),
        once(change, signed_at=NOW),
    ),
    "agreement_ends_after_start": (once(change, ends_on=date(2026, 12, 31)),),
    "agreement_void_has_reason": (once(change, status="void"),),
    "reference": (same_reference,),
    "approval": (same_approval,),
    "clause": (same_code,),
    "version": (twice(next_version),),
    "clause_version_has_one_responsible_or_is_provision": (
        once(next_version, responsible=""),
        once(next_version, kind=Kind.PROVISION),
    ),
    "clause_version_joint_names_lead": (
        once(next_version, responsible="joint"),
        once(next_version, lead="jgz"),
    ),
    "clause_version_later_ones_have_reason": (once(next_version, reason=""),),
    "clause_version_norm_is_whole": (
        once(next_version, norm_operator="gte"),
        once(next_version, norm_value=90),
    ),
    "clause_version_ends_after_start": (
        once(next_version, starts_on=date(2027, 2, 1), ends_on=date(2027, 1, 31)),
    ),
    "budget_?line": (twice(line, position=1),),
    "budget_line_amount_not_negative": (once(line, amount=-1),),
    "budget_line_p_x_q_has_price_and_quantity": (
        once(line, settlement="p_x_q", rate=90, quantity=1),
        once(line, settlement="p_x_q", rate=90, minutes_per_unit=30),
        once(line, settlement="p_x_q", quantity=1, minutes_per_unit=30),
    ),
    "consent": (twice(consent),),
    "consent_refusal_has_reason": (once(consent, decision="refused"),),
}


@pytest.mark.sqlite
@pytest.mark.parametrize("name", BROKEN_BY)
def test_the_database_refuses(name: str, agreement: Agreement) -> None:
    add_clause_of(agreement)

    for breaking in BROKEN_BY[name]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            breaking(agreement)


@pytest.mark.postgresql
def test_two_agreements_are_not_in_force_on_one_day(agreement: Agreement) -> None:
    others = {
        "partnership": agreement.partnership,
        "created_by": agreement.created_by,
        "signed": True,
    }
    AgreementFactory.create(**others)
    next_day = AgreementFactory.create(
        starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31), **others
    )

    with (
        pytest.raises(IntegrityError, match="agreement_one_in_force_per_day"),
        transaction.atomic(),
    ):
        AgreementFactory.create(
            starts_on=date(2027, 12, 31), ends_on=date(2028, 1, 1), **others
        )

    assert Agreement.objects.filter(status="signed").count() == 2
    assert next_day.status == "signed"


@pytest.mark.sqlite
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_a_version_is_never_changed_or_removed(deed: str, agreement: Agreement) -> None:
    version = current_of(add_clause_of(agreement))
    rows = ClauseVersion.objects.filter(pk=version.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(text="Stiekem anders.") if deed == "update" else rows._raw_delete(
            rows.db
        )

    version.refresh_from_db()
    assert version.text == "De JGZ controleert of het kind is aangemeld."


@pytest.mark.sqlite
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_a_budget_line_is_never_changed_or_removed(
    deed: str, agreement: Agreement
) -> None:
    made: BudgetLine = BudgetLineFactory.create(
        version=current_of(add_clause_of(agreement, version__kind=Kind.PLUS))
    )
    rows = BudgetLine.objects.filter(pk=made.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(amount=1) if deed == "update" else rows._raw_delete(rows.db)

    assert BudgetLine.objects.get().amount == 6750


def insert_at_once(factory: Any, **fields: Any) -> None:
    """Insert a row and let the database judge it now, not at the end."""
    factory.create(**fields)
    connection.check_constraints()


@pytest.mark.postgresql
def test_a_version_stays_within_the_partnership_of_its_clause(
    agreement: Agreement,
    everywhere: None,  # noqa: ARG001 - reaches both partnerships
    stranger: Any,
) -> None:
    [elsewhere] = stranger.partnership_ids
    clause = add_clause_of(agreement)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_at_once(
            ClauseVersionFactory,
            clause=clause,
            number=2,
            reason="Beter.",
            partnership_id=elsewhere,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_at_once(
            ConsentFactory, version=current_of(clause), partnership_id=elsewhere
        )
