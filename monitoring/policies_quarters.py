"""Who may count, share, settle and archive a quarter, and who reads its reports."""

from typing import Final

from monitoring.lifecycle import Step, can_take
from monitoring.models import Quarter, Report
from monitoring.policies_parties import NO_ROLE, is_able, is_party, is_party_in
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability, Kind
from vve_portal.ui.dates import long_date

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
    party = is_party_in(actor, quarter.partnership_id)
    if party and actor.organisation.kind != Kind.JGZ:
        return deny(ONLY_JGZ)
    return party and is_able(actor, Ability.RELEASE_FIGURES) and is_open(quarter)


@Policy
def may_share_draft(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody sends the draft to those who come to the meeting."""
    able = _is_able_in(actor, quarter, Ability.WRITE_REPORT)
    return able and _is_provisional(quarter)


@Policy
def may_settle(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody settles a quarter; what is missing is judged apart."""
    able = _is_able_in(actor, quarter, Ability.SETTLE_QUARTER)
    return able and _is_provisional(quarter)


@Policy
def may_archive(actor: User, quarter: Quarter) -> Verdict:
    """Judge whether somebody puts a settled quarter away."""
    able = _is_able_in(actor, quarter, Ability.SETTLE_QUARTER)
    if not able:
        return able
    if quarter.status == Quarter.Status.ARCHIVED:
        return deny(ARCHIVED)
    if not can_take(Step.ARCHIVE, quarter.status):
        return deny(NOT_SETTLED)
    return ALLOWED


@Policy
def may_read_figures(actor: User) -> Verdict:
    """Judge who has pages of quarters and reports: both parties, and the clerk."""
    return is_party(actor) and reads_some_figures(actor)


def reads_some_figures(actor: User) -> Verdict:
    """Judge whether somebody's role reads figures, be it only published ones."""
    if actor.may(Ability.READ_FIGURES) or actor.may(Ability.READ_PUBLISHED_FIGURES):
        return ALLOWED
    return deny(NO_ROLE)


@Policy
def may_read_report(actor: User, report: Report) -> Verdict:
    """Judge who reads one: partners all of them, the clerk what was published."""
    able = is_party_in(actor, report.partnership_id) and reads_some_figures(actor)
    if not able or actor.may(Ability.READ_FIGURES):
        return able
    if report.kind not in FOR_COUNCIL:
        return deny(FOR_PARTNERS)
    if report.published_at is None:
        return deny(NOT_PUBLISHED)
    return ALLOWED


@Policy
def may_make_reports(actor: User, quarter: Quarter) -> Verdict:
    """Judge who has the files of a settled quarter made again."""
    able = _is_able_in(actor, quarter, Ability.WRITE_REPORT)
    if able and quarter.settled_at is None:
        return deny(NOT_SETTLED)
    return able


@Policy
def may_publish_report(actor: User, report: Report) -> Verdict:
    """Judge who gives a report to the council: the municipality, once it is made."""
    party = is_party_in(actor, report.partnership_id)
    if party and actor.organisation.kind != Kind.MUNICIPALITY:
        return deny(ONLY_TOWN)
    able = party and is_able(actor, Ability.SETTLE_QUARTER)
    return able and _is_publishable(report)


def is_open(quarter: Quarter) -> Verdict:
    """Judge whether the figures of a quarter may still change."""
    return ALLOWED if quarter.status == Quarter.Status.OPEN else deny(RELEASED)


def _is_publishable(report: Report) -> Verdict:
    if report.kind not in FOR_COUNCIL:
        return deny(FOR_PARTNERS)
    if report.published_at is not None:
        return deny(PUBLISHED)
    if report.document_id is None:
        return deny(NOT_MADE)
    return ALLOWED


def _is_able_in(actor: User, quarter: Quarter, ability: Ability) -> Verdict:
    return is_party_in(actor, quarter.partnership_id) and is_able(actor, ability)


def _is_provisional(quarter: Quarter) -> Verdict:
    if quarter.settled_at is not None:
        day = long_date(quarter.settled_at)
        return deny(f"Dit kwartaal is al vastgesteld, op {day}.")
    if not can_take(Step.SETTLE, quarter.status):
        return deny(NOT_RELEASED)
    return ALLOWED
