"""Forms that the tests of the look share."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.forms import formset_factory

from vve_portal.ui.fields import (
    DutchDateField,
    DutchDecimalField,
    EuroField,
)
from vve_portal.ui.forms import PortalForm, PortalFormSet
from vve_portal.ui.layout import (
    Choices,
    Columns,
    Fieldset,
    LayoutItem,
    Width,
)
from vve_portal.ui.widgets import Checkboxes, Radios

KINDS = [("basis", "Basispakket"), ("plus", "Plus-inzet")]


class Activity(PortalForm):
    """A form with every kind of field, laid out in another order than declared."""

    sometimes_required = ("reason",)

    note = forms.CharField(
        label="Toelichting", required=False, max_length=20, widget=forms.Textarea
    )
    name = forms.CharField(label="Naam", help_text="Zoals in de begroting.")
    hours = DutchDecimalField(label="Uren", decimals=1, suffix="uur")
    rate = EuroField(label="Tarief")
    kind = forms.ChoiceField(label="Basis of plus?", choices=KINDS, widget=Radios)
    areas = forms.MultipleChoiceField(
        label="Wijken", choices=[("n", "Noord")], widget=Checkboxes(in_row=True)
    )
    start = DutchDateField(label="Begin", earliest=date(2027, 1, 1))
    read = forms.BooleanField(label="Ik heb het gelezen")
    reason = forms.CharField(label="Reden", required=False)
    mail = forms.EmailField(label="E-mailadres")
    file = forms.FileField(label="Bijlage")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the note last."""
        return [
            Fieldset("Wat", "name", Columns("hours", "rate")),
            Choices("kind", {"plus": "Extra tijd."}),
            "areas",
            "start",
            "read",
            "reason",
            Width("mail", "8"),
            "file",
            "note",
        ]


class Line(PortalForm):
    """One line of a budget."""

    what = forms.CharField(label="Wat")


LineSet = formset_factory(Line, formset=PortalFormSet, extra=1, can_delete=True)
