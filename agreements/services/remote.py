"""Signing with a key at a distance: asked outside a transaction, stored in a short one.

What the signer types is passed on in this very request and then forgotten: it is in no
row, no task and no log. Whatever fails, nothing is stored.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from agreements import policies_remote, tasks
from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.routes import find_rules
from agreements.services import placing
from agreements.services.placing import Place
from agreements.services.record import record_deed
from agreements.services.rounds import (
    TROUBLES,
    FileMoved,
    UnsoundFile,
    lock_signature,
    require_sound,
    trouble_of,
)
from agreements.services.signing import person_now, require_fresh
from vve_portal.access.scope import scope
from vve_portal.accounts.models import User
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.second_factor import SecondFactor
from vve_portal.documents import remote
from vve_portal.documents.remote_credentials import (
    UNSOUND,
    Activation,
    Offered,
    Person,
    RemoteCredential,
    RemoteRefusal,
)
from vve_portal.documents.signing import SignedFile
from vve_portal.ui.dates import local_day

MOVED: Final = (
    "Het document kreeg intussen een tijdstempel erbij. Er is niets getekend. Teken "
    "opnieuw, met nieuwe codes."
)


def find_offered(*, signature: Signature, now: datetime) -> list[Offered]:
    """Return the keys that the signing service has for the signer, fit or not.

    Asks the service, so call it outside any transaction. Raises RemoteRefusal.
    """
    with _one_sentence():
        return remote.find_offered(person=_person_of(signature.signer), at=now)


def send_code(
    *, signature: Signature, credential: RemoteCredential, now: datetime
) -> None:
    """Have the signing service send the signer the code that it asks for.

    Asks the service, so call it outside any transaction. Raises RemoteRefusal.
    """
    person = _person_of(signature.signer)
    with _one_sentence():
        remote.send_code(person=person, credential=credential, at=now)


def sign_remotely(
    *,
    signature: Signature,
    credential: RemoteCredential,
    activation: Activation,
    second_factor: SecondFactor,
    actor: User,
    now: datetime,
) -> Signature:
    """Sign with a key at the service, and keep the file; return the signature.

    It opens its own scopes: call it outside any transaction. Raises RemoteRefusal when
    the service, the key or the file won't do, and PermissionDenied as signing in the
    portal does; then nothing is kept.
    """
    with scope(scope_of(actor)):
        _, _, current, _ = _judge(signature, second_factor, actor, now)
        place = placing.place_of(current)
    with _one_sentence():
        signed = _ask(place, credential, activation, now)
        with scope(scope_of(actor)):
            return _store(place, credential, signed, second_factor, actor, now)


def _judge(
    signature: Signature, second_factor: SecondFactor, actor: User, now: datetime
) -> tuple[Agreement, SigningRound, Signature, User]:
    agreement, signing_round, current = lock_signature(signature.pk)
    person = person_now(actor=actor, now=now)
    rules = find_rules(signing_round.partnership_id)
    today = local_day(now)
    policies_remote.may_sign_remotely(person, current, today, rules).enforce()
    require_fresh(second_factor, person, now)
    return agreement, signing_round, current, person


def _ask(
    place: Place, credential: RemoteCredential, activation: Activation, now: datetime
) -> SignedFile:
    agreement = place.signature.round.agreement
    signed = remote.sign(
        place.pdf,
        field=place.field,
        person=_person_of(place.signature.signer, name=place.name),
        credential=credential,
        activation=activation,
        description=f"Overeenkomst {agreement.reference}, versie "
        f"{place.signature.round.edition}",
        at=now,
    )
    verdict = require_sound(signed.content, signatures=place.earlier + 1, now=now)
    return replace(signed, archived_until=verdict.archived_until)


def _store(
    place: Place,
    credential: RemoteCredential,
    signed: SignedFile,
    second_factor: SecondFactor,
    actor: User,
    now: datetime,
) -> Signature:
    agreement, signing_round, current, person = _judge(
        place.signature, second_factor, actor, now
    )
    if signing_round.document_id != place.document_pk:
        raise FileMoved
    current.signed_at, current.route = now, Signature.Route.REMOTE
    current.save(update_fields=["signed_at", "route"])
    record_deed(
        agreement=agreement,
        at=now,
        actor=person,
        verb="agreement.sign",
        subject=agreement,
        summary=f"{person.name} heeft getekend namens {person.organisation}, op grond "
        f"van {current.mandate}, bij een ondertekendienst op afstand met een "
        f"certificaat van {credential.issuer}, en met een code als tweede stap.",
        edition=signing_round.edition,
        position=current.position,
        mandate=current.mandate_id,
        content_sha256=signing_round.content_sha256,
        route=current.route,
    )
    placing.keep_signature(
        current,
        agreement=agreement,
        signing_round=signing_round,
        partnership=agreement.partnership,
        signed=signed,
        name=place.name,
        now=now,
    )
    if signed.lacks_timestamp:
        tasks.ask_for_what_is_missing(signing_round)
    return current


def _person_of(signer: User, *, name: str = "") -> Person:
    """Who the service knows by the e-mail address of the account, and nothing else."""
    return Person(signer.email, name or signer.name)


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn every failure into the sentence of what went wrong."""
    try:
        yield
    except UnsoundFile:
        raise RemoteRefusal(UNSOUND) from None
    except FileMoved:
        raise RemoteRefusal(MOVED) from None
    except tuple(TROUBLES) as error:
        raise RemoteRefusal(trouble_of(error)) from error
