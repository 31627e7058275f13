"""The pages of the other ways to a signature, asked as each of the cast would."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoAssertNumQueries, Settings

from agreements.models import BroughtFile, Signature, SigningRound, SigningRules
from agreements.services import bringing
from tests.accounts.conftest import code_of, errors_of, wrong_code_of
from tests.agreements.signing.scenes import (
    FIRST_AT,
    PREPARED_AT,
    Scene,
    fresh,
    place_of,
)
from tests.elsewhere import Outsider, make_outsider, sign_elsewhere
from tests.scans import picture
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.documents import scanning

SignIn = Callable[[User], Client]
PEOPLE: Final = (
    "advisor",
    "contract_manager",
    "alderman",
    "clerk",
    "administrator",
    "manager",
    "coordinator",
    "nurse",
    "preschool_contact",
    "stranger",
)
# The first signature is the manager's, of the provider.
OF_MANAGER: Final = (403, 403, 403, 404, 404, 200, 403, 403, 404, 404)
WITHOUT_FILE: Final = (403, 403, 403, 404, 404, 302, 403, 403, 404, 404)
SCAN: Final = (404, 404, 404, 404, 404, 404, 403, 403, 404, 404)
RULES: Final = (200, 200, 200, 403, 403, 200, 200, 200, 404, 404)
ACCESS: Final = {
    "bring": ("get", OF_MANAGER),
    "bring-confirm": ("get", WITHOUT_FILE),
    "bring-put-back": ("post", WITHOUT_FILE),
    "ink": ("get", OF_MANAGER),
    "scan": ("get", SCAN),
    "signing-rules": ("get", RULES),
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_AT, tick=False):
        yield


@pytest.fixture(scope="module")
def outsider() -> Outsider:
    """The authority that the parties agreed on."""
    return make_outsider()


@pytest.fixture
def offered(
    scene: Scene, outsider: Outsider, settings: Settings, tmp_path: Path
) -> SigningRound:
    """A round in which the house rules allow paper and another service."""
    settings.EXTERNAL_ROOTS_FILE = tmp_path / "external-roots.pem"
    settings.EXTERNAL_ROOTS_FILE.write_bytes(outsider.pem)
    SigningRules.objects.create(
        partnership=scene.agreement.partnership,
        allows_external=True,
        allows_ink=True,
        changed_by=scene.preparer,
        changed_at=PREPARED_AT,
    )
    return scene.offer()


def page(name: str, pk: int) -> str:
    """Return the address of a page."""
    return reverse(f"agreements:{name}", args=[pk])


def text_of(client: Client, name: str, pk: int) -> str:
    """Return what a page shows."""
    return client.get(page(name, pk)).content.decode()


def signed_file(signing_round: SigningRound, outsider: Outsider) -> SimpleUploadedFile:
    """Return the file as it comes back from the other service."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    content = sign_elsewhere(
        bytes(found.document.content), outsider.issue(), at=FIRST_AT, field="Sig_JGZ"
    )
    return SimpleUploadedFile("getekend.pdf", content, content_type="application/pdf")


def filled_in(user: User, **changes: Any) -> dict[str, Any]:
    """Return what somebody fills in to hand in a scan."""
    device = TOTPDevice.objects.get(user=user)
    scan = SimpleUploadedFile("scan.png", picture(), content_type="image/png")
    filled = {
        "file": scan,
        "signed_on_day": "20",
        "signed_on_month": "11",
        "signed_on_year": "2026",
        "place": "Verzonnen",
        "is_this_text": "on",
        "is_signer": "on",
        "code": code_of(device),
    }
    return {**filled, **changes}


