"""Forms that hand a trajectory to another JGZ, or take one over."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from referrals.forms.moving import DayForm
from referrals.forms.registering import RowChoiceField, offer_teams, only_one
from referrals.models import PathwayVersion
from vve_portal.accounts.models import Team
from vve_portal.ui.forms import PortalForm


class OfferForm(DayForm):
    """Since when the family lives elsewhere."""

    submit_label = "Sluit af en maak een overdrachtscode"

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "Wanneer verhuisde het gezin?"


class TakeOverForm(PortalForm):
    """The code of the other JGZ, and where the trajectory goes on."""

    submit_label = "Neem het traject over"

    code = forms.CharField(label="Overdrachtscode", max_length=60)
    route: Any = RowChoiceField(label="Op welke route gaat het kind verder?")
    team: Any = RowChoiceField(label="Team", required=False)

    def __init__(
        self,
        *args: Any,
        versions: Sequence[PathwayVersion],
        municipalities: Mapping[int, str],
        teams: Sequence[Team],
        needs_team: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "off"}
        routes = {str(one.pk): one for one in versions}
        self.fields["route"].offer(  # type: ignore[attr-defined]  # a RowChoiceField
            routes,
            [
                (key, _named(one, municipalities.get(one.partnership_id, "")))
                for key, one in routes.items()
            ],
        )
        self.teams = teams
        offer_teams(self, teams, is_needed=needs_team)

    @property
    def chosen_team(self) -> Team | None:
        """The team that was chosen, or the only one there is."""
        return self.cleaned_data.get("team") or only_one(self.teams)


def _named(version: PathwayVersion, municipality: str) -> str:
    name = version.route.name
    return f"{name}, {municipality}" if municipality else name
