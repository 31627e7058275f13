"""Forms that take many trajectories on at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from referrals.codes import MistypedError, parse_code
from referrals.forms.moving import DayForm, OutcomeForm
from referrals.forms.teams import PersonField
from referrals.lifecycle.deeds import Deed
from referrals.reasons import Channel, NonReach, Stop
from vve_portal.accounts.models import Team, User
from vve_portal.ui.forms import PortalForm, PortalFormSet

DETAILS: Final = [
    ("", "Geen"),
    ("Hoe u het probeerde", Channel.choices),
    ("Waarom het kind niet komt", NonReach.choices),
    ("Waarom het kind stopt", Stop.choices),
]


@dataclass(frozen=True, slots=True)
class TypedMove:
    """A code that was typed, with what happened."""

    code: str
    outcome: str
    detail: str

    def deed(self, form: DayForm) -> Deed:
        """Return what was filled in, as a service takes it."""
        is_channel = self.detail in Channel.values
        return Deed(
            occurred_on=form.occurred_on,
            channel=self.detail if is_channel else "",
            reason="" if is_channel else self.detail,
        )


class AfternoonForm(DayForm):
    """On which day all of it happened."""

    standalone = False


class MoveRowForm(PortalForm):
    """One code with what happened; a row that stays empty does not count."""

    mark_optional = False

    code = forms.CharField(label="Trajectcode", required=False, max_length=20)
    outcome = forms.ChoiceField(label="Uitkomst", required=False)
    detail = forms.ChoiceField(label="Reden of hoe", required=False, choices=DETAILS)

    def __init__(
        self, *args: Any, outcomes: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "off"}
        self.fields["outcome"].choices = [("", "Kies"), *outcomes]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_code(self) -> str:
        """Read the code; a wrong character is found before anybody looks for it."""
        typed: str = self.cleaned_data["code"]
        if not typed:
            return ""
        try:
            return parse_code(typed)
        except MistypedError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Ask for both the code and the outcome."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code") and not cleaned.get("outcome"):
            self.add_error("outcome", "Kies wat er gebeurde.")
        elif cleaned.get("outcome") and "code" in cleaned and not cleaned["code"]:
            self.add_error("code", "Vul de trajectcode in.")
        return cleaned


class MoveRows(PortalFormSet):
    """The codes of an afternoon."""

    row_label: ClassVar[str] = "Traject"

    def clean(self) -> None:
        """Refuse the same code twice: which came first is not to be told."""
        seen: set[str] = set()
        for row in self.forms:
            code = row.cleaned_data.get("code") if row.is_valid() else ""
            if code and code in seen:
                row.add_error("code", "Deze code staat er twee keer. Wis er een.")
            seen.add(code or "")

    def moves(self) -> Mapping[int, TypedMove]:
        """Return the rows that were filled in, by where they stand."""
        return {
            at: TypedMove(
                row.cleaned_data["code"],
                row.cleaned_data["outcome"],
                row.cleaned_data["detail"],
            )
            for at, row in enumerate(self.forms)
            if row.cleaned_data.get("code")
        }


MoveRowSet: Any = forms.formset_factory(
    MoveRowForm, formset=MoveRows, extra=0, max_num=100, validate_max=True
)


class BulkMoveForm(OutcomeForm):
    """The same outcome for what was ticked in the list."""


class AssignForm(PortalForm):
    """To which team, and in it to whom."""

    standalone = False

    team = forms.ModelChoiceField(  # type: ignore[var-annotated]  # - only the stubs ask
        label="Aan welk team?", queryset=None, empty_label="Kies"
    )
    person = PersonField(
        label="Aan wie in dat team?",
        queryset=None,
        required=False,
        empty_label="Aan niemand in het bijzonder",
    )

    def __init__(
        self,
        *args: Any,
        teams: QuerySet[Team],
        people: QuerySet[User],
        members: Mapping[int, set[int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = teams
        fields["person"].queryset = people
        self.members = members

    def clean(self) -> dict[str, Any]:
        """Refuse who does not work in the team: he would not see what he is given."""
        cleaned = super().clean() or self.cleaned_data
        team, person = cleaned.get("team"), cleaned.get("person")
        if team and person and person.pk not in self.members.get(team.pk, set()):
            self.add_error(
                "person",
                f"{person.name} werkt niet in team {team.name}. Kies iemand anders.",
            )
        return cleaned


class AssignOneForm(AssignForm):
    """To which team one trajectory goes; it was at the version the reader saw."""

    standalone = True
    submit_label = "Geef dit traject"

    version = forms.IntegerField(widget=forms.HiddenInput)
