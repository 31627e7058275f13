"""The pages for what went wrong, as people meet them."""

from http import HTTPStatus

import pytest
from django.http import HttpResponse, HttpResponseNotFound
from django.test import RequestFactory

from vve_portal.home.errors import PlainNotFoundMiddleware


@pytest.mark.django_db
def test_who_tries_the_portal_out_reads_dutch_about_what_is_not_there(
    rf: RequestFactory,
) -> None:
    technical = HttpResponseNotFound("Page not found")

    answer = PlainNotFoundMiddleware(lambda _: technical)(rf.get("/weg/"))

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Deze bladzijde is er niet" in answer.content.decode()


def test_what_is_there_passes_as_it_is(rf: RequestFactory) -> None:
    found = HttpResponse("Er is iets")

    assert PlainNotFoundMiddleware(lambda _: found)(rf.get("/")) is found
