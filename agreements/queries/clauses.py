"""Where clauses stand: consents, states in words, and who reads which versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Max, Q

from agreements.models import Agreement, Clause, ClauseVersion, Consent
from agreements.models.vocabulary import Kind
from vve_portal.accounts.models import Organisation, User
from vve_portal.ui.tones import DANGER, NEUTRAL, SAFE, WARNING

SHORT_NAMES: Final = ("de gemeente", "de JGZ")


@dataclass(frozen=True, slots=True)
class ClauseState:
    """Where a clause stands, in words and as a tone."""

    label: str
    tone: str = NEUTRAL


def load_clauses(agreement: Agreement) -> list[Clause]:
    """Return all clauses in order, with current version, consents and lines."""
    clauses = list(agreement.clauses.with_current().in_order())
    for clause in clauses:
        clause.agreement = agreement
    return clauses


def clauses_in_text(
    agreement: Agreement, clauses: Sequence[Clause] | None = None
) -> list[Clause]:
    """Return the clauses that stand in the document: not those dropped by both."""
    loaded = load_clauses(agreement) if clauses is None else clauses
    return [
        clause
        for clause in loaded
        if not (version_of(clause).is_dropped and is_settled(clause, agreement))
    ]


def version_of(clause: Clause) -> ClauseVersion:
    """Return the current version; every clause has one from its first moment."""
    if clause.current is None:
        message = f"Clause {clause.pk} has no version."
        raise ValueError(message)
    return clause.current


def consents_of(clause: Clause) -> dict[int, Consent]:
    """Return what the parties answered to the current version, by organisation."""
    consents = version_of(clause).consents.all()
    return {consent.organisation_id: consent for consent in consents}


def is_left_out(clause: Clause) -> bool:
    """Return whether the drafter dropped the clause before anybody else saw it."""
    version = version_of(clause)
    return version.is_dropped and version.in_draft


def is_agreed(clause: Clause, agreement: Agreement) -> bool:
    """Return whether both parties agree to the current version."""
    return not _parties_that(clause, agreement, None, Consent.Decision.REFUSED)


def is_settled(clause: Clause, agreement: Agreement) -> bool:
    """Return whether nobody needs to answer any more."""
    return is_left_out(clause) or is_agreed(clause, agreement)


def state_of(
    clause: Clause, agreement: Agreement, *, reader: Organisation | None = None
) -> ClauseState:
    """Return where a clause stands; with `reader` it says what waits for that party."""
    if is_left_out(clause) or agreement.status == Agreement.Status.DRAFT:
        return ClauseState("Weggelaten" if is_left_out(clause) else "Concept")
    if refused := _parties_that(clause, agreement, Consent.Decision.REFUSED):
        verb = "is" if len(refused) == 1 else "zijn"
        return ClauseState(f"{_who(agreement, refused)} {verb} niet akkoord", DANGER)
    if waiting := _parties_that(clause, agreement, None):
        return _state_while_waiting(clause, agreement, waiting, reader)
    if version_of(clause).is_dropped:
        return ClauseState("Vervallen")
    if version_of(clause).kind == Kind.UNDECIDED:
        return ClauseState("Akkoord, soort nog kiezen", WARNING)
    return ClauseState("Overeengekomen", SAFE)


def _state_while_waiting(
    clause: Clause,
    agreement: Agreement,
    waiting: Sequence[Organisation],
    reader: Organisation | None,
) -> ClauseState:
    is_dropped = version_of(clause).is_dropped
    what = "Voorstel om te laten vervallen" if is_dropped else "Voorstel"
    if reader in waiting:
        return ClauseState(f"{what}, wacht op u", WARNING)
    return ClauseState(f"{what}, wacht op {_names(agreement, waiting)}")


def _parties_that(
    clause: Clause, agreement: Agreement, *decisions: str | None
) -> list[Organisation]:
    """Return the parties whose answer is one of `decisions`; None is no answer."""
    consents = consents_of(clause)
    answers = {pk: consent.decision for pk, consent in consents.items()}
    return [
        party
        for party in agreement.partnership.parties
        if answers.get(party.pk) in decisions
    ]


def _names(agreement: Agreement, parties: Iterable[Organisation]) -> str:
    names = zip(agreement.partnership.parties, SHORT_NAMES, strict=True)
    chosen = set(parties)
    return " en ".join(name for party, name in names if party in chosen)


def _who(agreement: Agreement, parties: Iterable[Organisation]) -> str:
    names = _names(agreement, parties)
    return names[0].upper() + names[1:]


def history_of(clause: Clause, actor: User) -> list[ClauseVersion]:
    """Return the versions `actor` may read, newest first.

    Of what was written before sharing the other party reads only the last version.
    """
    versions = ClauseVersion.objects.filter(clause=clause)
    if clause.agreement.drafted_by_id != actor.organisation_id:
        drafts = versions.filter(in_draft=True)
        last_draft = drafts.aggregate(number=Max("number"))["number"]
        versions = versions.filter(Q(in_draft=False) | Q(number=last_draft))
    return list(
        versions.select_related("author", "organisation")
        .prefetch_related("consents__organisation", "consents__decided_by", "lines")
        .order_by("-number")
    )
