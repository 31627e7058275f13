"""A signature of another service: its file is brought back, judged, and confirmed.

The file must be exactly ours with one signature more, so the frozen text is in it. It
is read in a process with limits. A person then confirms whose name the certificate has.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import policies_routes, tasks
from agreements.documents.agreement import FIELD_OF
from agreements.models import Agreement, BroughtFile, Signature, SigningRound
from agreements.queries.frozen import role_of
from agreements.queries.routes import find_brought, find_rules
from agreements.services import completing, signing_mail
from agreements.services.ink import require_mandate_on
from agreements.services.record import record_deed
from agreements.services.rounds import (
    UnsoundFile,
    keep_file,
    lock_signature,
    newest_file,
    require_sound,
)
from agreements.services.signing import person_now, require_fresh
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.documents import limited
from vve_portal.documents import services as documents
from vve_portal.documents.adding import (
    DAMAGED,
    NOT_NOW,
    OTHER_FILE,
    Added,
    Place,
    Trust,
    ask_in_bytes,
    read_answer,
)
from vve_portal.documents.authority import AuthorityUnavailable
from vve_portal.documents.models import StoredDocument
from vve_portal.documents.revocation import find_problem
from vve_portal.documents.verdicts import FileVerdict
from vve_portal.ui.dates import local_day

JOB: Final = "vve_portal.documents.adding.judge_in_limits"
# Only people of the two parties come here, and their file is a whole agreement.
LIMITS: Final = limited.Limits(seconds=30)
Level = Signature.Level
FILE: Final = "file"
NOTHING_BROUGHT: Final = (
    "Er ligt geen teruggebracht bestand klaar. Kies eerst het ondertekende bestand."
)
ANOTHER_BROUGHT: Final = (
    "Intussen is er een ander bestand teruggebracht. Kijk opnieuw welke naam er in het "
    "certificaat staat en bevestig dan dat."
)
STALE_AFTER: Final = timedelta(days=1)
STALE: Final = (
    "Dit bestand is meer dan een dag geleden teruggebracht. Leg het terug en breng het "
    "opnieuw, dan controleert het portaal opnieuw of het certificaat nog geldt."
)
EARLIER_FILE: Final = (
    "Dit is een eerdere pdf van deze overeenkomst, waarin de laatste handtekening of "
    "het laatste tijdstempel nog ontbreekt. Haal de pdf hier opnieuw op en laat die "
    "ondertekenen."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is held against: read in one transaction, used outside any."""

    signature: Signature
    base: bytes
    place: Place
    in_file: int


def bring_file(
    *, signature: Signature, content: bytes, actor: User, now: datetime
) -> BroughtFile:
    """Judge a file that another service signed, and keep it until it is confirmed.

    It opens its own scopes: call it outside any transaction. Raises PermissionDenied
    when the actor may not, and ValidationError with what to ask of the service when
    the file can't be used.
    """
    with scope(scope_of(actor)):
        _, signing_round, current, _ = _judge_person(signature, actor, now)
        asked = _read(current, signing_round)
    added = _judge_file(asked, content, now)
    with scope(scope_of(actor)):
        return _keep_brought(asked, content, added, actor, now)


@transaction.atomic
def put_back(*, signature: Signature, actor: User, now: datetime) -> None:
    """Forget a file that was brought back; nothing was signed yet.

    Raises PermissionDenied for anybody who may not handle this signature.
    """
    agreement, signing_round, current = lock_signature(signature.pk)
    person = person_now(actor=actor, now=now)
    policies_routes.may_open_route(person, current).enforce()
    brought = find_brought(current)
    if brought is None:
        return
    sha256 = sha256_of(brought)
    brought.delete()
    who = current.signer.name
    record_deed(
        agreement=agreement,
        at=now,
        actor=person,
        verb="signing.put_back",
        subject=agreement,
        summary=f"{person.name} legde het bestand met een handtekening voor {who} "
        "terug. Er is niets ondertekend.",
        edition=signing_round.edition,
        position=current.position,
        route=Signature.Route.EXTERNAL,
        sha256=sha256,
    )


