"""The form that keeps a filter under a name."""

from django import forms

from vve_portal.ui.forms import PortalForm


class SavedListForm(PortalForm):
    """How a list is called."""

    submit_label = "Bewaar deze lijst"

    name = forms.CharField(
        label="Naam van de lijst",
        max_length=40,
        help_text="Alleen u ziet deze lijst. Zet er niets in over een kind.",
    )
