"""Actions, bottlenecks and proposals: input only; saving is the services' work."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet

from agreements.areas import AREAS
from monitoring.definitions.reasons import KNOWN, REASON_NAMES
from monitoring.forms.meetings import partnership_field, person_label
from monitoring.models import Level
from vve_portal.accounts.models import Partnership, User
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem

OWNER: Final = {
    "required": "Kies wie dit doet. Elke actie heeft één eigenaar.",
    "invalid_choice": "Kies iemand uit de lijst.",
}


def _seen() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput)


def owner_field(**kwargs: Any) -> forms.ModelChoiceField[User]:
    """Return the choice of who does something."""
    return forms.ModelChoiceField[User](
        label="Wie doet dit?",
        queryset=None,
        empty_label="Kies iemand",
        error_messages=OWNER,
        **kwargs,
    )


def _offer(form: forms.Form, people: QuerySet[User]) -> None:
    field = form.fields["owner"]
    field.queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
    field.label_from_instance = person_label  # type: ignore[attr-defined]  # idem


class ActionForm(PortalForm):
    """Something to do, with one owner and one date."""

    submit_label: ClassVar[str] = "Leg deze actie vast"

    text = forms.CharField(label="Wat moet er gebeuren?", max_length=200)
    owner = owner_field()
    due_on = DutchDateField(label="Uiterlijk")
    reason = forms.ChoiceField(
        label="Aan welke reden van non-bereik werkt dit?",
        required=False,
        choices=[
            ("", "Geen van deze redenen"),
            *((code, REASON_NAMES[code]) for code in KNOWN),
        ],
        help_text="De actie staat dan in het kwartaal bij die reden.",
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people)
        self.fields["due_on"].earliest = today  # type: ignore[attr-defined]  # a date


class TownForm(PortalForm):
    """For which municipality, asked before the rest can be offered."""

    submit_label: ClassVar[str] = "Ga verder"

    def __init__(
        self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"] = partnership_field(partnerships)


class ChangeActionForm(PortalForm):
    """Another owner or another day."""

    submit_label: ClassVar[str] = "Bewaar"

    owner = owner_field()
    due_on = DutchDateField(label="Uiterlijk")
    seen = _seen()

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people)


class FinishForm(PortalForm):
    """What came of an action."""

    submit_label: ClassVar[str] = "Meld klaar"

    result = forms.CharField(
        label="Wat is eruit gekomen?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = _seen()


class DropForm(PortalForm):
    """Why an action needs no doing any more."""

    submit_label: ClassVar[str] = "Laat vervallen"

    reason = forms.CharField(
        label="Waarom hoeft dit niet meer?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = _seen()


class BottleneckForm(PortalForm):
    """What keeps the chain from working."""

    submit_label: ClassVar[str] = "Meld dit knelpunt"

    area = forms.TypedChoiceField(
        label="Over welk gebied gaat het?",
        coerce=int,
        choices=[
            ("", "Kies een gebied"),
            *((area.number, f"{area.number}. {area.title}") for area in AREAS),
        ],
        error_messages={"required": "Kies over welk gebied dit gaat."},
    )
    title = forms.CharField(label="Wat knelt er?", max_length=160)
    description = forms.CharField(
        label="Toelichting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Schrijf over het werk, niet over een kind of ouder.",
    )
    level = forms.ChoiceField(
        label="Waar hoort het?", choices=Level, initial=Level.WORK_FLOOR
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
        """Return the municipality first, when it is asked."""
        where = ["partnership"] if "partnership" in self.fields else []
        return [*where, "area", "title", "description", "level"]


class EscalateForm(PortalForm):
    """Why a bottleneck goes a level up."""

    submit_label: ClassVar[str] = "Breng een niveau hoger"

    reason = forms.CharField(
        label="Waarom moet het een niveau hoger?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = _seen()


class SolveForm(PortalForm):
    """How a bottleneck was solved."""

    submit_label: ClassVar[str] = "Meld opgelost"

    solution = forms.CharField(
        label="Hoe is het opgelost?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = _seen()


class ProposalForm(PortalForm):
    """The text of a clause as it was decided."""

    submit_label: ClassVar[str] = "Doe dit voorstel"

    text = forms.CharField(
        label="De afspraak zoals besloten",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Dit is de tekst die er nu staat. Pas haar aan zoals besloten is."
        " Woorden tussen accolades vult het portaal in.",
    )
    base_number = forms.IntegerField(widget=forms.HiddenInput)
