"""Refusing words beside figures that may tell who a child or parent is."""

import re
from collections.abc import Callable, Iterable, Mapping

from referrals.models import ChainPartner, Location, Neighbourhood
from referrals.tables.remarks import free_text_problem
from vve_portal.accounts.models import Partnership


def names_in_town(partnership: Partnership) -> list[str]:
    """Return the names that everybody may write: of places and organisations."""
    found = [
        *_words_of(partnership.municipality.name),
        partnership.provider.name,
        *Neighbourhood.objects.filter(partnership=partnership).values_list(
            "name", flat=True
        ),
    ]
    for name, holder in Location.objects.filter(partnership=partnership).values_list(
        "name", "holder_name"
    ):
        found += [name, holder]
    partners = ChainPartner.objects.filter(partnership=partnership)
    found += partners.values_list("organisation__name", flat=True)
    return [name for name in found if name]


def _words_of(name: str) -> tuple[str, ...]:
    """Return "Gemeente Waterrijk" and "Waterrijk"."""
    return (name, name.removeprefix("Gemeente ").removeprefix("gemeente "))


def without_names(text: str, names: Iterable[str]) -> str:
    """Return the text with a plain word for each name of a place or organisation."""
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return text
    known = "|".join(re.escape(name) for name in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{known})(?!\w)")
    return pattern.sub("hier", text)


def faults_in(
    texts: Mapping[str, str],
    partnership: Partnership,
    allowed: Callable[[Partnership], list[str]] = names_in_town,
) -> dict[str, str]:
    """Return for each field what is wrong with its text, in a sentence."""
    doubtful = {field: text for field, text in texts.items() if free_text_problem(text)}
    if not doubtful:
        return {}
    names = allowed(partnership)
    found = {
        field: free_text_problem(without_names(text, names))
        for field, text in doubtful.items()
    }
    return {field: problem for field, problem in found.items() if problem}
