"""Forms of the definition of the target group, and of the decision on it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.forms import formset_factory

from referrals.forms.pathways import SharedDraftForm
from referrals.models import TargetDefinition
from referrals.services.definitions import (
    CRITERION_KINDS,
    Criterion,
    DefinitionContent,
)
from vve_portal.accounts.models import PartnershipQuerySet
from vve_portal.ui.fields import DutchDateField, DutchDecimalField, WholeNumberField
from vve_portal.ui.forms import PortalForm, PortalFormSet
from vve_portal.ui.layout import Fieldset, LayoutItem, Width
from vve_portal.ui.widgets import Radios

EMPTY_ROWS: Final = 3
MOST_ROWS: Final = 30
LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 5000


class DefinitionForm(SharedDraftForm):
    """What a definition says, but for its criteria."""

    standalone: ClassVar[bool] = False

    partnership: Any = forms.ModelChoiceField(
        label="Voor welke samenwerking?",
        queryset=None,
        empty_label="Kies een samenwerking",
    )
    year = WholeNumberField(label="Jaar", minimum=2020, maximum=2100)
    name = forms.CharField(label="Naam", max_length=LONGEST_NAME)
    text = forms.CharField(
        label="Welke kinderen horen bij de doelgroep?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_TEXT,
    )
    start_age_months = forms.TypedChoiceField(
        label="Vanaf welke leeftijd is er een plaats?",
        choices=TargetDefinition.StartAge,
        coerce=int,
        widget=Radios(in_row=True),
    )
    hours_per_week = DutchDecimalField(
        label="Aanbod per week", decimals=1, minimum=1, maximum=40, suffix="uur"
    )
    starts_on = DutchDateField(label="Eerste dag")
    ends_on = DutchDateField(label="Laatste dag", required=False)

    def __init__(
        self, *args: Any, partnerships: PartnershipQuerySet | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if partnerships is None:
            del self.fields["partnership"]
            return
        choice: Any = self.fields["partnership"]
        choice.queryset = partnerships
        if len(partnerships) == 1:
            choice.initial, choice.empty_label = partnerships[0].pk, None

    def build_layout(self) -> Sequence[LayoutItem]:
        """Ask which one it is first, then what it says."""
        where = ["partnership"] if "partnership" in self.fields else []
        return [
            "edits",
            Fieldset("De definitie", *where, Width("year", "8"), "name", "text"),
            Fieldset("Het aanbod", "start_age_months", "hours_per_week"),
            Fieldset("Geldigheid", "starts_on", "ends_on"),
        ]

    def content(self, criteria: tuple[Criterion, ...]) -> DefinitionContent:
        """Return what was filled in, with the criteria."""
        names = DefinitionContent.__dataclass_fields__.keys() - {"criteria"}
        filled = {name: self.cleaned_data[name] for name in names}
        return DefinitionContent(**filled, criteria=criteria)


class CriterionForm(PortalForm):
    """One ground; an empty row is none."""

    standalone: ClassVar[bool] = False
    mark_optional: ClassVar[bool] = False

    label = forms.CharField(label="Criterium", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="Soort", choices=[*CRITERION_KINDS.items()], required=False
    )
    required = forms.BooleanField(
        label="Verplicht: zonder dit geen indicatie", required=False
    )


class BaseCriterionSet(PortalFormSet):
    """The grounds of a definition; emptying the text takes one away."""

    row_label: ClassVar[str] = "Criterium"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The rows with a text."""
        filled = (row.cleaned_data for row in self.forms)
        return tuple(
            Criterion(one["label"], one["kind"] or "omgeving", one["required"])
            for one in filled
            if one.get("label")
        )


CriterionSet: Final[Any] = formset_factory(
    CriterionForm,
    formset=BaseCriterionSet,
    extra=EMPTY_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + EMPTY_ROWS,
    validate_max=True,
)


class DecisionForm(SharedDraftForm):
    """Who decided when, and where the decision can be found."""

    submit_label: ClassVar[str] = "Leg het besluit vast"

    decided_by = forms.CharField(
        label="Wie stelde de definitie vast?",
        help_text="Bijvoorbeeld: college van burgemeester en wethouders.",
        max_length=LONGEST_NAME,
    )
    decided_on = DutchDateField(label="Op welke dag?")
    reference = forms.CharField(
        label="Kenmerk van het besluit of de bijlage",
        max_length=LONGEST_NAME,
        required=False,
    )
