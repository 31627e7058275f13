"""Who reads a quarter together, and who writes the words beside its figures."""

from typing import Final

from monitoring.lifecycle import FIXED, Step, can_take
from monitoring.models import Quarter
from monitoring.policies_parties import is_able, works_in
from monitoring.policies_quarters import NOT_RELEASED, may_read_figures
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Ability
from vve_portal.ui.dates import long_date

NOT_PUBLISHED: Final = (
    "Dit kwartaal is nog niet vastgesteld. Daarna leest u hier de cijfers."
)
NOT_YET_FOR_COUNCIL: Final = (
    "Een antwoord voor de raad komt uit een vastgesteld kwartaal. Stel dit kwartaal"
    " eerst vast, of kies een eerder kwartaal."
)


@Policy
def may_read_quarter(actor: User, quarter: Quarter) -> Verdict:
    """Judge who reads a quarter: partners always, the clerk once it is settled."""
    may_read = may_read_figures(actor) and works_in(actor, quarter.partnership_id)
    if not may_read or actor.may(Ability.READ_FIGURES):
        return may_read
    return ALLOWED if quarter.status in FIXED else deny(NOT_PUBLISHED)


@Policy
def may_write_words(actor: User, quarter: Quarter) -> Verdict:
    """Judge who writes words and sets statuses: once released, until settled."""
    able = may_read_quarter(actor, quarter) and is_able(actor, Ability.WRITE_REPORT)
    if not able:
        return able
    if quarter.settled_at is not None:
        day = long_date(quarter.settled_at)
        return deny(
            f"Dit kwartaal is vastgesteld op {day}. De woorden en statussen blijven"
            " zoals ze zijn."
        )
    # Before the release only the JGZ knows figures, and words would tell them.
    if not can_take(Step.SETTLE, quarter.status):
        return deny(NOT_RELEASED)
    return ALLOWED


@Policy
def may_answer_council(actor: User, quarter: Quarter) -> Verdict:
    """Judge who makes an answer for the council: readers of a settled quarter."""
    may_read = may_read_quarter(actor, quarter)
    if not may_read:
        return may_read
    return ALLOWED if quarter.status in FIXED else deny(NOT_YET_FOR_COUNCIL)
