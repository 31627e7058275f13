"""Bottlenecks: raised, brought a level up, solved."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.areas import AREA_NUMBERS
from monitoring import policies_meetings as policies
from monitoring.models import Bottleneck, Escalation, Level, Meeting
from monitoring.queries.bottlenecks import next_level
from monitoring.services.private_words import refuse_personal
from monitoring.services.stale import refuse_stale
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day

LONGEST_TITLE: Final = 160
LONGEST_WORDS: Final = 300
NO_TITLE: Final = "Schrijf in een paar woorden wat er knelt."
NO_REASON: Final = "Schrijf in één zin waarom dit een niveau hoger moet."
NO_SOLUTION: Final = "Schrijf in één zin hoe dit is opgelost."
TWICE: Final = "Dit knelpunt is al gemeld en nog open. Vul het daar aan."
NO_AREA: Final = "Kies over welk gebied dit gaat."


@transaction.atomic
def raise_bottleneck(
    *,
    partnership: Partnership,
    area: int,
    title: str,
    description: str,
    level: str,
    actor: User,
    now: datetime,
) -> Bottleneck:
    """Put a bottleneck on the list of a level.

    Raises PermissionDenied, or ValidationError with a sentence per field.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_raise_in(actor, locked).enforce()
    texts = {"title": title.strip(), "description": description.strip()}
    _refuse_faults(texts["title"], area)
    refuse_personal(texts, partnership=locked)
    same = Bottleneck.objects.filter(partnership=locked, title__iexact=texts["title"])
    if same.filter(status=Bottleneck.Status.OPEN).exists():
        raise ValidationError({"title": TWICE})
    bottleneck = Bottleneck.objects.create(
        partnership=locked,
        area=area,
        level=Level(level),
        raised_by=actor,
        raised_on=local_day(now),
        **texts,
    )
    audit.record(
        at=now,
        actor=actor,
        verb="bottleneck.raise",
        subject=bottleneck,
        summary=f"Knelpunt gemeld: {bottleneck.title}",
    )
    return bottleneck


def _refuse_faults(title: str, area: int) -> None:
    faults = {}
    if not title:
        faults["title"] = NO_TITLE
    if len(title) > LONGEST_TITLE:
        faults["title"] = f"Houd dit korter dan {LONGEST_TITLE} tekens."
    if area not in AREA_NUMBERS:
        faults["area"] = NO_AREA
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def escalate(
    *,
    bottleneck: Bottleneck,
    reason: str,
    seen_version: int,
    actor: User,
    now: datetime,
    meeting: Meeting | None = None,
) -> Escalation:
    """Bring a bottleneck one level up; counting starts again there.

    Raises PermissionDenied, ValidationError without a reason, or Stale.
    """
    locked = _lock(bottleneck)
    policies.may_escalate(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    words = _words(reason, locked, "reason", NO_REASON)
    level = next_level(locked.level)
    assert level is not None  # noqa: S101 - the policy refuses above the board
    before, locked.level = locked.level, level
    locked.times_discussed = 0
    locked.version += 1
    locked.save(update_fields=["level", "times_discussed", "version"])
    step = Escalation.objects.create(
        partnership_id=locked.partnership_id,
        bottleneck=locked,
        level=level,
        reason=words,
        meeting=meeting,
        raised_by=actor,
        raised_on=local_day(now),
    )
    audit.record(
        at=now,
        actor=actor,
        verb="bottleneck.escalate",
        subject=locked,
        summary=f"Knelpunt “{locked.title}” ligt nu bij: {level.label}. {words}",
        before=before,
        after=level.value,
    )
    return step


@transaction.atomic
def solve(
    *,
    bottleneck: Bottleneck,
    solution: str,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Bottleneck:
    """Say how a bottleneck was solved.

    Raises PermissionDenied, ValidationError without words, or Stale.
    """
    locked = _lock(bottleneck)
    policies.may_solve(actor, locked).enforce()
    refuse_stale(seen=seen_version, current=locked.version)
    words = _words(solution, locked, "solution", NO_SOLUTION)
    locked.status, locked.solution = Bottleneck.Status.SOLVED, words
    locked.solved_on = local_day(now)
    locked.version += 1
    locked.save(update_fields=["status", "solution", "solved_on", "version"])
    audit.record(
        at=now,
        actor=actor,
        verb="bottleneck.solve",
        subject=locked,
        summary=f"Knelpunt “{locked.title}” is opgelost. {words}",
    )
    return locked


def _lock(bottleneck: Bottleneck) -> Bottleneck:
    locked: Bottleneck = (
        Bottleneck.objects.select_related("partnership")
        .select_for_update(of=("self",))
        .get(pk=bottleneck.pk)
    )
    return locked


def _words(text: str, bottleneck: Bottleneck, field: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise ValidationError({field: missing})
    if len(words) > LONGEST_WORDS:
        raise ValidationError({field: f"Houd dit korter dan {LONGEST_WORDS} tekens."})
    refuse_personal({field: words}, partnership=bottleneck.partnership)
    return words
