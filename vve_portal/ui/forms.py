"""The base of every form: labels, buttons, error texts and layout once and for all.

    class ClauseForm(PortalForm):
        submit_label = "Bewaar de afspraak"

        title = forms.CharField(label="Titel", max_length=120)
        hours = DutchDecimalField(label="Uren", decimals=1, suffix="uur")
        amount = EuroField(label="Bedrag", required=False)
        starts_on = DutchDateField(label="Ingangsdatum", earliest=date(2027, 1, 1))

        def build_layout(self) -> Sequence[LayoutItem]:
            return [Fieldset("De afspraak", "title", "hours"), "amount", "starts_on"]

In a view `ClauseForm(request.POST or None, cancel_url=...)`, in a template
`{% load crispy_forms_tags %}{% crispy form %}`: that gives the error summary, the form
tag with the CSRF token, the fields and the buttons. A form that shares its form tag
with another has `standalone = False`; the page then writes the tag, the token, the
summary (`_components/error_summary.html`) and the buttons itself.

Every label of an optional field says so. Error texts are made from the label ("Vul
“Titel” in."); give `error_messages` to a field to say it better.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

from vve_portal.ui.error_texts import give_texts
from vve_portal.ui.layout import ButtonRow, LayoutItem, field_names


class PortalForm(forms.Form):
    """A form that a person fills in and posts."""

    submit_label: ClassVar[str] = "Bewaar"
    secondary_buttons: ClassVar[Sequence[tuple[str, str]]] = ()
    standalone: ClassVar[bool] = True
    mark_optional: ClassVar[bool] = True
    # Optional fields that some answer makes required: their help text says when.
    sometimes_required: ClassVar[tuple[str, ...]] = ()
    # The page says that fields are required unless it says otherwise.
    use_required_attribute = False

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel_url = cancel_url

    def build_layout(self) -> Sequence[LayoutItem]:
        """Return the fields in their order, with fieldsets and the like."""
        return list(self.fields)

    def build_buttons(self) -> ButtonRow:
        """Return the buttons under the form."""
        return ButtonRow(
            self.submit_label, self.secondary_buttons, cancel_url=self.cancel_url
        )

    @cached_property
    def layout_items(self) -> list[LayoutItem]:
        """The layout without the buttons."""
        return list(self.build_layout())

    @cached_property
    def helper(self) -> FormHelper:
        """What crispy asks: made at first use, so that a subclass may add fields."""
        helper = FormHelper()
        helper.render_hidden_fields = True
        helper.form_tag = self.standalone
        buttons = [self.build_buttons()] if self.standalone else []
        helper.layout = Layout(*self.layout_items, *buttons)
        return helper

    def full_clean(self) -> None:
        """Validate, with error texts that name the field by its label."""
        for name, field in self.fields.items():
            give_texts(field, str(self[name].label))
        super().full_clean()

    def fields_in_order(self) -> Iterator[BoundField]:
        """Go through the fields as they stand on the page."""
        laid_out = [
            name for name in field_names(self.layout_items) if name in self.fields
        ]
        for name in dict.fromkeys([*laid_out, *self.fields]):
            yield self[name]


class PortalFormSet(BaseFormSet):  # type: ignore[type-arg]  # - only the stubs are
    """Rows of the same form, each under its own legend."""

    default_error_messages = {
        "missing_management_form": "Het formulier kwam niet heel aan. "
        "Open de bladzijde opnieuw en vul het nog een keer in.",
        "too_many_forms": "Vul hooguit %(num)d regels in.",
        "too_few_forms": "Vul ten minste %(num)d regels in.",
    }
    row_label: ClassVar[str] = "Regel"
    standalone: ClassVar[bool] = False
    submit_label: ClassVar[str] = "Bewaar"

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Add Django's own fields to a row, with a label that says what they do."""
        super().add_fields(form, index)
        if self.can_delete and "DELETE" in form.fields:
            form.fields["DELETE"].label = f"Verwijder deze {self.row_label.lower()}"

    @cached_property
    def helper(self) -> FormHelper:
        """What crispy asks."""
        helper = FormHelper()
        helper.form_tag = self.standalone
        helper.row_label = self.row_label
        helper.buttons = ButtonRow(self.submit_label)
        return helper


class FilterForm(forms.Form):
    """The form above a list; give it to a filter set as `Meta.form`."""

    search_label: ClassVar[str] = "Zoek in deze lijst"
    use_required_attribute = False

    @cached_property
    def helper(self) -> FormHelper:
        """What crispy asks."""
        helper = FormHelper()
        helper.form_method = "get"
        helper.form_class = "vve-filters"
        helper.disable_csrf = True
        helper.attrs = {"role": "search", "aria-label": self.search_label}
        helper.layout = Layout(
            *self.fields,
            ButtonRow("", [("", "Filter")], cancel_url="?", cancel_label="Wis"),
        )
        return helper
