"""Taking an agreement along its lifecycle; signing has its own steps."""

from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agreements import policies
from agreements.lifecycle import MOVES, STEPS_WITH_REASON, Step
from agreements.models import Agreement
from agreements.queries import find_text_obstacles
from agreements.services.clause_rules import require_reason
from agreements.services.record import record_deed
from agreements.services.versions import lock_agreement
from vve_portal.accounts.models import User
from vve_portal.ui.dates import local_day

WHY: Final[dict[Step, str]] = {
    Step.REOPEN: "Schrijf wat er nog moet veranderen, zodat de andere partij dat weet.",
    Step.WITHDRAW: "Schrijf waarom u de overeenkomst intrekt.",
}
SUMMARIES: Final[dict[Step, str]] = {
    Step.SHARE: "Het concept is gedeeld met de andere partij.",
    Step.DECLARE_READY: "De tekst is klaar gemeld voor ondertekening.",
    Step.REOPEN: "De overeenkomst is weer open voor overleg",
    Step.WITHDRAW: "De overeenkomst is ingetrokken",
}


@transaction.atomic
def take_step(
    *, step: Step, agreement: Agreement, actor: User, now: datetime, reason: str = ""
) -> Agreement:
    """Move the agreement along its lifecycle.

    Raises PermissionDenied when the actor may not, when somebody was first or when the
    text is not finished; ValidationError when the step needs a reason.
    """
    current = lock_agreement(agreement)
    policies.FOR_STEP[step](actor, current).enforce()
    why = require_reason(reason, WHY[step]) if step in STEPS_WITH_REASON else ""
    if step is Step.DECLARE_READY:
        _refuse_unfinished(current, now)

    before, current.status = current.status, MOVES[step].target
    if step is Step.SHARE:
        current.shared_at = now
    if step is Step.WITHDRAW:
        current.void_reason = why
    current.save(update_fields=["status", "shared_at", "void_reason"])

    record_deed(
        agreement=current,
        at=now,
        actor=actor,
        verb=f"agreement.{step.value}",
        subject=current,
        summary=f"{SUMMARIES[step]}: {why}" if why else SUMMARIES[step],
        before=before,
        after=current.status,
    )
    return current


def _refuse_unfinished(agreement: Agreement, now: datetime) -> None:
    obstacles = find_text_obstacles(agreement, today=local_day(now))
    if not obstacles:
        return
    rest = len(obstacles) - 1
    more = f" Daarnaast: nog {rest}. Zie Gereedheid." if rest else " Zie Gereedheid."
    message = f"De tekst is nog niet klaar. {obstacles[0].sentence}{more}"
    raise PermissionDenied(message)
