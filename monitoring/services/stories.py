"""Stories from practice: written, offered to a second reader, shared, taken back."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.areas import AREA_NUMBERS
from monitoring import policies_telling as policies
from monitoring.models import Quarter, Story
from monitoring.services.locking import lock_quarter
from monitoring.services.stale import refuse_stale
from monitoring.services.telling_words import MOST_WORDS, count_words, faults_of
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record

LONGEST_TITLE: Final = 120
LONGEST_NOTE: Final = 300
PARTS: Final = ("situation", "did", "brought", "learned")
# What makes that a story leads to nobody; ticked by the writer and by the reader.
CHECKS: Final[dict[str, str]] = {
    "details": "Details zijn veranderd, of het is een verhaal van meer gezinnen samen.",
    "person": "Er staat geen naam, leeftijd, geboortemaand, taal of herkomst in.",
    "place": "Er staat geen wijk, straat, school of voorschool in.",
    "rare": "Er gebeurt niets zeldzaams waaraan mensen dit gezin herkennen.",
    "family": "Ook het gezin zelf hoeft niet te schrikken als het dit leest.",
}
EMPTY: Final = "Vul dit deel in. Alle vier de delen horen bij het verhaal."
NO_TITLE: Final = "Geef het verhaal een titel."
TITLE_TOO_LONG: Final = f"Houd de titel op hooguit {LONGEST_TITLE} tekens."
NO_AREA: Final = "Kies een van de zeven gebieden."
NOT_TICKED: Final = "Vink alles aan. Klopt iets niet? Pas dan eerst het verhaal aan."
NEEDS_CONSENT: Final = (
    "Voor de raad of voor iedereen kan pas als de ouders instemmen. Vraag het de "
    "schrijver, of kies “alleen voor het overleg”."
)
UNKNOWN_PUBLISH: Final = "Kies voor wie dit verhaal is."
NO_NOTE: Final = "Schrijf wat er anders moet."
NOTE_TOO_LONG: Final = f"Schrijf hooguit {LONGEST_NOTE} tekens."
Status = Story.Status


@dataclass(frozen=True, slots=True)
class StoryText:
    """What is told: a title, and four parts of 200 words together."""

    area: int
    title: str
    situation: str
    did: str
    brought: str
    learned: str

    @property
    def words(self) -> int:
        """How many words the four parts have together."""
        return count_words(self.situation, self.did, self.brought, self.learned)


@transaction.atomic
def write_story(
    *, quarter: Quarter, text: StoryText, actor: User, now: datetime
) -> Story:
    """Keep a story as a draft of its writer.

    Raises PermissionDenied, or ValidationError with a sentence per part: too long,
    empty, or with a word that looks like a name, number or address.
    """
    locked = lock_quarter(quarter)
    policies.may_tell_in(actor, locked.partnership).enforce()
    _refuse_settled(locked)
    _refuse(text, locked)

    story: Story = Story.objects.create(
        partnership=locked.partnership,
        organisation_id=actor.organisation_id,
        quarter=locked,
        written_by=actor,
        written_at=now,
        **asdict(text),
    )
    _record(story, "story.written", "Een verhaal geschreven.", actor, now)
    return story


@transaction.atomic
def change_story(
    *, story: Story, text: StoryText, seen_version: int, actor: User, now: datetime
) -> Story:
    """Change a story that is still its writer's.

    Raises PermissionDenied, Stale, or ValidationError as `write_story` does.
    """
    current = _lock(story)
    policies.may_change_story(actor, current).enforce()
    refuse_stale(seen=seen_version, current=current.version)
    _refuse(text, current.quarter)

    for name, value in asdict(text).items():
        setattr(current, name, value)
    _save(current, *asdict(text))
    _record(current, "story.changed", "Een verhaal gewijzigd.", actor, now)
    return current


@transaction.atomic
def offer_story(
    *,
    story: Story,
    ticked: Collection[str],
    consent: bool,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Story:
    """Offer a story to a second reader, with the whole check-list ticked.

    Raises PermissionDenied, Stale, or ValidationError when something is not ticked.
    """
    current = _lock(story)
    policies.may_change_story(actor, current).enforce()
    refuse_stale(seen=seen_version, current=current.version)
    _refuse_unticked(ticked)

    current.status, current.consent = Status.OFFERED, consent
    current.checks = _ticks("writer")
    current.reader_note, current.read_by, current.read_at = "", None, None
    _save(current, "status", "consent", "checks", "reader_note", "read_by", "read_at")
    summary = "Een verhaal aangeboden aan een tweede lezer."
    _record(current, "story.offered", summary, actor, now)
    return current


@transaction.atomic
def approve_story(
    *,
    story: Story,
    ticked: Collection[str],
    publish: str,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Story:
    """Approve a story as its second reader; from now on both parties read it.

    Raises PermissionDenied for the writer and for who is not of the JGZ, Stale, or
    ValidationError when something is not ticked or the parents did not agree.
    """
    current = _lock(story)
    policies.may_read_second(actor, current).enforce()
    refuse_stale(seen=seen_version, current=current.version)
    _refuse_unticked(ticked)
    _refuse_publish(publish, current)

    current.status, current.is_shared = Status.APPROVED, True
    current.publish = Story.Publish(publish)
    current.checks = [*current.checks, *_ticks("reader")]
    current.read_by, current.read_at = actor, now
    _save(current, "status", "is_shared", "publish", "checks", "read_by", "read_at")
    _record(
        current,
        "story.approved",
        f"Verhaal “{current.title}” is akkoord en gedeeld.",
        actor,
        now,
        reach=Entry.Reach.SHARED,
    )
    return current


@transaction.atomic
def return_story(
    *, story: Story, note: str, seen_version: int, actor: User, now: datetime
) -> Story:
    """Send a story back to its writer, with what has to change.

    Raises PermissionDenied, Stale, or ValidationError without words.
    """
    current = _lock(story)
    policies.may_read_second(actor, current).enforce()
    refuse_stale(seen=seen_version, current=current.version)
    _refuse_note(note, current)

    current.status, current.reader_note = Status.RETURNED, note
    current.read_by, current.read_at = actor, now
    _save(current, "status", "reader_note", "read_by", "read_at")
    _record(current, "story.returned", "Een verhaal teruggestuurd.", actor, now)
    return current


@transaction.atomic
def withdraw_story(*, story: Story, actor: User, now: datetime) -> Story:
    """Make a story a draft of its writer again; nobody else reads it then.

    Raises PermissionDenied, also once the quarter is settled.
    """
    current = _lock(story)
    policies.may_withdraw_story(actor, current).enforce()
    was_shared = current.is_shared

    current.status, current.is_shared = Status.DRAFT, False
    current.checks, current.read_by, current.read_at = [], None, None
    _save(current, "status", "is_shared", "checks", "read_by", "read_at")
    what = "Een gedeeld verhaal" if was_shared else "Een aangeboden verhaal"
    _record(current, "story.withdrawn", f"{what} teruggetrokken.", actor, now)
    return current


def _lock(story: Story) -> Story:
    """Lock quarter and story, in the order in which everybody does."""
    quarter = lock_quarter(story.quarter_id)
    current: Story = Story.objects.select_for_update().get(pk=story.pk)
    current.quarter = quarter
    return current


def _save(story: Story, *fields: str) -> None:
    story.version += 1
    story.save(update_fields=[*fields, "version"])


def _refuse_settled(quarter: Quarter) -> None:
    if quarter.status not in policies.OPEN:
        raise ValidationError({"quarter": policies.NOT_OPEN})


def _refuse(text: StoryText, quarter: Quarter) -> None:
    parts = {name: getattr(text, name) for name in ("title", *PARTS)}
    faults = faults_of(parts, quarter.partnership)
    faults |= {name: EMPTY for name in PARTS if not parts[name]}
    if not text.title:
        faults["title"] = NO_TITLE
    elif len(text.title) > LONGEST_TITLE:
        faults["title"] = TITLE_TOO_LONG
    if text.area not in AREA_NUMBERS:
        faults["area"] = NO_AREA
    if faults:
        raise ValidationError(faults)
    if text.words > MOST_WORDS:
        message = (
            f"Uw verhaal heeft {text.words} woorden. Kort het in tot {MOST_WORDS}."
        )
        raise ValidationError(message)


def _refuse_unticked(ticked: Collection[str]) -> None:
    if set(ticked) != CHECKS.keys():
        raise ValidationError({"checks": NOT_TICKED})


def _refuse_publish(publish: str, story: Story) -> None:
    if publish not in Story.Publish.values:
        raise ValidationError({"publish": UNKNOWN_PUBLISH})
    if publish != Story.Publish.PARTNERS and not story.consent:
        raise ValidationError({"publish": NEEDS_CONSENT})


def _refuse_note(note: str, story: Story) -> None:
    if not note:
        raise ValidationError({"note": NO_NOTE})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": NOTE_TOO_LONG})
    faults = faults_of({"note": note}, story.quarter.partnership)
    if faults:
        raise ValidationError(faults)


def _ticks(who: str) -> list[str]:
    return [f"{who}.{key}" for key in CHECKS]


def _record(
    story: Story,
    verb: str,
    summary: str,
    actor: User,
    now: datetime,
    *,
    reach: Entry.Reach = Entry.Reach.ORGANISATION,
) -> None:
    record(
        at=now,
        actor=actor,
        verb=verb,
        subject=story,
        summary=summary,
        reach=reach,
        status=story.status,
        publish=story.publish,
    )
