"""What a frozen text says in short: the facts that somebody signs for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.models import Agreement, SigningRound
from vve_portal.accounts.models import Organisation
from vve_portal.ui.dates import long_date, period
from vve_portal.ui.numbers import decimal_number, euro


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what is signed, with the page where one can look it up."""

    key: str
    value: str
    url: str = ""


def content_of_round(signing_round: SigningRound) -> dict[str, Any]:
    """Return the frozen content as data."""
    content: dict[str, Any] = json.loads(signing_round.content)
    return content


def role_of(party: Organisation, agreement: Agreement) -> str:
    """Return how the content calls a party."""
    is_municipality = party.pk == agreement.partnership.municipality_id
    return "municipality" if is_municipality else "jgz"


def facts_of_content(
    content: Mapping[str, Any], *, urls: Mapping[str, str]
) -> list[Fact]:
    """Return what is signed, in short; `urls` are pages by key, where there is one."""
    facts = (
        ("Document", f"{content['title']}, versie {content['edition']}"),
        ("Partijen", " en ".join(party["name"] for party in content["parties"])),
        ("Looptijd", _term(content)),
        ("Afspraken", _clauses(content)),
        ("Plus-inzet", _money(content["money"])),
        ("Artikel 160 WPO", _topics(content["wpo_topics"])),
    )
    return [Fact(key, value, urls.get(key, "")) for key, value in facts]


def ground_of(content: Mapping[str, Any], role: str) -> str:
    """Return on what ground a party's signer signs, with the decision behind it."""
    party = next(one for one in content["parties"] if one["role"] == role)
    signer = party["signers"][0]
    decided_on = long_date(date.fromisoformat(signer["decided_on"]))
    return f"{signer['ground']}, {signer['reference']} van {decided_on}"


def approvals_in_words(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the checks and decisions behind the text, each with its day."""
    return [
        (one["label"], long_date(date.fromisoformat(one["decided_on"])))
        for one in content["approvals"]
    ]


def _term(content: Mapping[str, Any]) -> str:
    starts_on = date.fromisoformat(content["starts_on"])
    return period(starts_on, date.fromisoformat(content["ends_on"]))


def _clauses(content: Mapping[str, Any]) -> str:
    count = sum(len(area["articles"]) for area in content["areas"])
    areas = sum(1 for area in content["areas"] if area["articles"])
    where = "zeven gebieden" if areas == len(content["areas"]) else f"{areas} gebieden"
    return f"{count} afspraken in {where}, allemaal overeengekomen"


def _money(money: Mapping[str, Any]) -> str:
    if not money["lines"]:
        return "Geen plus-inzet afgesproken"
    hours = decimal_number(Decimal(money["total"]["hours"]))
    amount = euro(Decimal(money["total"]["amount"]))
    sources = _listed([one["source"] for one in money["sources"]])
    return f"{hours} uur voor {amount} per jaar, betaald uit {sources}"


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} en {last}" if others else last


def _topics(topics: list[dict[str, Any]]) -> str:
    covered = sum(1 for topic in topics if topic["articles"])
    if covered == len(topics):
        return "Alle vier onderwerpen hebben een afspraak"
    return f"{covered} van de {len(topics)} onderwerpen hebben een afspraak"
