"""The form with which somebody proposes that a clause lapses."""

from typing import Any

from agreements.forms.fields import LongText, base_number_field
from agreements.services.clauses import WHY_DROPPED
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import ButtonRow


class DropForm(PortalForm):
    """The proposal that a clause lapses."""

    base_number = base_number_field()
    reason = LongText(
        label="Waarom kan de afspraak vervallen?",
        help_text="De andere partij leest dit bij uw voorstel.",
        error_messages={"required": WHY_DROPPED},
    )

    def __init__(self, *args: Any, is_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_draft = is_draft
        if is_draft:
            del self.fields["reason"]

    def build_buttons(self) -> ButtonRow:
        """Name the deed on its button."""
        label = "Laat de afspraak weg" if self.is_draft else "Doe het voorstel"
        return ButtonRow(label, cancel_url=self.cancel_url)
