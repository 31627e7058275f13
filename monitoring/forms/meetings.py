"""Series, days and points of meetings: input only; saving is the services' work."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from monitoring.forms.clock import ClockField
from monitoring.models import Level, MeetingKind
from monitoring.queries.rhythm import MOST, moment_of
from monitoring.services.series import SeriesContent
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.ui.fields import DutchDateField, WholeNumberField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Columns, Fieldset, LayoutItem, Width
from vve_portal.ui.widgets import Checkboxes

SKIPPED: Final = (
    "Die nacht wordt de klok verzet, en deze tijd bestaat dan niet. Kies een andere."
)
ORDER: Final = "Kies een einde dat na het begin ligt."
A_YEAR: Final = timedelta(days=366)
TOO_LONG: Final = "Plan hooguit een jaar vooruit. Kies een eerdere laatste dag."
_ROLES: Final = {role.label.lower(): role.value for role in Role}
_LONG: Final = 480


class SeriesForm(PortalForm):
    """How often a kind of meeting takes place, with whom and about what."""

    submit_label: ClassVar[str] = "Bewaar"

    name = forms.CharField(label="Naam van het overleg", max_length=120)
    kind = forms.ChoiceField(label="Soort overleg", choices=MeetingKind)
    level = forms.ChoiceField(label="Niveau", choices=Level)
    per_year = WholeNumberField(label="Keer per jaar", minimum=1, maximum=MOST)
    minutes = WholeNumberField(label="Duur in minuten", minimum=15, maximum=_LONG)
    place = forms.CharField(label="Plaats", max_length=120, required=False)
    chaired_by = forms.ChoiceField(
        label="Wie zit voor?",
        choices=[("", "Nog niet afgesproken"), *Role.choices],
        required=False,
    )
    required = forms.CharField(
        label="Wie komen er, en wat brengt ieder in?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Een regel per deelnemer: wie, dubbele punt, en wat diegene vooraf"
        " aanlevert. Zoals “VVE-coördinator: de kwartaalrapportage”. Noem rollen en"
        " functies, geen namen.",
    )
    fixed_items = forms.CharField(
        label="Vaste agendapunten",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Een regel per punt. Het laatste komt ook op de agenda achteraan."
        " Wat afwijkt, knelt of te laat is, zet het portaal er zelf tussen.",
    )
    starts_on = DutchDateField(label="Vanaf")
    ends_on = DutchDateField(
        label="Tot en met",
        required=False,
        help_text="Vul dit in als u met dit overleg stopt.",
    )

    def __init__(
        self,
        *args: Any,
        partnerships: QuerySet[Partnership] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if partnerships is not None:
            self.fields["partnership"] = partnership_field(partnerships)

    def build_layout(self) -> Sequence[LayoutItem]:
        """Return the fields in sections."""
        where = ["partnership"] if "partnership" in self.fields else []
        return [
            *where,
            "name",
            Columns("kind", "level"),
            Columns("per_year", "minutes"),
            Columns("place", "chaired_by"),
            Fieldset("Deelnemers en agenda", "required", "fixed_items"),
            Columns("starts_on", "ends_on"),
        ]

    def clean_required(self) -> tuple[tuple[str, str], ...]:
        """Read who comes and what each brings, a line per participant."""
        lines = _lines(self.cleaned_data["required"])
        return tuple(_participant(line) for line in lines)

    def clean_fixed_items(self) -> tuple[str, ...]:
        """Read the points, a line per point."""
        return tuple(_lines(self.cleaned_data["fixed_items"]))

    def content(self) -> SeriesContent:
        """Return what was filled in."""
        data = dict(self.cleaned_data)
        data.pop("partnership", None)
        return SeriesContent(**data)


def partnership_field(
    partnerships: QuerySet[Partnership],
) -> forms.ModelChoiceField[Partnership]:
    """Return the choice of a municipality, for who works for more than one."""
    field = forms.ModelChoiceField(
        label="Voor welke gemeente?",
        queryset=partnerships,
        empty_label="Kies een gemeente",
        error_messages={"required": "Kies een gemeente."},
    )
    field.label_from_instance = _municipality  # type: ignore[method-assign, assignment]  # Django's own way
    return field


def _municipality(one: Any) -> str:
    return str(one.municipality.name)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _participant(line: str) -> tuple[str, str]:
    who, _, brings = line.partition(":")
    name = who.strip()
    return (_ROLES.get(name.lower(), name), brings.strip())


class RhythmForm(PortalForm):
    """From which day to which, at which hour: for a proposal of days."""

    submit_label: ClassVar[str] = "Toon de dagen"

    first = DutchDateField(label="Eerste dag")
    until = DutchDateField(label="Tot en met")
    clock = ClockField(label="Begint om")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].earliest = today  # type: ignore[attr-defined]  # a date

    def build_layout(self) -> Sequence[LayoutItem]:
        """Return the fields beside each other."""
        return [Columns("first", "until"), Width("clock", "8")]

    def clean(self) -> dict[str, Any]:
        """Hold the two days against each other."""
        data: dict[str, Any] = super().clean() or {}
        first, until = data.get("first"), data.get("until")
        if first and until and until < first:
            self.add_error("until", "Kies een laatste dag die na de eerste dag ligt.")
        elif first and until and until - first > A_YEAR:
            self.add_error("until", TOO_LONG)
        return data


class DaysForm(PortalForm):
    """The days that were proposed, of which people tick off what does not suit."""

    submit_label: ClassVar[str] = "Zet op de kalender"

    clock = ClockField(label="Begint om")
    days = forms.TypedMultipleChoiceField(
        label="Op welke dagen?",
        coerce=date.fromisoformat,
        widget=Checkboxes,
        help_text="Haal het vinkje weg bij een feestdag of vakantie. Verplaatsen kan"
        " later ook, per overleg.",
        error_messages={"required": "Kies ten minste één dag."},
    )

    def __init__(
        self, *args: Any, days: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = days  # type: ignore[attr-defined]  # a choice

    def build_layout(self) -> Sequence[LayoutItem]:
        """Return the hour and the days."""
        return [Width("clock", "8"), "days"]

    def clean(self) -> dict[str, Any]:
        """Make moments of the days; the clock may skip one."""
        data: dict[str, Any] = super().clean() or {}
        clock = data.get("clock")
        if clock is None:
            return data
        moments = [moment_of(day, clock) for day in data.get("days", ())]
        if None in moments:
            self.add_error("clock", SKIPPED)
        data["moments"] = moments
        return data


class WhenForm(PortalForm):
    """The day, hours and place of one meeting."""

    submit_label: ClassVar[str] = "Bewaar"

    day = DutchDateField(label="Dag")
    begins = ClockField(label="Begint om")
    ends = ClockField(label="Eindigt om")
    place = forms.CharField(label="Plaats", max_length=120, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def build_layout(self) -> Sequence[LayoutItem]:
        """Return the day, then the hours beside each other."""
        return ["day", Columns("begins", "ends"), "place", "seen"]

    def clean(self) -> dict[str, Any]:
        """Make moments; the clock may skip one of them."""
        data: dict[str, Any] = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day is None or begins is None or ends is None:
            return data
        starts_at, ends_at = moment_of(day, begins), moment_of(day, ends)
        if starts_at is None:
            self.add_error("begins", SKIPPED)
        if ends_at is None:
            self.add_error("ends", SKIPPED)
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends", ORDER)
        data |= {"starts_at": starts_at, "ends_at": ends_at}
        return data


class ReasonForm(PortalForm):
    """Why a meeting was called off, or did not take place."""

    reason = forms.CharField(
        label="Waarom?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Eén zin. Deelnemers lezen dit op de kalender.",
    )

    def __init__(self, *args: Any, submit_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = submit_label  # type: ignore[misc]  # one form, two deeds


class PointForm(PortalForm):
    """A point that somebody brings in."""

    submit_label: ClassVar[str] = "Zet op de agenda"

    title = forms.CharField(label="Onderwerp", max_length=200)
    why = forms.CharField(
        label="Aanleiding",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    brings = forms.CharField(
        label="Wie brengt wat in?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class InviteForm(PortalForm):
    """Somebody more at the table."""

    submit_label: ClassVar[str] = "Zet op de lijst"

    user = forms.ModelChoiceField[User](
        label="Wie?",
        queryset=None,
        required=False,
        empty_label="Iemand buiten het portaal",
    )
    function = forms.CharField(
        label="Functie",
        max_length=120,
        required=False,
        help_text="Van wie niet in het portaal werkt, zoals “manager kinderopvang”.",
    )
    brings = forms.CharField(label="Brengt in", max_length=300, required=False)
    is_required = forms.BooleanField(
        label="Hoort er altijd bij", required=False, initial=True
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        field.queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        field.label_from_instance = person_label  # type: ignore[attr-defined]  # idem

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("user") and not data.get("function"):
            raise ValidationError({"user": "Kies iemand, of schrijf een functie."})
        return data


def person_label(one: Any) -> str:
    """Return how somebody stands in a list: with the organisation."""
    return f"{one.name}, {one.organisation.name}"
