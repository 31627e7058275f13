"""Forms to hand a file in and to say what its columns are."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet

from referrals.models import FileKind
from referrals.tables.columns import Column, Schema
from referrals.tables.table import DELIVERY, MEGABYTE, REGISTER, Limits
from referrals.tables.trajectories import CONSENT_ON_RECORD
from vve_portal.accounts.models import Partnership
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.widgets import Radios

KINDS: Final[dict[str, str]] = {
    FileKind.TRAJECTORIES: "Eén rij zegt waar een kind op een dag stond.",
    FileKind.TOTALS: "Eén rij is een teller en noemer van een kwartaal.",
}
ABSENT: Final = "Staat niet in het bestand"
ON_RECORD: Final = "Staat niet in het bestand, maar wij legden de toestemming vast"
CONSENT: Final = "datum_toestemming"


class TownField(forms.ModelChoiceField):  # type: ignore[type-arg]  # - only the stubs are
    """A choice of municipalities."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the municipality: the other party is always the own JGZ."""
        return str(obj.municipality)


class UploadForm(PortalForm):
    """A file about one municipality; `is_too_big` when it was not even received."""

    limits: ClassVar[Limits] = DELIVERY

    partnership: Any = TownField(
        label="Van welke gemeente?",
        queryset=None,
        empty_label="Kies een gemeente",
    )
    file = forms.FileField(label="Bestand", allow_empty_file=True)

    def __init__(
        self,
        *args: Any,
        partnerships: QuerySet[Partnership],
        is_too_big: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partnership"].queryset = partnerships
        if len(partnerships) == 1:
            fields["partnership"].initial = partnerships[0].pk
            fields["partnership"].empty_label = None
        if is_too_big:
            fields["file"].error_messages["required"] = self.too_big

    @property
    def too_big(self) -> str:
        """What to do about a file that is bigger than is read."""
        most = self.limits.size // MEGABYTE
        return f"Het bestand is groter dan {most} MB. Deel het op."

    def clean_file(self) -> Any:
        """Refuse a file that is too big before it is opened."""
        file = self.cleaned_data["file"]
        if file.size > self.limits.size:
            raise forms.ValidationError(self.too_big)
        return file


class ImportForm(UploadForm):
    """A file with trajectories or totals."""

    submit_label: ClassVar[str] = "Lees het bestand"

    kind = forms.TypedChoiceField(
        label="Wat staat erin?",
        choices=FileKind.choices,
        coerce=FileKind,
        widget=Radios(descriptions=KINDS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            "CSV, XLSX of ODS, hooguit 20 MB en 50.000 rijen. Zonder namen, BSN, "
            "volledige geboortedatums, adressen, telefoonnummers en e-mailadressen."
        )
        self.order_fields(["partnership", "kind", "file"])


class RegisterForm(UploadForm):
    """The open data file of the LRK."""

    limits: ClassVar[Limits] = REGISTER
    submit_label: ClassVar[str] = "Vergelijk met het register"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            "Het bestand export_opendata_lrk.csv van landelijkregisterkinderopvang.nl, "
            "hooguit 40 MB. Contactpersonen neemt het portaal niet over."
        )


class ColumnsForm(PortalForm):
    """Which column of the file is which of ours."""

    submit_label: ClassVar[str] = "Controleer het bestand"

    def __init__(
        self,
        *args: Any,
        schema: Schema,
        header: Sequence[str],
        first: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        shown = [
            (name, f"{name} (zoals {value})" if value else name)
            for name, value in zip(header, first, strict=False)
        ]
        for column in schema.columns:
            self.fields[column.key] = _field(column, shown)

    @property
    def columns(self) -> dict[str, str]:
        """What was chosen, as the service takes it."""
        return {key: name for key, name in self.cleaned_data.items() if name}


def _field(column: Column, shown: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    extra = [(CONSENT_ON_RECORD, ON_RECORD)] if column.key == CONSENT else []
    example = f"Bijvoorbeeld {column.example}." if column.example else ""
    return forms.ChoiceField(
        label=column.label,
        help_text=example,
        required=column.required,
        choices=[("", "Kies een kolom" if column.required else ABSENT), *extra, *shown],
        error_messages={"required": f"Kies de kolom voor “{column.label}”."},
    )
