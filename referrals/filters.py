"""Narrowing down the worklist."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from referrals.codes import LENGTH, MistypedError, after_start, parse_start
from referrals.models import Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.queries.options import Options
from referrals.queries.worklist import Lane, Order, in_lane
from referrals.routes.definition import WORKING_ROLES
from referrals.routes.facts import day_of_age
from referrals.states import CLOSING, STATES, RouteKind
from vve_portal.accounts.models import User
from vve_portal.ui.forms import FilterForm
from vve_portal.ui.widgets import QuickSelect

# From and up to how many months; the last band has no end.
AGES: Final[dict[str, tuple[int, int | None]]] = {
    "0-13": (0, 13),
    "14-23": (14, 23),
    "24-29": (24, 29),
    "30-35": (30, 35),
    "36-41": (36, 41),
    "42-47": (42, 47),
    "48": (48, None),
}
AGE_CHOICES: Final = [
    (key, f"{low} tot en met {high} maanden" if high else f"{low} maanden of ouder")
    for key, (low, high) in AGES.items()
]
STATE_GROUPS: Final = [
    (kind.label, [(code, state.label) for code, state in STATES[kind].items()])
    for kind in RouteKind
]
OWNERS: Final = [(role.value, role.label) for role in WORKING_ROLES]
DUE: Final = [("late", "Te laat"), ("in_time", "Nog op tijd")]


class WorklistFilterForm(FilterForm):
    """The form above the worklist."""

    search_label: ClassVar[str] = "Trajecten filteren"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The list is opened all day, and its filters hold some hundred choices.
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                choices = field.widget.choices
                field.widget = QuickSelect(attrs=field.widget.attrs, choices=choices)


class CodeField(forms.CharField):
    """A trajectory code, or how it begins."""

    def to_python(self, value: Any) -> str:
        """Read what was typed."""
        try:
            return parse_start(super().to_python(value) or "")
        except MistypedError as error:
            raise ValidationError(str(error)) from error


class CodeFilter(django_filters.CharFilter):
    """Keeps what has a code, or a code that begins so."""

    field_class = CodeField


class WorklistFilter(django_filters.FilterSet):
    """Which list, and what of it."""

    lijst = django_filters.ChoiceFilter(
        choices=[(lane.value, lane.value) for lane in Lane],
        widget=forms.HiddenInput,
        method="as_it_is",
    )
    code = CodeFilter(label="Trajectcode", method="with_code")
    state = django_filters.ChoiceFilter(
        label="Status", choices=STATE_GROUPS, empty_label="Alle"
    )
    neighbourhood = django_filters.ChoiceFilter(label="Wijk", empty_label="Alle")
    team = django_filters.ChoiceFilter(label="Team", empty_label="Mijn teams")
    route = django_filters.ChoiceFilter(
        label="Route", empty_label="Alle", field_name="pathway_version__pathway"
    )
    owner = django_filters.ChoiceFilter(
        label="Aan zet", choices=OWNERS, empty_label="Iedereen"
    )
    due = django_filters.ChoiceFilter(
        label="Termijn", choices=DUE, empty_label="Alle", method="by_due"
    )
    age = django_filters.ChoiceFilter(
        label="Leeftijd", choices=AGE_CHOICES, empty_label="Alle", method="of_age"
    )
    partnership = django_filters.ChoiceFilter(label="Gemeente", empty_label="Alle")

    class Meta:
        model = Trajectory
        form = WorklistFilterForm
        fields: ClassVar[list[str]] = []

    def __init__(
        self,
        data: Mapping[str, Any],
        queryset: TrajectoryQuerySet,
        *,
        actor: User,
        today: date,
        options: Options,
    ) -> None:
        super().__init__(data, queryset)
        self.actor = actor
        self.today = today
        self._offer("neighbourhood", options.neighbourhood_groups)
        self._offer("team", options.teams.items())
        self._offer("route", options.routes.items())
        self._offer("partnership", options.municipalities.items())

    def _offer(self, name: str, choices: Any) -> None:
        """Give a filter its choices; with nothing to choose there is no filter."""
        offered = list(choices)
        if len(offered) > 1 or name in self.data:
            self.filters[name].extra["choices"] = offered
        else:
            del self.filters[name]

    @property
    def values(self) -> Mapping[str, Any]:
        """What was asked for, as far as it is valid."""
        found: Mapping[str, Any] = getattr(self.form, "cleaned_data", {})
        return found

    @property
    def holds_closed(self) -> bool:
        """Whether the list may hold closed trajectories: by code, or by their state."""
        values = self.values if self.form.is_valid() else {}
        return bool(values.get("code")) or values.get("state") in CLOSING

    @property
    def order(self) -> Order:
        """How the list is ordered."""
        return Order(by_day=not self.holds_closed)

    def listed(self, lane: Lane | None) -> TrajectoryQuerySet:
        """Return what is in the list; nothing when a filter was filled in wrongly."""
        if not self.form.is_valid():
            nothing: TrajectoryQuerySet = self.queryset.none()
            return nothing
        rows: TrajectoryQuerySet = self.filter_queryset(self.queryset)
        if lane is not None:
            rows = in_lane(rows, lane, self.actor, self.today)
        return rows if self.holds_closed else rows.filter(due_on__isnull=False)

    def as_it_is(
        self,
        rows: TrajectoryQuerySet,
        name: str,  # noqa: ARG002 - the filter's signature
        value: str,  # noqa: ARG002 - the filter's signature
    ) -> TrajectoryQuerySet:
        """Leave the fixed list to `listed`: without one there is a first one."""
        return rows

    def with_code(
        self,
        rows: TrajectoryQuerySet,
        name: str,  # noqa: ARG002 - the filter's signature
        value: str,
    ) -> TrajectoryQuerySet:
        """Keep codes that begin so: as a range, which an index can find."""
        if len(value) > LENGTH:
            return rows.filter(code=value)
        after = after_start(value)
        rows = rows.filter(code__gte=value)
        return rows.filter(code__lt=after) if after else rows

    def by_due(
        self,
        rows: TrajectoryQuerySet,
        name: str,  # noqa: ARG002 - the filter's signature
        value: str,
    ) -> TrajectoryQuerySet:
        """Keep what is late, or what is not."""
        if value == "late":
            return rows.filter(due_on__lt=self.today)
        return rows.filter(due_on__gte=self.today)

    def of_age(
        self,
        rows: TrajectoryQuerySet,
        name: str,  # noqa: ARG002 - the filter's signature
        value: str,
    ) -> TrajectoryQuerySet:
        """Keep children of an age; they are born in a month, never on a day."""
        low, high = AGES[value]
        month = self.today.replace(day=1)
        rows = rows.filter(birth_month__lte=day_of_age(month, -low))
        if high is None:
            return rows
        return rows.filter(birth_month__gte=day_of_age(month, -high))
