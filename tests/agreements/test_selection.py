"""Answering to many clauses at once, with numbers that no version has."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Consent
from tests.agreements.building import add_clause_of
from tests.agreements.pages import told
from tests.factories import NOW
from vve_portal.accounts.models import User

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.mark.parametrize("number", ["9" * 30, str(2**63), "-" + "9" * 30, "twee"])
@pytest.mark.parametrize("field", ["version", "shown"])
def test_a_number_that_fits_no_row_is_no_choice(
    number: str,
    field: str,
    agreement: Agreement,
    advisor: User,
    as_user: Callable[[User], Client],
) -> None:
    add_clause_of(agreement)

    response = as_user(advisor).post(
        reverse("agreements:waiting", args=[agreement.pk]),
        {field: [number], "chapter": "4"},
    )

    assert response.status_code == 200
    assert told(response) == ["Kies ten minste één afspraak."]
    assert not Consent.objects.exists()
