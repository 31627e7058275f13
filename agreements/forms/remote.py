"""The form with which somebody signs at a signing service at a distance."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from agreements.forms.signing import SignForm
from vve_portal.documents.remote_credentials import (
    OTP_NEEDED,
    PIN_NEEDED,
    Activation,
    Presence,
    RemoteCredential,
)
from vve_portal.ui.dates import long_date
from vve_portal.ui.layout import ButtonRow, Fieldset, LayoutItem, Width
from vve_portal.ui.widgets import Radios


class OneTimeInput(forms.TextInput):
    """A code that holds once: after an error the field is empty again."""

    def __init__(self) -> None:
        super().__init__(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}
        )

    def format_value(self, value: Any) -> None:
        """Show nothing of what was typed."""


class SignRemotelyForm(SignForm):
    """Which certificate, what the service asks, and what the portal always asks."""

    sometimes_required: ClassVar[tuple[str, ...]] = ("pin", "otp")

    credential = forms.ChoiceField(
        label="Met welk certificaat tekent u?",
        widget=Radios,
        error_messages={
            "required": "Kies het certificaat waarmee u tekent.",
            "invalid_choice": "Dit certificaat is er niet meer. Kies opnieuw.",
        },
    )
    pin = forms.CharField(
        label="Pincode van uw certificaat",
        required=False,
        strip=False,
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Die hebt u bij de ondertekendienst gekozen. Het portaal geeft haar "
        "door en bewaart haar niet.",
    )
    otp = forms.CharField(
        label="Code van de ondertekendienst",
        required=False,
        max_length=64,
        widget=OneTimeInput,
        help_text="Uit de app, de sms of de mail van de ondertekendienst.",
    )

    def __init__(
        self, *args: Any, credentials: Sequence[RemoteCredential], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.credentials = {one.key: one for one in credentials}
        choice: Any = self.fields["credential"]
        choice.choices = [(one.key, one.name) for one in credentials]
        choice.widget = Radios(
            choices=choice.choices,
            descriptions={one.key: _about(one) for one in credentials},
        )
        if len(credentials) == 1:
            choice.initial = credentials[0].key
        self._leave_out("pin", [one.pin for one in credentials])
        self._leave_out("otp", [one.otp for one in credentials])
        self.fields["code"].widget = OneTimeInput()

    def _leave_out(self, name: str, asked: list[Presence]) -> None:
        """Ask for nothing that no certificate needs."""
        if all(one is Presence.ABSENT for one in asked):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for what this certificate needs, before any code is used up."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = self.credentials.get(cleaned.get("credential", ""))
        if chosen is not None:
            self._require("pin", chosen.pin, PIN_NEEDED)
            self._require("otp", chosen.otp, OTP_NEEDED)
        return cleaned

    def _require(self, name: str, presence: Presence, sentence: str) -> None:
        if presence is Presence.REQUIRED and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def chosen(self) -> RemoteCredential:
        """Return the certificate that was chosen."""
        return self.credentials[self.cleaned_data["credential"]]

    def activation(self) -> Activation:
        """Return what the service asks, as far as this certificate needs it."""
        chosen, given = self.chosen(), self.cleaned_data
        asks_pin = chosen.pin is not Presence.ABSENT
        asks_otp = chosen.otp is not Presence.ABSENT
        return Activation(
            pin=given.get("pin", "") if asks_pin else "",
            otp=given.get("otp", "") if asks_otp else "",
        )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the certificate first, then who one is, then what one declares."""
        asked = [Width(name, "8") for name in ("pin", "otp") if name in self.fields]
        declarations = Fieldset(
            "Ik verklaar dat", "has_read", "is_authorised", section=False
        )
        return ["credential", *asked, declarations, Width("code", "8")]

    def build_buttons(self) -> ButtonRow:
        """Offer the way back to the other ways of signing."""
        return ButtonRow(
            "Onderteken bij de ondertekendienst",
            cancel_url=self.cancel_url,
            cancel_label="Terug, niet zo tekenen",
        )


def _about(credential: RemoteCredential) -> str:
    return f"Van {credential.issuer}, geldig tot {long_date(credential.ends_at)}."
