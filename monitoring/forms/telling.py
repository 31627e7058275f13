"""Forms for stories, signals and dialogue tables."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from agreements.areas import AREAS
from monitoring.forms.words import NOT_WHOLE, LongText, version_field
from monitoring.models import Quarter, Story
from monitoring.services.dialogues import LONGEST as LONGEST_OF_DIALOGUE
from monitoring.services.dialogues import DialogueText
from monitoring.services.signals import LONGEST as LONGEST_SIGNAL
from monitoring.services.stories import (
    CHECKS,
    LONGEST_NOTE,
    LONGEST_TITLE,
    StoryText,
)
from monitoring.services.telling_words import MOST_WORDS
from vve_portal.accounts.models import Partnership
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Fieldset, LayoutItem
from vve_portal.ui.widgets import Checkboxes, Radios

AREA_CHOICES: Final = [
    ("", "Kies een gebied"),
    *((str(area.number), f"{area.number}. {area.short}") for area in AREAS),
]
ANONYMOUS: Final = "Schrijf geen namen, leeftijden, plaatsen of data."
LONGEST_PART: Final = 2_000
PUBLISH_WORDS: Final[dict[str, str]] = {
    Story.Publish.PARTNERS: "De gemeente en de JGZ lezen het bij de cijfers.",
    Story.Publish.COUNCIL: "Het staat ook in wat de raad krijgt.",
    Story.Publish.PUBLIC: "Het mag ook op een website staan.",
}


def area_field() -> forms.TypedChoiceField:
    """Return the choice of one of the seven areas."""
    return forms.TypedChoiceField(
        label="Bij welk gebied hoort het?",
        choices=AREA_CHOICES,
        coerce=int,
        error_messages={"required": "Kies een gebied."},
    )


def long_text(label: str, help_text: str = "", rows: int = 4) -> LongText:
    """Return a field for some sentences."""
    return LongText(
        label=label, help_text=help_text, max_length=LONGEST_PART, rows=rows
    )


class QuarterChoice(PortalForm):
    """A form about one of the quarters that are still open."""

    quarter = forms.ChoiceField(
        label="Voor welk kwartaal?", error_messages={"required": "Kies een kwartaal."}
    )

    def __init__(
        self, *args: Any, quarters: Sequence[Quarter] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.quarters = {str(one.pk): one for one in quarters}
        if "quarter" in self.fields:
            choices = [(key, name_of(one)) for key, one in self.quarters.items()]
            self.fields["quarter"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen_quarter(self) -> Quarter:
        """The quarter that was chosen."""
        return self.quarters[self.cleaned_data["quarter"]]


def name_of(quarter: Quarter) -> str:
    """Name a quarter among those of several municipalities."""
    return f"{quarter.name.capitalize()}, {quarter.partnership.municipality}"


class StoryForm(QuarterChoice):
    """A story in four parts."""

    submit_label: ClassVar[str] = "Bewaar het verhaal"

    area = area_field()
    title = forms.CharField(label="Titel", max_length=LONGEST_TITLE)
    situation = long_text("Wat was de situatie?", ANONYMOUS)
    did = long_text("Wat deed u?")
    brought = long_text(
        "Wat leverde het op?", "Vooral voor de ouders, in hun eigen beleving."
    )
    learned = long_text("Wat leren we hiervan?", rows=3)

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the four parts together under how long they may be."""
        parts = ("situation", "did", "brought", "learned")
        legend = f"Het verhaal, samen hooguit {MOST_WORDS} woorden"
        first = [name for name in ("quarter", "area", "title") if name in self.fields]
        return [*first, Fieldset(legend, *parts), *self._hidden()]

    def _hidden(self) -> list[LayoutItem]:
        return ["seen"] if "seen" in self.fields else []

    @property
    def text(self) -> StoryText:
        """What was told."""
        data = self.cleaned_data
        return StoryText(
            area=data["area"],
            title=data["title"],
            situation=data["situation"],
            did=data["did"],
            brought=data["brought"],
            learned=data["learned"],
        )


class StoryChangeForm(StoryForm):
    """The same of a story that is there; it stays in its quarter."""

    quarter = None  # type: ignore[assignment]  # Django's way to leave a field out
    seen = version_field()


class ChecksForm(PortalForm):
    """The check-list that keeps a story from leading to a family."""

    checks = forms.MultipleChoiceField(
        label="Kan niemand dit gezin herkennen?",
        choices=list(CHECKS.items()),
        widget=Checkboxes,
        required=False,
        help_text="Lees het verhaal nog eens en vink aan wat klopt.",
    )
    seen = version_field()
    mark_optional: ClassVar[bool] = False


