"""Agreements and clauses in the states that the tests need."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from agreements.areas import AREA_NUMBERS, Wpo160Topic
from agreements.models import Agreement, Approval, Clause, ClauseVersion
from agreements.models.vocabulary import Funding, Kind, Responsible
from agreements.services.clauses import ClauseContent, LineContent
from tests.factories import (
    NOW,
    ClauseFactory,
    ClauseVersionFactory,
    ConsentFactory,
    MandateFactory,
)
from vve_portal.accounts.models import Organisation

TOPIC_OF: Final[dict[int, str]] = {
    1: Wpo160Topic.TARGET_GROUP,
    3: Wpo160Topic.CONTINUITY,
    4: Wpo160Topic.REFERRAL,
    7: Wpo160Topic.RESULTS,
}


def content(**changes: Any) -> ClauseContent:
    """Return a clause that can be added to an area as it is, but for `changes`."""
    fields: dict[str, Any] = {
        "title": "Controle van de aanmelding",
        "source_text": "De JGZ controleert na {controletermijn} of het kind er is.",
        "kind": Kind.BASIS,
        "responsible": Responsible.JGZ,
    }
    return ClauseContent(**{**fields, **changes})


def lump_sum(**changes: Any) -> LineContent:
    """Return a budget line with a fixed sum."""
    fields: dict[str, Any] = {
        "activity": "Huisbezoek toeleiding",
        "settlement": "lumpsum",
        "funding": Funding.SPUK_OAB,
        "hours": Decimal(90),
        "amount": Decimal(6750),
    }
    return LineContent(**{**fields, **changes})


def price_times_quantity(**changes: Any) -> LineContent:
    """Return a budget line of which hours and amount follow."""
    fields: dict[str, Any] = {
        "activity": "Extra oudergesprek",
        "settlement": "p_x_q",
        "funding": Funding.SPUK_OAB,
        "unit": "gesprek",
        "quantity": Decimal(220),
        "minutes_per_unit": 30,
        "rate": Decimal("81.50"),
    }
    return LineContent(**{**fields, **changes})


def current_of(clause: Clause) -> ClauseVersion:
    """Return the version that a clause has now, read again."""
    version = Clause.objects.get(pk=clause.pk).current
    assert version is not None
    return version


def add_clause_of(agreement: Agreement, **fields: Any) -> Clause:
    """Make a clause; `version__...` says what its first version is like."""
    clause: Clause = ClauseFactory.create(agreement=agreement, **fields)
    return clause


def add_version_of(clause: Clause, **fields: Any) -> ClauseVersion:
    """Make the next version of a clause and let it be the current one."""
    number = current_of(clause).number + 1
    defaults = {"clause": clause, "number": number, "reason": "Beter zo."}
    version: ClauseVersion = ClauseVersionFactory.create(**{**defaults, **fields})
    clause.current = version
    clause.save(update_fields=["current"])
    return version


def let_agree(clause: Clause, *parties: Organisation) -> None:
    """Record the consent of parties, both when none are named."""
    for party in parties or clause.partnership.parties:
        ConsentFactory.create(version=current_of(clause), organisation=party)


def finish_text(agreement: Agreement) -> list[Clause]:
    """Give each area a clause and each topic a place, with both parties' consent."""
    clauses = [
        add_clause_of(
            agreement,
            chapter=number,
            code=f"G{number}-01",
            version__wpo_topic=TOPIC_OF.get(number, ""),
        )
        for number in AREA_NUMBERS
    ]
    for clause in clauses:
        let_agree(clause)
    return clauses


def finish_formalities(agreement: Agreement) -> None:
    """Record each approval, and a mandate for both parties."""
    for kind in Approval.Kind:
        approve(agreement, kind)
    for party in agreement.partnership.parties:
        MandateFactory.create(partnership=agreement.partnership, organisation=party)


def approve(agreement: Agreement, kind: str, **fields: Any) -> Approval:
    """Record one approval."""
    defaults = {
        "partnership": agreement.partnership,
        "reference": "Z-2026-1",
        "decided_on": NOW.date(),
        "recorded_by": agreement.created_by,
        "recorded_at": NOW,
    }
    return Approval.objects.create(
        agreement=agreement, kind=kind, **{**defaults, **fields}
    )


def sentences(obstacles: Iterable[Any]) -> list[str]:
    """Return what the obstacles say."""
    return [obstacle.sentence for obstacle in obstacles]


def clause_of(agreement: Agreement, code: str) -> Clause:
    """Return a clause by its code."""
    return Clause.objects.get(agreement=agreement, code=code)
