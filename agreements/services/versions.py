"""Writing versions of clauses: locked, numbered, filled in and with their money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agreements.models import Agreement, BudgetLine, Clause, ClauseVersion
from agreements.queries import version_of
from agreements.services.clause_content import (
    LINE_FIELDS,
    SAME_NAME,
    ClauseContent,
)
from agreements.terms import fill
from vve_portal.accounts.models import User


class Stale(Exception):  # noqa: N818 - the name says what the page was when it was sent
    """Somebody was first: what was on the page is no longer the current version."""

    def __init__(self, current: ClauseVersion) -> None:
        super().__init__(
            f"Afspraak {current.clause.code} is intussen gewijzigd. "
            "Bekijk de nieuwe versie en probeer het opnieuw."
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who proposes, when, and why."""

    actor: User
    now: datetime
    reason: str = ""


def lock_agreement(agreement: Agreement | int) -> Agreement:
    """Return the agreement as it is now, locked, with its parties."""
    pk = agreement if isinstance(agreement, int) else agreement.pk
    return Agreement.objects.with_parties().select_for_update(of=("self",)).get(pk=pk)


def lock_clause(clause: Clause) -> tuple[Agreement, Clause, ClauseVersion]:
    """Lock the agreement; return it with the clause and its current version.

    The agreement's lock guards all of its clauses, so nobody can wait in a circle.
    """
    agreement = lock_agreement(clause.agreement_id)
    locked = Clause.objects.get(pk=clause.pk)
    locked.agreement = agreement
    current = version_of(locked)
    current.clause = locked
    return agreement, locked, current


def build_version(
    *,
    clause: Clause,
    number: int,
    content: ClauseContent,
    by: Authorship,
    is_dropped: bool = False,
) -> ClauseVersion:
    """Return a version that was not saved yet, with its variables filled in."""
    agreement = clause.agreement
    return ClauseVersion(
        clause=clause,
        partnership_id=clause.partnership_id,
        number=number,
        source_title=content.title,
        source_indicator=content.indicator,
        source_frequency=content.frequency,
        title=fill(content.title, agreement),
        text=fill(content.source_text, agreement),
        indicator=fill(content.indicator, agreement),
        frequency=fill(content.frequency, agreement),
        is_dropped=is_dropped,
        in_draft=agreement.status == Agreement.Status.DRAFT,
        author=by.actor,
        organisation_id=by.actor.organisation_id,
        reason=by.reason,
        created_at=by.now,
        **{name: getattr(content, name) for name in SAME_NAME},
    )


def save_versions(built: Iterable[tuple[ClauseVersion, ClauseContent]]) -> None:
    """Save versions with their lines, and make each the current one of its clause."""
    pairs = tuple(built)
    ClauseVersion.objects.bulk_create([version for version, _ in pairs])
    BudgetLine.objects.bulk_create(
        BudgetLine(
            version=version,
            partnership_id=version.partnership_id,
            position=position,
            **{name: getattr(line, name) for name in LINE_FIELDS},
        )
        for version, content in pairs
        for position, line in enumerate(content.lines, start=1)
    )
    clauses = []
    for version, _ in pairs:
        version.clause.current = version
        clauses.append(version.clause)
    Clause.objects.bulk_update(clauses, ["current"])
