"""What the error summary lists: every error of a form, with where it can be mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

from vve_portal.ui.forms import PortalForm


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error; `target` is the id of the control, empty when it is about all."""

    text: str
    target: str = ""


def lines_of(source: "forms.BaseForm | BaseFormSet[Any]") -> Iterator[ErrorLine]:
    """Go through the errors of a form or formset in the order of the page."""
    if isinstance(source, BaseFormSet):
        yield from (ErrorLine(str(error)) for error in source.non_form_errors())
        label = getattr(source, "row_label", "Regel")
        for number, row in enumerate(source, start=1):
            if source.is_bound and source.can_delete and row.cleaned_data.get("DELETE"):
                continue
            for line in lines_of(row):
                yield ErrorLine(f"{label} {number}: {line.text}", line.target)
        return
    yield from (ErrorLine(str(error)) for error in source.non_field_errors())
    fields = source.fields_in_order() if isinstance(source, PortalForm) else source
    for field in fields:
        target = "" if field.is_hidden else control_id(field)
        yield from (ErrorLine(str(error), target) for error in field.errors)


def control_id(field: BoundField) -> str:
    """Return the id of the control that a link can put the focus on."""
    widget = field.field.widget
    if isinstance(widget, forms.MultiWidget) or (
        isinstance(widget, forms.RadioSelect) and any(True for _ in widget.choices)
    ):
        return f"{field.auto_id}_0"
    return field.auto_id
