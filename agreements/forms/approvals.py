"""The form with which a check or decision outside the portal is recorded."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from agreements.models import Approval
from agreements.services.approvals import LONGEST_REFERENCE
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.widgets import Radios


class ApprovalForm(PortalForm):
    """Which check or decision, known as what, of which day."""

    submit_label: ClassVar[str] = "Leg vast"

    kind = forms.ChoiceField(
        label="Wat legt u vast?",
        widget=Radios,
        error_messages={"required": "Kies welke toets of welk besluit u vastlegt."},
    )
    reference = forms.CharField(
        label="Kenmerk of zaaknummer",
        max_length=LONGEST_REFERENCE,
        error_messages={"required": "Vul het kenmerk of zaaknummer in."},
    )
    decided_on = DutchDateField(label="Datum van de toets of het besluit")

    def __init__(
        self, *args: Any, kinds: Iterable[Approval.Kind], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kind"]
        choice.choices = [(kind.value, kind.label) for kind in kinds]
