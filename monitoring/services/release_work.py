"""The work of a release: read, decide without any lock, store in a transaction."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from monitoring.disclosure.deciding import Decision
from monitoring.models import Quarter, Release, ReleaseTest
from monitoring.queries.groups import group_names
from monitoring.services.locking import lock_quarter
from monitoring.services.quarters import make_provisional
from monitoring.services.release_content import build_content
from monitoring.services.release_inputs import Inputs, current_mark, read_inputs
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit import services as audit

Audience = Release.Audience
Status = Release.Status
CHANGED: Final = (
    "Tijdens het berekenen zijn er cijfers of drempels gewijzigd. Geef opnieuw vrij."
)
BROKEN: Final = (
    "Het berekenen is niet gelukt; er is niets getoond. Probeer het opnieuw. Gebeurt"
    " het weer, meld het dan aan uw beheerder."
)


class ChangedMeanwhileError(Exception):
    """Figures or thresholds changed while the release was being decided."""


def make_release(*, quarter_pk: int, partnership: Partnership, now: datetime) -> bool:
    """Decide what may be shown of a quarter and store it; return whether that was done.

    Does nothing when nobody waits for it. Opens its own scopes, none of them while it
    decides. What goes wrong is kept with the release; what nobody foresaw is raised.
    """
    work = _Work(quarter_pk, partnership, now)
    try:
        return work.run()
    except ValidationError as refusal:
        work.fail(refusal.messages[0])
    except ChangedMeanwhileError:
        work.fail(CHANGED)
    except Exception:
        # Whatever it is: else the page would say for ever that the work goes on.
        work.fail(BROKEN)
        raise
    return False


@dataclass
class _Work:
    quarter_pk: int
    partnership: Partnership
    now: datetime

    def run(self) -> bool:
        """Read, decide and store."""
        with self._scope():
            running = _running(self.quarter_pk)
            if not running.exists():
                return False
            quarter = Quarter.objects.select_related("partnership").get(
                pk=self.quarter_pk
            )
            inputs = read_inputs(quarter, self.now)
        decision = inputs.decide(self.report)
        with self._scope():
            return store(inputs, decision, self.now)

    def report(self, done: int, total: int) -> None:
        """Tell who waits how far it is."""
        with self._scope():
            _running(self.quarter_pk).update(steps_done=done, steps_total=total)

    def fail(self, why: str) -> None:
        """Keep why it did not work; the quarter stays open, to be asked for again."""
        with self._scope():
            quarter = lock_quarter(self.quarter_pk)
            stopped = _running(self.quarter_pk).update(
                status=Status.FAILED, problem=why
            )
            if stopped:
                audit.record(
                    at=self.now,
                    actor=None,
                    verb="release.fail",
                    subject=quarter,
                    summary=f"De cijfers van het {quarter.name} zijn niet vrijgegeven.",
                    why=why,
                )

    def _scope(self) -> AbstractContextManager[None]:
        return scope(scope_of_children_job(self.partnership))


@transaction.atomic
def store(inputs: Inputs, decision: Decision, now: datetime) -> bool:
    """Store both releases and make the quarter provisional; return whether it did.

    Raises ChangedMeanwhileError when figures or thresholds are not as they were read.
    """
    quarter = lock_quarter(inputs.quarter)
    releases = {one.audience: one for one in _running(quarter.pk).select_for_update()}
    if set(releases) != set(Audience.values):
        return False
    if current_mark(quarter) != inputs.mark:
        raise ChangedMeanwhileError
    names = group_names(quarter.partnership)
    for audience, told, threshold in (
        (Audience.PARTNER, decision.partner, inputs.settings.partner_threshold),
        (Audience.COUNCIL, decision.council, inputs.settings.council_threshold),
    ):
        release = releases[audience]
        release.content = build_content(
            inputs, audience=audience, rows=told.content(), names=names
        )
        release.shown, release.threshold = told.shown(), threshold
        release.status, release.made_at, release.problem = Status.DONE, now, ""
        release.save(
            update_fields=[
                "content",
                "shown",
                "threshold",
                "status",
                "made_at",
                "problem",
            ]
        )
    _keep_test(quarter, decision, now)
    asked_by = releases[Audience.PARTNER].asked_by
    _record(quarter, decision, asked_by, now)
    make_provisional(quarter=quarter, actor=asked_by, now=now)
    return True


def _keep_test(quarter: Quarter, decision: Decision, now: datetime) -> None:
    ReleaseTest.objects.update_or_create(
        quarter=quarter,
        defaults={
            "partnership_id": quarter.partnership_id,
            "outcome": decision.outcome.to_json(),
            "tested_at": now,
        },
    )


def _record(
    quarter: Quarter, decision: Decision, actor: User | None, now: datetime
) -> None:
    audit.record(
        at=now,
        actor=actor,
        verb="release.make",
        subject=quarter,
        summary=(
            f"De cijfers van het {quarter.name} zijn getoetst op kleine getallen en"
            " vrijgegeven."
        ),
        figures={
            Audience.PARTNER: len(decision.partner.figures),
            Audience.COUNCIL: len(decision.council.figures),
        },
    )


def _running(quarter_pk: int) -> QuerySet[Release]:
    return Release.objects.filter(quarter=quarter_pk, status=Status.RUNNING)
