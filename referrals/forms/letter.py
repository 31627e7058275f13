"""What is typed at the moment of printing a letter: checked, printed and forgotten."""

import re
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from referrals.documents.letter import Persons
from referrals.forms.moving import DayForm
from referrals.forms.versions import seen_version_field
from vve_portal.documents.letters import missing_letters
from vve_portal.ui.forms import PortalForm

LONGEST_NAME: Final = 60
LONGEST_LINE: Final = 60
MOST_LINES: Final = 4
ONLY_A_NAME: Final = (
    "Schrijf alleen de naam, zonder cijfers. Een geboortedatum of een nummer hoort"
    " niet in de brief."
)
TOO_MANY_LINES: Final = f"Vul hooguit {MOST_LINES} regels in."
TOO_LONG_LINE: Final = f"Maak elke regel korter: hooguit {LONGEST_LINE} tekens."
NO_PHONE: Final = "Vul een telefoonnummer in, bijvoorbeeld 010 123 45 67."
_DIGIT: Final = re.compile(r"\d")
_PHONE: Final = re.compile(r"\+?[\d ()-]{8,20}")


class TypedText(forms.CharField):
    """Text that the browser does not remember and that the letter can show."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def validate(self, value: Any) -> None:
        """Refuse letters that the font of the letter has not."""
        super().validate(value)
        letters = missing_letters(value)
        if letters:
            shown = " ".join(f"“{letter}”" for letter in letters)
            message = f"De brief kan dit niet tonen: {shown}. Schrijf het anders."
            raise ValidationError(message)


class LetterForm(PortalForm):
    """The people in the letter: no field of it reaches a model or a service."""

    submit_label: ClassVar[str] = "Maak de brief"

    child = TypedText(
        label="Naam van het kind",
        help_text="Alleen de voornaam mag ook.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Vul de naam van het kind in."},
    )
    address = TypedText(
        label="Naam en adres van de ouders",
        help_text="Voor een envelop met venster. Geeft u de brief mee? Laat dit leeg.",
        required=False,
        widget=forms.Textarea(attrs={"rows": MOST_LINES}),
    )
    writer = TypedText(
        label="Uw naam",
        max_length=LONGEST_NAME,
        error_messages={"required": "Vul in wie de ouders kunnen bellen."},
    )
    phone = TypedText(
        label="Telefoonnummer voor vragen",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel"}),
        error_messages={"required": "Vul in waar de ouders naartoe kunnen bellen."},
    )

    def clean_child(self) -> str:
        """Refuse digits: a date of birth or a number of the child."""
        child = str(self.cleaned_data["child"])
        if _DIGIT.search(child):
            raise ValidationError(ONLY_A_NAME)
        return child

    def clean_address(self) -> tuple[str, ...]:
        """Return the lines that something is written on."""
        typed = self.cleaned_data["address"].splitlines()
        lines = tuple(line.strip() for line in typed if line.strip())
        if len(lines) > MOST_LINES:
            raise ValidationError(TOO_MANY_LINES)
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(TOO_LONG_LINE)
        return lines

    def clean_phone(self) -> str:
        """Refuse what nobody can call."""
        phone = str(self.cleaned_data["phone"])
        if not _PHONE.fullmatch(phone):
            raise ValidationError(NO_PHONE)
        return phone

    @property
    def persons(self) -> Persons:
        """What was typed, for the letter alone."""
        return Persons(**self.cleaned_data)


class SentForm(DayForm):
    """On which day the letter went."""

    submit_label: ClassVar[str] = "Leg vast dat de brief weg is"

    seen = seen_version_field()
