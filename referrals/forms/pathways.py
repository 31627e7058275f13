"""Forms with which partners make a route: its steps, ways on and activities."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms

from referrals.routes.definition import (
    FUNDING,
    LEVELS,
    WORKING_ROLES,
    Activity,
    Route,
    Step,
)
from referrals.routes.templates import TEMPLATES
from referrals.states import RouteKind
from vve_portal.accounts.models import Partnership, PartnershipQuerySet
from vve_portal.ui.fields import DutchDateField, WholeNumberField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Columns, Fieldset, LayoutItem, Width
from vve_portal.ui.widgets import Checkboxes, Radios

LONGEST_NAME: Final = 120
LONGEST_LINE: Final = 200
LONGEST_TERM: Final = 1500
OLDEST: Final = 72
ROLE_CHOICES: Final = [(role.value, role.label) for role in WORKING_ROLES]
WHAT_TEMPLATES_ARE: Final[dict[str, str]] = {
    "R-BASIS": "Het algemene model, van informeren tot de basisschool.",
    "R-BREDA": "Volgen vanaf twee weken, toets op veertien maanden.",
    "R-BOZ": "Zorg op maat, met leesadvies en BoekStart.",
    "R-AANV": "Hulp op vier niveaus, met wie betaalt.",
    "R-THUIS": "Spel aan huis, VoorleesExpress en ouderbijeenkomsten.",
}


class SharedDraftForm(PortalForm):
    """A form about a version that others may be working on too."""

    edits = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def seen_edits(self) -> int:
        """Which edit of the version the page was made from."""
        return int(self.cleaned_data["edits"])


class StartForm(PortalForm):
    """Where a route is for, and what to start from."""

    submit_label: ClassVar[str] = "Begin het concept"

    partnership: Any = forms.ModelChoiceField(
        label="Voor welke samenwerking?",
        queryset=None,
        empty_label="Kies een samenwerking",
        error_messages={"required": "Kies voor welke samenwerking de route is."},
    )
    template = forms.ChoiceField(
        label="Waar gaat u van uit?",
        choices=[(code, route.name) for code, route in TEMPLATES.items()],
        widget=Radios(descriptions=WHAT_TEMPLATES_ARE),
        error_messages={"required": "Kies van welke route u uitgaat."},
    )

    def __init__(
        self, *args: Any, partnerships: PartnershipQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["partnership"]
        choice.queryset = partnerships
        if len(partnerships) == 1:
            choice.initial, choice.empty_label = partnerships[0].pk, None

    @property
    def partnership_chosen(self) -> Partnership:
        """The partnership that was chosen."""
        chosen: Partnership = self.cleaned_data["partnership"]
        return chosen


class WholeForm(SharedDraftForm):
    """What a route is called, where it begins, and where it branches to."""

    name = forms.CharField(label="Naam van de route", max_length=LONGEST_NAME)
    start = forms.MultipleChoiceField(
        label="In welke status kan een traject beginnen?", widget=Checkboxes
    )
    side_routes = forms.MultipleChoiceField(
        label="Zijroutes", widget=Checkboxes, required=False
    )

    def __init__(
        self, *args: Any, route: Route, side_routes: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["start"].choices = [
            (code, state.label)
            for code, state in route.states.items()
            if not state.closes
        ]
        fields["side_routes"].choices = [(code, code) for code in side_routes]


class TermFields(SharedDraftForm):
    """The age window that a step and an activity both have."""

    from_months = WholeNumberField(
        label="Vanaf welke leeftijd?",
        minimum=0,
        maximum=OLDEST,
        suffix="maanden",
        required=False,
    )
    to_months = WholeNumberField(
        label="Tot welke leeftijd?",
        minimum=1,
        maximum=OLDEST,
        suffix="maanden",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Let the window open before it closes."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("from_months"), cleaned.get("to_months")
        if opens is not None and closes is not None and opens >= closes:
            self.add_error("to_months", "Kies een leeftijd na die bij “Vanaf”.")
        return cleaned


class StepForm(TermFields):
    """Who does what by when while a child is in a status."""

    submit_label: ClassVar[str] = "Bewaar de stap"

    name = forms.CharField(label="Naam van de stap", max_length=LONGEST_NAME)
    task = forms.CharField(
        label="Wat moet er gebeuren?",
        help_text="Deze zin staat op de werklijst. Noem geen namen.",
        max_length=LONGEST_LINE,
    )
    owner = forms.ChoiceField(
        label="Wie doet het?",
        choices=[("", "Kies een rol"), *ROLE_CHOICES],
        required=False,
    )
    days = WholeNumberField(
        label="Binnen hoeveel dagen?",
        help_text="Geteld vanaf de dag waarop het traject in deze status kwam.",
        minimum=1,
        maximum=LONGEST_TERM,
        suffix="dagen",
        required=False,
    )
    at = forms.MultipleChoiceField(
        label="Bij welke status hoort deze stap?", widget=Checkboxes, required=False
    )
    helps = forms.CharField(
        label="Wie werkt mee?", max_length=LONGEST_LINE, required=False
    )
    informed = forms.CharField(
        label="Wie hoort ervan?", max_length=LONGEST_LINE, required=False
    )
    documents = forms.CharField(
        label="Documenten",
        help_text="Zet elk document op een eigen regel.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_LINE * 5,
        required=False,
    )
    level = forms.ChoiceField(
        label="Niveau", choices=[("", "Geen niveau"), *LEVELS.items()], required=False
    )
    funding = forms.MultipleChoiceField(
        label="Wie betaalt?",
        choices=[(source, source) for source in FUNDING],
        widget=Checkboxes(in_row=True),
        required=False,
    )
    mark_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, route: Route, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["at"].choices = [
            (code, state.label) for code, state in route.states.items()
        ]
        self.is_support = route.kind == RouteKind.SUPPORT
        if not self.is_support:
            del self.fields["level"], self.fields["funding"]

    def build_layout(self) -> Sequence[LayoutItem]:
        """Ask what and who first, then when, then with whom."""
        money = [Fieldset("Niveau en geld", "level", "funding")]
        return [
            Fieldset("Wat en wie", "name", "task", "owner"),
            Fieldset(
                "Wanneer", Width("days", "8"), Columns("from_months", "to_months")
            ),
            Fieldset("Met wie en waarmee", "helps", "informed", "documents"),
            *(money if self.is_support else []),
            "at",
        ]

    def step(self, before: Step) -> Step:
        """Return the step as filled in; its key and outcomes stay."""
        filled = self.cleaned_data
        return Step(
            key=before.key,
            name=filled["name"],
            at=tuple(filled["at"]),
            owner=_role(filled["owner"]),
            days=filled["days"],
            outcomes=before.outcomes,
            task=filled["task"],
            helps=filled["helps"],
            informed=filled["informed"],
            from_months=filled["from_months"],
            to_months=filled["to_months"],
            documents=_lines(filled["documents"]),
            level=filled.get("level", ""),
            funding=tuple(filled.get("funding", ())),
        )

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        """Return what the form shows of a step."""
        return {
            "name": step.name,
            "task": step.task,
            "owner": step.owner.value if step.owner else "",
            "days": step.days,
            "at": list(step.at),
            "helps": step.helps,
            "informed": step.informed,
            "from_months": step.from_months,
            "to_months": step.to_months,
            "documents": "\n".join(step.documents),
            "level": step.level,
            "funding": list(step.funding),
        }


class ActivityForm(TermFields):
    """What is done along the route without moving a child on."""

    submit_label: ClassVar[str] = "Bewaar de activiteit"

    name = forms.CharField(label="Naam van de activiteit", max_length=LONGEST_NAME)
    owner = forms.ChoiceField(
        label="Wie doet het?", choices=[("", "Kies een rol"), *ROLE_CHOICES]
    )
    term = forms.CharField(
        label="Wanneer of hoe vaak?", max_length=LONGEST_LINE, required=False
    )
    helps = forms.CharField(
        label="Wie werkt mee?", max_length=LONGEST_LINE, required=False
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the ages beside each other."""
        ages = Columns("from_months", "to_months")
        return ["name", "owner", "term", ages, "helps"]

    def activity(self, key: str) -> Activity:
        """Return the activity as filled in."""
        filled = self.cleaned_data
        owner = _role(filled["owner"])
        assert owner is not None  # noqa: S101 - the field is required
        return Activity(
            key=key,
            name=filled["name"],
            owner=owner,
            term=filled["term"],
            helps=filled["helps"],
            from_months=filled["from_months"],
            to_months=filled["to_months"],
        )

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """Return what the form shows of an activity."""
        return {
            "name": activity.name,
            "owner": activity.owner.value,
            "term": activity.term,
            "helps": activity.helps,
            "from_months": activity.from_months,
            "to_months": activity.to_months,
        }


class OfferForm(SharedDraftForm):
    """From which day a version is to hold."""

    submit_label: ClassVar[str] = "Leg voor aan de andere partij"

    starts_on = DutchDateField(
        label="Vanaf welke dag geldt deze versie?",
        help_text="Lopende trajecten houden hun eigen versie.",
    )


class TakeBackForm(PortalForm):
    """Why an offered version goes back to the drawing table."""

    submit_label: ClassVar[str] = "Maak er weer een concept van"

    reason = forms.CharField(
        label="Reden",
        help_text="Beide partijen lezen deze reden.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


def _role(value: str) -> Any:
    return next((role for role in WORKING_ROLES if role.value == value), None)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
