"""Two clicks at once, and work that holds no lock: on PostgreSQL, with real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import Agreement, Signature, SigningRound
from agreements.services import placing
from tests.accounts.conftest import code_of
from tests.agreements.signing.scenes import (
    FIRST_AT,
    Scene,
    give_document,
    place_of,
    press_sign,
    set_scene,
)
from tests.factories import AgreementFactory, DeviceFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.audit.models import Entry
from vve_portal.documents import services as documents

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed")]


@pytest.fixture
def offered(
    committed: None,  # noqa: ARG001 - first of all
    partnership: Partnership,
    advisor: User,
    manager: User,
    alderman: User,
    authority_in_settings: None,  # noqa: ARG001 - signs
) -> tuple[Scene, SigningRound]:
    """An agreement that was offered, committed."""
    with scope(scope_of_job(partnership)):
        agreement = AgreementFactory.create(partnership=partnership, created_by=advisor)
        scene = set_scene(agreement, preparer=advisor, first=manager, second=alderman)
        signing_round = scene.prepare()
        give_document(signing_round)
    return scene, signing_round


def signed_in(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    device = TOTPDevice.objects.filter(user=user).first()
    device = device or DeviceFactory.create(user=user)
    client = Client()
    client.force_login(user, backend="vve_portal.accounts.backends.ActorBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment, each in a thread with a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def let_wait(scene: Scene, signing_round: SigningRound) -> Signature:
    """Let the first have signed, without a task that places it."""
    with scope(scope_of_job(scene.agreement.partnership)):
        signature = place_of(signing_round, 1)
        signature.status = Signature.Status.PLACING
        signature.signed_at = FIRST_AT
        signature.save(update_fields=["status", "signed_at"])
    return signature


def test_two_clicks_at_once_give_one_signature(
    offered: tuple[Scene, SigningRound],
) -> None:
    scene, signing_round = offered
    signer = scene.first.signer
    with scope(scope_of_job(scene.agreement.partnership)):
        signature = place_of(signing_round, 1)
    browsers = [signed_in(signer), signed_in(signer)]
    code = code_of(TOTPDevice.objects.get(user=signer))
    address = reverse("agreements:sign", args=[signature.pk])
    filled = {"has_read": "on", "is_authorised": "on", "code": code}

    answers = at_once(*[lambda b=b: b.post(address, filled) for b in browsers])

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [answer.headers["Location"] for answer in answers] == [address, address]
    with scope(scope_of_job(scene.agreement.partnership)):
        assert Entry.objects.filter(verb="agreement.sign").count() == 1
        assert Entry.objects.filter(verb="signing.placed").count() == 1
        placed = Signature.objects.get(pk=signature.pk)
    assert placed.status == Signature.Status.PLACED


def test_two_workers_at_once_place_one_signature(
    offered: tuple[Scene, SigningRound],
) -> None:
    scene, signing_round = offered
    partnership = scene.agreement.partnership
    signature = let_wait(scene, signing_round)

    def work() -> Signature | None:
        return placing.place_signature(
            signature_pk=signature.pk, partnership=partnership, now=FIRST_AT
        )

    results = at_once(work, work)

    assert sorted(result is None for result in results) == [False, True]
    with scope(scope_of_job(partnership)):
        assert Entry.objects.filter(verb="signing.placed").count() == 1


def test_stopping_and_signing_at_once_leave_one_outcome(
    offered: tuple[Scene, SigningRound],
) -> None:
    scene, signing_round = offered
    partnership = scene.agreement.partnership
    signer, preparer = signed_in(scene.first.signer), signed_in(scene.preparer)
    with scope(scope_of_job(partnership)):
        signature = place_of(signing_round, 1)
    code = code_of(TOTPDevice.objects.get(user=scene.first.signer))
    filled = {"has_read": "on", "is_authorised": "on", "code": code}
    sign = reverse("agreements:sign", args=[signature.pk])
    stop = reverse("agreements:recall", args=[scene.agreement.pk])

    at_once(
        lambda: signer.post(sign, filled),
        lambda: preparer.post(stop, {"reason": "Fout in de bijlage."}),
    )

    with scope(scope_of_job(partnership)):
        stopped = SigningRound.objects.get(pk=signing_round.pk)
        agreement = Agreement.objects.get(pk=scene.agreement.pk)
    assert stopped.voided_at is not None
    assert agreement.status == Agreement.Status.NEGOTIATING


def while_uncommitted(
    scene: Scene, first: Callable[[], Any], second: Callable[[], Any]
) -> Any:
    """Do the first without committing; commit once the second waits for it, or is done.

    Returns what the second returns, or raises what it raises.
    """

    def in_scope() -> Any:
        try:
            with scope(scope_of_job(scene.agreement.partnership)):
                return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with scope(scope_of_job(scene.agreement.partnership)):
            first()
            doing = pool.submit(in_scope)
            while not doing.done() and not somebody_waits():
                sleep(0.02)
        return doing.result()


def somebody_waits() -> bool:
    """Return whether a session waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_signing_waits_for_a_stop_that_is_under_way(
    offered: tuple[Scene, SigningRound],
) -> None:
    scene, signing_round = offered
    with scope(scope_of_job(scene.agreement.partnership)):
        signature = place_of(signing_round, 1)

    with pytest.raises(PermissionDenied, match="Deze ondertekening is gestopt"):
        while_uncommitted(
            scene,
            lambda: scene.stop(signing_round, at=FIRST_AT),
            lambda: press_sign(signature, scene.first.signer),
        )

    with scope(scope_of_job(scene.agreement.partnership)):
        assert Signature.objects.get(pk=signature.pk).signed_at is None


