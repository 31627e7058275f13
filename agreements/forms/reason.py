"""The form that asks why somebody takes a step back, does not sign or stops it."""

from typing import Any, Final

from agreements.forms.fields import LongText
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import ButtonRow

LONGEST_REASON: Final = 1000


class ReasonForm(PortalForm):
    """A reason that both parties read; the deed is named on the button."""

    reason = LongText(
        label="Reden",
        help_text="Beide partijen lezen deze reden.",
        max_length=LONGEST_REASON,
        rows=4,
    )

    def __init__(
        self, *args: Any, submit_label: str, missing: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.button = submit_label
        self.fields["reason"].error_messages["required"] = missing

    def build_buttons(self) -> ButtonRow:
        """Name the deed on its button."""
        return ButtonRow(self.button, cancel_url=self.cancel_url)
