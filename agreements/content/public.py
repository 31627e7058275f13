"""What everybody may read of an agreement: its content without people and remarks.

Persons below director or alderman, contact data and internal remarks stay out. What
somebody without an account is called in a text can't be known: people read it over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from unicodedata import normalize

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
# A case number may look like a telephone number; who typed it may have added a name.
_NO_PHONES: Final = frozenset({"reference"})
# Codes, numbers and days: nobody types a text there.
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
        "starts_on",
    }
)
# What looks like a dash or a space, or is not seen at all: word processors make them.
_DASHES: Final = r"\-\u2010-\u2013\u2212"
_BLANKS: Final = r" \t\u00a0\u2007\u2009\u202f"
_UNSEEN: Final = r"\u00ad\u200b-\u200d\u2060\ufeff"
_EMAIL: Final = re.compile(
    r"(?:mailto:)?[\w.+'-]+(?:@| ?[(\[]at[)\]] ?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_GAP: Final = rf"[{_BLANKS}{_DASHES}{_UNSEEN}./]"
_BEFORE: Final = rf"(?<![\w/.+{_DASHES}])"
# Ten digits from 0, nine after +31 or 0031, or as many as another country has after
# its plus; with at most three signs in between.
_PHONE: Final = re.compile(
    rf"{_BEFORE}(?:\+31|0031|0)(?:{_GAP}{{0,2}}\(0\))?(?:(?:{_GAP}|[()]){{0,3}}\d){{9}}"
    rf"(?![\w/]|[{_BLANKS}{_DASHES}.]{{0,2}}\d)"
    rf"|{_BEFORE}\(0\d{{1,3}}\)(?:{_GAP}{{0,3}}\d){{6,8}}(?!\w)"
    rf"|{_BEFORE}\+[1-9](?:{_GAP}{{0,3}}\d){{8,13}}(?!\w)"
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
    cleaner = _Cleaner((others | set(people)) - board)
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


def names_in(content: Mapping[str, Any], people: Iterable[str]) -> list[str]:
    """Return which of these people are named in a text, in a fixed order."""
    texts = "\n".join(_texts(content))
    return sorted(one for one in set(people) if _Cleaner([one]).finds_name(texts))


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key not in _AS_IT_IS:
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)


def _pattern_of(name: str) -> str:
    """Return what finds a name, however its spaces, dashes and accents are typed."""
    words = normalize("NFC", name).split()
    unseen = rf"[{_UNSEEN}]*"
    return rf"[\s{_UNSEEN}]+".join(unseen.join(map(_sign, word)) for word in words)


def _sign(letter: str) -> str:
    if letter in "-\u2010\u2011":
        return f"[{_DASHES}]"
    bare = normalize("NFD", letter)[0]
    return f"[{letter}{bare}]" if bare != letter else re.escape(letter)


class _Cleaner:
    """Takes e-mail addresses, telephone numbers and whole names out of texts.

    One word is no whole name: an account called "Griffie" would wipe a word.
    """

    def __init__(self, names: Iterable[str]) -> None:
        whole = [name for name in names if len(name.split()) > 1]
        longest_first = sorted(whole, key=lambda name: (-len(name), name))
        known = "|".join(map(_pattern_of, longest_first))
        self.names = re.compile(rf"(?<!\w)(?:{known})(?!\w)", re.IGNORECASE)
        self.has_names = bool(longest_first)

    def clean(self, value: Any, key: str = "") -> Any:
        """Return plain data with clean texts."""
        if isinstance(value, str):
            return self.clean_text(value, key)
        if isinstance(value, Mapping):
            return {name: self.clean(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.clean(inner, key) for inner in value]
        return value

    def clean_text(self, text: str, key: str) -> str:
        """Return a text without what leads to a person."""
        if key in _AS_IT_IS:
            return text
        # As it is printed: with each accent in its letter.
        printed = normalize("NFC", text)
        clean = _EMAIL.sub(NO_EMAIL, printed)
        if key not in _NO_PHONES:
            clean = _PHONE.sub(NO_PHONE, clean)
        if self.has_names:
            clean = self.names.sub(NO_NAME, clean)
        return text if clean == printed else clean

    def finds_name(self, text: str) -> bool:
        """Return whether a name stands in a text."""
        found = self.names.search(normalize("NFC", text))
        return self.has_names and found is not None


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
