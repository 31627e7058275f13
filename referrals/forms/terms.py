"""The form of the escalation rules: on or off, and after how long who is asked."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from referrals.routes.rules import RULES, Rule, Setting, Unit
from referrals.services.terms import LONGEST
from vve_portal.ui.fields import WholeNumberField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import Columns, Fieldset, LayoutItem, ShownValues

UNITS = {
    Unit.DAYS: "dagen",
    Unit.WORKING_DAYS: "werkdagen",
    Unit.MONTHS: "maanden",
}


class TermsForm(PortalForm):
    """Fifteen rules, each with its terms; an empty term is the default."""

    submit_label: ClassVar[str] = "Bewaar de termijnen"
    mark_optional: ClassVar[bool] = False

    def __init__(
        self, *args: Any, settings: Mapping[str, Setting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, rule in RULES.items():
            self._add(code, rule, settings[code])

    def _add(self, code: str, rule: Rule, setting: Setting) -> None:
        self.fields[f"on_{code}"] = forms.BooleanField(
            label="Deze regel staat aan",
            required=False,
            initial=setting.is_on,
            show_hidden_initial=True,
        )
        terms = [("first", rule.first, rule.to, setting.first)]
        if rule.later and rule.then:
            terms.append(("later", rule.later, rule.then, setting.later))
        for name, term, role, value in terms:
            self.fields[f"{name}_{code}"] = WholeNumberField(
                label=f"{'Eerst' if name == 'first' else 'Daarna'}: {role.label}",
                help_text=f"Uitgangspunt: na {term}.",
                minimum=1,
                maximum=LONGEST,
                suffix=UNITS[term.unit],
                required=False,
                initial=value or term.number,
                show_hidden_initial=True,
            )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Give each rule a section with its sentence."""
        return [ShownValues(), *(self._section(code) for code in RULES)]

    def _section(self, code: str) -> Fieldset:
        names = (f"first_{code}", f"later_{code}")
        terms = Columns(*(name for name in names if name in self.fields))
        return Fieldset(f"{code}. {RULES[code].sentence}", f"on_{code}", terms)

    @property
    def settings(self) -> dict[str, Setting]:
        """What was filled in; a term that is the default is none of its own."""
        return {code: self._setting(code, self.cleaned_data) for code in RULES}

    @property
    def seen(self) -> dict[str, Setting]:
        """What the page showed."""
        shown = {name: self._shown(name) for name in self.fields}
        return {code: self._setting(code, shown) for code in RULES}

    def _shown(self, name: str) -> Any:
        field, key = self.fields[name], self[name].html_initial_name
        raw = field.hidden_widget().value_from_datadict(self.data, self.files, key)
        return field.to_python(raw)

    @staticmethod
    def _setting(code: str, values: Mapping[str, Any]) -> Setting:
        rule = RULES[code]
        first, later = values[f"first_{code}"], values.get(f"later_{code}")
        return Setting(
            is_on=bool(values[f"on_{code}"]),
            first=_own(first, rule.first.number),
            later=_own(later, rule.later.number if rule.later else 0),
        )


def _own(value: Any, default: int) -> int | None:
    return None if value in {None, default} else int(value)
