"""The form that reports what happened to a trajectory."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from referrals.lifecycle.deeds import Deed
from referrals.models import Location
from referrals.queries.ways import Choice
from referrals.reasons import Channel, Priority, ReasonGroup
from referrals.services.moving import STALE
from vve_portal.ui.fields import DutchDateField, DutchDecimalField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem
from vve_portal.ui.widgets import Checkboxes, Radios

TODAY: Final = "today"
YESTERDAY: Final = "yesterday"
OTHER: Final = "other"
DAYS: Final = [(TODAY, "Vandaag"), (YESTERDAY, "Gisteren"), (OTHER, "Andere dag")]
ANY_LOCATION: Final = "any"
MISSING: Final[dict[str, str]] = {
    "reason": "Kies een reden bij dit antwoord.",
    "channel": "Kies hoe u de ouders probeerde te bereiken.",
    "location": "Kies een voorschool, of dat elke voorschool goed is.",
    "start_on": "Vul de dag in waarop het kind begint.",
    "hours_per_week": "Vul in hoeveel uren per week het kind komt.",
}


class DayForm(PortalForm):
    """A form about something that happened: today, yesterday or on another day."""

    day = forms.ChoiceField(
        label="Op welke dag?",
        choices=DAYS,
        initial=TODAY,
        widget=Radios(in_row=True),
    )
    other_day = DutchDateField(
        label="Welke andere dag?",
        required=False,
        help_text="Alleen als u “Andere dag” kiest.",
    )
    sometimes_required: ClassVar[tuple[str, ...]] = ("other_day",)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for the date when it was another day."""
        cleaned = super().clean() or self.cleaned_data
        asks = cleaned.get("day") == OTHER and "other_day" not in self.errors
        if asks and not cleaned.get("other_day"):
            self.add_error("other_day", "Vul in op welke dag het gebeurde.")
        return cleaned

    @property
    def occurred_on(self) -> date:
        """The day on which it happened."""
        chosen = self.cleaned_data["day"]
        if chosen == OTHER:
            other: date = self.cleaned_data["other_day"]
            return other
        return self.today - timedelta(days=1 if chosen == YESTERDAY else 0)


