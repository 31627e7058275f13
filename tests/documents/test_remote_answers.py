"""What a signing service may answer, and the one sentence that becomes of it."""

from typing import Any, Final

import pytest
from pytest_django import Settings

from tests.documents.csc_server import Service, always, slowly
from tests.documents.remote_scenes import (
    OWNER,
    ROOS,
    only_credential,
    sign,
    why_refused,
)
from tests.factories import NOW
from vve_portal.documents import remote
from vve_portal.documents import remote_credentials as words
from vve_portal.documents.remote_credentials import RemoteRefusal

TOO_LONG: Final = "a" * 300_000
STRANGE: Final[tuple[tuple[int, Any, str], ...]] = (
    (401, {"error": "invalid_token"}, words.NOT_LET_IN),
    (403, {}, words.NOT_LET_IN),
    (500, {"error": "server_error"}, words.UNREACHABLE),
    (503, None, words.UNREACHABLE),
    (400, {"error": "credential_locked"}, words.REFUSED),
    (400, b"<html>", words.NONSENSE),
    (302, "http://127.0.0.1:9/elders", words.NONSENSE),
    (200, b"geen json", words.NONSENSE),
    (200, b"\xff\xfe", words.NONSENSE),
    (200, b"[" * 100_000, words.NONSENSE),
    (200, [], words.NONSENSE),
    (200, {}, words.NONSENSE),
    (204, None, words.NONSENSE),
)


@pytest.mark.parametrize(("status", "answer", "why"), STRANGE)
@pytest.mark.parametrize("endpoint", ["credentials/list", "credentials/info"])
def test_strange_answer_about_credentials_is_one_sentence(
    signing_service: Service, endpoint: str, status: int, answer: Any, why: str
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    signing_service.faults[endpoint] = always(status, answer)

    assert why_refused(lambda: remote.find_offered(person=ROOS, at=NOW)) == why


@pytest.mark.parametrize(
    ("endpoint", "answer", "why"),
    [
        ("credentials/list", {"credentialIDs": "sleutel-1"}, words.NONSENSE),
        ("credentials/list", {"credentialIDs": [1]}, words.NONSENSE),
        ("credentials/list", {"credentialIDs": ["weg"]}, words.REFUSED),
        ("credentials/list", {"credentialIDs": [], "": TOO_LONG}, words.NONSENSE),
        ("credentials/info", {"cert": {"certificates": []}}, words.NONSENSE),
        ("credentials/info", {"cert": {"certificates": ["?"]}}, words.NONSENSE),
        ("credentials/info", {"cert": {"certificates": ["bm9n"]}}, words.NONSENSE),
    ],
)
def test_answer_with_something_else_inside_is_one_sentence(
    signing_service: Service, endpoint: str, answer: Any, why: str
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    signing_service.faults[endpoint] = always(200, answer)

    assert why_refused(lambda: remote.find_offered(person=ROOS, at=NOW)) == why


@pytest.mark.parametrize(
    ("endpoint", "status", "answer", "why"),
    [
        ("credentials/authorize", 401, {}, words.NOT_LET_IN),
        ("credentials/authorize", 500, {}, words.UNREACHABLE),
        ("credentials/authorize", 200, {}, words.NONSENSE),
        ("credentials/authorize", 200, {"SAD": 1}, words.NONSENSE),
        ("credentials/authorize", 200, {"SAD": "van een ander"}, words.REFUSED),
        ("signatures/signHash", 401, {}, words.NOT_LET_IN),
        ("signatures/signHash", 400, {"error": "invalid_request"}, words.REFUSED),
        ("signatures/signHash", 200, b"geen json", words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": []}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": 1}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": [1]}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": ["a", "b"]}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": ["geen b64!"]}, words.NONSENSE),
        ("signatures/signHash", 200, {"signatures": ["bm9n"]}, words.UNSOUND),
        ("signatures/signHash", 200, {"signatures": [""]}, words.UNSOUND),
    ],
)
def test_strange_answer_while_signing_is_one_sentence(
    sealed: bytes,
    signing_service: Service,
    endpoint: str,
    status: int,
    answer: Any,
    why: str,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    signing_service.faults[endpoint] = always(status, answer)

    assert why_refused(lambda: sign(sealed)) == why
    assert signing_service.signed == 0


def test_service_that_is_down_is_one_sentence(
    settings: Settings, signing_service: Service
) -> None:
    settings.REMOTE_SIGNING_URL = "http://127.0.0.1:9"

    with pytest.raises(RemoteRefusal) as refusal:
        remote.find_offered(person=ROOS, at=NOW)

    assert str(refusal.value) == words.UNREACHABLE
    # The error underneath knows the request, with the token in it.
    assert refusal.value.__context__ is None
    assert signing_service.asked == []


@pytest.mark.parametrize("endpoint", ["credentials/authorize", "signatures/signHash"])
def test_slow_service_is_one_sentence(
    sealed: bytes,
    signing_service: Service,
    endpoint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signing_service.keep(OWNER, "Roos Testman")
    credential = only_credential()
    monkeypatch.setattr(remote, "SECONDS_TO_SIGN", 2)
    signing_service.faults[endpoint] = slowly(3, {})

    assert why_refused(lambda: sign(sealed, credential=credential)) == words.TOO_SLOW
    assert signing_service.asked[-1][0] == endpoint


def test_all_questions_together_get_the_time_of_one(
    signing_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = signing_service.keep(OWNER, "Roos Testman")
    monkeypatch.setattr(remote, "SECONDS_TO_ASK", 3)
    listed = {"credentialIDs": [key]}
    signing_service.faults["credentials/list"] = slowly(2, listed)
    signing_service.faults["credentials/info"] = slowly(2, {})

    why = why_refused(lambda: remote.find_offered(person=ROOS, at=NOW))

    assert (why, len(signing_service.asked)) == (words.TOO_SLOW, 2)


def test_wrong_token_is_one_sentence(
    settings: Settings, signing_service: Service
) -> None:
    settings.REMOTE_SIGNING_TOKEN = "other"

    why = why_refused(lambda: remote.find_offered(person=ROOS, at=NOW))

    assert (why, len(signing_service.asked)) == (words.NOT_LET_IN, 1)
