"""The field for the code of a letter."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from referrals.models import Location
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem, Width


class CodeForm(PortalForm):
    """A code, and at which of several locations the child comes."""

    submit_label: ClassVar[str] = "Neem aan"

    code = forms.CharField(
        label="Code van de brief",
        help_text="Zoals K7QM-4X2P-K. Streepjes en kleine letters maken niet uit.",
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
        error_messages={"required": "Vul de code in die op de verwijsbrief staat."},
    )
    location: forms.ModelChoiceField[Location] = forms.ModelChoiceField(
        label="Bij welke locatie?",
        queryset=None,
        empty_label="Kies een locatie",
        error_messages={
            "required": "Kies bij welke locatie het kind komt.",
            "invalid_choice": "Kies een locatie uit de lijst.",
        },
    )

    def __init__(
        self, *args: Any, locations: QuerySet[Location], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.locations = list(locations)
        if len(self.locations) == 1:
            del self.fields["location"]
        else:
            self.fields["location"].queryset = locations  # type: ignore[attr-defined]  # a ModelChoiceField

    def build_layout(self) -> Sequence[LayoutItem]:
        """Show the code as wide as one is."""
        rest = [name for name in self.fields if name != "code"]
        return [Width("code", "auto"), *rest]

    @property
    def chosen_location(self) -> Location:
        """The only location, or the one that was chosen."""
        if len(self.locations) == 1:
            return self.locations[0]
        chosen: Location = self.cleaned_data["location"]
        return chosen
