"""Narrowing down the record."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from vve_portal.audit.models import Entry
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import FilterForm

KINDS = (
    ("account.", "Inloggen en eigen account"),
    ("person.", "Mensen en rollen"),
    ("invitation.", "Uitnodigingen"),
    ("mandate.", "Mandaten"),
    ("agreement.", "Overeenkomsten"),
    ("access.", "Geweigerde toegang"),
)


class EntryFilterForm(FilterForm):
    """The form above the record."""

    search_label: ClassVar[str] = "Zoek in het logboek"


class DateFilter(django_filters.Filter):
    """A day, typed as Dutch readers write it."""

    field_class = DutchDateField


class EntryFilter(django_filters.FilterSet):
    """What is about whom or what, and when."""

    words = django_filters.CharFilter(label="Woord of naam", method="with_words")
    kind = django_filters.ChoiceFilter(
        label="Soort",
        choices=KINDS,
        field_name="verb",
        lookup_expr="startswith",
        empty_label="Alles",
        widget=forms.Select,
    )
    since = DateFilter(label="Vanaf", field_name="at", lookup_expr="date__gte")
    until = DateFilter(label="Tot en met", field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Entry
        form = EntryFilterForm
        fields: ClassVar[list[str]] = []

    def with_words(
        self,
        rows: QuerySet[Entry],
        name: str,  # noqa: ARG002 - the filter's signature
        value: str,
    ) -> QuerySet[Entry]:
        """Keep what mentions the words, or was done by somebody of that name."""
        words: Any = Q(summary__icontains=value) | Q(actor_name__icontains=value)
        return rows.filter(words)
