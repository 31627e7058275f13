"""Who may do what with meetings, actions and bottlenecks, with the reason if not."""

from typing import Final

from monitoring.lifecycle_meetings import MOVES, Step, can_take
from monitoring.models import (
    Action,
    AgendaItem,
    Bottleneck,
    Decision,
    Level,
    Meeting,
    MeetingSeries,
    Participant,
)
from monitoring.policies_parties import NO_ROLE, is_able
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Ability

Status = Meeting.Status

NO_MEETINGS: Final = "Uw rol heeft geen toegang tot overleggen."
NOT_A_PARTY: Final = "Uw organisatie is geen partij in deze samenwerking."
CLOSED: Final = "Het verslag is vastgesteld en verandert niet meer."
NOT_PLANNED: Final = "Dit overleg staat niet meer gepland, en verandert daarom niet."
NOT_BEGUN: Final = "Begin eerst het overleg. Daarna schrijft u het verslag."
DID_NOT_HAPPEN: Final = "Dit overleg is niet gehouden, en heeft dus geen verslag."
NOT_YOURS: Final = (
    "Deze actie is van iemand anders. De eigenaar of wie het overleg regelt, "
    "meldt haar klaar."
)
ACTION_OVER: Final = "Deze actie is al klaar of vervallen."
SOLVED: Final = "Dit knelpunt is al opgelost."
TOP: Final = "Dit knelpunt ligt al bij het bestuur. Hoger kan niet."
NO_CLAUSE: Final = (
    "Dit besluit gaat niet over een afspraak. Schrijf bij het besluit over welke "
    "afspraak het gaat, dan kunt u een voorstel doen."
)
PROPOSED: Final = "Van dit besluit is al een voorstel gemaakt."
# What is in the way of a step, per state in which it can't be taken.
WRONG_STATE: Final[dict[str, str]] = {
    Status.PLANNED: "Dit overleg staat nog gepland. Begin het eerst.",
    Status.RUNNING: "Dit overleg is bezig. Meld eerst dat het is gehouden.",
    Status.HELD: "Dit overleg is al gehouden.",
    Status.MISSED: "Dit overleg staat als niet gehouden op de kalender.",
    Status.CANCELLED: "Dit overleg is afgezegd.",
}


def _able(actor: User, partnership: int, ability: Ability) -> Verdict:
    if partnership not in actor.partnership_ids:
        return deny(NOT_A_PARTY)
    return is_able(actor, ability)


@Policy
def may_read_meetings(actor: User) -> Verdict:
    """Judge who has pages of meetings at all."""
    return ALLOWED if actor.may(Ability.READ_MEETINGS) else deny(NO_MEETINGS)


@Policy
def may_edit_meetings(actor: User) -> Verdict:
    """Judge who arranges meetings."""
    return is_able(actor, Ability.EDIT_MEETINGS)


