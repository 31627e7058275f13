"""A month of attendance: one row per child, and a correction of one of them."""

from typing import Any, ClassVar, Final

from referrals.codes import shown_code
from referrals.models import Attendance, Trajectory
from referrals.services.attendance import Row
from vve_portal.ui.fields import DutchDecimalField, WholeNumberField
from vve_portal.ui.forms import PortalForm

MOST_HOURS: Final = 138
MOST_TIMES: Final = 60


class RowForm(PortalForm):
    """What is noted of one child; a row that is left empty is not noted."""

    standalone: ClassVar[bool] = False

    offered_hours = DutchDecimalField(
        label="aangeboden uren", decimals=1, minimum=0, maximum=MOST_HOURS
    )
    attended_hours = DutchDecimalField(
        label="uren geweest",
        decimals=1,
        minimum=0,
        maximum=MOST_HOURS,
        required=False,
    )
    unreported_absences = WholeNumberField(
        label="keer zonder bericht afwezig",
        minimum=0,
        maximum=MOST_TIMES,
        required=False,
    )

    def __init__(self, *args: Any, child: Trajectory, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"kind-{child.pk}", **kwargs)
        self.child = child
        code = shown_code(child.code)
        for field in self.fields.values():
            # Rows of a table have no room for labels; the column says what it is.
            field.label = f"{code}: {field.label}"
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        """Ask for the hours of a row that somebody began."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        absences = said.get("unreported_absences")
        is_empty = said.get("attended_hours") is None
        if absences is not None and is_empty and "attended_hours" not in self.errors:
            sentence = "Vul in hoeveel uren het kind er was, ook als dat 0 is."
            self.add_error("attended_hours", sentence)
        return said

    @property
    def row(self) -> Row | None:
        """What was filled in, or nothing as long as the hours are left empty."""
        said = self.cleaned_data
        if said["attended_hours"] is None:
            return None
        return Row(
            trajectory_id=self.child.pk,
            offered_hours=said["offered_hours"],
            attended_hours=said["attended_hours"],
            unreported_absences=said["unreported_absences"] or 0,
        )


class CorrectionForm(PortalForm):
    """What a locked row should have been."""

    submit_label: ClassVar[str] = "Vraag de correctie aan"

    attended_hours = DutchDecimalField(
        label="Hoeveel uren was het kind er?",
        decimals=1,
        minimum=0,
        maximum=MOST_HOURS,
        suffix="uur",
        error_messages={"required": "Vul in hoeveel uren het kind er was."},
    )
    unreported_absences = WholeNumberField(
        label="Hoe vaak was het kind er niet zonder bericht?",
        minimum=0,
        maximum=MOST_TIMES,
        error_messages={"required": "Vul in hoe vaak dat was; 0 mag ook."},
    )


def initial_of(noted: Attendance) -> dict[str, Any]:
    """Return what a row starts from."""
    return {
        "offered_hours": noted.offered_hours,
        "attended_hours": noted.attended_hours,
        "unreported_absences": noted.unreported_absences,
    }
