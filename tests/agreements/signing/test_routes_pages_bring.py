"""Bringing a file back on the pages, from upload to the name that is confirmed."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import BroughtFile, Signature, SigningRound
from agreements.services import bringing
from tests.accounts.conftest import code_of, errors_of
from tests.agreements.signing.route_pages import (
    SignIn,
    page,
    signed_file,
    text_of,
)
from tests.agreements.signing.scenes import FIRST_AT, Scene, fresh, place_of
from tests.elsewhere import Outsider
from vve_portal.audit.models import Entry


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


def file_on(signature: Signature) -> str:
    """Return which file waits to be confirmed, as its page says."""
    brought = BroughtFile.objects.get(signature=signature)
    return sha256(brought.content).hexdigest()


@pytest.mark.sqlite
def test_whole_way_of_a_file_that_was_signed_elsewhere(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    client = as_user(signer)

    brought = client.post(
        page("bring", signature.pk), {"file": signed_file(open_ways, outsider)}
    )
    shown = text_of(client, "bring-confirm", signature.pk)
    device = TOTPDevice.objects.get(user=signer)
    confirmed = client.post(
        page("bring-confirm", signature.pk),
        {"is_signer": "on", "code": code_of(device), "shown": file_on(signature)},
    )

    assert brought.headers["Location"] == page("bring-confirm", signature.pk)
    for words in ("Roos Testman", "R. Testman", "Vertrouwensdienst Verzonnen"):
        assert words in shown
    assert confirmed.headers["Location"] == page("signing", scene.agreement.pk)
    assert fresh(signature).route == Signature.Route.EXTERNAL
    state = text_of(client, "signing", scene.agreement.pk)
    assert "met een andere dienst getekend op" in state
    evidence = text_of(client, "evidence", scene.agreement.pk)
    assert (
        "Met een andere ondertekendienst; het portaal controleerde de pdf" in evidence
    )
    assert "R. Testman" in evidence


def test_second_click_on_confirm_shows_that_it_is_done(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    signer = scene.first.signer
    client = as_user(signer)
    client.post(page("bring", signature.pk), {"file": signed_file(open_ways, outsider)})
    device = TOTPDevice.objects.get(user=signer)
    filled = {
        "is_signer": "on",
        "code": code_of(device),
        "shown": file_on(signature),
    }
    client.post(page("bring-confirm", signature.pk), filled)

    again = client.post(page("bring-confirm", signature.pk), filled)

    assert again.headers["Location"] == page("signing", scene.agreement.pk)
    assert Entry.objects.filter(verb="signing.brought").count() == 1


def test_another_file_than_was_shown_is_shown_first(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    client = as_user(scene.first.signer)
    client.post(page("bring", signature.pk), {"file": signed_file(open_ways, outsider)})
    device = TOTPDevice.objects.get(user=scene.first.signer)
    filled = {"is_signer": "on", "code": code_of(device), "shown": "0" * 64}

    answer = client.post(page("bring-confirm", signature.pk), filled)

    assert answer.headers["Location"] == page("bring-confirm", signature.pk)
    shown = text_of(client, "bring-confirm", signature.pk)
    assert bringing.ANOTHER_BROUGHT in shown
    assert fresh(signature).status == Signature.Status.WAITING


def test_bad_file_gives_a_sentence_at_its_field(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    client = as_user(scene.first.signer)

    answer = client.post(
        page("bring", signature.pk), {"file": SimpleUploadedFile("x.pdf", b"geen pdf")}
    )

    assert errors_of(answer) == [
        "Dit is geen pdf. Kies het bestand dat u van de ondertekendienst terugkreeg."
    ]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (
            "is_signer",
            (
                "Vink aan dat het certificaat van Roos Testman is. Is dat niet zo? Leg "
                "het bestand dan terug."
            ),
        ),
        ("code", "Vul de code uit uw inlog-app in."),
    ],
)
def test_name_and_code_are_needed_to_confirm(
    scene: Scene,
    open_ways: SigningRound,
    outsider: Outsider,
    as_user: SignIn,
    missing: str,
    sentence: str,
) -> None:
    signature = place_of(open_ways, 1)
    client = as_user(scene.first.signer)
    client.post(page("bring", signature.pk), {"file": signed_file(open_ways, outsider)})
    device = TOTPDevice.objects.get(user=scene.first.signer)
    filled = {
        "is_signer": "on",
        "code": code_of(device),
        "shown": file_on(signature),
        missing: "",
    }

    answer = client.post(page("bring-confirm", signature.pk), filled)

    assert errors_of(answer) == [sentence]
    assert fresh(signature).status == Signature.Status.WAITING


def test_file_can_be_put_back(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    client = as_user(scene.first.signer)
    client.post(page("bring", signature.pk), {"file": signed_file(open_ways, outsider)})

    answer = client.post(page("bring-put-back", signature.pk))

    assert answer.headers["Location"] == page("bring", signature.pk)
    assert BroughtFile.objects.count() == 0


def test_file_that_waits_is_a_task_of_who_can_confirm_it(
    scene: Scene, open_ways: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(open_ways, 1)
    bringing.bring_file(
        signature=signature,
        content=signed_file(open_ways, outsider).read(),
        actor=scene.first.signer,
        now=FIRST_AT,
    )

    pages = [
        as_user(actor).get("/").content.decode()
        for actor in (scene.first.signer, scene.preparer, scene.second.signer)
    ]

    link = page("bring-confirm", signature.pk)
    assert [link in text for text in pages] == [True, False, False]


def test_state_does_not_blame_the_timestamps_for_what_came_without(
    scene: Scene, open_ways: SigningRound, as_user: SignIn
) -> None:
    scene.pretend_first(open_ways)
    Signature.objects.filter(round=open_ways, position=1).update(
        level="B-B", route=Signature.Route.EXTERNAL
    )

    text = text_of(as_user(scene.preparer), "signing", scene.agreement.pk)

    assert "Over de pdf met de teruggebrachte handtekening komt nog een" in text
    assert "niet bereikbaar" not in text
