"""Agreeing to a clause, or refusing it with a reason."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from agreements.models import Consent
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import ButtonRow, LayoutItem


class AnswerForm(PortalForm):
    """What the reader's party answers to one version; the pressed button decides."""

    sometimes_required: ClassVar[tuple[str, ...]] = ("reason",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Uw reactie",
        required=False,
        help_text="Verplicht als u niet akkoord gaat. De andere partij leest dit.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party

    @property
    def decision(self) -> Consent.Decision:
        """What the pressed button says."""
        if "refuse" in self.data:
            return Consent.Decision.REFUSED
        return Consent.Decision.AGREED

    def build_layout(self) -> Sequence[LayoutItem]:
        """Show the reason only."""
        return ["reason"]

    def build_buttons(self) -> ButtonRow:
        """Return a button to agree and one to refuse."""
        return ButtonRow(f"Akkoord namens {self.party}", [("refuse", "Niet akkoord")])
