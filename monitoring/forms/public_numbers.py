"""Forms for what anybody can look up about a town, and for the thresholds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms

from monitoring.models import PublicNumber
from monitoring.services.figure_settings import (
    COUNCIL_HIGHEST,
    COUNCIL_LOWEST,
    PARTNER_CHOICES,
)
from monitoring.services.public_numbers import EARLIEST, LARGEST, WHOLE, Numbers
from referrals.tables.table import DELIVERY, MEGABYTE
from vve_portal.ui.fields import DutchDateField, WholeNumberField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Fieldset, LayoutItem
from vve_portal.ui.widgets import Radios

WIJK: Final = "wijk_"


class _AboutNumbers(PortalForm):
    """Of what, of which year, and where it stands."""

    kind = forms.TypedChoiceField(
        label="Welke getallen?",
        choices=PublicNumber.Kind.choices,
        coerce=PublicNumber.Kind,
        widget=Radios,
        initial=PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS,
    )
    year = WholeNumberField(
        label="Van welk jaar?",
        minimum=EARLIEST,
        maximum=2100,
        help_text="Met de getallen van dit jaar bepaalt het portaal welke wijken samen"
        " gaan.",
    )
    reference_on = DutchDateField(
        label="Op welke dag is geteld?", help_text="Meestal 1 januari."
    )
    source = forms.CharField(
        label="Waar staan deze getallen?",
        max_length=120,
        help_text="Zoals: CBS StatLine, tabel 03759ned.",
    )

    def numbers(self, by_wijk: Mapping[str, int]) -> Numbers:
        """Return what was filled in as the service takes it."""
        told = self.cleaned_data
        return Numbers(
            kind=told["kind"],
            year=told["year"],
            by_wijk=by_wijk,
            reference_on=told["reference_on"],
            source=told["source"],
        )


class PublicNumbersForm(_AboutNumbers):
    """Numbers of the town and of each wijk."""

    submit_label: ClassVar[str] = "Bewaar de getallen"

    whole = WholeNumberField(
        label="Hele gemeente", minimum=0, maximum=LARGEST, required=False
    )

    def __init__(self, *args: Any, wijken: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wijken = wijken
        for code, name in wijken.items():
            self.fields[WIJK + code] = WholeNumberField(
                label=name, minimum=0, maximum=LARGEST, required=False
            )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the wijken together."""
        fields = ["whole", *(WIJK + code for code in self.wijken)]
        about = ["kind", "year", "reference_on", "source"]
        return [*about, Fieldset("Hoeveel zijn het er?", *fields)]

    @property
    def by_wijk(self) -> dict[str, int]:
        """What was filled in per wijk; "" is the whole town."""
        told = {WHOLE: self.cleaned_data.get("whole")}
        for code in self.wijken:
            told[code] = self.cleaned_data.get(WIJK + code)
        return {code: number for code, number in told.items() if number is not None}


class PublicNumbersFileForm(_AboutNumbers):
    """A file with a number per wijk."""

    submit_label: ClassVar[str] = "Lees het bestand"

    file = forms.FileField(
        label="Bestand",
        help_text="CSV, XLSX of ODS met de kolommen wijkcode en aantal. Een rij zonder"
        " wijkcode is de hele gemeente.",
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too big before it is opened."""
        file = self.cleaned_data["file"]
        if file.size > DELIVERY.size:
            most = DELIVERY.size // MEGABYTE
            message = f"Het bestand is groter dan {most} MB. Deel het op."
            raise forms.ValidationError(message)
        return file


class ThresholdsForm(PortalForm):
    """From how many children on a number is shown."""

    submit_label: ClassVar[str] = "Bewaar de drempels"

    partner = forms.TypedChoiceField(
        label="Vanaf hoeveel kinderen zien gemeente en JGZ een getal?",
        choices=[(one, f"{one} kinderen") for one in PARTNER_CHOICES],
        coerce=int,
        widget=Radios,
    )
    council = WholeNumberField(
        label="Vanaf hoeveel kinderen ziet de raad een getal?",
        help_text=f"Ten minste {COUNCIL_LOWEST}. De raad ziet getallen afgerond op"
        " vijftallen.",
        minimum=COUNCIL_LOWEST,
        maximum=COUNCIL_HIGHEST,
        suffix="kinderen",
    )


def first_of_january(today: date) -> date:
    """Return the day that public numbers of this year are usually of."""
    return date(today.year, 1, 1)
