"""The forms of a clause: all of it, a provision, or only the reason for its money."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from django import forms
from django.forms.utils import ErrorDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agreements.areas import Wpo160Topic
from agreements.forms.fields import (
    LongText,
    PlainNumberField,
    YesNoUnknown,
    base_number_field,
)
from agreements.models.vocabulary import (
    Funding,
    IndicatorCode,
    Kind,
    Lead,
    Operator,
    Responsible,
)
from agreements.services.advice import Advice, advise_kind
from agreements.services.clause_content import ClauseContent
from agreements.services.clause_rules import LARGEST_NUMBER, LONGEST
from agreements.services.clauses import WHY_CHANGED
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Columns, Fieldset, LayoutItem, Note
from vve_portal.ui.widgets import Radios

VARIABLES_HELP: Final = (
    "U mag variabelen gebruiken, zoals {gemeente}. Welke er zijn, staat bij “Variabelen"
    " in de tekst” op deze bladzijde."
)
KINDS: Final[dict[str, str]] = {
    Kind.UNDECIDED: "U kiest later. Vóór de ondertekening moet de soort vaststaan.",
    Kind.BASIS: "De JGZ doet dit toch al voor elk kind.",
    Kind.PLUS: "Extra tijd, plaats, herhaling of verslag dat de gemeente voor VVE "
    "vraagt. Hierbij horen begrotingsregels.",
    Kind.MUNICIPAL: "De gemeente doet en betaalt dit zelf.",
    Kind.THIRD: "Iemand anders doet dit, zoals een voorschool of de bibliotheek.",
}


class AdviceNote:
    """The button that asks for advice, and the advice once it was asked."""

    def render(
        self,
        form: Any,
        context: Context,  # noqa: ARG002 - crispy's signature
        template_pack: str,  # noqa: ARG002 - crispy's signature
    ) -> SafeString:
        """Render button and advice."""
        return render_to_string("agreements/_advice.html", {"advice": form.advice})


KIND_SECTION: Final[tuple[LayoutItem, ...]] = (
    Note("Drie vragen helpen bij de keuze. Wat u antwoordt, blijft staan."),
    "for_every_child",
    "extra_for_vve",
    "needs_discussion",
    AdviceNote(),
    "kind",
    "kind_reason",
    "funding",
    "hours_per_year",
)


class ContentForm(PortalForm):
    """What the forms of a clause share: which version they start from, and why."""

    standalone: ClassVar[bool] = False
    content_fields: ClassVar[tuple[str, ...]] = ()
    has_lines: ClassVar[bool] = True

    base_number = base_number_field()
    reason = LongText(
        label="Waarom wijzigt u dit?",
        help_text="De andere partij leest dit bij uw voorstel.",
        error_messages={"required": WHY_CHANGED},
    )

    def __init__(
        self, *args: Any, asks_reason: bool, asks_advice: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks_advice = asks_advice
        if not asks_reason:
            del self.fields["reason"]

    def build_layout(self) -> Sequence[LayoutItem]:
        """Leave the reason to the page, which asks it last."""
        return []

    def content(self, base: ClauseContent) -> ClauseContent:
        """Return `base` with what was typed in its place."""
        typed = {name: self.cleaned_data[name] for name in self.content_fields}
        return replace(base, **typed)

    @property
    def typed_reason(self) -> str:
        """The reason; empty where none is asked."""
        return str(self.cleaned_data.get("reason", ""))

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self.full_clean()
        self._errors = ErrorDict(renderer=self.renderer)


class MoneyForm(ContentForm):
    """The form of who changes only the budget lines."""


class ProvisionForm(ContentForm):
    """A provision of the general part or the annexes: title, text, explanation."""

    content_fields: ClassVar[tuple[str, ...]] = ("title", "source_text", "explanation")
    has_lines: ClassVar[bool] = False

    title = forms.CharField(
        label="Titel",
        max_length=LONGEST["title"],
        error_messages={"required": "Geef de afspraak een titel."},
    )
    source_text = LongText(
        label="Tekst",
        rows=6,
        help_text=VARIABLES_HELP,
        error_messages={"required": "Schrijf de tekst van de afspraak."},
    )
    explanation = LongText(
        label="Toelichting",
        help_text="Waarom u dit zo afspreekt, of wat u ermee bedoelt.",
        required=False,
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put everything in one section."""
        return [Fieldset("Titel en tekst", *ProvisionForm.content_fields)]


