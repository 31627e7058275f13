"""Refusing a story or signal in which a child or family can be found again."""

from collections.abc import Iterable, Mapping
from typing import Final

from monitoring.services.free_text import names_in_town, without_names
from referrals.models import Location, Neighbourhood
from referrals.tables.remarks import name_in
from referrals.tables.signs import Sign, has_date, sign_in
from vve_portal.accounts.models import Partnership

MOST_WORDS: Final = 200
# By these nobody is found again.
HARMLESS: Final = (
    "Nederlands",
    "Nederlandse",
    "Nederland",
    "Kansrijke Start",
    "BoekStart",
    "DigiD",
    "WhatsApp",
)
# A number of a person is spread over so many words at most.
_LONGEST_RUN: Final = 9


def count_words(*texts: str) -> int:
    """Count the words of some texts together."""
    return sum(len(text.split()) for text in texts)


def faults_of(texts: Mapping[str, str], partnership: Partnership) -> dict[str, str]:
    """Return for each part of a story what gives somebody away, with the word."""
    town = partnership.municipality.name
    harmless = [*HARMLESS, town, town.removeprefix("Gemeente ")]
    places = _places(partnership)
    found = {
        field: _problem(without_names(text, harmless))
        or _problem_of_place(text, places)
        for field, text in texts.items()
    }
    return {field: problem for field, problem in found.items() if problem}


def faults_of_signal(
    texts: Mapping[str, str], partnership: Partnership
) -> dict[str, str]:
    """Return the same of a signal: about no family, so it may name wijk and school."""
    harmless = [*HARMLESS, *names_in_town(partnership)]
    found = {
        field: _problem(without_names(text, harmless)) for field, text in texts.items()
    }
    return {field: problem for field, problem in found.items() if problem}


def _problem(text: str) -> str:
    shown = _shown(text)
    if shown is not None:
        sign, words = shown
        return f"“{words}” lijkt {sign.value}. Haal dat weg."
    name = name_in(text)
    if name:
        return (
            f"“{name}” lijkt een naam. Schrijf “het kind”, “de ouder” of “de "
            "voorschool”, en andere woorden binnen de zin zonder hoofdletter."
        )
    return ""


def _shown(text: str) -> tuple[Sign, str] | None:
    """Return what the text shows of a person, and in which words."""
    if _sign(text) is None:
        return None
    words = text.split()
    for length in range(1, _LONGEST_RUN + 1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            sign = _sign(run)
            if sign is not None:
                return sign, run.strip(".,;:!?()“”\"'")
    return _sign(text) or Sign.NAME, text[:40]


def _sign(text: str) -> Sign | None:
    return sign_in(text) or (Sign.BIRTH_DATE if has_date(text) else None)


def _places(partnership: Partnership) -> list[str]:
    """Return the names of wijken and preschools, by which a family is found again."""
    wijken = Neighbourhood.objects.filter(partnership=partnership)
    locations = Location.objects.filter(partnership=partnership)
    return [
        *wijken.values_list("name", flat=True),
        *locations.values_list("name", flat=True),
    ]


def _problem_of_place(text: str, places: Iterable[str]) -> str:
    for place in places:
        if place and without_names(text, [place]) != text:
            return (
                f"“{place}” is een wijk of voorschool. Daaraan herkennen mensen het "
                "gezin. Schrijf “een wijk” of “een voorschool”."
            )
    return ""
