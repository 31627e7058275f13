"""A signature of another service: its file is brought back, judged, and confirmed.

The file must be exactly ours with one signature more, so the frozen text is in it. It
is read in a process with limits. A person then confirms whose name the certificate has.
"""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements import policies_routes, tasks
from agreements.documents.agreement import FIELD_OF
from agreements.models import BroughtFile, Signature, SigningRound
from agreements.queries.frozen import role_of
from agreements.queries.routes import find_brought, find_rules
from agreements.services import completing, signing_mail
from agreements.services.ink import require_mandate_on
from agreements.services.record import record_deed
from agreements.services.rounds import keep_file, lock_signature, newest_file
from agreements.services.signing import person_now, require_fresh
from vve_portal.accounts.models import User
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.documents import limited
from vve_portal.documents import services as documents
from vve_portal.documents.adding import (
    NOT_NOW,
    OTHER_FILE,
    Added,
    Place,
    Trust,
    ask_in_bytes,
    read_answer,
)
from vve_portal.documents.models import StoredDocument
from vve_portal.ui.dates import local_day

JOB: Final = "vve_portal.documents.adding.judge_in_limits"
# Only people of the two parties come here, and their file is a whole agreement.
LIMITS: Final = limited.Limits(seconds=30)
Level = Signature.Level
FILE: Final = "file"
NOTHING_BROUGHT: Final = (
    "Er ligt geen teruggebracht bestand klaar. Kies eerst het ondertekende bestand."
)
EARLIER_FILE: Final = (
    "Dit is een eerdere pdf van deze overeenkomst, waarin de laatste handtekening of "
    "het laatste tijdstempel nog ontbreekt. Haal de pdf hier opnieuw op en laat die "
    "ondertekenen."
)


@transaction.atomic
def bring_file(
    *, signature: Signature, content: bytes, actor: User, now: datetime
) -> BroughtFile:
    """Judge a file that another service signed, and keep it until it is confirmed.

    Raises PermissionDenied when the actor may not, and ValidationError with what to
    ask of the service when the file can't be used.
    """
    base = bytes(newest_file(signature.round).content)
    added = _judge(signature, base, content, now)
    _, signing_round, current = lock_signature(signature.pk)
    rules = find_rules(current.partnership_id)
    policies_routes.may_bring(actor, current, local_day(now), rules).enforce()
    _refuse(added, content, signing_round, base)
    signed_at = added.signed_at or now
    require_mandate_on(current, local_day(signed_at), field=FILE)
    BroughtFile.objects.filter(signature=current).delete()
    level = Level.TIMESTAMPED if added.has_timestamp else Level.BASIC
    return BroughtFile.objects.create(
        partnership_id=current.partnership_id,
        signature=current,
        content=content,
        certificate=added.certificate_pem,
        level=level,
        signed_at=signed_at,
        brought_by=actor,
        brought_at=now,
    )


@transaction.atomic
def put_back(*, signature: Signature, actor: User) -> None:
    """Forget a file that was brought back; nothing was signed yet.

    Raises PermissionDenied for anybody who may not handle this signature.
    """
    _, _, current = lock_signature(signature.pk)
    policies_routes.may_open_route(actor, current).enforce()
    BroughtFile.objects.filter(signature=current).delete()


@transaction.atomic
def confirm_file(
    *,
    signature: Signature,
    second_factor: SecondFactor,
    actor: User,
    now: datetime,
) -> Signature:
    """Take the brought file over as the newest of the round: it is signed.

    Raises PermissionDenied when the actor may not or the code is not fresh, and
    ValidationError when there is no such file or it no longer fits.
    """
    agreement, signing_round, current = lock_signature(signature.pk)
    rules = find_rules(current.partnership_id)
    person = person_now(actor=actor, now=now)
    policies_routes.may_bring(person, current, local_day(now), rules).enforce()
    require_fresh(second_factor, person, now)
    brought = find_brought(current)
    if brought is None:
        raise ValidationError(NOTHING_BROUGHT)
    content = bytes(brought.content)
    if not content.startswith(bytes(newest_file(signing_round).content)):
        raise ValidationError(EARLIER_FILE)

    _take_over(current, brought, now)
    kept = keep_file(
        signing_round=signing_round,
        partnership=agreement.partnership,
        pdf=content,
        now=now,
    )
    who = current.signer.name
    record_deed(
        agreement=agreement,
        at=now,
        actor=actor,
        verb="signing.brought",
        subject=agreement,
        summary=f"De handtekening van {who} namens {current.organisation} is gezet met "
        f"een andere ondertekendienst en teruggebracht door {actor.name}. "
        "Het portaal controleerde de pdf.",
        edition=signing_round.edition,
        position=current.position,
        mandate=current.mandate_id,
        route=current.route,
        sha256=kept.sha256,
        content_sha256=signing_round.content_sha256,
        level=current.level,
    )
    signing_mail.tell_of_route(current, by=actor)
    completing.go_on(agreement, signing_round, now=now)
    tasks.ask_for_what_is_missing(signing_round)
    return current


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


def _judge(signature: Signature, base: bytes, content: bytes, now: datetime) -> Added:
    trust = Trust(
        outside=tuple(documents.external_roots()),
        others=tuple(documents.trusted_roots()),
        revoked=tuple(documents.revocation_lists()),
        at=now,
    )
    question = ask_in_bytes(place_of(signature), trust)
    try:
        answer = limited.run(JOB, base, content, question, limits=LIMITS)
        return read_answer(answer)
    except (limited.Stopped, KeyError, TypeError, ValueError):
        return Added(problem=NOT_NOW)


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
