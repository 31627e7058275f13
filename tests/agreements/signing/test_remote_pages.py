"""The page on which somebody signs at a signing service, asked as the cast would."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from agreements.models import Signature, SigningRound, SigningRules
from tests.accounts.conftest import code_of, told, wrong_code_of
from tests.agreements.signing.scenes import FIRST_AT, Scene, fresh, place_of
from tests.documents.csc_server import OTP, PIN, Service, always
from vve_portal.accounts.models import User
from vve_portal.documents import remote_credentials as words

SignIn = Callable[[User], Client]
ONLINE: Final = {"OTP": {"presence": "true", "type": "online"}}
CODE_AGAIN: Final = (
    "Vul ook een nieuwe code uit uw inlog-app in; de vorige is gebruikt."
)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


@pytest.fixture
def signing_round(
    scene: Scene,
    remote_allowed: SigningRules,  # noqa: ARG001 - are in force
    signing_service: Service,  # noqa: ARG001 - is connected
) -> SigningRound:
    """A round that is offered, with the service connected."""
    return scene.offer()


@pytest.fixture
def key(scene: Scene, signing_service: Service) -> str:
    """The key of the first signer at the service."""
    manager = scene.first.signer
    return signing_service.keep(manager.email, manager.name)


def page(signature: Signature, name: str = "sign-remote") -> str:
    """Return the address of a page."""
    return reverse(f"agreements:{name}", args=[signature.pk])


def answers(user: User, key: str, **changes: str) -> dict[str, str]:
    """Return what a signer fills in."""
    filled = {
        "credential": key,
        "pin": PIN,
        "otp": OTP,
        "has_read": "on",
        "is_authorised": "on",
        "code": code_of(TOTPDevice.objects.get(user=user)),
    }
    return {**filled, **changes}


def errors_of(response: Any) -> dict[str, list[str]]:
    """Return the errors of the form on a page, by field."""
    return {
        name: list(found) for name, found in response.context["form"].errors.items()
    }


def test_signer_signs_from_the_link_on_the_page_to_sign(
    scene: Scene, signing_round: SigningRound, key: str, as_user: SignIn
) -> None:
    signature = place_of(signing_round, 1)
    manager = scene.first.signer
    client = as_user(manager)

    start = client.get(page(signature, "sign"))
    shown = client.get(page(signature))
    answer = client.post(page(signature), answers(manager, key))
    again = client.get(page(signature))

    assert f'href="{page(signature)}"' in start.content.decode()
    assert shown.status_code == 200
    assert "Van Vertrouw B.V. voor personen, geldig tot" in shown.content.decode()
    assert [one.status_code for one in (answer, again)] == [302, 302]
    assert answer.headers["Location"] == page(signature, "sign")
    placed = fresh(signature)
    assert (placed.status, placed.route) == ("placed", "remote")


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
def test_only_the_signer_opens_the_page(
    signing_round: SigningRound,
    key: str,
    who: str,
    status: int,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    signature = place_of(signing_round, 1)
    client = as_user(request.getfixturevalue(who))

    got = client.get(page(signature))
    posted = client.post(page(signature), {"credential": key})
    sending = client.post(page(signature, "sign-remote-code"), {"credential": key})

    assert [got.status_code, posted.status_code] == [status] * 2
    assert sending.status_code == (302 if status == 200 else status)
    assert fresh(signature).status == "waiting"


def test_house_rules_without_this_way_close_the_page_and_its_link(
    scene: Scene,
    signing_round: SigningRound,
    remote_allowed: SigningRules,
    signing_service: Service,
    as_user: SignIn,
) -> None:
    remote_allowed.delete()
    signature = place_of(signing_round, 1)
    client = as_user(scene.first.signer)

    start, answer = client.get(page(signature, "sign")), client.get(page(signature))

    assert f'href="{page(signature)}"' not in start.content.decode()
    assert answer.status_code == 403
    assert "huisregels" in answer.content.decode()
    assert signing_service.asked == []


def test_portal_without_a_service_offers_no_link(
    scene: Scene,
    signing_round: SigningRound,
    settings: Settings,
    as_user: SignIn,
) -> None:
    settings.REMOTE_SIGNING_URL = ""
    signature = place_of(signing_round, 1)
    client = as_user(scene.first.signer)

    start, answer = client.get(page(signature, "sign")), client.get(page(signature))

    assert f'href="{page(signature)}"' not in start.content.decode()
    assert words.NOT_SET_UP in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"pin": "0000"}, "pin", words.WRONG_PIN),
        ({"otp": "0000"}, "otp", words.WRONG_OTP),
    ],
)
def test_what_the_service_refuses_stands_at_its_field_and_asks_a_new_code(
    scene: Scene,
    signing_round: SigningRound,
    key: str,
    as_user: SignIn,
    changes: dict[str, str],
    field: str,
    why: str,
) -> None:
    signature, manager = place_of(signing_round, 1), scene.first.signer

    answer = as_user(manager).post(page(signature), answers(manager, key, **changes))

    assert errors_of(answer) == {field: [why], "code": [CODE_AGAIN]}
    assert fresh(signature).status == "waiting"


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"pin": ""}, "pin", words.PIN_NEEDED),
        ({"otp": ""}, "otp", words.OTP_NEEDED),
        (
            {"credential": "sleutel-van-een-ander"},
            "credential",
            "Dit certificaat is er niet meer. Kies opnieuw.",
        ),
        ({"has_read": ""}, "has_read", "Vink aan dat u de overeenkomst hebt gelezen."),
    ],
)
def test_what_is_missing_is_said_before_any_code_is_used(
    scene: Scene,
    signing_round: SigningRound,
    signing_service: Service,
    key: str,
    as_user: SignIn,
    changes: dict[str, str],
    field: str,
    why: str,
) -> None:
    signature, manager = place_of(signing_round, 1), scene.first.signer
    client = as_user(manager)
    filled = answers(manager, key, **changes)

    answer = client.post(page(signature), filled)

    assert errors_of(answer) == {field: [why]}
    assert [name for name, _ in signing_service.asked] == [
        "credentials/list",
        "credentials/info",
    ]
    # The same code of the portal still counts.
    assert client.post(page(signature), answers(manager, key)).status_code == 302


def test_wrong_code_of_the_portal_asks_the_service_nothing(
    scene: Scene,
    signing_round: SigningRound,
    signing_service: Service,
    key: str,
    as_user: SignIn,
) -> None:
    signature, manager = place_of(signing_round, 1), scene.first.signer
    client = as_user(manager)
    device = TOTPDevice.objects.get(user=manager)
    filled = answers(manager, key, code=wrong_code_of(device))

    answer = client.post(page(signature), filled)

    assert list(errors_of(answer)) == ["code"]
    assert "credentials/authorize" not in dict(signing_service.asked)
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


def test_page_shows_nothing_again_of_what_was_typed(
    scene: Scene, signing_round: SigningRound, key: str, as_user: SignIn
) -> None:
    signature, manager = place_of(signing_round, 1), scene.first.signer
    client = as_user(manager)
    filled = answers(manager, key, has_read="")

    text = client.post(page(signature), filled).content.decode()

    typed = (PIN, OTP, filled["code"])
    assert [secret for secret in typed if f'value="{secret}"' in text] == []


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (401, {}, words.NOT_LET_IN),
        (500, {}, words.UNREACHABLE),
        (200, b"onzin", words.NONSENSE),
    ],
)
def test_service_that_fails_is_one_sentence_and_a_way_back(
    scene: Scene,
    signing_round: SigningRound,
    signing_service: Service,
    as_user: SignIn,
    status: int,
    answer: Any,
    why: str,
) -> None:
    signature = place_of(signing_round, 1)
    signing_service.faults["credentials/list"] = always(status, answer)

    shown = as_user(scene.first.signer).get(page(signature))

    text = shown.content.decode()
    assert (shown.status_code, why in text) == (200, True)
    assert f'href="{page(signature, "sign")}"' in text
    assert "<form" not in text.split("<main", 1)[1].split("</main", 1)[0]


def test_certificate_that_will_not_do_is_listed_with_its_reason(
    scene: Scene,
    signing_round: SigningRound,
    signing_service: Service,
    key: str,
    as_user: SignIn,
) -> None:
    manager = scene.first.signer
    other = signing_service.keep(manager.email, "Mees Fictief")

    text = as_user(manager).get(page(place_of(signing_round, 1))).content.decode()

    why = "Dit certificaat staat op naam van Mees Fictief, niet op uw naam."
    assert why in text
    assert [f'value="{one}"' in text for one in (key, other)] == [True, False]


def test_signer_without_a_certificate_reads_what_to_do(
    scene: Scene, signing_round: SigningRound, as_user: SignIn
) -> None:
    client = as_user(scene.first.signer)

    text = client.get(page(place_of(signing_round, 1))).content.decode()

    assert "heeft onder uw e-mailadres geen certificaat" in text


def test_service_sends_its_code_when_the_signer_asks(
    scene: Scene, signing_round: SigningRound, signing_service: Service, as_user: SignIn
) -> None:
    manager = scene.first.signer
    key = signing_service.keep(manager.email, manager.name, says=ONLINE)
    signature = place_of(signing_round, 1)
    client = as_user(manager)

    shown = client.get(page(signature)).content.decode()
    sending = client.post(page(signature, "sign-remote-code"), {"credential": key})
    after = client.get(sending.headers["Location"]).content.decode()

    assert page(signature, "sign-remote-code") in shown
    assert "De ondertekendienst heeft een code gestuurd." in after
    assert signing_service.sent == [key]


def test_code_for_a_certificate_of_another_is_not_sent(
    scene: Scene, signing_round: SigningRound, signing_service: Service, as_user: SignIn
) -> None:
    alderman = scene.second.signer
    theirs = signing_service.keep(alderman.email, alderman.name, says=ONLINE)
    signature = place_of(signing_round, 1)

    sending = as_user(scene.first.signer).post(
        page(signature, "sign-remote-code"), {"credential": theirs}, follow=True
    )

    assert told(sending) == [words.NO_SUCH_CREDENTIAL]
    assert signing_service.sent == []


def test_code_is_no_page_to_look_at(
    scene: Scene, signing_round: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(signing_round, 1)

    answer = as_user(scene.first.signer).get(page(signature, "sign-remote-code"))

    assert answer.status_code == 405
