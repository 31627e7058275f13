"""Agreements in a list, with how far each is."""

from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from agreements.models import AgreementQuerySet, Clause, Consent


def with_progress(agreements: AgreementQuerySet) -> QuerySet[Any]:
    """Add `clause_count`, and `agreed_count`: clauses that both parties agree to."""
    clauses = Clause.objects.filter(agreement=OuterRef("pk")).without_left_out()
    agreed = clauses.filter(
        Exists(_agreement_of("municipality")), Exists(_agreement_of("provider"))
    )
    return agreements.annotate(
        clause_count=_count(clauses), agreed_count=_count(agreed)
    )


def _agreement_of(party: str) -> QuerySet[Consent]:
    return Consent.objects.filter(
        version=OuterRef("current"),
        organisation=OuterRef(f"agreement__partnership__{party}"),
        decision=Consent.Decision.AGREED,
    )


def _count(clauses: QuerySet[Clause]) -> Coalesce:
    counted = clauses.order_by().values("agreement").annotate(count=Count("pk"))
    number = Subquery(counted.values("count"), output_field=IntegerField())
    return Coalesce(number, 0)
