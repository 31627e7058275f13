"""What anybody is told about a file he hands in, without signing in."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.agreements.checking.scenes import (
    IN_FORCE,
    hand_in,
    signed_round,
    states,
)
from tests.agreements.signing.scenes import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def told(response: Any) -> tuple[str, str]:
    """Return what it comes down to."""
    headline = response.context["answer"].headline
    return headline.title, headline.tone


@time_machine.travel(IN_FORCE, tick=False)
def test_the_agreement_in_force_is_named_as_such(scene: Scene, client: Client) -> None:
    signed_round(scene)

    response = hand_in(client, states()[-1])

    assert response.status_code == 200
    assert told(response) == ("Dit is de overeenkomst die nu geldt.", "ok")
    answer = response.context["answer"]
    assert [(one.name, one.label) for one in answer.signers] == [
        ("Roos Testman", "Klopt"),
        ("Mees Fictief", "Klopt"),
    ]
