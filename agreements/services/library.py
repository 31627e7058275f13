"""The library: keeping a clause as a model, and adding a model to an agreement."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agreements import policies
from agreements.models import Agreement, Clause, ModelClause
from agreements.services.clause_content import content_of_version
from agreements.services.clauses import next_code, next_position, refuse_double
from agreements.services.record import record_deed
from agreements.services.starting import (
    content_of_model,
    new_clause,
    save_first_versions,
)
from agreements.services.versions import Authorship, lock_agreement, lock_clause
from vve_portal.accounts.models import Partnership, User


@transaction.atomic
def keep_in_library(*, clause: Clause, actor: User, now: datetime) -> ModelClause:
    """Keep what a clause says now as a model of the partnership.

    Raises PermissionDenied, or ValidationError when it is there already.
    """
    agreement, locked, current = lock_clause(clause)
    policies.may_keep_in_library(actor, agreement).enforce()
    # Two people at once would draw the same code.
    Partnership.objects.select_for_update(of=("self",)).get(pk=locked.partnership_id)
    content = content_of_version(current)
    own = ModelClause.objects.filter(partnership=locked.partnership_id)
    if own.filter(chapter=locked.chapter, text=content.source_text).exists():
        message = "Deze afspraak staat al in uw bibliotheek."
        raise ValidationError(message)

    number = own.count() + 1
    kept = ModelClause.objects.create(
        partnership_id=locked.partnership_id,
        chapter=locked.chapter,
        code=f"EIGEN-{number:02d}",
        position=number,
        title=content.title,
        text=content.source_text,
        responsible=content.responsible,
        lead=content.lead,
        kind=content.kind,
        indicator=content.indicator,
        indicator_code=content.indicator_code,
        unit=content.norm_unit,
        frequency=content.frequency,
        wpo_topic=content.wpo_topic,
        source=f"Afspraak {locked.code} van {agreement.reference}",
    )

    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="clause.keep",
        subject=locked,
        summary=f"Afspraak {locked.code} is bewaard in de bibliotheek als {kept.code}.",
        after=kept.code,
    )
    return kept


@transaction.atomic
def add_from_library(
    *, agreement: Agreement, model_clause: ModelClause, actor: User, now: datetime
) -> Clause:
    """Add a model clause to the agreement, under its own code when that is free.

    Raises PermissionDenied, or ValidationError when the agreement has it already.
    """
    current = lock_agreement(agreement)
    policies.may_propose(actor, current).enforce()
    if model_clause.partnership_id not in {None, current.partnership_id}:
        message = "Deze modelafspraak is van een andere samenwerking."
        raise PermissionDenied(message)
    clause = new_clause(current, model_clause)
    content = content_of_model(model_clause)
    if model_clause.partnership_id is not None:
        refuse_double(current, clause.chapter, content)
        clause.code = next_code(current, clause.chapter)
        clause.position = next_position(current, clause.chapter)
    elif current.clauses.filter(code=clause.code).exists():
        message = f"Afspraak {clause.code} staat al in deze overeenkomst."
        raise ValidationError(message)
    save_first_versions([(clause, content)], by=Authorship(actor, now))

    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb="clause.add",
        subject=clause,
        summary=f"Afspraak {clause.code} is toegevoegd uit de bibliotheek.",
        after=1,
    )
    return clause
