"""Forms about preschools and parts of town."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from referrals.forms.imports import TownField
from referrals.models import Neighbourhood
from vve_portal.accounts.models import Partnership
from vve_portal.ui.forms import FilterForm, PortalForm


class NeighbourhoodField(forms.ModelChoiceField):  # type: ignore[type-arg]  # - only the stubs are
    """A choice of parts of town."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name with its code."""
        return f"{obj.name} ({obj.code})"


class LocationFilterForm(FilterForm):
    """The form above the list of preschools."""

    search_label: ClassVar[str] = "Zoek een locatie"

    words = forms.CharField(label="Naam, houder of adres", required=False)
    neighbourhood: Any = NeighbourhoodField(
        label="Wijk", queryset=None, required=False, empty_label="Alle"
    )
    closed = forms.BooleanField(label="Ook wat gestopt is", required=False)

    def __init__(
        self, *args: Any, neighbourhoods: QuerySet[Neighbourhood], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["neighbourhood"].queryset = neighbourhoods


class LocationForm(PortalForm):
    """In which part of town a preschool is."""

    submit_label: ClassVar[str] = "Bewaar de wijk"

    neighbourhood: Any = NeighbourhoodField(
        label="Wijk", queryset=None, required=False, empty_label="Nog geen wijk"
    )

    def __init__(
        self, *args: Any, neighbourhoods: QuerySet[Neighbourhood], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["neighbourhood"].queryset = neighbourhoods


class NeighbourhoodForm(PortalForm):
    """Another name for a part of town; its code stays."""

    submit_label: ClassVar[str] = "Bewaar de naam"

    name = forms.CharField(label="Naam van de wijk", max_length=80)


class NewNeighbourhoodForm(NeighbourhoodForm):
    """A part of town with its code."""

    submit_label: ClassVar[str] = "Voeg de wijk toe"

    partnership: Any = TownField(
        label="In welke gemeente?", queryset=None, empty_label="Kies een gemeente"
    )
    code = forms.CharField(
        label="Wijkcode van het CBS",
        max_length=10,
        help_text="WK met zes cijfers, zoals WK075801.",
    )

    def __init__(
        self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partnership"].queryset = partnerships
        if len(partnerships) == 1:
            fields["partnership"].initial = partnerships[0].pk
            fields["partnership"].empty_label = None
        self.order_fields(["partnership", "code", "name"])
