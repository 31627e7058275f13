"""Answering what looked odd: why a figure is right after all, or what was done."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_figures as policies
from monitoring.models import CheckAnswer, Quarter
from monitoring.queries.checks import findings_of
from monitoring.services.free_text import faults_in
from monitoring.services.locking import lock_quarter
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.audit.models import Entry
from vve_portal.ui.dates import local_day

EMPTY: Final = "Schrijf in één zin waarom dit klopt, of wat u eraan doet."
GONE: Final = "Dit punt staat niet meer in de controle. Er is niets veranderd."


@transaction.atomic
def answer_finding(
    *,
    quarter: Quarter,
    rule: str,
    subject: str,
    sentence: str,
    actor: User,
    now: datetime,
) -> CheckAnswer:
    """Keep the answer to something odd; a later one replaces it.

    Raises PermissionDenied when the actor may not or the figures are released, and
    ValidationError for an empty sentence, a name in it, or a point that is gone.
    """
    current = lock_quarter(quarter)
    policies.may_deliver(actor, current).enforce()
    text = " ".join(sentence.split())
    if not text:
        raise ValidationError(EMPTY)
    if faults := faults_in({"sentence": text}, current.partnership):
        raise ValidationError(faults)
    asked = {
        (one.rule.value, one.subject)
        for one in findings_of(current, today=local_day(now))
    }
    if (rule, subject) not in asked:
        raise ValidationError(GONE)

    answer, _ = CheckAnswer.objects.update_or_create(
        quarter=current,
        rule=rule,
        subject=subject,
        defaults={
            "partnership_id": current.partnership_id,
            "sentence": text,
            "answered_by": actor,
            "answered_at": now,
        },
    )
    audit.record(
        at=now,
        actor=actor,
        verb="check.answer",
        subject=answer,
        summary=f"Een controle van het {current.name} is beantwoord.",
        reach=Entry.Reach.ORGANISATION,
        rule=rule,
        about=subject,
    )
    return answer
