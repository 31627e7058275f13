"""A signature with pen on paper: the scan is kept, the PDF goes without it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agreements import policies_routes
from agreements.models import Signature
from agreements.queries.routes import find_rules
from agreements.services import completing, signing_mail
from agreements.services.record import record_deed
from agreements.services.rounds import lock_signature
from agreements.services.signing import person_now, require_fresh
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.documents import limited
from vve_portal.documents import services as documents
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.scanning import BIGGEST, JPEG, PDF, PNG
from vve_portal.ui.dates import local_day, long_date

JOB: Final = "vve_portal.documents.scanning.judge_in_limits"
ENDING: Final = {PDF: "pdf", PNG: "png", JPEG: "jpg"}
TOO_BIG: Final = (
    f"De scan is groter dan {BIGGEST // 1024**2} MB. Scan met hooguit 300 dpi."
)
NOT_NOW: Final = (
    "Het portaal kon de scan nu niet openen. Probeer het over een paar minuten "
    "opnieuw, of maak een nieuwe scan."
)
NO_PLACE: Final = "Vul de plaats in waar is getekend."
LATER: Final = "Deze dag moet nog komen. Vul de dag in waarop is getekend."
TOO_EARLY: Final = (
    "Op deze dag kon nog niet worden getekend. Vul een dag in vanaf {day}."
)
NO_MANDATE_THEN: Final = (
    "Het mandaat van {name} ({mandate}) gold niet op {day}, de dag van de handtekening."
)
Level = Signature.Level
Route = Signature.Route


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that was looked at: its bytes, and what kind of file they are."""

    content: bytes
    media_type: str


@transaction.atomic
def record_ink(
    *,
    signature: Signature,
    scan: Scan,
    signed_on: date,
    place: str,
    second_factor: SecondFactor,
    actor: User,
    now: datetime,
) -> Signature:
    """Keep the scan of a signature on paper, which counts from now on.

    Raises PermissionDenied when the actor may not or the code is not fresh, and
    ValidationError at what must be filled in better: file, day or place.
    """
    agreement, signing_round, current = lock_signature(signature.pk)
    rules = find_rules(current.partnership_id)
    person = person_now(actor=actor, now=now)
    policies_routes.may_record_ink(person, current, local_day(now), rules).enforce()
    require_fresh(second_factor, person, now)
    if not place.strip():
        raise ValidationError({"place": NO_PLACE})
    require_day(signature=current, signed_on=signed_on, now=now)

    kept = _keep(current, agreement.partnership, scan, now)
    current.status, current.route = Signature.Status.PLACED, Route.INK
    current.level, current.scan, current.place = Level.INK, kept, place.strip()
    current.signed_at = timezone.make_aware(datetime.combine(signed_on, time.min))
    current.placed_at, current.brought_by = now, person
    current.save(
        update_fields=[
            "status",
            "route",
            "level",
            "scan",
            "place",
            "signed_at",
            "placed_at",
            "brought_by",
        ]
    )
    who = current.signer.name
    record_deed(
        agreement=agreement,
        at=now,
        actor=person,
        verb="signing.ink",
        subject=agreement,
        summary=f"{who} heeft op papier getekend namens {current.organisation}, te "
        f"{current.place} op {long_date(signed_on)}. {person.name} leverde de scan in; "
        "de pdf draagt deze handtekening niet.",
        edition=signing_round.edition,
        position=current.position,
        mandate=current.mandate_id,
        route=current.route,
        scan_sha256=kept.sha256,
        content_sha256=signing_round.content_sha256,
    )
    signing_mail.tell_of_route(current, by=person)
    completing.go_on(agreement, signing_round, now=now)
    return current


def read_scan(content: bytes) -> Scan:
    """Return what kind of file a scan is, looked at in a process with limits.

    Raises ValidationError when it is too big, or no such file.
    """
    if len(content) > BIGGEST:
        raise ValidationError({"file": TOO_BIG})
    try:
        answer = limited.run(JOB, content)
        problem, media_type = str(answer["problem"]), str(answer["media_type"])
    except (limited.Stopped, KeyError, TypeError):
        problem, media_type = NOT_NOW, ""
    if problem or media_type not in ENDING:
        raise ValidationError({"file": problem or NOT_NOW})
    return Scan(content, media_type)


def require_mandate_on(signature: Signature, day: date, *, field: str) -> None:
    """Raise ValidationError at `field` unless the signer could sign on that day."""
    mandate = signature.mandate
    if not mandate.holds_on(day):
        sentence = NO_MANDATE_THEN.format(
            name=signature.signer.name, mandate=mandate, day=long_date(day)
        )
        raise ValidationError({field: sentence})


def require_day(*, signature: Signature, signed_on: date, now: datetime) -> None:
    """Raise ValidationError unless it could be signed on that day.

    Not before the text was frozen or an earlier signature, and with a mandate.
    """
    if signed_on > local_day(now):
        raise ValidationError({"signed_on": LATER})
    earlier = [
        local_day(one.signed_at)
        for one in signature.round.signatures.all()
        if one.position < signature.position and one.signed_at is not None
    ]
    first = max([local_day(signature.round.frozen_at), *earlier])
    if signed_on < first:
        sentence = TOO_EARLY.format(day=long_date(first))
        raise ValidationError({"signed_on": sentence})
    require_mandate_on(signature, signed_on, field="signed_on")


def _keep(
    current: Signature,
    partnership: Partnership,
    scan: Scan,
    now: datetime,
) -> StoredDocument:
    reference = current.round.agreement.reference
    edition, position = current.round.edition, current.position
    ending = ENDING[scan.media_type]
    return documents.keep(
        partnership=partnership,
        name=f"{reference}-versie-{edition}-handtekening-{position}-scan.{ending}",
        content=scan.content,
        media_type=scan.media_type,
        can_be_found=False,
        now=now,
    )
