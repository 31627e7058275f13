"""Short forms about one child at a preschool, and about the places there are."""

from functools import cached_property
from typing import Any, ClassVar, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet, TextChoices

from referrals.forms.versions import seen_version_field
from referrals.lifecycle.deeds import Deed
from referrals.models import Location, Neighbourhood, Trajectory
from referrals.queries.capacity import PLACED, REGISTERED, WAITING
from referrals.reasons import Priority
from referrals.services.places import MOST_PLACES, Absence, Arrangement
from vve_portal.ui.fields import DutchDateField, DutchDecimalField, WholeNumberField
from vve_portal.ui.forms import FilterForm, PortalForm
from vve_portal.ui.layout import ButtonRow
from vve_portal.ui.widgets import Radios

# A group has at most 16 children (Besluit basisvoorwaarden kwaliteit VE).
GROUP: Final = 16
_ASKED_IN: Final[dict[str, tuple[str, ...]]] = {
    WAITING: ("priority",),
    PLACED: ("start_on", "hours_per_week"),
}
_ABSENCE: Final = ("unreported", "offered", "attended")


def _start() -> DutchDateField:
    return DutchDateField(
        label="Wanneer begint het kind?",
        error_messages={"required": "Vul de dag in waarop het kind begint."},
    )


def _hours() -> DutchDecimalField:
    return DutchDecimalField(
        label="Hoeveel uren per week?",
        decimals=1,
        minimum=1,
        maximum=40,
        suffix="uur",
        error_messages={"required": "Vul in hoeveel uren per week het kind komt."},
    )


def _priority() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Met welke voorrang?",
        choices=Priority.choices,
        widget=Radios,
        initial=Priority.INDICATED,
    )


class DeedForm(PortalForm):
    """The day on which something happened, and only what that step asks for."""

    version = seen_version_field()
    occurred_on = DutchDateField(
        label="Op welke dag was dit?",
        error_messages={"required": "Vul de dag in waarop dit was."},
    )
    start_on = _start()
    hours_per_week = _hours()
    priority = _priority()
    unreported = WholeNumberField(
        label="Hoe vaak was het kind er niet zonder bericht?",
        help_text="In de laatste vier weken.",
        minimum=0,
        maximum=40,
    )
    offered = DutchDecimalField(
        label="Hoeveel uren kon het kind komen?",
        help_text="In de laatste vier weken.",
        decimals=1,
        minimum=1,
        maximum=160,
        suffix="uur",
    )
    attended = DutchDecimalField(
        label="Hoeveel uren was het kind er?",
        decimals=1,
        minimum=0,
        maximum=160,
        suffix="uur",
    )
    reason = forms.ChoiceField(
        label="Wat is de reden?",
        help_text="De JGZ leest de reden. U ziet haar hierna zelf niet meer terug.",
        error_messages={
            "required": "Kies een reden.",
            "invalid_choice": "Kies een reden uit de lijst.",
        },
    )

    def __init__(
        self,
        *args: Any,
        label: str,
        to: str,
        reasons: type[TextChoices] | None,
        asks_absence: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label = label
        wanted = {"version", "occurred_on", *_ASKED_IN.get(to, ())}
        wanted |= set(_ABSENCE) if asks_absence else set()
        wanted |= {"reason"} if reasons else set()
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        if reasons:
            choices = [("", "Kies een reden"), *reasons.choices]
            self.fields["reason"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def build_buttons(self) -> ButtonRow:
        """Say on the button what is reported."""
        return ButtonRow(f"Leg vast: {self.label}", cancel_url=self.cancel_url)

    @property
    def deed(self) -> Deed:
        """What was filled in, as the lifecycle takes it."""
        said = self.cleaned_data
        return Deed(
            occurred_on=said["occurred_on"],
            reason=said.get("reason", ""),
            start_on=said.get("start_on"),
            hours_per_week=said.get("hours_per_week"),
            priority=said.get("priority", ""),
        )

    @property
    def absence(self) -> Absence | None:
        """How often the child was away, when that was asked."""
        if "unreported" not in self.fields:
            return None
        said = self.cleaned_data
        return Absence(said["unreported"], said["offered"], said["attended"])


class TakeBackForm(PortalForm):
    """Nothing but the version of the child that somebody looked at."""

    submit_label: ClassVar[str] = "Zet deze stap terug"

    version = seen_version_field()


class PlaceForm(PortalForm):
    """What was agreed about a place: start, hours or priority."""

    submit_label: ClassVar[str] = "Bewaar de afspraken"

    version = seen_version_field()
    start_on = _start()
    hours_per_week = _hours()
    priority = _priority()

    def __init__(self, *args: Any, child: Trajectory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waits = child.state in {REGISTERED, WAITING}
        unasked = {"start_on", "hours_per_week"} if waits else {"priority"}
        if child.state != PLACED:
            unasked.add("start_on")
        for name in unasked:
            del self.fields[name]

    @property
    def arrangement(self) -> Arrangement:
        """What was filled in."""
        said = self.cleaned_data
        return Arrangement(
            start_on=said.get("start_on"),
            hours_per_week=said.get("hours_per_week"),
            priority=said.get("priority", ""),
        )


class CapacityForm(PortalForm):
    """How many VE places a location has from a day on."""

    submit_label: ClassVar[str] = "Bewaar het aantal plaatsen"

    places = WholeNumberField(
        label="Hoeveel VE-plaatsen zijn er?",
        help_text="Uw eigen plaatsen voor voorschoolse educatie, niet alle"
        " kindplaatsen uit het register.",
        minimum=0,
        maximum=MOST_PLACES,
        error_messages={"required": "Vul het aantal VE-plaatsen in."},
    )
    groups = WholeNumberField(
        label="Over hoeveel groepen?",
        help_text=f"In een groep zitten hooguit {GROUP} kinderen.",
        minimum=0,
        maximum=100,
        error_messages={"required": "Vul in over hoeveel groepen."},
    )
    starts_on = DutchDateField(
        label="Vanaf welke dag?",
        help_text="Wat daarvoor gold, blijft bewaard.",
        error_messages={"required": "Vul de dag in vanaf wanneer dit geldt."},
    )


class WhatIfForm(FilterForm):
    """Where a group would come, how big and from when; nothing of it is stored."""

    search_label: ClassVar[str] = "Reken uit wat een nieuwe groep doet"

    where = forms.ChoiceField(label="Waar komt de groep?")
    extra = WholeNumberField(label="Hoeveel plaatsen?", minimum=1, maximum=MOST_PLACES)
    starts_on = DutchDateField(label="Vanaf welke dag?")

    def __init__(
        self,
        *args: Any,
        locations: QuerySet[Location],
        neighbourhoods: QuerySet[Neighbourhood],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.targets: dict[str, Location | Neighbourhood] = {
            f"locatie-{one.pk}": one for one in locations
        }
        hoods = {f"wijk-{one.pk}": one for one in neighbourhoods}
        self.fields["where"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "Kies"),
            ("Locatie", [(key, str(one)) for key, one in self.targets.items()]),
            *(
                [("Wijk", [(key, str(one)) for key, one in hoods.items()])]
                if hoods
                else []
            ),
        ]
        self.targets |= hoods

    @cached_property
    def helper(self) -> FormHelper:
        """Say on the button what the form does."""
        helper = super().helper
        helper.layout[-1] = ButtonRow(
            "", [("", "Reken uit")], cancel_url="?", cancel_label="Wis"
        )
        return helper

    @property
    def target(self) -> Location | Neighbourhood:
        """The location or part of town that was chosen."""
        return self.targets[self.cleaned_data["where"]]
