"""Forms of the other ways to a signature: bring a file back, hand in a scan, rules."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Final

from django import forms

from agreements.models import Signature
from vve_portal.documents import scanning
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import ButtonRow, Fieldset, LayoutItem, Width
from vve_portal.ui.widgets import Checkboxes

MEGABYTE: Final = 1024**2
Route = Signature.Route
CHOOSE_AGAIN: Final = "Kies het bestand opnieuw: uw browser onthoudt het niet."
ABOUT: Final[dict[str, str]] = {
    Route.REMOTE: (
        "De ondertekenaar tekent vanuit het portaal met een certificaat dat een "
        "dienst voor hem bewaart."
    ),
    Route.EXTERNAL: (
        "De ondertekenaar haalt de pdf op, tekent met een eigen dienst en brengt haar "
        "terug. Het portaal controleert de handtekening."
    ),
    Route.INK: (
        "De ondertekenaar tekent met pen op een print. Het portaal bewaart de scan en "
        "kan de handtekening zelf niet controleren."
    ),
}
LABELS: Final[dict[str, str]] = {
    Route.REMOTE: "Bij een ondertekendienst op afstand",
    Route.EXTERNAL: "Met een andere ondertekendienst",
    Route.INK: "Op papier",
}


class CodeField(forms.CharField):
    """The code of the app, with which somebody shows who he is."""

    def __init__(self) -> None:
        super().__init__(
            label="Code uit uw inlog-app",
            help_text="Zes cijfers. De code is 30 seconden geldig.",
            max_length=40,
            widget=forms.TextInput(
                attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}
            ),
            error_messages={"required": "Vul de code uit uw inlog-app in."},
        )


class _FileForm(PortalForm):
    """A form with one file, refused when it is too big before it is opened."""

    most: ClassVar[int]
    too_big: ClassVar[str]

    about: ClassVar[str] = ""

    file = forms.FileField(allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser does not fill in a file again.
        again = CHOOSE_AGAIN if self.is_bound else ""
        self.fields["file"].help_text = f"{self.about} {again}".strip()

    def clean_file(self) -> Any:
        """Refuse a file that is too big."""
        file = self.cleaned_data["file"]
        if file.size > self.most:
            raise forms.ValidationError(self.too_big)
        return file


class BringForm(_FileForm):
    """The file as it came back from the service."""

    submit_label: ClassVar[str] = "Controleer het bestand"
    most: ClassVar[int] = 20 * MEGABYTE
    too_big: ClassVar[str] = (
        "Het bestand is groter dan 20 MB. Zo groot wordt deze pdf niet door een "
        "handtekening. Kies het bestand dat u van de ondertekendienst terugkreeg."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Ondertekende pdf"
        self.fields["file"].widget.attrs["accept"] = scanning.PDF


class ConfirmForm(PortalForm):
    """That the certificate is of the signer, and a code."""

    submit_label: ClassVar[str] = "Leg de handtekening vast"

    is_signer = forms.BooleanField()
    code = CodeField()
    # Which file the page is about, by its SHA-256.
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        signer: str,
        party: str,
        found: str,
        shown: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = shown
        field = self.fields["is_signer"]
        field.label = (
            f"“{found}” in het certificaat is {signer}, die voor {party} tekent"
        )
        field.error_messages["required"] = (
            f"Vink aan dat het certificaat van {signer} is. Is dat niet zo? Leg het "
            "bestand dan terug."
        )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the declaration under its legend."""
        return [
            "shown",
            Fieldset("Ik heb gecontroleerd dat", "is_signer", section=False),
            Width("code", "8"),
        ]


class InkForm(_FileForm):
    """The scan, where and when it was written, and a code."""

    submit_label: ClassVar[str] = "Leg de handtekening vast"
    most: ClassVar[int] = scanning.BIGGEST
    about: ClassVar[str] = "Pdf, PNG of JPEG, hooguit 10 MB."
    too_big: ClassVar[str] = (
        "De scan is groter dan 10 MB. Scan het papier met hooguit 300 dpi."
    )

    signed_on = DutchDateField(label="Op welke dag is getekend?")
    place = forms.CharField(label="In welke plaats?", max_length=80)
    is_this_text = forms.BooleanField(
        error_messages={
            "required": "Vink aan dat de scan van precies deze tekst is.",
        },
    )
    is_signer = forms.BooleanField()
    code = CodeField()

    def __init__(
        self, *args: Any, signer: str, party: str, mark: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Scan van het ondertekende papier"
        accepted = (scanning.PDF, scanning.PNG, scanning.JPEG)
        self.fields["file"].widget.attrs["accept"] = ",".join(accepted)
        self.fields["is_this_text"].label = f"op het gescande papier staat {mark}"
        signed = self.fields["is_signer"]
        signed.label = f"{signer} zelf heeft getekend, namens {party}"
        signed.error_messages["required"] = (
            f"Vink aan dat {signer} zelf heeft getekend."
        )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the declarations under one legend."""
        return [
            "file",
            "signed_on",
            "place",
            Fieldset("Ik verklaar dat", "is_this_text", "is_signer", section=False),
            Width("code", "8"),
        ]


class RulesForm(PortalForm):
    """Which ways the parties allow beside that in the portal."""

    submit_label: ClassVar[str] = "Bewaar de huisregels"
    mark_optional: ClassVar[bool] = False

    routes = forms.MultipleChoiceField(
        label="Hoe mag er nog meer worden getekend?",
        help_text="In het portaal tekenen kan altijd.",
        required=False,
        widget=Checkboxes(descriptions=ABOUT),
    )

    def __init__(self, *args: Any, offered: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        routes: Any = self.fields["routes"]
        routes.choices = [
            (route, LABELS[route]) for route in LABELS if route in offered
        ]

    def build_buttons(self) -> ButtonRow:
        """Offer the way back."""
        return ButtonRow(self.submit_label, cancel_url=self.cancel_url)