@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_answers_whom_it_should(
    scene: Scene,
    offered: SigningRound,
    who: str,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    signature = place_of(offered, 1)
    client = as_user(request.getfixturevalue(who))
    subjects = {"signing-rules": scene.agreement.partnership_id}

    answers = {
        name: getattr(client, method)(
            page(name, subjects.get(name, signature.pk))
        ).status_code
        for name, (method, _) in ACCESS.items()
    }

    column = PEOPLE.index(who)
    assert answers == {name: row[column] for name, (_, row) in ACCESS.items()}


@pytest.mark.sqlite
def test_whole_way_of_a_file_that_was_signed_elsewhere(
    scene: Scene, offered: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
    signer = scene.first.signer
    client = as_user(signer)

    brought = client.post(
        page("bring", signature.pk), {"file": signed_file(offered, outsider)}
    )
    shown = text_of(client, "bring-confirm", signature.pk)
    device = TOTPDevice.objects.get(user=signer)
    confirmed = client.post(
        page("bring-confirm", signature.pk),
        {"is_signer": "on", "code": code_of(device)},
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
    scene: Scene, offered: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
    signer = scene.first.signer
    client = as_user(signer)
    client.post(page("bring", signature.pk), {"file": signed_file(offered, outsider)})
    device = TOTPDevice.objects.get(user=signer)
    filled = {"is_signer": "on", "code": code_of(device)}
    client.post(page("bring-confirm", signature.pk), filled)

    again = client.post(page("bring-confirm", signature.pk), filled)

    assert again.headers["Location"] == page("signing", scene.agreement.pk)
    assert Entry.objects.filter(verb="signing.brought").count() == 1


def test_bad_file_gives_a_sentence_at_its_field(
    scene: Scene, offered: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
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
    offered: SigningRound,
    outsider: Outsider,
    as_user: SignIn,
    missing: str,
    sentence: str,
) -> None:
    signature = place_of(offered, 1)
    client = as_user(scene.first.signer)
    client.post(page("bring", signature.pk), {"file": signed_file(offered, outsider)})
    device = TOTPDevice.objects.get(user=scene.first.signer)
    filled = {"is_signer": "on", "code": code_of(device), missing: ""}

    answer = client.post(page("bring-confirm", signature.pk), filled)

    assert errors_of(answer) == [sentence]
    assert fresh(signature).status == Signature.Status.WAITING


def test_file_can_be_put_back(
    scene: Scene, offered: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
    client = as_user(scene.first.signer)
    client.post(page("bring", signature.pk), {"file": signed_file(offered, outsider)})

    answer = client.post(page("bring-put-back", signature.pk))

    assert answer.headers["Location"] == page("bring", signature.pk)
    assert BroughtFile.objects.count() == 0


def test_file_that_waits_is_a_task_of_who_can_confirm_it(
    scene: Scene, offered: SigningRound, outsider: Outsider, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
    bringing.bring_file(
        signature=signature,
        content=signed_file(offered, outsider).read(),
        actor=scene.first.signer,
        now=FIRST_AT,
    )

    pages = [
        as_user(actor).get("/").content.decode()
        for actor in (scene.first.signer, scene.preparer, scene.second.signer)
    ]

    link = page("bring-confirm", signature.pk)
    assert [link in text for text in pages] == [True, False, False]


@pytest.mark.sqlite
def test_whole_way_of_a_scan(
    scene: Scene, offered: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
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


def test_scan_is_not_for_whoever_only_reads(
    scene: Scene, offered: SigningRound, nurse: User, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
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
    offered: SigningRound,
    as_user: SignIn,
    changes: dict[str, Any],
    sentence: str,
) -> None:
    signature = place_of(offered, 1)
    signer = scene.first.signer
    client = as_user(signer)

    refused = client.post(page("ink", signature.pk), filled_in(signer, **changes))
    taken = client.post(page("ink", signature.pk), filled_in(signer))

    assert errors_of(refused) == [sentence]
    assert taken.status_code == 302


def test_wrong_code_is_counted_and_hands_in_nothing(
    scene: Scene, offered: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)
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


def test_portal_comes_first_and_the_others_are_links_below(
    scene: Scene, offered: SigningRound, as_user: SignIn
) -> None:
    signature = place_of(offered, 1)

    text = text_of(as_user(scene.first.signer), "sign", signature.pk)

    order = [
        text.index("Onderteken de overeenkomst"),
        text.index("Liever op een andere manier?"),
        text.index(page("bring", signature.pk)),
        text.index(page("ink", signature.pk)),
    ]
    assert order == sorted(order)
    assert text.count("utrecht-button--primary-action") == 1


def test_without_rules_the_page_to_sign_offers_the_portal_only(
    scene: Scene, as_user: SignIn
) -> None:
    signature = place_of(scene.offer(), 1)
    client = as_user(scene.first.signer)

    text = text_of(client, "sign", signature.pk)
    posted = client.post(page("ink", signature.pk), filled_in(scene.first.signer))

    assert "Liever op een andere manier?" not in text
    assert posted.status_code == 403


def test_colleague_finds_the_way_on_the_page_of_the_round(
    scene: Scene, offered: SigningRound, as_user: SignIn
) -> None:
    scene.pretend_first(offered)
    place = place_of(offered, 2)
    client = as_user(scene.preparer)

    text = text_of(client, "signing", scene.agreement.pk)

    assert f"Tekent {scene.second.signer.name} op een andere manier?" in text
    assert page("ink", place.pk) in text


def test_house_rules_are_changed_on_their_page(
    scene: Scene, advisor: User, as_user: SignIn
) -> None:
    pk = scene.agreement.partnership_id
    client = as_user(advisor)

    answer = client.post(page("signing-rules", pk), {"routes": ["ink"]})

    assert answer.headers["Location"] == page("signing-rules", pk)
    assert SigningRules.objects.get(partnership=pk).routes == ["portal", "ink"]
    assert "Toegestaan: in het portaal, op papier." in text_of(
        client, "signing-rules", pk
    )


def test_house_rules_are_read_by_the_other_party_and_not_changed(
    scene: Scene, advisor: User, manager: User, as_user: SignIn
) -> None:
    pk = scene.agreement.partnership_id
    as_user(advisor).post(page("signing-rules", pk), {"routes": ["ink"]})
    client = as_user(manager)

    text = text_of(client, "signing-rules", pk)
    posted = client.post(page("signing-rules", pk), {"routes": []})

    assert "De huisregels wijzigt wie de ondertekening klaarzet" in text
    assert posted.status_code == 403
    assert SigningRules.objects.get(partnership=pk).allows_ink


def test_way_that_nobody_set_up_can_not_be_chosen(
    scene: Scene, advisor: User, settings: Settings, as_user: SignIn
) -> None:
    settings.EXTERNAL_ROOTS_FILE = None
    pk = scene.agreement.partnership_id
    client = as_user(advisor)

    posted = client.post(page("signing-rules", pk), {"routes": ["external"]})

    assert posted.status_code == 200
    assert SigningRules.objects.count() == 0
    assert "Het portaal weet nog niet welke ondertekendiensten" in text_of(
        client, "signing-rules", pk
    )


@pytest.mark.postgresql
@pytest.mark.parametrize("changes", [1, 5])
def test_rules_take_as_many_queries_after_five_changes_as_after_one(
    scene: Scene,
    advisor: User,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    changes: int,
) -> None:
    pk = scene.agreement.partnership_id
    client = as_user(advisor)
    for number in range(changes):
        routes = ["ink"] if number % 2 == 0 else []
        client.post(page("signing-rules", pk), {"routes": routes})
    client.get(page("signing-rules", pk))

    with django_assert_num_queries(QUERIES_OF_RULES):
        client.get(page("signing-rules", pk))


QUERIES_OF_RULES: Final = 14
