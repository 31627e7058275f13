"""Forms for hours: a month with a place per activity, a file, and a way back."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Final

from django import forms

from monitoring.models import HoursEntry
from monitoring.queries.budget import MINUTES_IN_HOUR, Activity, hours_of
from monitoring.services.hours import MOST_MINUTES, MOST_QUANTITY, Done
from monitoring.services.hours_judging import LONGEST_REASON
from referrals.tables.table import DELIVERY, MEGABYTE
from vve_portal.accounts.models import Partnership
from vve_portal.ui.fields import DutchDecimalField, WholeNumberField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import (
    Columns,
    Fieldset,
    LayoutItem,
    Note,
    ShownValues,
    Width,
)
from vve_portal.ui.numbers import decimal_number

WIDTH: Final = "8"
NOTHING_IS_ZERO: Final = "Vul 0 in als u dit deze maand niet deed."
NOT_WHOLE: Final = "Dit formulier kwam niet heel aan. Open de bladzijde opnieuw."
Entries = Mapping[tuple[str, str], HoursEntry]
Status = HoursEntry.Status


class HoursMonthForm(PortalForm):
    """How much of each activity was done; what stays empty is not entered."""

    submit_label: ClassVar[str] = "Bewaar de uren"
    mark_optional: ClassVar[bool] = False

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        entries: Entries,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activities = activities
        self.entries = {
            one.line_id: entries[one.clause_code, one.name]
            for one in activities
            if (one.clause_code, one.name) in entries
        }
        for activity in activities:
            if not self._is_closed(activity):
                self._add(activity)

    def _is_closed(self, activity: Activity) -> bool:
        entry = self.entries.get(activity.line_id)
        return entry is not None and entry.status == Status.APPROVED

    def _add(self, activity: Activity) -> None:
        line, entry = activity.line_id, self.entries.get(activity.line_id)
        options: dict[str, Any] = {"required": False, "show_hidden_initial": True}
        if activity.minutes_per_unit is None:
            self.fields[f"minutes_{line}"] = DutchDecimalField(
                label="Uren",
                minimum=0,
                maximum=MOST_MINUTES // MINUTES_IN_HOUR,
                initial=hours_of(entry.minutes) if entry else None,
                **options,
            )
        else:
            self.fields[f"quantity_{line}"] = DutchDecimalField(
                label=f"Aantal keer {activity.unit}" if activity.unit else "Aantal",
                minimum=0,
                maximum=MOST_QUANTITY,
                initial=_plain(entry.quantity) if entry else None,
                **options,
            )
            self.fields[f"minutes_{line}"] = WholeNumberField(
                label=f"Minuten, als het niet {activity.minutes_per_unit} per keer was",
                minimum=0,
                maximum=MOST_MINUTES,
                initial=_other_minutes(entry, activity),
                **options,
            )
        if entry is not None and entry.status == Status.RETURNED:
            self.fields[f"again_{line}"] = forms.BooleanField(
                label="Dit klopt zo. Bied het opnieuw aan.", required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse to empty what was entered before."""
        cleaned = super().clean() or {}
        for line in self._changed_lines():
            names = [f"quantity_{line}", f"minutes_{line}"]
            is_sound = not any(name in self.errors for name in names)
            if is_sound and all(cleaned.get(name) is None for name in names):
                self.add_error(f"minutes_{line}", NOTHING_IS_ZERO)
        return cleaned

    def _changed_lines(self) -> list[int]:
        return sorted({int(name.rsplit("_", 1)[1]) for name in self.changed_data})

    @property
    def done(self) -> dict[int, Done]:
        """What is other than the page showed, so that the rest stays as it is."""
        return {line: self._done(line) for line in self._changed_lines()}

    def _done(self, line: int) -> Done:
        entry = self.entries.get(line)
        remark = entry.remark if entry else ""
        typed = self.cleaned_data[f"minutes_{line}"]
        if f"quantity_{line}" in self.fields:
            return Done(self.cleaned_data[f"quantity_{line}"], typed, remark)
        minutes = (typed * MINUTES_IN_HOUR).quantize(Decimal(1), ROUND_HALF_UP)
        return Done(None, int(minutes), remark)

    def build_layout(self) -> Sequence[LayoutItem]:
        """Give each activity a section of its own."""
        return [ShownValues(), *(self._section(one) for one in self.activities)]

    def _section(self, activity: Activity) -> Fieldset:
        line, entry = activity.line_id, self.entries.get(activity.line_id)
        legend = f"{activity.code} {activity.name}"
        if self._is_closed(activity) and entry is not None:
            return Fieldset(legend, Note(_approved(entry)), section=False)
        names = [f"quantity_{line}", f"minutes_{line}"]
        fields = [Width(name, WIDTH) for name in names if name in self.fields]
        items: list[LayoutItem] = [Columns(*fields)]
        if entry is not None and entry.status == Status.RETURNED:
            sentence = f"Teruggestuurd: {entry.judgement}"
            items = [Note(sentence), *items, f"again_{line}"]
        return Fieldset(legend, *items, section=False)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else decimal_number(value)


def _other_minutes(entry: HoursEntry | None, activity: Activity) -> int | None:
    """Return the minutes when they do not follow from the number."""
    if entry is None or Done(entry.quantity).minutes_of(activity) == entry.minutes:
        return None
    return int(entry.minutes)


def _approved(entry: HoursEntry) -> str:
    times = entry.quantity
    number = "" if times is None else f"{decimal_number(times)} keer, "
    hours = decimal_number(hours_of(entry.minutes))
    return f"Goedgekeurd: {number}{hours} uur."


class HoursFileForm(PortalForm):
    """A file with hours of one municipality."""

    submit_label: ClassVar[str] = "Lees de uren in"

    partnership = forms.ChoiceField(label="Van welke gemeente?")
    file = forms.FileField(
        label="Bestand",
        allow_empty_file=True,
        help_text="CSV, XLSX of ODS. Zonder namen en andere persoonsgegevens.",
    )

    def __init__(
        self, *args: Any, partnerships: Sequence[Partnership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partnerships = {str(one.pk): one for one in partnerships}
        towns = [(key, str(one.municipality)) for key, one in self.partnerships.items()]
        self.fields["partnership"].choices = towns  # type: ignore[attr-defined]  # a ChoiceField

    def clean_file(self) -> Any:
        """Refuse a file that is too big before it is opened."""
        file = self.cleaned_data["file"]
        if file.size > DELIVERY.size:
            most = DELIVERY.size // MEGABYTE
            message = f"Het bestand is groter dan {most} MB. Deel het op."
            raise forms.ValidationError(message)
        return file

    @property
    def chosen(self) -> Partnership:
        """The partnership that was chosen."""
        return self.partnerships[self.cleaned_data["partnership"]]


class HoursReturnForm(PortalForm):
    """Why hours go back to who entered them."""

    submit_label: ClassVar[str] = "Stuur terug"

    reason = forms.CharField(
        label="Waarom stuurt u deze uren terug?",
        max_length=LONGEST_REASON,
        help_text="Wie ze invulde, leest dit. Schrijf geen namen.",
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": NOT_WHOLE, "invalid": NOT_WHOLE},
    )
