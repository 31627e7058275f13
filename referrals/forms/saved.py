"""The form that keeps a filter under a name."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError

from referrals.tables.signs import has_date, sign_in
from vve_portal.ui.forms import PortalForm

ABOUT_A_CHILD: Final = (
    "Dit lijkt over een kind te gaan. Noem de lijst naar het filter, zoals “Wachtlijst"
    " Zuid”."
)


class SavedListForm(PortalForm):
    """How a list is called."""

    submit_label = "Bewaar deze lijst"

    name = forms.CharField(
        label="Naam van de lijst",
        max_length=40,
        help_text="Alleen u ziet deze lijst. Zet er niets in over een kind.",
    )

    def clean_name(self) -> str:
        """Refuse numbers, addresses and dates of a person."""
        name = str(self.cleaned_data["name"])
        if sign_in(name) or has_date(name):
            raise ValidationError(ABOUT_A_CHILD)
        return name
