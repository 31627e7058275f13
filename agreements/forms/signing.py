"""Forms of signing: choosing the signers, and signing."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from agreements.models import Agreement
from vve_portal.accounts.models import Mandate, Organisation
from vve_portal.ui.dates import long_date
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import ButtonRow, Fieldset, LayoutItem, Width
from vve_portal.ui.widgets import Radios


class PrepareSigningForm(PortalForm):
    """Who signs for each party, and who is first."""

    submit_label: ClassVar[str] = "Leg de tekst vast en bied haar aan"

    first = forms.ChoiceField(
        label="Wie tekent als eerste?",
        help_text="De tweede krijgt de link pas als de eerste heeft getekend.",
        widget=Radios,
        error_messages={"required": "Kies welke partij als eerste tekent."},
    )

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        mandates: Sequence[Mandate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parties = agreement.partnership.parties
        self.mandates = {str(mandate.pk): mandate for mandate in mandates}
        for party in self.parties:
            self.fields[_field_of(party)] = self._signer_field(party)
        first: Any = self.fields["first"]
        first.choices = [(str(party.pk), party.name) for party in self.parties]
        self.order_fields([*map(_field_of, self.parties), "first"])

    def _signer_field(self, party: Organisation) -> forms.ChoiceField:
        own = [
            mandate
            for mandate in self.mandates.values()
            if mandate.organisation_id == party.pk
        ]
        return forms.ChoiceField(
            label=f"Wie tekent voor {party.name}?",
            choices=[(str(one.pk), _name(one)) for one in own],
            initial=str(own[0].pk) if len(own) == 1 else None,
            widget=Radios(descriptions={str(one.pk): _ground(one) for one in own}),
            error_messages={"required": f"Kies wie voor {party.name} tekent."},
        )

    def chosen(self) -> list[Mandate]:
        """Return the chosen mandates in the order of signing."""
        first = self.cleaned_data["first"]
        ordered = sorted(self.parties, key=lambda party: str(party.pk) != first)
        return [self.mandates[self.cleaned_data[_field_of(one)]] for one in ordered]


def _field_of(party: Organisation) -> str:
    return f"signer_{party.pk}"


def _name(mandate: Mandate) -> str:
    function = f", {mandate.signer.job_title}" if mandate.signer.job_title else ""
    return f"{mandate.signer.name}{function}"


def _ground(mandate: Mandate) -> str:
    return f"Op grond van {mandate} van {long_date(mandate.decided_on)}."


class SignForm(PortalForm):
    """Two declarations and a code."""

    has_read = forms.BooleanField(
        label="ik de overeenkomst heb gelezen",
        error_messages={"required": "Vink aan dat u de overeenkomst hebt gelezen."},
    )
    is_authorised = forms.BooleanField(
        error_messages={"required": "Vink aan dat u bevoegd bent om te tekenen."},
    )
    code = forms.CharField(
        label="Code uit uw inlog-app",
        help_text="Zes cijfers. De code is 30 seconden geldig.",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}
        ),
        error_messages={"required": "Vul de code uit uw inlog-app in."},
    )

    def __init__(self, *args: Any, party: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = f"ik bevoegd ben om namens {party.name} te tekenen"
        self.fields["is_authorised"].label = label

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the declarations under one legend."""
        declarations = Fieldset(
            "Ik verklaar dat", "has_read", "is_authorised", section=False
        )
        return [declarations, Width("code", "8")]

    def build_buttons(self) -> ButtonRow:
        """Offer the way out that reaches both parties."""
        return ButtonRow(
            "Onderteken de overeenkomst",
            cancel_url=self.cancel_url,
            cancel_label="Niet tekenen, geef een reden",
        )
