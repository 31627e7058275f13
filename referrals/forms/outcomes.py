"""The form of one way on from a step: where to, by whom, and under which conditions."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms

from referrals.forms.pathways import LONGEST_NAME, ROLE_CHOICES, SharedDraftForm
from referrals.routes.definition import WORKING_ROLES, Outcome, Route
from referrals.routes.words import needs_in_words
from referrals.states import FACT_LABELS, FACT_VALUES, FACTS_OF, GROWS, Fact
from vve_portal.accounts.roles import Role
from vve_portal.ui.layout import Fieldset, LayoutItem
from vve_portal.ui.widgets import Checkboxes

ANY: Final = ""
BETWEEN: Final = "+"
AGES: Final = tuple(FACT_VALUES[Fact.AGE])
# Under which values of each fact a way may be open.
CONDITIONS: Final[dict[Fact, tuple[tuple[str, ...], ...]]] = {
    Fact.AGE: tuple(AGES[place:] for place in range(1, len(AGES))),
    Fact.CONSENT: (("yes",), ("not_asked", "no")),
    Fact.ATTEMPTS: (("3",),),
    Fact.LOCATION: (("known",), ("unknown",)),
}
COUNTED: Final = Fact.ATTEMPTS


class OutcomeForm(SharedDraftForm):
    """A way on, in the words that people choose it by."""

    submit_label: ClassVar[str] = "Bewaar de uitkomst"
    mark_optional: ClassVar[bool] = False

    label = forms.CharField(label="Hoe heet deze uitkomst?", max_length=LONGEST_NAME)
    to = forms.ChoiceField(label="Naar welke status leidt die?")
    by = forms.MultipleChoiceField(
        label="Wie mag deze uitkomst kiezen?",
        help_text="Kiest u niemand, dan is het wie de stap doet.",
        choices=ROLE_CHOICES,
        widget=Checkboxes,
        required=False,
    )
    counts = forms.BooleanField(
        label="Telt als een poging om ouders te bereiken", required=False
    )

    def __init__(
        self, *args: Any, route: Route, before: Outcome | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [
            (code, state.label) for code, state in route.states.items()
        ]
        self.facts = FACTS_OF[route.kind]
        self.before = before
        for fact in self.facts:
            self.fields[f"needs_{fact}"] = self._condition(fact)
            if fact not in GROWS:
                self.fields[f"sets_{fact}"] = _effect(fact)
        if COUNTED not in self.facts:
            del self.fields["counts"]

    def _condition(self, fact: Fact) -> forms.ChoiceField:
        options = list(CONDITIONS[fact])
        held = self.before.needs.get(fact) if self.before else None
        if held and held not in options:
            options.append(held)
        return forms.ChoiceField(
            label=f"Voorwaarde: {FACT_LABELS[fact]}",
            choices=[
                (ANY, "Geen voorwaarde"),
                *((BETWEEN.join(one), needs_in_words({fact: one})) for one in options),
            ],
            required=False,
        )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Ask what and who first, then when, then what it leaves behind."""
        when = [f"needs_{fact}" for fact in self.facts]
        after = [f"sets_{fact}" for fact in self.facts if fact not in GROWS]
        counts = ["counts"] if COUNTED in self.facts else []
        sections: list[LayoutItem] = [Fieldset("De uitkomst", "label", "to", "by")]
        if when:
            sections.append(Fieldset("Wanneer kan het?", *when))
        if after:
            sections.append(Fieldset("Wat verandert er?", *after, *counts))
        return sections

    def outcome(self, key: str, *, fallback: bool) -> Outcome:
        """Return the outcome as filled in; whether it happens by itself stays."""
        filled = self.cleaned_data
        return Outcome(
            key=key,
            label=filled["label"],
            to=filled["to"],
            by=self._chosen_roles(filled["by"]),
            needs=self._chosen_needs(filled),
            sets={
                fact: filled[f"sets_{fact}"]
                for fact in self.facts
                if filled.get(f"sets_{fact}")
            },
            adds=COUNTED if filled.get("counts") else None,
            fallback=fallback,
            by_itself=self.before.by_itself if self.before else False,
        )

    def _chosen_roles(self, chosen: Sequence[str]) -> tuple[Role, ...]:
        """Who could choose it before comes first, in the order there was."""
        before = self.before.by if self.before else ()
        return tuple(
            role
            for role in dict.fromkeys([*before, *WORKING_ROLES])
            if role.value in chosen
        )

    def _chosen_needs(self, filled: Mapping[str, Any]) -> dict[Fact, tuple[str, ...]]:
        return {
            fact: tuple(filled[f"needs_{fact}"].split(BETWEEN))
            for fact in self.facts
            if filled[f"needs_{fact}"]
        }

    @staticmethod
    def initial_of(outcome: Outcome) -> dict[str, Any]:
        """Return what the form shows of an outcome."""
        return {
            "label": outcome.label,
            "to": outcome.to,
            "by": [role.value for role in outcome.by],
            "counts": outcome.adds is not None,
            **{f"needs_{f}": BETWEEN.join(v) for f, v in outcome.needs.items()},
            **{f"sets_{fact}": value for fact, value in outcome.sets.items()},
        }


def _effect(fact: Fact) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=FACT_LABELS[fact].capitalize(),
        choices=[
            (ANY, "Verandert niet"),
            *((value, f"wordt: {told}") for value, told in FACT_VALUES[fact].items()),
        ],
        required=False,
    )
