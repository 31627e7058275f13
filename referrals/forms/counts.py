"""A form per month: one number per activity."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from referrals.services.counts import LARGEST
from vve_portal.ui.fields import WholeNumberField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem, ShownValues, Width

WIDTH: Final = "3"
NOTHING_IS_ZERO: Final = "Vul 0 in als er deze maand niets was."


class MonthForm(PortalForm):
    """How often each activity was done; what stays empty is not counted yet."""

    submit_label: ClassVar[str] = "Bewaar de tellingen"
    mark_optional: ClassVar[bool] = False

    def __init__(
        self, *args: Any, activities: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for key, name in activities.items():
            self.fields[key] = WholeNumberField(
                label=name,
                minimum=0,
                maximum=LARGEST,
                required=False,
                show_hidden_initial=True,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse to empty what was counted before."""
        cleaned = super().clean() or {}
        for name in self.changed_data:
            if name in cleaned and cleaned[name] is None:
                self.add_error(name, NOTHING_IS_ZERO)
        return cleaned

    @property
    def changed_counts(self) -> dict[str, int]:
        """What is another number than the page showed, so that others' stay."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the numbers under each other, and what they were beside them, hidden."""
        return [ShownValues(), *(Width(name, WIDTH) for name in self.fields)]
