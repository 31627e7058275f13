"""Writing what the parties see, do and ask, per area and for the whole quarter."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.areas import AREA_NUMBERS, Chapter
from agreements.models.vocabulary import Progress
from monitoring import policies_words as policies
from monitoring.models import AreaWords, Quarter
from monitoring.services.free_text import faults_in
from monitoring.services.locking import lock_quarter
from monitoring.services.stale import refuse_stale
from vve_portal.accounts.models import User
from vve_portal.audit.services import record

LONGEST_TEXT: Final = 1500
LONGEST_SENTENCE: Final = 300
MOST_SENTENCES: Final = 5
TOO_LONG: Final = "Houd dit korter dan {most} tekens."
NOTHING_SEEN: Final = "Schrijf wat u ziet."
NO_SENTENCE: Final = "Schrijf in één zin waarom u deze status kiest."
NO_STATUS: Final = "Kies een status bij deze zin, of haal de zin weg."
UNKNOWN_STATUS: Final = "Kies een status uit de lijst."
TOO_MANY_SENTENCES: Final = "Houd de samenvatting op hooguit vijf zinnen."


@dataclass(frozen=True, slots=True)
class Words:
    """What is written about an area."""

    seen: str
    done: str = ""
    asked: str = ""
    status: str = ""
    sentence: str = ""

    def stripped(self) -> "Words":
        """Return the same without white space around each text."""
        return Words(**{name: text.strip() for name, text in asdict(self).items()})


@transaction.atomic
def write_words(
    *,
    quarter: Quarter,
    area: Chapter,
    words: Words,
    seen_version: int,
    actor: User,
    now: datetime,
) -> AreaWords:
    """Keep what is written about an area; `seen_version` 0 means nothing was there.

    Raises PermissionDenied, Stale, or ValidationError with a sentence per field.
    """
    locked = lock_quarter(quarter)
    policies.may_write_words(actor, locked).enforce()
    current = AreaWords.objects.filter(quarter=locked, area=area).first()
    refuse_stale(seen=seen_version, current=current.version if current else 0)
    written = words.stripped()
    _refuse(written, area, locked)

    row = current or AreaWords(partnership=locked.partnership, quarter=locked)
    before = row.status
    row.area = area
    for name, text in asdict(written).items():
        setattr(row, name, text)
    row.written_by, row.written_at, row.version = actor, now, seen_version + 1
    row.save()

    record(
        at=now,
        actor=actor,
        verb="quarter.words",
        subject=locked,
        summary=f"Gebied {area.value} van het {locked.name} is beschreven.",
        area=area.value,
        before=before,
        after=row.status,
    )
    return row


def _refuse(words: Words, area: Chapter, quarter: Quarter) -> None:
    faults = _faults_of_status(words)
    if area not in AREA_NUMBERS:
        faults["area"] = "Kies een van de zeven gebieden."
    if not words.seen:
        faults["seen"] = NOTHING_SEEN
    texts = {
        "seen": words.seen,
        "done": words.done,
        "asked": words.asked,
        "sentence": words.sentence,
    }
    for name, text in texts.items():
        most = LONGEST_SENTENCE if name == "sentence" else LONGEST_TEXT
        if len(text) > most:
            faults[name] = TOO_LONG.format(most=most)
    faults = {**faults_in(texts, quarter.partnership), **faults}
    if faults:
        raise ValidationError(faults)


def _faults_of_status(words: Words) -> dict[str, str]:
    if words.status and words.status not in Progress:
        return {"status": UNKNOWN_STATUS}
    if words.status and not words.sentence:
        return {"sentence": NO_SENTENCE}
    if words.sentence and not words.status:
        return {"status": NO_STATUS}
    return {}


@transaction.atomic
def write_summary(
    *, quarter: Quarter, summary: str, seen_version: int, actor: User, now: datetime
) -> Quarter:
    """Keep the five sentences on top of the report.

    Raises PermissionDenied, Stale, or ValidationError with a sentence.
    """
    locked = lock_quarter(quarter)
    policies.may_write_words(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    text = summary.strip()
    _refuse_summary(text, locked)

    locked.summary, locked.version = text, locked.version + 1
    locked.save(update_fields=["summary", "version"])

    record(
        at=now,
        actor=actor,
        verb="quarter.summary",
        subject=locked,
        summary=f"De samenvatting van het {locked.name} is geschreven.",
    )
    return locked


def _refuse_summary(text: str, quarter: Quarter) -> None:
    faults = faults_in({"summary": text}, quarter.partnership)
    if not text:
        faults["summary"] = "Schrijf een samenvatting van hooguit vijf zinnen."
    elif len(text) > LONGEST_TEXT:
        faults["summary"] = TOO_LONG.format(most=LONGEST_TEXT)
    elif count_sentences(text) > MOST_SENTENCES:
        faults["summary"] = TOO_MANY_SENTENCES
    if faults:
        raise ValidationError(faults)


def count_sentences(text: str) -> int:
    """Count the sentences; a dot within a number ends none."""
    ends = sum(
        sign in ".!?" and (at + 1 == len(text) or text[at + 1].isspace())
        for at, sign in enumerate(text)
    )
    return ends + (text[-1:] not in ".!?") if text else 0
