"""How much anybody may ask and hand in, and what he hears when it is too much."""

import io
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from agreements.views.answers import TROUBLES
from tests.agreements.checking.scenes import (
    IN_FORCE,
    hand_in,
    look_up,
    outside_any_scope,
    states,
)
from vve_portal.documents.counting import STRETCH, Ask, is_within_limit, place
from vve_portal.documents.examining import MOST_BYTES, PLACES
from vve_portal.documents.inspecting import Trouble
from vve_portal.documents.models import CheckCount

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("authority_in_settings"),
]

# Refused before a process is asked, so that many of them take no time.
NO_PDF: Final = b"Geen pdf"
CODE: Final = "0000-0000-0000"
HOME: Final = "192.0.2.7"


def told(response: Any) -> str:
    """Return what it comes down to."""
    title: str = response.context["answer"].headline.title
    return title


def ask(number: int, *, address: str = HOME, kind: Ask = Ask.FILE) -> list[bool]:
    """Ask so many times at one moment."""
    return [
        is_within_limit(ask=kind, address=address, now=IN_FORCE) for _ in range(number)
    ]


@time_machine.travel(IN_FORCE, tick=False)
def test_file_of_21_mb_gives_a_sentence(client: Client) -> None:
    response = hand_in(client, b"%PDF-1.7\n".ljust(21 * 1024**2, b"\n"))

    assert response.status_code == 200
    assert told(response) == "Dit bestand is groter dan 20 MB."


@time_machine.travel(IN_FORCE, tick=False)
def test_file_of_all_that_is_allowed_is_read(client: Client) -> None:
    response = hand_in(client, b"%PDF-1.7\n".ljust(MOST_BYTES, b"\n"))

    assert told(response) == TROUBLES[Trouble.BROKEN].title


@time_machine.travel(IN_FORCE, tick=False)
def test_no_more_than_the_first_file_is_received(client: Client) -> None:
    first = SimpleUploadedFile("een.pdf", states()[-1])
    second = SimpleUploadedFile("twee.pdf", b"%PDF-1.7\n".ljust(30 * 1024**2))

    with outside_any_scope():
        response = client.post("/controle/", {"file": first, "other": second})

    assert told(response).startswith("De handtekeningen kloppen")
    assert list(response.wsgi_request.FILES) == ["file"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\n", "multipart/form-data; boundary=\xe9"),
        (b"&".join(b"a%d=1" % at for at in range(1100)), "multipart/form-data"),
    ],
)
def test_a_request_that_is_no_form_gives_a_sentence(
    client: Client, body: bytes, content_type: str
) -> None:
    response = client.post("/controle/", data=body, content_type=content_type)

    assert response.status_code == 200
    assert told(response) == TROUBLES[Trouble.NOT_RECEIVED].title


def test_a_form_with_too_many_fields_gives_a_sentence(client: Client) -> None:
    fields: dict[str, Any] = {f"veld-{at}": "1" for at in range(1100)}

    response = client.post("/controle/", fields)

    assert told(response) == TROUBLES[Trouble.NOT_RECEIVED].title


