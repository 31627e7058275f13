"""The words beside figures: per area, per clause, and on top of the report."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms

from agreements.models.vocabulary import Progress
from monitoring.services.words import LONGEST_SENTENCE, Words
from vve_portal.ui.forms import PortalForm, PortalFormSet
from vve_portal.ui.layout import ButtonRow, Columns, LayoutItem
from vve_portal.ui.widgets import Radios

NO_CHILD: Final = "Noem geen kinderen of gezinnen."
NOT_WHOLE: Final = "Dit formulier kwam niet heel aan. Open de bladzijde opnieuw."
NOT_YET: Final = ("", "Nog geen status")


class LongText(forms.CharField):
    """Text of some lines, with the line ends that we keep: browsers send others."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def version_field() -> forms.IntegerField:
    """Return the hidden number of the version that the form was made from."""
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={"invalid": NOT_WHOLE, "required": NOT_WHOLE},
    )


def sentence_field(**kwargs: Any) -> forms.CharField:
    """Return the field for the sentence without which a status says little."""
    return forms.CharField(
        label="Waarom?",
        help_text=f"Eén zin, hooguit {LONGEST_SENTENCE} tekens. {NO_CHILD}",
        error_messages={"required": "Schrijf in één zin waarom u deze status kiest."},
        **kwargs,
    )


class WordsForm(PortalForm):
    """What the parties see, do and ask in an area, and how it stands."""

    submit_label: ClassVar[str] = "Bewaar"
    sometimes_required: ClassVar[tuple[str, ...]] = ("status", "sentence")

    seen = LongText(
        label="Wat zien we?", error_messages={"required": "Schrijf wat u ziet."}
    )
    done = LongText(label="Wat doen we?", required=False)
    asked = LongText(label="Wat vragen we van elkaar?", required=False)
    status = forms.ChoiceField(
        label="Welke status geeft u dit gebied?",
        choices=[NOT_YET, *Progress.choices],
        widget=Radios(in_row=True),
        required=False,
    )
    sentence = sentence_field(required=False)
    version = version_field()

    def __init__(
        self, *args: Any, proposal: str = "", goes_to: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goes_to = goes_to
        words = (
            f"Het portaal stelt {Progress(proposal).label} voor. " if proposal else ""
        )
        self.fields[
            "status"
        ].help_text = f"{words}U bepaalt samen de status, met een zin waarom."

    def build_layout(self) -> Sequence[LayoutItem]:
        """Lay the three questions beside each other."""
        return [Columns("seen", "done", "asked"), "status", "sentence", "version"]

    def build_buttons(self) -> ButtonRow:
        """Say where the button leads: on to the next area."""
        return ButtonRow(self.goes_to or self.submit_label)

    @property
    def words(self) -> Words:
        """What was written."""
        names = ("seen", "done", "asked", "status", "sentence")
        return Words(**{name: self.cleaned_data[name] for name in names})


class SummaryForm(PortalForm):
    """The five sentences on top of the report."""

    submit_label: ClassVar[str] = "Bewaar de samenvatting"

    summary = LongText(
        label="Samenvatting in hooguit vijf zinnen",
        rows=7,
        help_text="Wat gaat goed, wat vraagt aandacht, en wat spreken we af? De raad"
        f" leest deze zinnen straks ook, als er geen aantallen in staan. {NO_CHILD}",
        error_messages={
            "required": "Schrijf een samenvatting van hooguit vijf zinnen."
        },
    )
    version = version_field()


class ClauseStatusForm(PortalForm):
    """How one clause stood in a quarter, and why."""

    submit_label: ClassVar[str] = "Bewaar de status"

    status = forms.ChoiceField(
        label="Hoe stond het met de afspraak?",
        choices=Progress.choices,
        widget=Radios(
            descriptions={
                Progress.ON_COURSE: "Het gaat zoals afgesproken.",
                Progress.ATTENTION: "Het dreigt niet te lukken, of moet beter.",
                Progress.MISSED: "De afspraak of de norm is niet gehaald.",
                Progress.NOT_STARTED: "Hier is nog niets aan gedaan.",
                Progress.NOT_APPLICABLE: "Er was niets te doen in dit kwartaal.",
            }
        ),
        error_messages={"required": "Kies hoe het met de afspraak staat."},
    )
    sentence = sentence_field()
    version = version_field()


class StatusRowForm(PortalForm):
    """The same for one of many clauses; a row may be left for later."""

    standalone: ClassVar[bool] = False
    mark_optional: ClassVar[bool] = False

    status = forms.ChoiceField(
        label="Status",
        choices=[NOT_YET, *Progress.choices],
        widget=Radios(in_row=True),
        required=False,
    )
    sentence = forms.CharField(label="Waarom, in één zin?", required=False)
    clause = forms.IntegerField(widget=forms.HiddenInput)
    version = version_field()

    def build_layout(self) -> Sequence[LayoutItem]:
        """Lay the sentence beside its status."""
        return [Columns("status", "sentence"), "clause", "version"]

    @property
    def is_answered(self) -> bool:
        """Whether somebody chose or wrote something."""
        return bool(self.cleaned_data["status"] or self.cleaned_data["sentence"])


StatusRows = forms.formset_factory(StatusRowForm, formset=PortalFormSet, extra=0)
