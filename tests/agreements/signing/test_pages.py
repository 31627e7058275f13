"""The pages of one signer, asked as each of the cast would."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoCaptureOnCommitCallbacks

from agreements.models import Agreement, Signature, SigningRound
from agreements.services import signing
from tests.accounts.conftest import code_of, errors_of, wrong_code_of
from tests.agreements.signing.scenes import (
    FIRST_AT,
    Scene,
    fresh,
    place_of,
    press_sign,
)
from vve_portal.accounts.models import RoleGrant, User
from vve_portal.audit.models import Entry

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


def page(name: str, pk: int) -> str:
    """Return the address of a page."""
    return reverse(f"agreements:{name}", args=[pk])


def answers(user: User, **changes: str) -> dict[str, str]:
    """Return what a signer fills in."""
    device = TOTPDevice.objects.get(user=user)
    filled = {"has_read": "on", "is_authorised": "on", "code": code_of(device)}
    return {**filled, **changes}


@pytest.mark.sqlite
def test_whole_way_from_offering_to_signed(
    scene: Scene,
    as_user: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    pk = scene.agreement.pk
    chosen = {
        f"signer_{scene.first.organisation_id}": scene.first.pk,
        f"signer_{scene.second.organisation_id}": scene.second.pk,
        "first": scene.first.organisation_id,
    }

    with django_capture_on_commit_callbacks(execute=True):
        offered = as_user(scene.preparer).post(page("signing", pk), chosen)
    signing_round = SigningRound.objects.get(agreement=pk)
    for position, mandate in enumerate(scene.mandates, start=1):
        place = place_of(signing_round, position)
        client = as_user(mandate.signer)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(page("sign", place.pk), answers(mandate.signer))
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            page("sign", place.pk),
        )

    scene.agreement.refresh_from_db()
    assert (offered.status_code, offered.headers["Location"]) == (
        302,
        page("signing", pk),
    )
    assert scene.agreement.status == Agreement.Status.SIGNED


def test_preparers_pages_never_hold_the_signers_link(
    scene: Scene, as_user: SignIn
) -> None:
    signing_round = scene.offer()
    client = as_user(scene.preparer)

    pages = [
        client.get(page(name, scene.agreement.pk)).content.decode()
        for name in ("signing", "evidence", "evidence-file")
    ]

    for signature in signing_round.signatures.all():
        link = page("sign", signature.pk)
        assert [link in text for text in pages] == [False] * 3


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("manager", 200),
        ("alderman", 403),
        ("advisor", 403),
        ("nurse", 403),
        ("stranger", 404),
        ("administrator", 404),
    ],
)
def test_only_the_signer_opens_the_page_to_sign(
    scene: Scene,
    who: str,
    status: int,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    signature = place_of(scene.offer(), 1)
    client = as_user(request.getfixturevalue(who))

    got = client.get(page("sign", signature.pk))
    posted = client.post(page("sign", signature.pk), {})
    refusing = client.get(page("refuse", signature.pk))

    assert [got.status_code, posted.status_code, refusing.status_code] == [status] * 3
    assert fresh(signature).status == Signature.Status.WAITING


def test_refusal_says_whose_signature_it_is(
    scene: Scene, alderman: User, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 1)

    answer = as_user(alderman).get(page("sign", signature.pk))

    assert "Deze handtekening is van Roos Testman" in answer.content.decode()


def test_forged_link_is_no_page(scene: Scene, as_user: SignIn) -> None:
    signature = place_of(scene.offer(), 2)

    answer = as_user(scene.first.signer).get(page("sign", signature.pk + 1000))

    assert answer.status_code == 404


def test_wrong_code_is_counted_and_signs_nothing(scene: Scene, as_user: SignIn) -> None:
    signature = place_of(scene.offer(), 1)
    signer = scene.first.signer
    client = as_user(signer)
    device = TOTPDevice.objects.get(user=signer)

    answer = client.post(
        page("sign", signature.pk), answers(signer, code=wrong_code_of(device))
    )

    device.refresh_from_db()
    assert answer.status_code == 200
    assert [error[:19] for error in errors_of(answer)] == ["De code klopt niet "]
    assert device.throttling_failure_count == 1
    assert Entry.objects.filter(verb="account.wrong_code").count() == 1
    assert fresh(signature).status == Signature.Status.WAITING


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("has_read", "Vink aan dat u de overeenkomst hebt gelezen."),
        ("is_authorised", "Vink aan dat u bevoegd bent om te tekenen."),
        ("code", "Vul de code uit uw inlog-app in."),
    ],
)
def test_every_declaration_and_the_code_are_needed(
    scene: Scene, as_user: SignIn, missing: str, sentence: str
) -> None:
    signature = place_of(scene.offer(), 1)
    signer = scene.first.signer
    client = as_user(signer)

    answer = client.post(page("sign", signature.pk), answers(signer, **{missing: ""}))

    assert errors_of(answer) == [sentence]
    assert fresh(signature).status == Signature.Status.WAITING


def test_second_click_shows_that_one_has_signed(scene: Scene, as_user: SignIn) -> None:
    signature = place_of(scene.offer(), 1)
    signer = scene.first.signer
    client = as_user(signer)
    filled = answers(signer)
    client.post(page("sign", signature.pk), filled)

    again = client.post(page("sign", signature.pk), filled, follow=True)

    assert (again.status_code, again.redirect_chain) == (
        200,
        [(page("sign", signature.pk), 302)],
    )
    assert "U hebt al getekend" in again.content.decode()
    assert Entry.objects.filter(verb="agreement.sign").count() == 1


def test_role_that_ended_meanwhile_is_refused_with_the_reason(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 1)
    signer = scene.first.signer
    client = as_user(signer)
    filled = answers(signer)
    grants = RoleGrant.objects.filter(user=signer)
    # Still somebody with a role, so the session goes on.
    grants.update(role="vve_coordinator")

    answer = client.post(page("sign", signature.pk), filled)

    assert answer.status_code == 403
    assert "geen rol meer waarmee u mag tekenen" in answer.content.decode()
    assert fresh(signature).status == Signature.Status.WAITING


def test_signer_before_his_turn_reads_who_is_first(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 2)
    client = as_user(scene.second.signer)

    got = client.get(page("sign", signature.pk))
    posted = client.post(page("sign", signature.pk), answers(scene.second.signer))

    assert "Eerst tekent Roos Testman" in got.content.decode()
    assert (got.status_code, posted.status_code) == (200, 403)


def test_code_is_not_even_judged_before_ones_turn(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 2)
    signer = scene.second.signer
    client = as_user(signer)
    device = TOTPDevice.objects.get(user=signer)

    answer = client.post(
        page("sign", signature.pk), answers(signer, code=wrong_code_of(device))
    )

    device.refresh_from_db()
    assert (answer.status_code, device.throttling_failure_count) == (403, 0)


def test_stopped_signing_is_said_to_the_signer(scene: Scene, as_user: SignIn) -> None:
    signing_round = scene.offer()
    signature = place_of(signing_round, 1)
    scene.stop(signing_round, at=FIRST_AT)

    answer = as_user(scene.first.signer).get(page("sign", signature.pk))

    assert "Deze ondertekening is gestopt." in answer.content.decode()


def test_refusing_asks_for_a_reason(scene: Scene, as_user: SignIn) -> None:
    signature = place_of(scene.offer(), 1)
    client = as_user(scene.first.signer)

    without = client.post(page("refuse", signature.pk), {"reason": " "})
    with_reason = client.post(page("refuse", signature.pk), {"reason": "Te duur."})

    assert errors_of(without) == [signing.WHY_REFUSE]
    assert with_reason.headers["Location"] == page("signing", scene.agreement.pk)
    assert fresh(signature).refusal_reason == "Te duur."


def test_page_to_refuse_names_the_party_one_would_sign_for(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 1)

    answer = as_user(scene.first.signer).get(page("refuse", signature.pk))

    expected = (
        f"U tekent {scene.agreement.title} dan niet namens {signature.organisation}."
    )
    assert expected in answer.content.decode()


def test_page_to_sign_shows_what_is_signed(scene: Scene, as_user: SignIn) -> None:
    signing_round = scene.offer()
    signature = place_of(signing_round, 1)

    text = as_user(scene.first.signer).get(page("sign", signature.pk)).content.decode()

    sha256 = signing_round.content_sha256
    groups = " ".join(sha256[at : at + 4] for at in range(0, 64, 4))
    for words in (
        "Samenwerkingsovereenkomst VVE 2027, versie 1",
        "1 januari tot en met 31 december 2027",
        "7 afspraken in zeven gebieden, allemaal overeengekomen",
        "Alle vier onderwerpen hebben een afspraak",
        "Statuten, Volmacht",
        groups,
    ):
        assert words in text


def test_today_asks_the_signer_whose_turn_it_is(scene: Scene, as_user: SignIn) -> None:
    signing_round = scene.offer()

    first = as_user(scene.first.signer).get("/").content.decode()
    second = as_user(scene.second.signer).get("/").content.decode()
    preparer = as_user(scene.preparer).get("/").content.decode()

    link = page("sign", place_of(signing_round, 1).pk)
    assert [link in text for text in (first, second, preparer)] == [True, False, False]
    assert "Onderteken de overeenkomst" not in second


def test_pressing_sign_twice_needs_no_second_code(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 1)
    press_sign(signature, scene.first.signer)

    answer = as_user(scene.first.signer).post(page("sign", signature.pk), {})

    assert answer.headers["Location"] == page("sign", signature.pk)