def test_a_request_that_breaks_off_gives_a_sentence(client: Client) -> None:
    class BrokenOff(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise OSError

    response = client.post(
        "/controle/",
        **{  # type: ignore[arg-type]  # the test client passes it on to WSGI
            "wsgi.input": BrokenOff(),
            "CONTENT_LENGTH": "100",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )

    assert told(response) == TROUBLES[Trouble.NOT_RECEIVED].title


@time_machine.travel(IN_FORCE, tick=False)
def test_who_hands_in_too_often_waits_a_quarter(client: Client) -> None:
    answers = [hand_in(client, NO_PDF) for _ in range(21)]

    assert [one.status_code for one in answers] == [200] * 20 + [429]
    assert told(answers[-1]) == TROUBLES[Trouble.TOO_OFTEN].title
    with time_machine.travel(IN_FORCE + STRETCH):
        assert hand_in(client, NO_PDF).status_code == 200


@time_machine.travel(IN_FORCE, tick=False)
def test_who_tries_too_many_codes_waits_a_quarter(client: Client) -> None:
    answers = [look_up(client, CODE).status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]


@time_machine.travel(IN_FORCE, tick=False)
def test_another_sender_does_not_wait(client: Client) -> None:
    ask(20, address="127.0.0.1")

    here = hand_in(client, NO_PDF)
    elsewhere = hand_in(client, NO_PDF, REMOTE_ADDR=HOME)

    assert (here.status_code, elsewhere.status_code) == (429, 200)


@time_machine.travel(IN_FORCE, tick=False)
def test_what_a_visitor_says_of_his_address_is_not_believed(client: Client) -> None:
    ask(20, address="127.0.0.1")

    response = hand_in(client, NO_PDF, HTTP_X_FORWARDED_FOR=HOME)

    assert response.status_code == 429


@time_machine.travel(IN_FORCE, tick=False)
def test_behind_a_proxy_only_its_own_word_counts(
    client: Client, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    ask(20)

    refused = hand_in(client, NO_PDF, HTTP_X_FORWARDED_FOR=f"198.51.100.1, {HOME}")
    heard = hand_in(client, NO_PDF, HTTP_X_FORWARDED_FOR=f"{HOME}, 198.51.100.1")

    assert (refused.status_code, heard.status_code) == (429, 200)


def test_files_and_codes_are_counted_apart() -> None:
    ask(20)

    assert ask(1) == [False]
    assert ask(1, kind=Ask.CODE) == [True]


def test_a_whole_ipv6_network_is_one_sender() -> None:
    ask(20, address="2001:db8::1")

    assert ask(1, address="2001:db8::ffff:1") == [False]
    assert ask(1, address="2001:db8:0:1::1") == [True]


@pytest.mark.parametrize(
    "written", ["::ffff:198.51.100.9", "198.51.100.9:4711", "198.51.100.9"]
)
def test_one_sender_is_known_however_his_address_is_written(written: str) -> None:
    ask(20, address="198.51.100.9")

    assert ask(1, address=written) == [False]
    assert ask(1, address=written.replace("100.9", "100.8")) == [True]


def test_a_port_does_not_make_another_sender_of_ipv6() -> None:
    ask(20, address="2001:db8::1")

    assert ask(1, address="[2001:db8::1]:4711") == [False]


@time_machine.travel(IN_FORCE, tick=False)
def test_a_form_without_a_file_is_counted_too(client: Client) -> None:
    answers = [client.post("/controle/").status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]


def test_no_address_is_kept() -> None:
    ask(1)

    (row,) = CheckCount.objects.all()
    assert len(row.sender) == 64
    assert HOME not in row.sender
    assert row.begins_at <= IN_FORCE < row.begins_at + STRETCH


def test_the_digest_of_a_sender_differs_by_day() -> None:
    ask(1)
    is_within_limit(ask=Ask.FILE, address=HOME, now=IN_FORCE + timedelta(hours=20))

    assert len(set(CheckCount.objects.values_list("sender", flat=True))) == 2


def test_counts_are_forgotten_after_a_day() -> None:
    ask(1)
    later = IN_FORCE + timedelta(days=1, minutes=20)

    is_within_limit(ask=Ask.FILE, address=HOME, now=later)

    (row,) = CheckCount.objects.all()
    assert row.begins_at > IN_FORCE


@time_machine.travel(IN_FORCE, tick=True)
def test_one_too_many_at_the_same_time_hears_that_it_is_busy(client: Client) -> None:
    with ExitStack() as held:
        taken = [
            held.enter_context(place(places=PLACES, tries=1)) for _ in range(PLACES)
        ]
        busy = hand_in(client, states()[-1])
    free = hand_in(client, states()[-1])

    assert taken == [True] * PLACES
    assert told(busy) == TROUBLES[Trouble.BUSY].title
    assert told(free).startswith("De handtekeningen kloppen")


def test_a_place_is_free_again_when_its_holder_leaves() -> None:
    with place(places=1, tries=1) as first, place(places=1, tries=1) as second:
        assert (first, second) == (True, False)

    with place(places=1, tries=1) as third:
        assert third is True
