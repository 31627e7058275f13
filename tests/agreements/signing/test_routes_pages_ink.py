"""Handing in a scan on the page, and opening it again."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import Signature, SigningRound
from tests.accounts.conftest import errors_of, wrong_code_of
from tests.agreements.signing.route_pages import (
    SignIn,
    filled_in,
    page,
    text_of,
)
from tests.agreements.signing.scenes import FIRST_AT, Scene, fresh, place_of
from tests.scans import picture
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.documents import scanning


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


@pytest.mark.sqlite
def test_whole_way_of_a_scan(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    client = as_user(signer)

    answer = client.post(page("ink", signature.pk), filled_in(signer))

    assert answer.headers["Location"] == page("signing", scene.agreement.pk)
    assert fresh(signature).route == Signature.Route.INK
    scan = client.get(page("scan", signature.pk))
    assert scan.content == picture()
    assert scan.headers["Content-Type"] == "image/png"
    assert scan.headers["Content-Disposition"].startswith("attachment; ")
    assert scan.headers["X-Content-Type-Options"] == "nosniff"
    name = f"{scene.agreement.reference}-versie-1-handtekening-1-scan.png"
    assert Entry.objects.filter(verb="agreement.export", details__name=name).exists()
    evidence = text_of(client, "evidence", scene.agreement.pk)
    assert page("scan", signature.pk) in evidence
    assert "Op papier; het portaal bewaart de scan" in evidence
    state = text_of(client, "signing", scene.agreement.pk)
    assert "Een handtekening op papier staat daar niet in." in state


def test_code_is_still_fresh_when_judging_the_scan_took_a_while(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    client = as_user(signer)

    with time_machine.travel(FIRST_AT, tick=True):
        answer = client.post(page("ink", signature.pk), filled_in(signer))

    assert answer.status_code == 302
    assert fresh(signature).route == Signature.Route.INK


def test_scan_is_not_for_whoever_only_reads(
    scene: Scene, open_ways: SigningRound, nurse: User, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    as_user(signer).post(page("ink", signature.pk), filled_in(signer))
    client = as_user(nurse)

    assert client.get(page("scan", signature.pk)).status_code == 403
    assert page("scan", signature.pk) not in text_of(
        client, "evidence", scene.agreement.pk
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_this_text": ""}, "Vink aan dat de scan van precies deze tekst is."),
        ({"is_signer": ""}, "Vink aan dat Roos Testman zelf heeft getekend."),
        ({"place": ""}, "Vul “In welke plaats?” in."),
        ({"code": ""}, "Vul de code uit uw inlog-app in."),
        (
            {"file": SimpleUploadedFile("scan.png", b"GIF89a")},
            scanning.NOT_KNOWN,
        ),
        (
            {"signed_on_day": "19"},
            (
                "Op deze dag kon nog niet worden getekend. Vul een dag in vanaf "
                "20 november 2026."
            ),
        ),
    ],
)
def test_what_is_missing_is_said_and_the_code_stays_good(
    scene: Scene,
    open_ways: SigningRound,
    as_user: SignIn,
    changes: dict[str, Any],
    sentence: str,
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    client = as_user(signer)

    refused = client.post(page("ink", signature.pk), filled_in(signer, **changes))
    taken = client.post(page("ink", signature.pk), filled_in(signer))

    assert errors_of(refused) == [sentence]
    assert taken.status_code == 302


def test_wrong_code_is_counted_and_hands_in_nothing(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    client = as_user(signer)
    device = TOTPDevice.objects.get(user=signer)

    answer = client.post(
        page("ink", signature.pk), filled_in(signer, code=wrong_code_of(device))
    )

    device.refresh_from_db()
    assert [error[:19] for error in errors_of(answer)] == ["De code klopt niet "]
    assert device.throttling_failure_count == 1
    assert fresh(signature).status == Signature.Status.WAITING