class ClauseForm(ProvisionForm):
    """A clause in one of the seven areas."""

    has_lines: ClassVar[bool] = True
    sometimes_required: ClassVar[tuple[str, ...]] = (
        "lead",
        # “Weet ik niet” is an answer too.
        "for_every_child",
        "extra_for_vve",
        "needs_discussion",
    )
    responsible = forms.ChoiceField(
        label="Wie is verantwoordelijk?",
        choices=Responsible.choices,
        widget=Radios(in_row=True),
        error_messages={"required": "Kies wie verantwoordelijk is."},
    )
    lead = forms.ChoiceField(
        label="Wie is de trekker?",
        help_text="Kies dit bij een gezamenlijke afspraak. Anders telt het niet mee.",
        choices=Lead.choices,
        required=False,
        widget=Radios(in_row=True),
    )
    executing_role = forms.CharField(
        label="Wie voert het uit?",
        help_text="Bijvoorbeeld: de jeugdverpleegkundige.",
        max_length=LONGEST["executing_role"],
        required=False,
    )
    for_every_child = YesNoUnknown(
        label="1. Zou de JGZ dit toch al doen, voor elk kind?",
        help_text="Volgen, signaleren, voorlichten en doorverwijzen hoort daarbij.",
    )
    extra_for_vve = YesNoUnknown(
        label="2. Vraagt de gemeente hier extra tijd, plaats, herhaling of verslag "
        "voor VVE?",
        help_text="Bijvoorbeeld een huisbezoek, nabellen, overleg of warme overdracht.",
    )
    needs_discussion = YesNoUnknown(label="3. Is er nog twijfel?")
    kind = forms.ChoiceField(
        label="Soort",
        choices=[(kind, Kind(kind).label) for kind in KINDS],
        initial=Kind.UNDECIDED,
        widget=Radios(descriptions=KINDS),
        error_messages={"required": "Kies de soort van de afspraak."},
    )
    kind_reason = LongText(label="Waarom kiest u deze soort?", required=False)
    funding = forms.ChoiceField(
        label="Bron van het geld",
        choices=[("", "Nog niet gekozen"), *Funding.choices],
        required=False,
    )
    hours_per_year = PlainNumberField(
        label="Uren per jaar",
        help_text="Met begrotingsregels telt het portaal de uren zelf op.",
        suffix="uur",
        minimum=0,
        maximum=LARGEST_NUMBER,
        required=False,
    )
    indicator = forms.CharField(
        label="Waaraan meet u het?",
        help_text="Ook hier mag u variabelen gebruiken.",
        max_length=LONGEST["indicator"],
        required=False,
    )
    indicator_code = forms.ChoiceField(
        label="Indicator uit de lijst",
        choices=[
            ("", "Geen"),
            *((code.value, f"{code.value} {code.label}") for code in IndicatorCode),
        ],
        required=False,
    )
    norm_operator = forms.ChoiceField(
        label="Norm", choices=[("", "Geen norm"), *Operator.choices], required=False
    )
    norm_value = PlainNumberField(
        label="Waarde", maximum=LARGEST_NUMBER, required=False
    )
    norm_unit = forms.CharField(
        label="Eenheid", max_length=LONGEST["norm_unit"], required=False
    )
    frequency = forms.CharField(
        label="Hoe vaak?",
        help_text="Bijvoorbeeld: elk kwartaal. Ook hier mag u variabelen gebruiken.",
        max_length=LONGEST["frequency"],
        required=False,
    )
    starts_on = DutchDateField(
        label="Gaat in op",
        help_text="Laat dit leeg als de hele looptijd geldt.",
        required=False,
    )
    ends_on = DutchDateField(label="Geldt tot en met", required=False)
    evidence = forms.CharField(
        label="Waaruit blijkt het?",
        help_text="Bijvoorbeeld: het verslag van het kwartaaloverleg.",
        max_length=LONGEST["evidence"],
        required=False,
    )
    wpo_topic = forms.ChoiceField(
        label="Onderwerp van artikel 160 WPO",
        help_text="De vier onderwerpen waarover de wet afspraken vraagt.",
        choices=[("", "Geen van de vier"), *Wpo160Topic.choices],
        required=False,
    )

    content_fields: ClassVar[tuple[str, ...]] = (
        *ProvisionForm.content_fields,
        "responsible",
        "lead",
        "executing_role",
        "for_every_child",
        "extra_for_vve",
        "needs_discussion",
        "kind",
        "kind_reason",
        "funding",
        "hours_per_year",
        "indicator",
        "indicator_code",
        "norm_operator",
        "norm_value",
        "norm_unit",
        "frequency",
        "starts_on",
        "ends_on",
        "evidence",
        "wpo_topic",
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Return the sections in the order in which people talk about a clause."""
        norm = Columns("norm_operator", "norm_value", "norm_unit")
        when = ("starts_on", "ends_on", "evidence", "wpo_topic")
        return [
            *super().build_layout(),
            Fieldset("Wie doet het", "responsible", "lead", "executing_role"),
            Fieldset("Basispakket of plus-inzet", *KIND_SECTION),
            Fieldset("Meten", "indicator", "indicator_code", norm, "frequency"),
            Fieldset("Looptijd en bewijs", *when),
        ]

    @property
    def advice(self) -> Advice | None:
        """What the three answers point to, once somebody asked or answered."""
        typed = self.cleaned_data if self.is_bound else self.initial
        names = ("for_every_child", "extra_for_vve", "needs_discussion")
        answers = {name: typed.get(name) for name in names}
        if not self.asks_advice and all(answer is None for answer in answers.values()):
            return None
        return advise_kind(**answers)
