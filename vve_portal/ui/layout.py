"""Layout objects for crispy forms, in our own markup.

Layout items are names of fields and these objects:

Fieldset("De activiteit", "name", "source")      a section of the form
Width("code", "3")                               as wide as what is expected
Affix("hours", suffix="uur")                     € before it, uur behind it
Choices("kind", descriptions={"plus": "…"})      explains the choices
Columns("start", "end")                          beside each other when it fits
Note("De tekst ligt vast.")                      a line of explanation
ShownValues()                                    hidden: what fields held when shown
ButtonRow("Bewaar", secondary=[("stop", "Bewaar en stop")], cancel_url="/")
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from crispy_forms.utils import render_field
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe


@runtime_checkable
class LayoutObject(Protocol):
    """Whatever crispy can render: it asks no more than this."""

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str
    ) -> SafeString:
        """Return HTML."""
        ...


LayoutItem = str | LayoutObject


def _render_all(
    items: Sequence[LayoutItem], form: forms.BaseForm, context: Context, pack: str
) -> SafeString:
    parts = [render_field(item, form, context, template_pack=pack) for item in items]
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped by its template


def _render_one(
    name: str, form: forms.BaseForm, context: Context, pack: str, **options: Any
) -> SafeString:
    html: SafeString = render_field(
        name,
        form,
        context,
        template_pack=pack,
        extra_context={"field_options": options},
    )
    return html


class Fieldset:
    """A section of a form under one legend."""

    def __init__(self, legend: str, *fields: LayoutItem, section: bool = True) -> None:
        self.legend = legend
        self.fields = fields
        self.section = section

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str
    ) -> SafeString:
        """Render the fields within a fieldset."""
        inner = _render_all(self.fields, form, context, template_pack)
        return render_to_string(
            f"{template_pack}/layout/fieldset.html",
            {"legend": self.legend, "section": self.section, "fields": inner},
        )


class Columns:
    """Fields beside each other, as many as fit."""

    def __init__(self, *fields: LayoutItem) -> None:
        self.fields = fields

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str
    ) -> SafeString:
        """Render the fields in columns."""
        inner = _render_all(self.fields, form, context, template_pack)
        return render_to_string(
            f"{template_pack}/layout/columns.html", {"fields": inner}
        )


@dataclass(frozen=True)
class Affix:
    """A field with a sign before it or a unit behind it."""

    field: str
    prefix: str = ""
    suffix: str = ""

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str
    ) -> SafeString:
        """Render the field with its affix."""
        return _render_one(
            self.field,
            form,
            context,
            template_pack,
            prefix=self.prefix,
            suffix=self.suffix,
        )


@dataclass(frozen=True)
class Width:
    """A field as wide as what is expected in it: "3" or "8" characters."""

    field: str
    width: str

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str
    ) -> SafeString:
        """Render the field in its width."""
        return _render_one(self.field, form, context, template_pack, width=self.width)


@dataclass(frozen=True)
class Choices:
    """A choice of which each answer may be explained, by its value."""

    field: str
    descriptions: Mapping[str, str]
    in_row: bool = False

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str
    ) -> SafeString:
        """Render the choices."""
        return _render_one(
            self.field,
            form,
            context,
            template_pack,
            descriptions=self.descriptions,
            in_row=self.in_row,
        )


@dataclass(frozen=True)
class Note:
    """A line of explanation between fields."""

    text: str

    def render(
        self,
        form: forms.BaseForm,  # noqa: ARG002 - crispy's signature
        context: Context,  # noqa: ARG002 - crispy's signature
        template_pack: str,
    ) -> SafeString:
        """Render the line."""
        return render_to_string(
            f"{template_pack}/layout/note.html", {"text": self.text}
        )


class ShownValues:
    """What each field held when the page was made, so that only changes are sent on."""

    def render(
        self,
        form: forms.BaseForm,
        context: Context,  # noqa: ARG002 - crispy's signature
        template_pack: str,  # noqa: ARG002 - crispy's signature
    ) -> SafeString:
        """Render them as hidden fields."""
        shown = (field for field in form if field.field.show_hidden_initial)
        return format_html_join(
            "", "{}", ((field.as_hidden(only_initial=True),) for field in shown)
        )


@dataclass(frozen=True)
class ButtonRow:
    """One primary button, others (name, label), and a way out."""

    primary: str
    secondary: Sequence[tuple[str, str]] = ()
    cancel_url: str = ""
    cancel_label: str = "Annuleer"

    def render(
        self,
        form: forms.BaseForm,  # noqa: ARG002 - crispy's signature
        context: Context,  # noqa: ARG002 - crispy's signature
        template_pack: str,
    ) -> SafeString:
        """Render the buttons."""
        return render_to_string(
            f"{template_pack}/layout/button_row.html", {"row": self}
        )


def field_names(items: Sequence[LayoutItem]) -> Iterator[str]:
    """Go through the names of the fields in the order of the layout."""
    for item in items:
        if isinstance(item, str):
            yield item
        elif isinstance(item, Fieldset | Columns):
            yield from field_names(item.fields)
        elif isinstance(item, Affix | Width | Choices):
            yield item.field
