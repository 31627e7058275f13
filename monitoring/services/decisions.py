"""What a decision starts in the agreement: a proposal for a clause."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agreements.models import ClauseVersion
from agreements.queries import version_of
from agreements.services.clauses import content_of_version, propose_version
from monitoring import policies_meetings as policies
from monitoring.models import Decision
from monitoring.queries.openings import open_clause_for, why_closed
from vve_portal.accounts.models import User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day, long_date

SAME: Final = "De tekst is niet gewijzigd. Schrijf de afspraak op zoals besloten is."


@transaction.atomic
def propose_from_decision(
    *,
    decision: Decision,
    text: str,
    base_number: int,
    actor: User,
    now: datetime,
) -> ClauseVersion:
    """Propose a clause as it was decided; the decision keeps the link.

    Raises PermissionDenied with how to go on when no agreement is open, ValidationError
    with a sentence, or agreements' Stale when somebody changed the clause meanwhile.
    """
    locked: Decision = (
        Decision.objects.select_related("meeting__series", "clause")
        .select_for_update(of=("self",))
        .get(pk=decision.pk)
    )
    policies.may_propose_from(actor, locked).enforce()
    clause = open_clause_for(locked, actor)
    if clause is None:
        raise PermissionDenied(why_closed(locked))
    before = content_of_version(version_of(clause))
    wanted = replace(before, source_text=text.strip())
    if wanted == before:
        raise ValidationError({"text": SAME})
    day = local_day(locked.meeting.starts_at)
    version = propose_version(
        clause=clause,
        base_number=base_number,
        content=wanted,
        reason=f"Besluit van {locked.meeting.series.name}, {long_date(day)}: "
        f"{locked.text}",
        actor=actor,
        now=now,
    )
    locked.proposal = version
    locked.save(update_fields=["proposal"])
    audit.record(
        at=now,
        actor=actor,
        verb="decision.propose",
        subject=locked,
        summary=f"Het besluit “{locked.text}” is voorgesteld als versie "
        f"{version.number} van afspraak {clause.code}.",
    )
    return version
