"""Forms that begin trajectories: one, or the work of an afternoon."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from referrals.forms.moving import DayForm
from referrals.models import Neighbourhood, PathwayVersion
from referrals.queries.ways import INDICATED
from referrals.reasons import ReasonGroup
from referrals.services.registering import Registration
from vve_portal.accounts.models import Team
from vve_portal.ui.dates import month_number
from vve_portal.ui.forms import PortalForm, PortalFormSet
from vve_portal.ui.layout import LayoutItem, Width
from vve_portal.ui.widgets import Checkboxes

WITH_A_DAY: Final = (
    "Vul alleen maand en jaar in, zonder dag. Een geboortedag hoort niet in het "
    "portaal."
)
NO_MONTH: Final = "Vul maand en jaar in, zoals 6-2024 of juni 2024."
_PARTS: Final = 2
_YEAR: Final = re.compile("[0-9]{4}")
NO_GROUP: Final = (
    "Kies op grond waarvan het kind een indicatie heeft. "
    "Alleen de groep wordt bewaard, nooit de reden zelf."
)
MONTH_HELP: Final = "Maand en jaar, zoals 6-2024 of juni 2024."


class BirthMonthField(forms.CharField):
    """A month and a year such as "6-2024" or "juni 2024"; gives its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs |= {"autocomplete": "off"}

    def clean(self, value: Any) -> date | None:
        """Read what was typed; a day of birth is refused, not cut off."""
        text = super().clean(value)
        if not text:
            return None
        parts = re.split(r"[\s/.-]+", text.strip())
        if len(parts) > _PARTS:
            raise ValidationError(WITH_A_DAY)
        if len(parts) < _PARTS:
            raise ValidationError(NO_MONTH)
        if _YEAR.fullmatch(parts[0]):
            parts.reverse()
        month = month_number(parts[0])
        if month is None or not _YEAR.fullmatch(parts[1]) or int(parts[1]) < 1:
            raise ValidationError(NO_MONTH)
        return date(int(parts[1]), month, 1)


class RowChoiceField(forms.ChoiceField):
    """One of some rows that were loaded before; gives the row."""

    rows: Mapping[str, Any] = MappingProxyType({})

    def clean(self, value: Any) -> Any:
        """Return the row that was chosen; None for no choice."""
        return self.rows.get(super().clean(value))

    def offer(self, rows: Mapping[str, Any], choices: Iterable[Any]) -> None:
        """Say which rows there are, and how they are shown."""
        self.rows = rows
        self.choices = [("", "Kies"), *choices]


class StartField(RowChoiceField):
    """On which route a trajectory begins, and in which state."""

    def offer_routes(
        self,
        versions: Sequence[PathwayVersion],
        municipalities: Mapping[int, str],
    ) -> None:
        """Offer every state in which a route may begin, under the route's name."""
        rows: dict[str, tuple[PathwayVersion, str]] = {}
        groups = []
        for version in versions:
            route = version.route
            choices = []
            for state in route.start:
                key = f"{version.pk}:{state}"
                rows[key] = (version, state)
                choices.append((key, route.states[state].label))
            town = municipalities.get(version.partnership_id, "")
            groups.append((f"{route.name}, {town}" if town else route.name, choices))
        self.offer(rows, groups)
        if len(rows) == 1:
            self.initial = next(iter(rows))