@Policy
def may_arrange_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who arranges meetings and notes actions in a partnership."""
    return _able(actor, partnership.pk, Ability.EDIT_MEETINGS)


@Policy
def may_change_series(actor: User, series: MeetingSeries) -> Verdict:
    """Judge who changes a series and plans from it."""
    return _able(actor, series.partnership_id, Ability.EDIT_MEETINGS)


@Policy
def may_view_meeting(actor: User, meeting: Meeting) -> Verdict:
    """Judge who reads a meeting: agenda, minutes and all."""
    if meeting.partnership_id not in actor.partnership_ids:
        return deny(NOT_A_PARTY)
    return may_read_meetings(actor)


@Policy
def may_move_meeting(actor: User, meeting: Meeting) -> Verdict:
    """Judge who gives a meeting another day, hour or place."""
    able = _able(actor, meeting.partnership_id, Ability.EDIT_MEETINGS)
    if not able:
        return able
    return ALLOWED if meeting.status == Status.PLANNED else deny(NOT_PLANNED)


@Policy
def may_change_agenda(actor: User, meeting: Meeting) -> Verdict:
    """Judge who changes agenda and participants, also while people meet."""
    able = _able(actor, meeting.partnership_id, Ability.EDIT_MEETINGS)
    if not able:
        return able
    if meeting.closed_at:
        return deny(CLOSED)
    is_open = meeting.status in {Status.PLANNED, Status.RUNNING, Status.HELD}
    return ALLOWED if is_open else deny(NOT_PLANNED)


@Policy
def may_write_minutes(actor: User, meeting: Meeting) -> Verdict:
    """Judge who writes minutes, until they are settled."""
    able = _able(actor, meeting.partnership_id, Ability.EDIT_MEETINGS)
    if not able:
        return able
    if meeting.closed_at:
        return deny(CLOSED)
    if meeting.status == Status.PLANNED:
        return deny(NOT_BEGUN)
    is_open = meeting.status in {Status.RUNNING, Status.HELD}
    return ALLOWED if is_open else deny(DID_NOT_HAPPEN)


def may_take(step: Step, actor: User, meeting: Meeting) -> Verdict:
    """Judge one step of a meeting by the table."""
    able = _able(actor, meeting.partnership_id, Ability.EDIT_MEETINGS)
    if not able:
        return able
    if meeting.closed_at:
        return deny(CLOSED)
    if not can_take(step, meeting):
        return deny(WRONG_STATE[meeting.status])
    return ALLOWED


def open_steps(actor: User, meeting: Meeting) -> list[Step]:
    """Return the steps that the actor may take now, in the order of the table."""
    return [step for step in MOVES if may_take(step, actor, meeting)]


@Policy
def may_list_actions(actor: User) -> Verdict:
    """Judge who has a list of actions: the parties, and who has some of his own."""
    own = actor.may(Ability.READ_OWN_ACTIONS) or actor.may(Ability.READ_MEETINGS)
    return ALLOWED if own else deny("Uw rol heeft geen acties.")


@Policy
def may_see_action(actor: User, action: Action) -> Verdict:
    """Judge who reads an action: its owner, and who reads meetings."""
    if action.owner_id == actor.pk:
        return may_list_actions(actor)
    return _able(actor, action.partnership_id, Ability.READ_MEETINGS)


@Policy
def may_finish_action(actor: User, action: Action) -> Verdict:
    """Judge who says that an action is done: its owner, and who arranges meetings."""
    seen = may_see_action(actor, action)
    if not seen:
        return seen
    if action.status != Action.Status.OPEN:
        return deny(ACTION_OVER)
    is_own = action.owner_id == actor.pk
    return ALLOWED if is_own or actor.may(Ability.EDIT_MEETINGS) else deny(NOT_YOURS)


@Policy
def may_change_action(actor: User, action: Action) -> Verdict:
    """Judge who gives an action another owner or day, or lets it lapse."""
    able = _able(actor, action.partnership_id, Ability.EDIT_MEETINGS)
    if not able:
        return able
    return ALLOWED if action.status == Action.Status.OPEN else deny(ACTION_OVER)


@Policy
def may_raise(actor: User) -> Verdict:
    """Judge who raises a bottleneck: who tells of the work, and reads meetings."""
    able = actor.may(Ability.READ_MEETINGS) and actor.may(Ability.TELL)
    return ALLOWED if able else deny(NO_ROLE)


@Policy
def may_raise_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who raises a bottleneck in a partnership."""
    able = may_raise(actor)
    return _able(actor, partnership.pk, Ability.TELL) if able else able


@Policy
def may_view_bottleneck(actor: User, bottleneck: Bottleneck) -> Verdict:
    """Judge who reads a bottleneck."""
    return _able(actor, bottleneck.partnership_id, Ability.READ_MEETINGS)


@Policy
def may_solve(actor: User, bottleneck: Bottleneck) -> Verdict:
    """Judge who says how a bottleneck was solved."""
    able = _able(actor, bottleneck.partnership_id, Ability.EDIT_MEETINGS)
    if not able:
        return able
    is_open = bottleneck.status == Bottleneck.Status.OPEN
    return ALLOWED if is_open else deny(SOLVED)


@Policy
def may_escalate(actor: User, bottleneck: Bottleneck) -> Verdict:
    """Judge who brings a bottleneck a level up."""
    able = may_solve(actor, bottleneck)
    if not able:
        return able
    return deny(TOP) if bottleneck.level == Level.BOARD else ALLOWED


@Policy
def may_propose_from(actor: User, decision: Decision) -> Verdict:
    """Judge who makes a decision into a proposal; the agreement has its own say."""
    able = _able(actor, decision.partnership_id, Ability.PROPOSE)
    if not able:
        return able
    if decision.proposal_id is not None:
        return deny(PROPOSED)
    return ALLOWED if decision.clause_id is not None else deny(NO_CLAUSE)


@Policy
def may_have_feed(actor: User) -> Verdict:
    """Judge who may have meetings in a calendar program."""
    return may_read_meetings(actor)


@Policy
def may_change_point(actor: User, row: AgendaItem | Participant) -> Verdict:
    """Judge a point or participant as its meeting is judged."""
    return may_change_agenda(actor, row.meeting)
