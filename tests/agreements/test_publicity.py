"""Who may read an agreement: what is not public says on what ground."""

from datetime import date

import pytest

from agreements.models import Agreement
from agreements.queries import find_obstacles
from tests.agreements.building import finish_formalities, finish_text, sentences

pytestmark = pytest.mark.usefixtures("at_home")


@pytest.mark.parametrize("publicity", ["internal", "secret"])
def test_what_is_not_public_needs_a_ground(
    agreement: Agreement, today: date, publicity: str
) -> None:
    finish_text(agreement)
    finish_formalities(agreement)
    agreement.status, agreement.publicity = Agreement.Status.READY, publicity
    word = {"internal": "intern", "secret": "geheim"}[publicity]

    without = sentences(find_obstacles(agreement, today=today))
    agreement.publicity_ground = "Artikel 5.1, tweede lid, onder e, van de Woo."
    with_ground = find_obstacles(agreement, today=today)

    assert without == [
        (
            f"De overeenkomst is {word}, maar er staat niet bij op welke grond. "
            "Schrijf de grond bij “Gegevens”."
        )
    ]
    assert with_ground == []