class RegisterForm(DayForm):
    """A new trajectory: five answers, and who the child is in none of them."""

    submit_label = "Maak het traject"
    sometimes_required = (*DayForm.sometimes_required, "groups")

    birth_month: Any = BirthMonthField(label="Geboortemaand", help_text=MONTH_HELP)
    neighbourhood: Any = RowChoiceField(label="Wijk", required=False)
    start: Any = StartField(label="Waar begint het traject?")
    team = RowChoiceField(label="Team", required=False)

    # Only a child that is indicated at once has a reason; it is kept as a group.
    groups: Any = forms.MultipleChoiceField(
        label="Op grond waarvan?",
        choices=ReasonGroup.choices,
        required=False,
        widget=Checkboxes(in_row=True),
        help_text="Alleen als het traject begint bij “Geïndiceerd”.",
    )

    def __init__(
        self,
        *args: Any,
        versions: Sequence[PathwayVersion],
        neighbourhoods: QuerySet[Neighbourhood],
        municipalities: Mapping[int, str],
        teams: Sequence[Team],
        needs_team: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "Op welke dag werd dit vastgesteld?"
        self.fields["start"].offer_routes(versions, municipalities)  # type: ignore[attr-defined]  # a StartField
        self.teams = teams
        if "neighbourhood" in self.fields:
            offer_neighbourhoods(self, neighbourhoods, municipalities)
        offer_teams(self, teams, is_needed=needs_team)

    def clean(self) -> dict[str, Any]:
        """Ask of a child that is indicated at once for the group of its reason."""
        cleaned = super().clean() or self.cleaned_data
        start = cleaned.get("start")
        if start and start[1] == INDICATED and not cleaned.get("groups", True):
            self.add_error("groups", NO_GROUP)
        return cleaned

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the day after the start that it is about."""
        order = ("birth_month", "neighbourhood", "start", "day", "other_day")
        first: list[LayoutItem] = [
            Width(name, "8") if name == "birth_month" else name
            for name in order
            if name in self.fields
        ]
        return [*first, *(name for name in self.fields if name not in order)]

    @property
    def version(self) -> PathwayVersion:
        """The route that was chosen."""
        version: PathwayVersion = self.cleaned_data["start"][0]
        return version

    @property
    def chosen_team(self) -> Team | None:
        """The team that was chosen, or the only one there is."""
        return self.cleaned_data.get("team") or only_one(self.teams)

    @property
    def registration(self) -> Registration:
        """What was filled in, as the service takes it."""
        said = self.cleaned_data
        _, state = said["start"]
        return Registration(
            birth_month=said["birth_month"],
            state=state,
            groups=frozenset(said["groups"] if state == INDICATED else ()),
            occurred_on=self.occurred_on,
            neighbourhood=said["neighbourhood"],
        )


class BatchForm(RegisterForm):
    """What holds for all children of an afternoon."""

    standalone = False
    # Django's way to leave out what stands in each row.
    birth_month = None
    neighbourhood = None
    groups = None


class BatchRowForm(PortalForm):
    """One child of an afternoon; a row that stays empty does not count."""

    mark_optional = False

    birth_month = BirthMonthField(label="Geboortemaand", required=False)
    neighbourhood = RowChoiceField(label="Wijk", required=False)
    group = forms.ChoiceField(
        label="Op grond waarvan?",
        choices=[("", "Kies"), *ReasonGroup.choices],
        required=False,
        help_text="Alleen bij “Geïndiceerd”.",
    )

    def __init__(
        self,
        *args: Any,
        neighbourhoods: QuerySet[Neighbourhood],
        municipalities: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_neighbourhoods(self, neighbourhoods, municipalities)

    def clean(self) -> dict[str, Any]:
        """Ask for the month of a row in which something else was filled in."""
        cleaned = super().clean() or self.cleaned_data
        filled = any(value for value in cleaned.values())
        if filled and not cleaned.get("birth_month") and not self.errors:
            self.add_error("birth_month", NO_MONTH)
        return cleaned


class BatchRows(PortalFormSet):
    """The children of an afternoon."""

    row_label: ClassVar[str] = "Kind"

    def lack_groups(self, batch: BatchForm) -> bool:
        """Ask at each child that is indicated at once for the group of its reason."""
        _, state = batch.cleaned_data["start"]
        lacking = [
            row
            for row in self.forms
            if state == INDICATED
            and row.cleaned_data.get("birth_month")
            and not row.cleaned_data["group"]
        ]
        for row in lacking:
            row.add_error("group", NO_GROUP)
        return bool(lacking)

    def registrations(self, batch: BatchForm) -> list[tuple[int, Registration]]:
        """Return the rows that were filled in, each with where it stands."""
        _, state = batch.cleaned_data["start"]
        return [
            (
                at,
                Registration(
                    birth_month=row.cleaned_data["birth_month"],
                    state=state,
                    occurred_on=batch.occurred_on,
                    neighbourhood=row.cleaned_data["neighbourhood"],
                    groups=frozenset(
                        {row.cleaned_data["group"]} if state == INDICATED else ()
                    ),
                ),
            )
            for at, row in enumerate(self.forms)
            if row.cleaned_data.get("birth_month")
        ]


def offer_neighbourhoods(
    form: forms.Form,
    neighbourhoods: QuerySet[Neighbourhood],
    municipalities: Mapping[int, str],
) -> None:
    """Offer parts of town, under their municipality where there are more."""
    rows = {str(one.pk): one for one in neighbourhoods}
    choices: list[Any] = [(key, one.name) for key, one in rows.items()]
    if municipalities:
        choices = [
            (
                name,
                [
                    (key, one.name)
                    for key, one in rows.items()
                    if one.partnership_id == pk
                ],
            )
            for pk, name in municipalities.items()
        ]
    form.fields["neighbourhood"].offer(rows, choices)  # type: ignore[attr-defined]  # a RowChoiceField


def offer_teams(form: forms.Form, teams: Sequence[Team], *, is_needed: bool) -> None:
    """Ask for the team of who has more than one; a nurse mostly has one."""
    if len(teams) <= 1:
        del form.fields["team"]
        return
    rows = {str(team.pk): team for team in teams}
    choices = [(key, team.name) for key, team in rows.items()]
    form.fields["team"].required = is_needed
    form.fields["team"].offer(rows, choices)  # type: ignore[attr-defined]  # a RowChoiceField


def only_one(teams: Sequence[Team]) -> Team | None:
    """Return the team of who has one."""
    return teams[0] if len(teams) == 1 else None


BatchRowSet: Any = forms.formset_factory(
    BatchRowForm, formset=BatchRows, extra=0, max_num=100, validate_max=True
)
