"""Who tells: stories with a second reader, signals of the work floor, dialogues."""

from typing import Final

from monitoring.models import Dialogue, Quarter, Signal, Story
from vve_portal.access.verdicts import ALLOWED, Policy, Verdict, deny
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import PARTIES, Ability, Kind, Role

NO_ROLE: Final = "Uw rol heeft hier geen toegang."
ELSEWHERE: Final = "Uw organisatie werkt niet in deze gemeente."
NOT_YOURS: Final = "Een collega schreef dit verhaal. Vraag hem om het te wijzigen."
NOT_OPEN: Final = "Dit kwartaal is vastgesteld. Wat erin staat, verandert niet meer."
IS_OFFERED: Final = (
    "Dit verhaal wacht op een tweede lezer. Haal het eerst terug als u het wilt "
    "wijzigen."
)
IS_APPROVED: Final = "Dit verhaal is akkoord. Trek het eerst terug als u het wijzigt."
NOT_OFFERED: Final = "Dit verhaal is niet aangeboden aan een tweede lezer."
READER_WROTE: Final = "U schreef dit verhaal zelf. Iemand anders leest het."
READER_OF_JGZ: Final = "Iemand van de JGZ leest een verhaal als tweede."
NOT_OUT: Final = "Dit verhaal is nog van de schrijver. Er is niets terug te trekken."
ONLY_COORDINATOR: Final = "De VVE-coördinator van de JGZ bundelt de signalen."
HANDLED: Final = "Dit signaal is al behandeld."
NO_PARTY: Final = "Dialoogtafels zijn van de gemeente en de JGZ."
Status = Story.Status
OPEN: Final = frozenset({Quarter.Status.OPEN, Quarter.Status.PROVISIONAL})
OUT: Final = frozenset({Status.OFFERED, Status.APPROVED})


@Policy
def may_tell(actor: User) -> Verdict:
    """Judge who tells at all: whoever works with children or with the agreement."""
    if not actor.may(Ability.TELL):
        return deny(NO_ROLE)
    return ALLOWED


@Policy
def may_tell_in(actor: User, partnership: Partnership) -> Verdict:
    """Judge who tells something in a partnership."""
    if partnership.pk not in actor.partnership_ids | actor.children_ids:
        return deny(ELSEWHERE)
    return may_tell(actor)


@Policy
def may_see_story(actor: User, story: Story) -> Verdict:
    """Judge who reads a story on its own page; which ones is the queryset's."""
    if story.partnership_id not in actor.partnership_ids | actor.children_ids:
        return deny(ELSEWHERE)
    return may_tell(actor)


@Policy
def may_change_story(actor: User, story: Story) -> Verdict:
    """Judge who changes a story: its writer, until it is offered."""
    if story.written_by_id != actor.pk:
        return deny(NOT_YOURS)
    if story.status == Status.OFFERED:
        return deny(IS_OFFERED)
    if story.status == Status.APPROVED:
        return deny(IS_APPROVED)
    return _in_open_quarter(actor, story)


@Policy
def may_read_second(actor: User, story: Story) -> Verdict:
    """Judge who reads a story as the second: of the JGZ, and never its writer."""
    if actor.organisation.kind != Kind.JGZ:
        return deny(READER_OF_JGZ)
    if story.partnership_id not in actor.partnership_ids:
        return deny(ELSEWHERE)
    if story.written_by_id == actor.pk:
        return deny(READER_WROTE)
    if story.status != Status.OFFERED:
        return deny(NOT_OFFERED)
    return _in_open_quarter(actor, story)


@Policy
def may_withdraw_story(actor: User, story: Story) -> Verdict:
    """Judge who takes a story back that was offered or shared, until it is settled."""
    if story.status not in OUT:
        return deny(NOT_OUT)
    is_writer = story.written_by_id == actor.pk
    is_reader = story.read_by_id == actor.pk
    if not (is_writer or is_reader or _is_coordinator_of(actor, story.partnership_id)):
        return deny(NOT_YOURS)
    return _in_open_quarter(actor, story)


def _in_open_quarter(actor: User, story: Story) -> Verdict:
    if story.quarter.status not in OPEN:
        return deny(NOT_OPEN)
    return may_tell(actor)


def _is_coordinator_of(actor: User, partnership_id: int) -> bool:
    is_party = partnership_id in actor.partnership_ids
    return is_party and actor.has_role(Role.VVE_COORDINATOR)


@Policy
def may_bundle(actor: User) -> Verdict:
    """Judge who bundles signals for the report."""
    if not actor.has_role(Role.VVE_COORDINATOR):
        return deny(ONLY_COORDINATOR)
    return may_tell(actor)


@Policy
def may_handle(actor: User, signal: Signal) -> Verdict:
    """Judge who takes a signal up, or lays it aside."""
    if not _is_coordinator_of(actor, signal.partnership_id):
        return deny(ONLY_COORDINATOR)
    if signal.handled_at is not None:
        return deny(HANDLED)
    return may_bundle(actor)


@Policy
def may_bundle_in(actor: User, quarter: Quarter) -> Verdict:
    """Judge who puts signals in the report of a quarter, or takes them out."""
    if not _is_coordinator_of(actor, quarter.partnership_id):
        return deny(ONLY_COORDINATOR)
    if quarter.status not in OPEN:
        return deny(NOT_OPEN)
    return may_bundle(actor)


@Policy
def may_see_dialogues(actor: User) -> Verdict:
    """Judge who reads what dialogue tables brought: both parties."""
    if actor.organisation.kind not in PARTIES:
        return deny(NO_PARTY)
    return may_tell(actor)


@Policy
def may_note_dialogues(actor: User) -> Verdict:
    """Judge who notes dialogue tables: whoever keeps the minutes of meetings."""
    if not actor.may(Ability.EDIT_MEETINGS):
        return deny(NO_ROLE)
    return may_see_dialogues(actor)


@Policy
def may_note_dialogue_in(actor: User, quarter: Quarter) -> Verdict:
    """Judge who notes a dialogue table in a quarter."""
    if quarter.partnership_id not in actor.partnership_ids:
        return deny(ELSEWHERE)
    if quarter.status not in OPEN:
        return deny(NOT_OPEN)
    return may_note_dialogues(actor)


@Policy
def may_change_dialogue(actor: User, dialogue: Dialogue) -> Verdict:
    """Judge who changes what was noted, until the quarter is settled."""
    return may_note_dialogue_in(actor, dialogue.quarter)