def test_storing_waits_for_a_stop_that_is_under_way(
    offered: tuple[Scene, SigningRound],
) -> None:
    scene, signing_round = offered
    partnership = scene.agreement.partnership
    signature = let_wait(scene, signing_round)
    with scope(scope_of_job(partnership)):
        place = placing._find_place(signature.pk)
    assert place is not None
    signed = placing._sign(place, FIRST_AT)

    stored = while_uncommitted(
        scene,
        lambda: scene.stop(signing_round, at=FIRST_AT),
        lambda: placing._store_signature(place, partnership, signed, FIRST_AT),
    )

    assert stored is None
    with scope(scope_of_job(partnership)):
        kept = SigningRound.objects.get(pk=signing_round.pk)
    assert kept.document_id == signing_round.document_id


def test_preparing_waits_for_another_who_is_preparing(
    offered: tuple[Scene, SigningRound],
) -> None:
    scene, signing_round = offered
    with scope(scope_of_job(scene.agreement.partnership)):
        scene.stop(signing_round, at=FIRST_AT)
        Agreement.objects.filter(pk=scene.agreement.pk).update(
            status=Agreement.Status.READY
        )

    with pytest.raises(PermissionDenied, match="klaar is gemeld"):
        while_uncommitted(scene, scene.prepare, scene.prepare)

    with scope(scope_of_job(scene.agreement.partnership)):
        assert SigningRound.objects.open().count() == 1


def test_no_transaction_is_open_while_signing_and_rendering(
    offered: tuple[Scene, SigningRound], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, signing_round = offered
    partnership = scene.agreement.partnership
    open_at: list[bool] = []
    load = documents.load_authority

    def watch(at: datetime) -> Any:
        open_at.append(connection.in_atomic_block)
        return load(at)

    monkeypatch.setattr(documents, "load_authority", watch)
    with scope(scope_of_job(partnership)):
        signature = press_sign(
            place_of(signing_round, 1), scene.first.signer, at=timezone.now()
        )

    placing.place_signature(
        signature_pk=signature.pk, partnership=partnership, now=timezone.now()
    )

    assert set(open_at) == {False}
