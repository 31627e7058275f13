"""The form that says how a signed clause is coming along."""

from typing import ClassVar, Final

from django import forms

from agreements.forms.fields import LongText
from agreements.models.vocabulary import Progress
from agreements.services.progress import LONGEST_NOTE
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.widgets import Radios

MEANINGS: Final[dict[str, str]] = {
    Progress.ON_COURSE: "Het gaat zoals afgesproken.",
    Progress.ATTENTION: "Het dreigt niet te lukken, of moet beter.",
    Progress.MISSED: "De afspraak of de norm is niet gehaald.",
    Progress.NOT_STARTED: "Hier is nog niets aan gedaan.",
    Progress.NOT_APPLICABLE: "Er was niets te doen in deze periode.",
}


class ProgressForm(PortalForm):
    """A status, and the sentence without which it says little."""

    submit_label: ClassVar[str] = "Bewaar de stand"

    progress = forms.ChoiceField(
        label="Hoe staat het met de afspraak?",
        choices=Progress.choices,
        widget=Radios(descriptions=MEANINGS),
        error_messages={"required": "Kies hoe het met de afspraak staat."},
    )
    note = LongText(
        label="Waarom staat het zo?",
        help_text=f"Eén zin, hooguit {LONGEST_NOTE} tekens. Noem geen kinderen of "
        "gezinnen.",
        max_length=LONGEST_NOTE,
        error_messages={"required": "Schrijf in één zin waarom het zo staat."},
    )