class OutcomeForm(DayForm):
    """What happened, when, and only what some of the answers ask for besides."""

    standalone = False
    sometimes_required = ("other_day", *MISSING, "groups", "priority")

    outcome = forms.ChoiceField(label="Wat is de uitkomst?", widget=Radios)
    location = forms.ChoiceField(label="Welke voorschool willen de ouders?")
    channel = forms.ChoiceField(
        label="Hoe probeerde u het?", choices=[("", "Kies"), *Channel.choices]
    )
    groups = forms.MultipleChoiceField(
        label="Op grond waarvan?",
        choices=ReasonGroup.choices,
        required=False,
        widget=Checkboxes(in_row=True),
    )
    reason = forms.ChoiceField(label="Wat is de reden?")
    priority = forms.ChoiceField(
        label="Met welke voorrang?", choices=[("", "Kies"), *Priority.choices]
    )
    start_on = DutchDateField(label="Wanneer begint het kind?", required=False)
    hours_per_week = DutchDecimalField(
        label="Hoeveel uren per week?", decimals=1, suffix="uur", required=False
    )

    def __init__(
        self,
        *args: Any,
        choices: Sequence[Choice],
        locations: QuerySet[Location],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {choice.key: choice for choice in choices}
        self._give("outcome", [(one.key, one.label) for one in choices])
        self._give("reason", [("", "Kies"), *_reason_choices(choices)])
        if self._answers("asks_location"):
            self._give("location", _location_choices(locations))
        self._leave_out_what_is_never_asked()

    def _give(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def _answers(self, asks: str) -> list[str]:
        """Return the labels of the answers that ask for something."""
        return [one.label for one in self.choices.values() if getattr(one, asks)]

    def _leave_out_what_is_never_asked(self) -> None:
        for name, asks in _ASKED.items():
            answers = self._answers(asks)
            if not answers:
                del self.fields[name]
                continue
            self.fields[name].required = False
            if len(answers) < len(self.choices):
                quoted = " of ".join(f"“{answer}”" for answer in answers)
                self.fields[name].help_text = f"Alleen bij {quoted}."

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the answers first, then the day, then what some of them ask."""
        first = ["outcome", "day", "other_day"]
        return [*first, *(name for name in self.fields if name not in first)]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen answer needs, and forget the rest."""
        cleaned = super().clean()
        choice = self.choices.get(cleaned.get("outcome", ""))
        if choice is None:
            return cleaned
        for name, asks in _ASKED.items():
            if name not in self.fields or name in self.errors:
                continue
            if not getattr(choice, asks):
                cleaned[name] = None
            elif not cleaned.get(name) and name in MISSING:
                self.add_error(name, MISSING[name])
        self._check_reason(choice, cleaned.get("reason") or "")
        return cleaned

    def _check_reason(self, choice: Choice, reason: str) -> None:
        if choice.reasons and reason and reason not in choice.reasons.values:
            self.add_error("reason", "Kies een reden die bij dit antwoord hoort.")

    @property
    def steps(self) -> list[tuple[str, Deed]]:
        """What the chosen answer reports, step by step."""
        choice = self.choices[self.cleaned_data["outcome"]]
        deed = self.deed
        last = len(choice.steps) - 1
        return [
            (key, deed if number == last else _without_reason(deed))
            for number, key in enumerate(choice.steps)
        ]

    @property
    def deed(self) -> Deed:
        """What was filled in, as a service takes it."""
        said: Mapping[str, Any] = self.cleaned_data
        location = said.get("location") or ""
        return Deed(
            occurred_on=self.occurred_on,
            reason=said.get("reason") or "",
            groups=frozenset(said.get("groups") or ()),
            channel=said.get("channel") or "",
            location_id=int(location) if location.isdigit() else None,
            is_free_choice=location == ANY_LOCATION,
            start_on=said.get("start_on"),
            hours_per_week=said.get("hours_per_week"),
            priority=said.get("priority") or "",
        )


_ASKED: Final[dict[str, str]] = {
    "location": "asks_location",
    "channel": "asks_channel",
    "groups": "asks_groups",
    "reason": "reasons",
    "priority": "asks_priority",
    "start_on": "asks_start",
    "hours_per_week": "asks_start",
}


def _without_reason(deed: Deed) -> Deed:
    return Deed(
        occurred_on=deed.occurred_on,
        channel=deed.channel,
        location_id=deed.location_id,
        is_free_choice=deed.is_free_choice,
    )


def _reason_choices(choices: Sequence[Choice]) -> list[Any]:
    """Return the reasons of every list that some answer asks for."""
    lists = dict.fromkeys(one.reasons for one in choices if one.reasons)
    if len(lists) <= 1:
        return [pair for one in lists for pair in one.choices]
    return [(_LISTS[one.__name__], one.choices) for one in lists]


_LISTS: Final[dict[str, str]] = {
    "NonReach": "Waarom het kind niet komt",
    "Stop": "Waarom het kind stopt",
    "Decline": "Waarom de voorschool het teruggeeft",
}


def _location_choices(locations: QuerySet[Location]) -> list[tuple[str, str]]:
    known = [(str(one.pk), one.name) for one in locations]
    return [("", "Kies"), (ANY_LOCATION, "Elke voorschool is goed"), *known]


class MoveForm(OutcomeForm):
    """What happened to one trajectory, as it was when the reader opened its page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, version: int, state_label: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.current_version = version
        self.state_label = state_label
        self.fields["version"].initial = version

    def full_clean(self) -> None:
        """Tell first of all that somebody else was first; what was typed stays."""
        super().full_clean()
        if not self.is_bound or self.data.get("version") == str(self.current_version):
            return
        self._errors = ErrorDict()
        self.add_error(None, STALE.format(self.state_label))
        # Who sends it again has seen the sentence, and how things stand now.
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["version"] = str(self.current_version)
        self.data = data


class CorrectForm(PortalForm):
    """Take back the last step, or say on which other day it was."""

    submit_label = "Leg de correctie vast"
    sometimes_required = ("occurred_on",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label="Wat klopt er niet?",
        choices=[
            ("undo", "Dit is niet gebeurd: zet de stap terug"),
            ("day", "Dit was op een andere dag"),
        ],
        widget=Radios,
    )
    occurred_on = DutchDateField(
        label="Op welke dag was het?",
        required=False,
        help_text="Alleen als het op een andere dag was.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day when that is what was wrong."""
        cleaned = super().clean() or self.cleaned_data
        asks = cleaned.get("what") == "day" and "occurred_on" not in self.errors
        if asks and not cleaned.get("occurred_on"):
            self.add_error("occurred_on", "Vul in op welke dag het was.")
        return cleaned

    @property
    def day(self) -> date | None:
        """The day it was instead; None to take the step back."""
        day: date | None = self.cleaned_data["occurred_on"]
        return day if self.cleaned_data["what"] == "day" else None
