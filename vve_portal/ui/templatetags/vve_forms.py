"""Tags of the template pack: each control with its class and description."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from vve_portal.ui.error_lines import ErrorLine, lines_of
from vve_portal.ui.widgets import ThreePartDate

register = template.Library()

_PART_WIDTHS: Final = ("3", "3", "8")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice, ready to be shown."""

    tag: SafeString
    id: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class DatePart:
    """One field of a date, ready to be shown."""

    tag: SafeString
    id: str
    label: str


@register.filter
def field_kind(field: BoundField) -> str:
    """Say how a field is laid out: hidden, checkbox, choices, date or single."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    if isinstance(widget, ThreePartDate):
        return "date"
    return "single"


@register.filter
def marks_optional(field: BoundField) -> bool:
    """Tell whether the label says that the field may stay empty."""
    return (
        getattr(field.form, "mark_optional", False)
        and not field.field.required
        and not field.field.disabled
        and field.name not in getattr(field.form, "sometimes_required", ())
    )


@register.simple_tag
def control(field: BoundField, width: str = "") -> SafeString:
    """Render the control of a field in its class and width."""
    widget = field.field.widget
    width = width or getattr(widget, "width", "")
    names = [widget.attrs.get("class", ""), _control_class(widget)]
    if width:
        names.append(f"vve-input--{width}")
    # Without maxlength a browser never cuts off what somebody typed or pasted.
    classes = " ".join(filter(None, names))
    attrs: dict[str, str | bool] = {"class": classes, "maxlength": False}
    return field.as_widget(attrs=attrs)


@register.simple_tag
def choice_inputs(
    field: BoundField, descriptions: Mapping[str, str] | None = None
) -> list[Choice]:
    """Return the answers of a choice."""
    widget = field.field.widget
    explained = descriptions or getattr(widget, "descriptions", {})
    attrs = _group_attrs(field)
    # A radio button cannot be invalid in ARIA; the fieldset tells of the error.
    attrs["aria-invalid"] = False
    attrs["class"] = _control_class(widget)
    return [
        Choice(
            tag=BoundWidget(widget, option, field.form.renderer).tag(),
            id=option["attrs"]["id"],
            label=str(option["label"]),
            description=explained.get(str(option["value"]), ""),
        )
        for option in widget.subwidgets(field.html_name, field.value(), attrs)
    ]


@register.simple_tag
def date_parts(field: BoundField) -> list[DatePart]:
    """Return the three fields of a date."""
    widget = field.field.widget
    context = widget.get_context(field.html_name, field.value(), _group_attrs(field))
    parts = []
    for part, width, label in zip(
        context["widget"]["subwidgets"], _PART_WIDTHS, widget.part_labels, strict=True
    ):
        part["attrs"]["class"] = f"utrecht-textbox vve-input--{width}"
        tag = BoundWidget(widget, part, field.form.renderer).tag()
        parts.append(DatePart(tag, part["attrs"]["id"], label))
    return parts


@register.simple_tag
def error_lines(
    *sources: "forms.BaseForm | BaseFormSet[Any] | str | None",
) -> list[ErrorLine]:
    """Return what is wrong with forms and formsets; a missing one has no errors."""
    return [
        line
        for source in sources
        if isinstance(source, forms.BaseForm | BaseFormSet)
        for line in lines_of(source)
    ]


@register.filter
def count_fields(lines: list[ErrorLine]) -> int:
    """Count the fields that have something wrong."""
    return len({line.target for line in lines if line.target})


def _group_attrs(field: BoundField) -> dict[str, Any]:
    return field.build_widget_attrs({"id": field.auto_id})


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        return "utrecht-checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "utrecht-radio-button"
    if isinstance(widget, forms.Select):
        return "utrecht-select"
    if isinstance(widget, forms.Textarea):
        return "utrecht-textarea"
    return "utrecht-textbox"
