"""Who may count, share, settle and archive a quarter, and who reads its reports."""

from typing import Final

from monitoring.lifecycle import Step, can_take
from monitoring.models import Quarter, Report
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import PARTIES, Ability, Kind
from vve_portal.ui.dates import long_date

ELSEWHERE: Final = "Uw organisatie hoort niet bij deze samenwerking."
NO_ROLE: Final = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
ONLY_JGZ: Final = "Alleen de JGZ telt de cijfers."
RELEASED: Final = (
    "De cijfers van dit kwartaal zijn al vrijgegeven en blijven zoals ze zijn. Wat u"
    " nu nog verandert, komt als herzien in het volgende rapport."
)
NOT_RELEASED: Final = (
    "De cijfers van dit kwartaal zijn nog niet vrijgegeven. Vraag de JGZ om dat te"
    " doen."
)
NOT_SETTLED: Final = "Dit kwartaal is nog niet vastgesteld."
ARCHIVED: Final = "Dit kwartaal is al gearchiveerd."
NOT_PUBLISHED: Final = "Dit rapport is nog niet openbaar. Vraag het de gemeente."
PUBLISHED: Final = "Dit rapport is al openbaar."
NOT_MADE: Final = "Dit rapport is nog niet klaar. Wacht tot het bestand er is."
FOR_PARTNERS: Final = "Dit rapport is alleen voor de gemeente en de JGZ."
ONLY_TOWN: Final = "Alleen de gemeente maakt een rapport openbaar."
# Made of what the council and everybody may see, in rounded figures.
FOR_COUNCIL: Final = frozenset({Report.Kind.YEAR, Report.Kind.COUNCIL_LETTER})


@Policy
def may_count(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody has the figures counted: the JGZ, until the release."""
    party = _is_party(actor, quarter.partnership_id)
    if not party:
        return party
    if actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    if not actor.may(Ability.RELEASE_FIGURES):
        return deny(NO_ROLE)
    if quarter.status != Quarter.Status.OPEN:
        return deny(RELEASED)
    return ALLOWED


@Policy
def may_share_draft(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody sends the draft to those who come to the meeting."""
    party = _is_party(actor, quarter.partnership_id)
    if not party:
        return party
    if not actor.may(Ability.WRITE_REPORT):
        return deny(NO_ROLE)
    return _is_provisional(quarter)


@Policy
def may_settle(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody settles a quarter; what is missing is judged apart."""
    party = _is_party(actor, quarter.partnership_id)
    if not party:
        return party
    if not actor.may(Ability.SETTLE_QUARTER):
        return deny(NO_ROLE)
    return _is_provisional(quarter)


@Policy
def may_archive(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody puts a settled quarter away."""
    party = _is_party(actor, quarter.partnership_id)
    if not party:
        return party
    if not actor.may(Ability.SETTLE_QUARTER):
        return deny(NO_ROLE)
    if quarter.status == Quarter.Status.ARCHIVED:
        return deny(ARCHIVED)
    if not can_take(Step.ARCHIVE, quarter.status):
        return deny(NOT_SETTLED)
    return ALLOWED


@Policy
def may_read_figures(actor: User) -> Verdict:
    """Judge who has pages of quarters and reports: both parties, and the clerk."""
    if actor.organisation.kind not in PARTIES:
        return deny(ELSEWHERE)
    if actor.may(Ability.READ_FIGURES) or actor.may(Ability.READ_PUBLISHED_FIGURES):
        return ALLOWED
    return deny(NO_ROLE)


@Policy
def may_read_report(actor: User, report: Report) -> Verdict:
    """Judge who reads one: partners all of them, the clerk what was published."""
    party = _is_party(actor, report.partnership_id)
    if not party:
        return party
    if actor.may(Ability.READ_FIGURES):
        return ALLOWED
    if not actor.may(Ability.READ_PUBLISHED_FIGURES):
        return deny(NO_ROLE)
    if report.kind not in FOR_COUNCIL:
        return deny(FOR_PARTNERS)
    if report.published_at is None:
        return deny(NOT_PUBLISHED)
    return ALLOWED


@Policy
def may_make_reports(actor: User, quarter: Quarter) -> Verdict:
    """Judge who has the files of a settled quarter made again."""
    party = _is_party(actor, quarter.partnership_id)
    if not party:
        return party
    if not actor.may(Ability.WRITE_REPORT):
        return deny(NO_ROLE)
    if quarter.settled_at is None:
        return deny(NOT_SETTLED)
    return ALLOWED


@Policy
def may_publish_report(actor: User, report: Report) -> Verdict:
    """Judge who gives a report to the council: the municipality, once it is made."""
    party = _is_party(actor, report.partnership_id)
    if not party:
        return party
    if actor.organisation.kind != Kind.MUNICIPALITY:
        return deny(ONLY_TOWN)
    if not actor.may(Ability.SETTLE_QUARTER):
        return deny(NO_ROLE)
    return _is_publishable(report)


def _is_publishable(report: Report) -> Verdict:
    if report.kind not in FOR_COUNCIL:
        return deny(FOR_PARTNERS)
    if report.published_at is not None:
        return deny(PUBLISHED)
    if report.document_id is None:
        return deny(NOT_MADE)
    return ALLOWED


def _is_party(actor: User, partnership_id: int) -> Verdict:
    if actor.organisation.kind not in PARTIES:
        return deny(ELSEWHERE)
    if partnership_id not in actor.partnership_ids:
        return deny(ELSEWHERE)
    return ALLOWED


def _is_provisional(quarter: Quarter) -> Verdict:
    if quarter.settled_at is not None:
        day = long_date(quarter.settled_at)
        return deny(f"Dit kwartaal is al vastgesteld, op {day}.")
    if not can_take(Step.SETTLE, quarter.status):
        return deny(NOT_RELEASED)
    return ALLOWED
