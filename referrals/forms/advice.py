"""Advice, who saw a child first, feedback given, and side routes."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from referrals.forms.moving import DayForm
from referrals.forms.versions import seen_version_field
from referrals.models import PathwayVersion
from referrals.reasons import AdviceTo, Signaller
from vve_portal.ui.dates import month_year
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem
from vve_portal.ui.widgets import Radios

WHO: list[tuple[str, str]] = [("", "Weet ik niet"), *Signaller.choices]
TO_MISSING = {"required": "Kies waarheen u adviseerde."}


class AdviceForForm(PortalForm):
    """Advice to the parents of a child with a trajectory."""

    submit_label: ClassVar[str] = "Leg het advies vast"

    to = forms.ChoiceField(
        label="Waarheen adviseerde u de ouders?",
        choices=AdviceTo.choices,
        widget=Radios,
        error_messages=TO_MISSING,
    )


class AdviceForm(AdviceForForm):
    """Advice to parents whose child has no trajectory."""

    signalled_by = forms.ChoiceField(
        label="Wie zag het eerst?", choices=WHO, required=False
    )
    month = forms.ChoiceField(label="In welke maand?")

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        field.choices = [(one.isoformat(), month_year(one)) for one in months]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_month(self) -> date:
        """Return the first day of the chosen month."""
        return date.fromisoformat(self.cleaned_data["month"])


class OriginForm(PortalForm):
    """Who saw a child first, and who formally referred it."""

    submit_label: ClassVar[str] = "Bewaar wie het zag en verwees"
    mark_optional: ClassVar[bool] = False

    first_signalled_by = forms.ChoiceField(
        label="Wie zag het kind het eerst?", choices=WHO, required=False
    )
    referred_by = forms.ChoiceField(
        label="Wie verwees het kind formeel naar u?", choices=WHO, required=False
    )
    seen = seen_version_field()


class FeedbackForm(DayForm):
    """On which day a referrer outside the portal was told."""

    submit_label: ClassVar[str] = "Leg de terugkoppeling vast"

    seen = seen_version_field()


class SideRouteForm(DayForm):
    """Which side route begins, and when."""

    submit_label: ClassVar[str] = "Begin de zijroute"

    version = forms.ChoiceField(
        label="Welke route begint naast dit traject?",
        widget=Radios,
        error_messages={"required": "Kies een route."},
    )

    def __init__(
        self, *args: Any, versions: Sequence[PathwayVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in versions}
        field = self.fields["version"]
        field.choices = [(key, one.route.name) for key, one in self.versions.items()]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> PathwayVersion:
        """The version that was chosen."""
        return self.versions[self.cleaned_data["version"]]

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put the route before the day."""
        return ["version", "day", "other_day"]


class LevelForm(DayForm):
    """To which level support goes, who pays, and when."""

    submit_label: ClassVar[str] = "Leg vast"
    sometimes_required = ("other_day", "funding")

    outcome = forms.ChoiceField(
        label="Wat gebeurt er?",
        widget=Radios,
        error_messages={"required": "Kies wat er gebeurt."},
    )
    funding = forms.ChoiceField(
        label="Wie betaalt?",
        required=False,
        help_text="Nodig bij elk niveau van ondersteuning.",
    )
    seen = seen_version_field()

    def __init__(
        self,
        *args: Any,
        outcomes: Sequence[tuple[str, str]],
        sources: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["funding"].choices = [("", "Kies"), *sources]  # type: ignore[attr-defined]  # a ChoiceField

    def build_layout(self) -> Sequence[LayoutItem]:
        """Put what happens first."""
        return ["outcome", "funding", "day", "other_day", "seen"]
