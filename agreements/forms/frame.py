"""The forms of what holds for the whole agreement: its frame, and the values in it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms

from agreements.areas import Chapter
from agreements.forms.fields import LongText
from agreements.models import Agreement
from agreements.services.drafting import (
    LONGEST_GROUND,
    LONGEST_INDEXATION,
    LONGEST_TITLE,
    WHY_NOT_PUBLIC,
    WHY_TERMS,
)
from agreements.terms import NO_INDEXATION, TERMS, Term, clean_terms
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Fieldset, LayoutItem, ShownValues, Width
from vve_portal.ui.widgets import Radios

PUBLICITY: Final[dict[str, str]] = {
    Agreement.Publicity.PUBLIC: "Iedereen mag de overeenkomst lezen.",
    Agreement.Publicity.INTERNAL: "Alleen voor de twee partijen.",
    Agreement.Publicity.SECRET: "Alleen met een besluit over geheimhouding.",
}
NUMBER_WIDTH: Final = "3"


class FrameForm(PortalForm):
    """Title, term, indexation and publicity, with the ground of what is not public."""

    submit_label: ClassVar[str] = "Bewaar de gegevens"

    title = forms.CharField(
        label="Titel",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Geef de overeenkomst een titel."},
    )
    starts_on = DutchDateField(label="Eerste dag")
    ends_on = DutchDateField(label="Laatste dag")
    indexation = forms.CharField(
        label="Indexering",
        help_text="Schrijf een hele zin. Laat u dit leeg, dan staat er: "
        f"“{NO_INDEXATION}”",
        max_length=LONGEST_INDEXATION,
        required=False,
    )
    publicity = forms.ChoiceField(
        label="Openbaarheid",
        choices=Agreement.Publicity.choices,
        widget=Radios(descriptions=PUBLICITY),
        error_messages={"required": "Kies openbaar, intern of geheim."},
    )
    publicity_ground = forms.CharField(
        label="Grond",
        help_text="Alleen nodig als de overeenkomst intern of geheim is. Noem het "
        "artikel, bijvoorbeeld: artikel 5.1, tweede lid, onder e, van de Woo.",
        max_length=LONGEST_GROUND,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask why, when not everybody may read it."""
        cleaned = super().clean() or {}
        is_public = cleaned.get("publicity") in {None, Agreement.Publicity.PUBLIC}
        if not is_public and not cleaned.get("publicity_ground", "").strip():
            self.add_error("publicity_ground", WHY_NOT_PUBLIC)
        return cleaned


class TermsForm(PortalForm):
    """A field per variable in the text, and why the values change."""

    submit_label: ClassVar[str] = "Bewaar de termijnen"
    # Every one is needed, and its own sentence says so better.
    mark_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in TERMS:
            self.fields[term.key] = _field_of(term)
        if asks_reason:
            self.fields["reason"] = LongText(
                label="Waarom wijzigt u dit?",
                help_text="De andere partij leest dit bij elke afspraak die erdoor "
                "verandert.",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Judge every value, and ask why when one changes."""
        cleaned = super().clean() or {}
        typed = {term.key: cleaned.get(term.key, "") for term in TERMS}
        _, faults = clean_terms(typed)
        for key, sentence in faults.items():
            self.add_error(key, sentence)
        if self.has_changes and "reason" in self.fields and not cleaned.get("reason"):
            self.add_error("reason", WHY_TERMS)
        return cleaned

    @property
    def terms(self) -> dict[str, str]:
        """The values that were changed on this page, by variable."""
        changed = (name for name in self.changed_data if name != "reason")
        return {name: str(self.cleaned_data.get(name, "")) for name in changed}

    @property
    def has_changes(self) -> bool:
        """Whether a value is another one than the page showed."""
        return bool(self.terms)

    @property
    def typed_reason(self) -> str:
        """The reason; empty where none is asked."""
        return str(self.cleaned_data.get("reason", ""))

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the variables of each chapter under its title."""
        sections = [
            Fieldset(str(chapter.label), *_items_of(chapter))
            for chapter in Chapter
            if _items_of(chapter)
        ]
        reason = ["reason"] if "reason" in self.fields else []
        return [ShownValues(), *sections, *reason]


def _items_of(chapter: Chapter) -> list[LayoutItem]:
    return [
        Width(term.key, NUMBER_WIDTH) if term.kind == "number" else term.key
        for term in TERMS
        if term.chapter == chapter
    ]


def _field_of(term: Term) -> forms.CharField:
    return forms.CharField(
        label=term.label,
        help_text=term.help,
        required=False,
        show_hidden_initial=True,
    )
