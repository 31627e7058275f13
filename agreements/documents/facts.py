"""What belongs to an article, a party or a signer: labels with their values."""

from collections.abc import Iterable, Mapping
from typing import Any

from agreements.documents.tables import day_of, number_of
from vve_portal.ui.dates import long_date, period

Fact = tuple[str, str]


def article_facts(article: Mapping[str, Any]) -> list[Fact]:
    """Return what belongs to an article; what is empty is left out."""
    return _filled(
        ("Verantwoordelijk", article["responsible"]),
        ("Uitvoering", article["executing_role"]),
        ("Soort", article["kind"]),
        ("Waarom", article["kind_reason"]),
        ("Indicator", article["indicator"]),
        ("Norm", article["norm"]),
        ("Hoe vaak", article["frequency"]),
        ("Periode", _span(article["starts_on"], article["ends_on"])),
        ("Bewijs", article["evidence"]),
        ("Uren per jaar", number_of(article["hours_per_year"])),
        ("Geld uit", article["funding"]),
    )


def party_facts(party: Mapping[str, Any]) -> list[Fact]:
    """Return who a party is, and who represents it on which ground."""
    identity = _filled(
        ("Rechtsvorm", party["legal_form"]),
        ("KvK-nummer", party["kvk_number"]),
        ("Vestigingsplaats", party["seat"]),
    )
    signers = [
        fact
        for signer in party["signers"]
        for fact in (
            ("Vertegenwoordigd door", _name_of(signer)),
            ("Op grond van", ground_of(signer)),
        )
    ]
    nobody = [("Vertegenwoordigd door", "nog niet vastgelegd")]
    return [*identity, *(signers or nobody)]


def unsaid_indexation(
    money: Mapping[str, Any], provisions: Iterable[Mapping[str, Any]]
) -> str:
    """Return the indexation, unless a provision says it already."""
    indexation: str = money["indexation"]
    is_said = any(indexation in one["text"] for one in provisions)
    return "" if is_said else indexation


def ground_of(signer: Mapping[str, Any]) -> str:
    """Return on what ground somebody signs, with the decision behind it."""
    decided_on = long_date(day_of(signer["decided_on"]))
    return f"{signer['ground']}, {signer['reference']}, van {decided_on}"


def _name_of(signer: Mapping[str, Any]) -> str:
    return ", ".join(word for word in (signer["name"], signer["function"]) if word)


def _filled(*facts: Fact) -> list[Fact]:
    return [(label, value) for label, value in facts if value]


def _span(starts_on: str, ends_on: str) -> str:
    if starts_on:
        return period(day_of(starts_on), day_of(ends_on) if ends_on else None)
    return f"tot en met {long_date(day_of(ends_on))}" if ends_on else ""
