"""Forms about teams and who stands in for whom."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from vve_portal.accounts.models import User
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # - only the stubs are
    """A colleague, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name, and what somebody does."""
        return f"{obj.name}, {obj.job_title}" if obj.job_title else str(obj.name)


class TeamForm(PortalForm):
    """The name of a new team."""

    submit_label = "Maak het team"

    name = forms.CharField(label="Naam van het team", max_length=80)


class MemberForm(PortalForm):
    """Who works in a team, from when."""

    submit_label = "Voeg toe aan het team"

    person = PersonField(label="Wie?", queryset=None, empty_label="Kies")
    starts_on = DutchDateField(label="Vanaf")
    ends_on = DutchDateField(
        label="Tot en met",
        required=False,
        help_text="Laat leeg als er geen einde is.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a PersonField


class StandInForm(PortalForm):
    """Who does whose work, and until when."""

    submit_label = "Regel de waarneming"

    replaces = PersonField(label="Wie is afwezig?", queryset=None, empty_label="Kies")
    person = PersonField(label="Wie neemt waar?", queryset=None, empty_label="Kies")
    starts_on = DutchDateField(label="Vanaf")
    ends_on = DutchDateField(
        label="Tot en met",
        help_text="Een waarneming heeft altijd een einde. Verleng haar zo nodig.",
    )

    def __init__(
        self,
        *args: Any,
        absent: QuerySet[User],
        people: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = absent  # type: ignore[attr-defined]  # a PersonField
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a PersonField