def confirm_file(
    *,
    signature: Signature,
    sha256: str,
    second_factor: SecondFactor,
    actor: User,
    now: datetime,
) -> Signature:
    """Take the brought file over as the newest of the round: it is signed.

    It opens its own scopes: call it outside any transaction. `sha256` is of the file
    that was shown: another may have come meanwhile. All is judged again: a certificate
    may have been revoked since. Raises PermissionDenied when the actor may not or the
    code is not fresh, and ValidationError when there is no such file, or it is stale
    or no longer fits.
    """
    with scope(scope_of(actor)):
        _, signing_round, current, person = _judge_person(signature, actor, now)
        require_fresh(second_factor, person, now)
        content = bytes(_require_brought(current, signing_round, sha256, now).content)
        asked = _read(current, signing_round)
    added = _judge_file(asked, content, now)
    if added.problem:
        raise ValidationError(added.problem)
    verdict = _require_whole(content, signatures=asked.in_file + 1, now=now)
    with scope(scope_of(actor)):
        _, signing_round, current, person = _judge_person(signature, actor, now)
        brought = _require_brought(current, signing_round, sha256, now)
        _take_over(current, brought, now)
        _store(current, signing_round, brought, verdict.archived_until, person, now)
        return current


def sha256_of(brought: BroughtFile) -> str:
    """Return by what one knows a file that was brought back."""
    return hashlib.sha256(brought.content).hexdigest()


def _judge_person(
    signature: Signature, actor: User, now: datetime
) -> tuple[Agreement, SigningRound, Signature, User]:
    agreement, signing_round, current = lock_signature(signature.pk)
    rules = find_rules(current.partnership_id)
    person = person_now(actor=actor, now=now)
    policies_routes.may_bring(person, current, local_day(now), rules).enforce()
    return agreement, signing_round, current, person


def _read(current: Signature, signing_round: SigningRound) -> Asked:
    return Asked(
        signature=current,
        base=bytes(newest_file(signing_round).content),
        place=place_of(current),
        in_file=signing_round.signatures.in_file().count(),
    )


def _keep_brought(
    asked: Asked, content: bytes, added: Added, actor: User, now: datetime
) -> BroughtFile:
    agreement, signing_round, current, person = _judge_person(
        asked.signature, actor, now
    )
    _refuse(added, content, signing_round, asked.base)
    signed_at = added.signed_at or now
    require_mandate_on(current, local_day(signed_at), field=FILE)
    BroughtFile.objects.filter(signature=current).delete()
    brought = BroughtFile.objects.create(
        partnership_id=current.partnership_id,
        signature=current,
        content=content,
        certificate=added.certificate_pem,
        level=Level.TIMESTAMPED if added.has_timestamp else Level.BASIC,
        signed_at=signed_at,
        brought_by=person,
        brought_at=now,
    )
    who = current.signer.name
    record_deed(
        agreement=agreement,
        at=now,
        actor=person,
        verb="signing.brought_in",
        subject=agreement,
        summary=f"{person.name} bracht een bestand terug met een handtekening voor "
        f"{who}. Het wacht tot iemand de naam in het certificaat bevestigt.",
        edition=signing_round.edition,
        position=current.position,
        route=Signature.Route.EXTERNAL,
        sha256=sha256_of(brought),
    )
    return brought


def _require_brought(
    current: Signature, signing_round: SigningRound, sha256: str, now: datetime
) -> BroughtFile:
    brought = find_brought(current)
    if brought is None:
        raise ValidationError(NOTHING_BROUGHT)
    if sha256_of(brought) != sha256:
        raise ValidationError(ANOTHER_BROUGHT)
    if now - brought.brought_at > STALE_AFTER:
        raise ValidationError(STALE)
    if not bytes(brought.content).startswith(bytes(newest_file(signing_round).content)):
        raise ValidationError(EARLIER_FILE)
    return brought


