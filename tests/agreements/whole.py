"""A whole agreement, as parties sign it: every kind of text, table and reference."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from agreements.areas import Chapter
from agreements.content import canonical_json, content_of, negotiation_of
from agreements.documents import render_agreement
from agreements.models import Agreement, Approval, ModelClause
from agreements.models.vocabulary import Funding, Kind
from agreements.terms import fill
from tests.agreements.building import add_clause_of, approve, current_of, let_agree
from tests.factories import NOW, BudgetLineFactory, MandateFactory
from vve_portal.accounts.models import Mandate

CODE: Final = "7RK2-0M9X-41BS"
# What people type, and what a document makes something else of than a paragraph.
TYPED: Final = (
    "Partijen volgen artikel 1.1 en bijlage C, in de volgorde van artikel 7.1.\n"
    "Dit wijkt niet af van artikel 3.1 van de Wet publieke gezondheid.\n"
    "- eerst  met twee spaties\n"
    "- dan een lang-samengesteld-woord-met-koppeltekens-dat-ergens-in-de-regel-breekt\n"
    "7. de zevende regel telt door\n"
    "8. en de achtste ook\n"
    "c. een letter\n"
    "Eén: de financiële ruimte is € 10.000, 5 % van “alles”.\n"
    "E\N{COMBINING ACUTE ACCENT}n los accent telt ook."
)


@dataclass(frozen=True)
class Whole:
    """A frozen text with its PDF, and what is frozen along."""

    content: dict[str, Any]
    negotiation: str
    pdf: bytes


# Made once: drawing it takes seconds.
MADE: Final[list[Whole]] = []


def whole_of(agreement: Agreement) -> Whole:
    """Return the whole agreement; the first call makes it of this one."""
    if not MADE:
        MADE.append(_make(agreement))
    return MADE[0]


def _make(agreement: Agreement) -> Whole:
    fill_with_model_clauses(agreement)
    _add_what_people_type(agreement)
    _add_formalities(agreement)
    negotiation = canonical_json(negotiation_of(agreement))
    content = json.loads(canonical_json(content_of(agreement, code=CODE)))
    pdf = render_agreement(
        content, created=NOW, is_draft=False, tryout=True, negotiation=negotiation
    )
    return Whole(content, negotiation, pdf)


def fill_with_model_clauses(agreement: Agreement) -> None:
    """Give an agreement every clause of the library, with money for plus-inzet."""
    for model in ModelClause.objects.order_by("chapter", "position"):
        clause = add_clause_of(
            agreement,
            chapter=model.chapter,
            code=model.code,
            position=model.position,
            version__title=fill(model.title, agreement),
            version__source_text=fill(model.text, agreement),
            version__explanation=f"Uitleg bij {model.code}.",
            version__kind=model.kind,
            version__responsible=model.responsible,
            version__lead="jgz" if model.responsible == "joint" else "",
            version__indicator=fill(model.indicator, agreement),
            version__indicator_code=model.indicator_code,
            version__frequency=fill(model.frequency, agreement),
        )
        if model.kind == Kind.PLUS:
            BudgetLineFactory.create(version=current_of(clause), activity=model.title)


def _add_what_people_type(agreement: Agreement) -> None:
    clause = add_clause_of(
        agreement,
        chapter=Chapter.MONITORING,
        code="G7-98",
        position=98,
        version__title="Wat mensen typen",
        version__source_text=TYPED,
        version__explanation="- alleen een lijst\n- als uitleg",
        version__kind=Kind.PLUS,
        version__kind_reason="Dit doet de JGZ niet voor elk kind.",
        version__norm_operator="gte",
        version__norm_value=Decimal("87.5"),
        version__norm_unit="procent",
        version__hours_per_year=Decimal("1250.5"),
        version__funding=Funding.YOUTH_ACT,
        version__starts_on=agreement.starts_on,
        version__evidence="Verslag van het overleg",
    )
    version = current_of(clause)
    BudgetLineFactory.create(version=version, funding=Funding.YOUTH_ACT, amount=1)
    let_agree(clause)


def _add_formalities(agreement: Agreement) -> None:
    agreement.publicity = Agreement.Publicity.INTERNAL
    agreement.publicity_ground = "Woo, artikel 5.1, tweede lid, onder b"
    for kind in Approval.Kind:
        approve(agreement, kind)
    for party in agreement.partnership.parties:
        MandateFactory.create(
            partnership=agreement.partnership,
            organisation=party,
            signer__job_title="bestuurder",
            ground=Mandate.Ground.STATUTES,
        )
