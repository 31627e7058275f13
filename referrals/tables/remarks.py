"""Refusing free text about a child that may tell who the child is."""

import re
from typing import Final

from referrals.tables.signs import Sign, has_date, sign_in

# The commonest first names of young children and parents; a remark needs none.
_FIRST_NAMES: Final = (
    "adam aisha ali aliyah amir amira anna anne ahmed ayoub bilal boaz bram daan "
    "david dex elena elif emily emma esra eva evi fatima fatma femke finn floor "
    "fleur gijs guus hamza hasan hassan hugo ibrahim ilias imran isa jack jackson "
    "jan jasmijn jayden jesse johan julia julian kaan kevin lars layla lena leyla "
    "liam lieke lina linda lisa liv lotte louise luca lucas luuk maja malik maria "
    "mariam marieke mark maryam mats maud mees mehmet merel mila milan milou mo "
    "mohamed mohammed mohammad moussa mustafa nadia naomi nasser nina noa noah "
    "noor nora olivia omar oscar otis peter petra pim piotr rayan rayen riley "
    "robin romee rosalie ryan sam samira sanne sara sarah saar sem senna siem "
    "sofia sofie sophie stefan sven tess teun thijs thomas tijn tim tobias vera "
    "vince willem xavi yara yasin yasmin youssef yusuf zakaria zara zeynep zoe "
    "zoë"
)
_KNOWN: Final = frozenset(_FIRST_NAMES.split())
_WORD: Final = re.compile(r"[^\W\d_][\w'\u2019-]*")
_ENDS_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n(“\"])\s*$")
_CALLED: Final = re.compile(
    r"\b(?:heet|genaamd|moeder|vader|mevrouw|meneer|mevr\.|dhr\.|mw\.)\s+[A-ZÀ-Ý]"
)

_REMEDIES: Final[dict[Sign, str]] = {
    Sign.NAME: (
        "Dit lijkt een naam te bevatten. Schrijf “het kind” of “de ouder”, en andere "
        "woorden binnen de zin zonder hoofdletter."
    ),
    Sign.BIRTH_DATE: (
        "Dit lijkt een volledige datum te bevatten. Noem hooguit een maand en een jaar."
    ),
}


def free_text_problem(text: str) -> str:
    """Say why a remark about a child is refused; nothing when it is not."""
    found = sign_in(text)
    if found is None and has_date(text):
        found = Sign.BIRTH_DATE
    if found is None and has_name(text):
        found = Sign.NAME
    if found is None:
        return ""
    other = f"Dit lijkt {found.value} te bevatten. Haal dat weg."
    return _REMEDIES.get(found, other)


def has_name(text: str) -> bool:
    """Return whether a word is a first name, or has a capital within a sentence."""
    return bool(name_in(text))


def name_in(text: str) -> str:
    """Return the first word that looks like a name; nothing when there is none."""
    called = _CALLED.search(text)
    if called:
        named = _WORD.search(text, called.end() - 1)
        return named[0] if named else called[0]
    for found in _WORD.finditer(text):
        word = found[0]
        if word.casefold() in _KNOWN:
            return word
        is_abbreviation = word.isupper()
        starts_sentence = _ENDS_SENTENCE.search(text[: found.start()])
        if word[0].isupper() and not is_abbreviation and not starts_sentence:
            return word
    return ""