def _require_whole(content: bytes, *, signatures: int, now: datetime) -> FileVerdict:
    try:
        return require_sound(content, signatures=signatures, now=now)
    except UnsoundFile:
        raise ValidationError(DAMAGED) from None
    except AuthorityUnavailable:
        raise ValidationError(NOT_NOW) from None


def _take_over(current: Signature, brought: BroughtFile, now: datetime) -> None:
    current.status, current.route = Signature.Status.PLACED, Signature.Route.EXTERNAL
    current.signed_at, current.placed_at = brought.signed_at, now
    current.level, current.certificate = brought.level, brought.certificate
    current.brought_by = brought.brought_by
    current.save(
        update_fields=[
            "status",
            "route",
            "signed_at",
            "placed_at",
            "level",
            "certificate",
            "brought_by",
        ]
    )


def _store(
    current: Signature,
    signing_round: SigningRound,
    brought: BroughtFile,
    archived_until: datetime | None,
    person: User,
    now: datetime,
) -> None:
    agreement = signing_round.agreement
    kept = keep_file(
        signing_round=signing_round,
        partnership=agreement.partnership,
        pdf=bytes(brought.content),
        archived_until=archived_until,
        now=now,
    )
    who = current.signer.name
    record_deed(
        agreement=agreement,
        at=now,
        actor=person,
        verb="signing.brought",
        subject=agreement,
        summary=f"De handtekening van {who} namens {current.organisation} is gezet met "
        f"een andere ondertekendienst, teruggebracht door {brought.brought_by.name} en "
        f"bevestigd door {person.name}. Het portaal controleerde de pdf.",
        edition=signing_round.edition,
        position=current.position,
        mandate=current.mandate_id,
        route=current.route,
        sha256=kept.sha256,
        content_sha256=signing_round.content_sha256,
        level=current.level,
    )
    signing_mail.tell_of_route(current, by=person)
    completing.go_on(agreement, signing_round, now=now)
    tasks.ask_for_what_is_missing(signing_round)


def _judge_file(asked: Asked, content: bytes, now: datetime) -> Added:
    try:
        trust = Trust(
            outside=tuple(documents.external_roots()),
            others=tuple(documents.trusted_roots()),
            revoked=tuple(documents.revocation_lists()),
            at=now,
        )
        question = ask_in_bytes(asked.place, trust)
        answer = limited.run(JOB, asked.base, content, question, limits=LIMITS)
        added = read_answer(answer)
    except (AuthorityUnavailable, limited.Stopped, KeyError, TypeError, ValueError):
        return Added(problem=NOT_NOW)
    if added.problem:
        return added
    return replace(added, problem=find_problem(added, roots=trust.outside, at=now))


def place_of(signature: Signature) -> Place:
    """Return where in the file a signature belongs, and from when on it can be set."""
    agreement = signature.round.agreement
    own = FIELD_OF[role_of(signature.organisation, agreement)]
    earlier = (one.placed_at for one in signature.round.signatures.all())
    return Place(
        field=own,
        label=f"Handtekening namens {signature.organisation}",
        taken=tuple(field for field in FIELD_OF.values() if field != own),
        since=max([signature.round.frozen_at, *filter(None, earlier)]),
    )


def _refuse(
    added: Added, content: bytes, signing_round: SigningRound, base: bytes
) -> None:
    has_moved = bytes(newest_file(signing_round).content) != base
    problem = EARLIER_FILE if has_moved else added.problem
    if problem == OTHER_FILE and _begins_with_earlier(content, signing_round):
        problem = EARLIER_FILE
    if problem:
        raise ValidationError({FILE: problem})


def _begins_with_earlier(content: bytes, signing_round: SigningRound) -> bool:
    newest = newest_file(signing_round)
    earlier = StoredDocument.objects.filter(
        partnership=signing_round.partnership_id, name=newest.name
    ).exclude(pk=newest.pk)
    return any(content.startswith(bytes(one.content)) for one in earlier.iterator())
