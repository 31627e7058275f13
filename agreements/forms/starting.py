"""The form that a new agreement begins with."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms

from agreements.models import AgreementQuerySet
from agreements.services.drafting import LONGEST_TITLE, Source
from vve_portal.accounts.models import Partnership, PartnershipQuerySet
from vve_portal.ui.dates import period
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Fieldset, LayoutItem
from vve_portal.ui.widgets import Radios

SOURCES: Final[dict[str, str]] = {
    Source.MODEL: "Alle modelafspraken in de zeven gebieden. U wijzigt wat u wilt.",
    Source.EARLIER: "Alle afspraken van toen, met de datums verschoven.",
    Source.EMPTY: "U voegt de afspraken in de zeven gebieden zelf toe.",
}


class EarlierChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs only
    """A choice of agreements: by title and term."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how an agreement reads in a list."""
        return f"{obj.title}, {period(obj.starts_on, obj.ends_on)} ({obj.reference})"


class StartForm(PortalForm):
    """With whom, for which term, and what to start from."""

    submit_label: ClassVar[str] = "Begin het concept"
    sometimes_required: ClassVar[tuple[str, ...]] = ("earlier",)

    partnership: Any = forms.ModelChoiceField(
        label="Tussen welke partijen?",
        queryset=None,
        empty_label="Kies een samenwerking",
        error_messages={"required": "Kies tussen welke partijen de overeenkomst is."},
    )
    title = forms.CharField(
        label="Titel",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Geef de overeenkomst een titel."},
    )
    starts_on = DutchDateField(label="Eerste dag")
    ends_on = DutchDateField(label="Laatste dag")
    source = forms.TypedChoiceField(
        label="Waar gaat u van uit?",
        coerce=Source,
        widget=Radios(descriptions=SOURCES),
        error_messages={"required": "Kies waar u van uitgaat."},
    )
    earlier: Any = EarlierChoice(
        label="Welke eerdere overeenkomst?",
        help_text="Kies dit als u van een eerdere overeenkomst uitgaat.",
        queryset=None,
        empty_label="Kies een overeenkomst",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        partnerships: PartnershipQuerySet,
        earlier: AgreementQuerySet,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partnership"].queryset = partnerships
        fields["earlier"].queryset = earlier
        self.has_earlier = bool(earlier)
        fields["source"].choices = [
            (source.value, source.label)
            for source in Source
            if self.has_earlier or source != Source.EARLIER
        ]
        if not self.has_earlier:
            del self.fields["earlier"]
        if len(partnerships) == 1:
            self._choose(partnerships[0])

    def _choose(self, only: Partnership) -> None:
        self.fields["partnership"].initial = only.pk
        self.fields["partnership"].empty_label = None  # type: ignore[attr-defined]  # a choice of rows

    def build_layout(self) -> Sequence[LayoutItem]:
        """Ask what it is first, then what it starts from."""
        origin = ["source", *(["earlier"] if self.has_earlier else [])]
        return [
            Fieldset("De overeenkomst", "partnership", "title", "starts_on", "ends_on"),
            Fieldset("Het begin", *origin),
        ]

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        return {"earlier": None, **self.cleaned_data}


def next_year(today: date, agreements: AgreementQuerySet) -> dict[str, Any]:
    """Return a start for the form: the first calendar year that nothing holds for."""
    years = {row.ends_on.year for row in agreements}
    year = max({today.year, *years}) + 1
    return {
        "title": f"Samenwerkingsovereenkomst VVE {year}",
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
    }