class OfferForm(ChecksForm):
    """The check-list of the writer, and whether the parents agree."""

    submit_label: ClassVar[str] = "Bied aan een tweede lezer aan"

    consent = forms.BooleanField(
        label="De ouders vinden het goed dat dit verhaal gedeeld wordt, of het gaat "
        "over meer gezinnen samen.",
        required=False,
        help_text="Nodig als het verhaal ook naar de raad of naar buiten mag.",
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the check-list first."""
        return ["checks", "consent", "seen"]


class ApproveForm(ChecksForm):
    """The check-list of the second reader, and for whom the story is."""

    submit_label: ClassVar[str] = "Akkoord, deel het verhaal"

    publish = forms.ChoiceField(
        label="Voor wie is het verhaal?",
        choices=Story.Publish.choices,
        widget=Radios(descriptions=PUBLISH_WORDS),
        initial=Story.Publish.PARTNERS,
        error_messages={"required": "Kies voor wie dit verhaal is."},
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the check-list first."""
        return ["checks", "publish", "seen"]


class ReturnStoryForm(PortalForm):
    """What has to change before a story can be shared."""

    submit_label: ClassVar[str] = "Stuur terug naar de schrijver"

    note = LongText(
        label="Wat moet er anders?",
        max_length=LONGEST_NOTE,
        rows=3,
        error_messages={"required": "Schrijf wat er anders moet."},
    )
    seen = version_field()


class SignalForm(PortalForm):
    """What somebody notices at work, in one go."""

    submit_label: ClassVar[str] = "Geef het signaal"

    partnership = forms.ChoiceField(label="Over welke gemeente?")
    area = area_field()
    text = LongText(
        label="Wat merkt u?",
        max_length=LONGEST_SIGNAL,
        rows=3,
        help_text=f"Hooguit {LONGEST_SIGNAL} tekens, en niet over één kind of gezin.",
        error_messages={"required": "Schrijf wat u merkt."},
    )

    def __init__(
        self, *args: Any, partnerships: Sequence[Partnership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partnerships = {str(one.pk): one for one in partnerships}
        if len(partnerships) == 1:
            del self.fields["partnership"]
        else:
            towns = [
                (key, str(one.municipality)) for key, one in self.partnerships.items()
            ]
            self.fields["partnership"].choices = towns  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> Partnership:
        """The partnership that was chosen, or the only one."""
        only = next(iter(self.partnerships))
        return self.partnerships[self.cleaned_data.get("partnership", only)]


class BundleForm(QuarterChoice):
    """The sentence in which signals come into a report."""

    submit_label: ClassVar[str] = "Neem op in het rapport"
    standalone: ClassVar[bool] = False

    sentence = LongText(
        label="Wat komt er in het rapport?",
        max_length=LONGEST_SIGNAL,
        rows=3,
        help_text="Eén zin over alles wat u aanvinkte.",
        error_messages={"required": "Schrijf in één zin wat in het rapport komt."},
    )


class DialogueForm(QuarterChoice):
    """What a dialogue table was about and brought."""

    submit_label: ClassVar[str] = "Leg de dialoogtafel vast"

    held_on = DutchDateField(label="Op welke dag?", earliest=date(2000, 1, 1))
    organisations = forms.CharField(
        label="Welke organisaties waren er?",
        max_length=LONGEST_OF_DIALOGUE["organisations"],
        help_text="Alleen organisaties, geen namen van mensen.",
    )
    theme = forms.CharField(
        label="Waar ging het over?", max_length=LONGEST_OF_DIALOGUE["theme"]
    )
    outcome = long_text("Wat leverde het op?", "Niet over één kind of gezin.")
    agreed = LongText(
        label="Wat spraken we af?",
        required=False,
        max_length=LONGEST_OF_DIALOGUE["agreed"],
        rows=3,
    )

    @property
    def text(self) -> DialogueText:
        """What was noted."""
        data = self.cleaned_data
        return DialogueText(
            held_on=data["held_on"],
            organisations=data["organisations"],
            theme=data["theme"],
            outcome=data["outcome"],
            agreed=data["agreed"],
        )


class DialogueChangeForm(DialogueForm):
    """The same of one that is there; it stays in its quarter."""

    quarter = None  # type: ignore[assignment]  # Django's way to leave a field out
    seen = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": NOT_WHOLE}
    )

    def clean_seen(self) -> datetime:
        """Return when the dialogue was noted, as the page showed it."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError as error:
            raise ValidationError(NOT_WHOLE) from error
