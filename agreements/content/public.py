"""What everybody may read of an agreement: its content without people and remarks.

Persons below director or alderman, contact data and internal remarks stay out. What
somebody without an account is called in a text can't be known: people read it over.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from agreements.content.canonical import sha256_of
from agreements.content.shape import current_shape

FORMAT: Final = "vve-overeenkomst-openbaar-1"
NO_EMAIL: Final = "(e-mailadres weggelaten)"
NO_PHONE: Final = "(telefoonnummer weggelaten)"
NO_NAME: Final = "(naam weggelaten)"
CONTACTS_LEFT_OUT: Final = (
    "In deze versie staan geen namen en gegevens van contactpersonen. Partijen vinden "
    "die in het VVE-portaal."
)
CONTACTS: Final = "G"
# Codes, numbers and days: what looks like a telephone number here is none.
_AS_IT_IS: Final = frozenset(
    {
        "address",
        "amount",
        "code",
        "decided_on",
        "ends_on",
        "format",
        "hours",
        "hours_per_year",
        "indicator_code",
        "kvk_number",
        "letter",
        "number",
        "reference",
        "starts_on",
    }
)
_EMAIL: Final = re.compile(r"(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# Ten digits from 0, or nine after +31 or 0031, with at most three signs in between.
_PHONE: Final = re.compile(
    r"(?<![\w/.+-])(?:\+31|0031|0)(?:[ .\-/]{0,2}\(0\))?(?:[ .\-/()]{0,3}\d){9}"
    r"(?![\w/]|[ .\-]{0,2}\d)|(?<![\w/.+-])\(0\d{1,3}\)(?:[ .\-]{0,3}\d){6,8}(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Signed:
    """When and how somebody signed for a party."""

    on: date
    how: str


def public_content(
    content: Mapping[str, Any],
    *,
    people: Iterable[str] = (),
    signed: Mapping[str, Signed] | None = None,
) -> dict[str, Any]:
    """Return frozen content as everybody may read it, with the hash it came from.

    `people` are names that stay out of every text, such as those of the parties' staff;
    `signed` says by role when each party signed. A signer who is no board member keeps
    his function alone.
    """
    whole = current_shape(dict(content))
    signers = [one for party in whole["parties"] for one in party["signers"]]
    board = {one["name"] for one in signers if one["is_board"]}
    others = {one["name"] for one in signers if not one["is_board"]}
    cleaner = _Cleaner((others | set(people)) - board - {""})
    cleaned: dict[str, Any] = cleaner.clean(whole)
    return {
        **cleaned,
        "format": FORMAT,
        "source": {"format": whole["format"], "sha256": sha256_of(content)},
        "parties": [
            _party(shown, party, (signed or {}).get(party["role"]))
            for shown, party in zip(cleaned["parties"], whole["parties"], strict=True)
        ],
        "areas": [_area(area) for area in cleaned["areas"]],
        "annexes": [_annex(annex) for annex in cleaned["annexes"]],
    }


class _Cleaner:
    """Takes e-mail addresses, telephone numbers and names out of texts."""

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        known = "|".join(r"\s+".join(map(re.escape, n.split())) for n in longest_first)
        self.names = re.compile(rf"(?<!\w)(?:{known})(?!\w)", re.IGNORECASE)
        self.has_names = bool(longest_first)

    def clean(self, value: Any, key: str = "") -> Any:
        """Return plain data with clean texts."""
        if isinstance(value, str):
            return value if key in _AS_IT_IS else self.without_people(value)
        if isinstance(value, Mapping):
            return {name: self.clean(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.clean(inner, key) for inner in value]
        return value

    def without_people(self, text: str) -> str:
        """Return a text without what leads to a person."""
        text = _PHONE.sub(NO_PHONE, _EMAIL.sub(NO_EMAIL, text))
        return self.names.sub(NO_NAME, text) if self.has_names else text


def _party(
    shown: dict[str, Any], party: dict[str, Any], signed: Signed | None
) -> dict[str, Any]:
    return {
        **shown,
        "signers": [
            {
                **clean,
                "name": one["name"] if one["is_board"] else "",
                "signed_on": signed.on.isoformat() if signed else "",
                "how": signed.how if signed else "",
            }
            for clean, one in zip(shown["signers"], party["signers"], strict=True)
        ],
    }


def _area(area: dict[str, Any]) -> dict[str, Any]:
    """Why a clause is basis or plus is between the parties."""
    articles = [{**article, "kind_reason": ""} for article in area["articles"]]
    return {**area, "articles": articles}


def _annex(annex: dict[str, Any]) -> dict[str, Any]:
    if annex["letter"] != CONTACTS:
        return annex
    return {
        **annex,
        "introduction": CONTACTS_LEFT_OUT,
        "provisions": [],
        "tables": [],
    }
