"""Texts that hold a number, in figures or in words, are not for the council."""

import pytest

from monitoring.content.typed import names_a_number


@pytest.mark.parametrize(
    "text",
    [
        "Het bereik steeg met 3.",
        "Van de peuters in Noord wachten er nog drie.",
        "Twee gezinnen gaven geen toestemming.",
        "Eén kind wacht al sinds de zomer, en zes kinderen korter.",
        "In Oost zijn drieëntwintig brieven verstuurd.",
        "Het gaat goed. Vier ouders zijn gebeld.",
    ],
)
def test_text_with_a_number_is_found(text: str) -> None:
    assert names_a_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Het bereik steeg een beetje.",
        "De twee partijen spraken elkaar. Meer kinderen deden mee.",
        "Een kind dat wacht, krijgt eerder een plaats.",
        "Wij achten dit een goede uitkomst voor kinderen.",
    ],
)
def test_text_without_a_number_stays(text: str) -> None:
    assert not names_a_number(text)
