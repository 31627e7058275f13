"""The referral letter: what it says, and the PDF made of that; nothing is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.template.loader import render_to_string

from referrals.codes import LENGTH, shown_code
from referrals.models import Location, Trajectory
from vve_portal.accounts.roles import Role
from vve_portal.documents.letters import showable
from vve_portal.documents.rendering import render
from vve_portal.ui.dates import long_date

TITLE: Final = "Verwijsbrief voor de voorschool"
# Characters of names and addresses; with more of them the letter gets smaller type.
_ROOMY: Final = 450
# How to say the signs that may stand as the last one of a code.
_SPOKEN: Final = {"*": "sterretje", "~": "golfje", "$": "dollarteken", "=": "is-teken"}


@dataclass(frozen=True, slots=True)
class Referral:
    """What the portal knows and the letter says; why a child is referred is not in it.

    Without a location the parents choose one themselves.
    """

    code: str
    location: str
    location_address: tuple[str, ...]
    consent_on: date
    consent_to: str
    sender: str
    function: str
    portal: str


@dataclass(frozen=True, slots=True, repr=False)
class Persons:
    """Who the letter is to and from: typed for this one print, and kept nowhere."""

    child: str
    address: tuple[str, ...]
    writer: str
    phone: str


class LetterFailed(Exception):  # noqa: N818 - it says what is the matter
    """The letter could not be made; this says why without a word of what was in it."""


def referral_of(
    trajectory: Trajectory, *, sender: str, function: str, portal: str
) -> Referral:
    """Return what the letter says of a trajectory with recorded consent."""
    location = trajectory.location or trajectory.wished_location
    if trajectory.consent_on is None:
        raise ValueError(trajectory.pk)
    return Referral(
        code=trajectory.code,
        location=location.name if location else "",
        location_address=_address_of(location) if location else (),
        consent_on=trajectory.consent_on,
        consent_to=Role(trajectory.consent_by).label.lower(),
        sender=sender,
        function=function.lower(),
        portal=portal,
    )


def render_letter(referral: Referral, persons: Persons, *, created: datetime) -> bytes:
    """Render the letter in memory.

    Raises LetterFailed with the kind of fault only: the fault itself may quote a name,
    and would take it to a log or a mail.
    """
    try:
        return _render(referral, persons, created)
    except Exception as error:  # noqa: BLE001 - whatever it is, it may quote a name
        fault = type(error).__name__
    raise LetterFailed(fault)


def letter_context(
    referral: Referral, persons: Persons, *, created: datetime
) -> dict[str, Any]:
    """Return what the template shows: plain data with letters that the font has."""
    texts = {
        "location": showable(referral.location),
        "location_address": [showable(line) for line in referral.location_address],
        "consent_to": showable(referral.consent_to),
        "sender": showable(referral.sender),
        "function": showable(referral.function),
        "child": showable(persons.child),
        "address": [showable(line) for line in persons.address],
        "writer": showable(persons.writer),
        "phone": showable(persons.phone),
    }
    return {
        **texts,
        "title": TITLE,
        "code": shown_code(referral.code),
        "spoken_code": spoken_code(referral.code),
        "consent_on": long_date(referral.consent_on),
        "portal": referral.portal,
        "written_on": long_date(created),
        "is_long": sum(len("".join(text)) for text in texts.values()) > _ROOMY,
    }


def spoken_code(code: str) -> str:
    """Write a code as one says it aloud: "K 7 Q M, streepje, 4 X 2 P, streepje, K"."""
    half = LENGTH // 2
    blocks = (code[:half], code[half:LENGTH], code[LENGTH:])
    return ", streepje, ".join(
        " ".join(_SPOKEN.get(sign, sign) for sign in block) for block in blocks
    )


def _address_of(location: Location) -> tuple[str, ...]:
    place = f"{location.postcode} {location.place}".strip()
    return tuple(line for line in (location.street, place) if line)


def _render(referral: Referral, persons: Persons, created: datetime) -> bytes:
    context = letter_context(referral, persons, created=created)
    return render(
        render_to_string("documents/letter.html", context),
        title=TITLE,
        author=context["sender"],
        subject="Aanmelden bij een voorschool met een code",
        created=created,
        stylesheets=[render_to_string("documents/letter.css")],
    )
