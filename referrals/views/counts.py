"""What was done how often: the months beside each other, and a form per month."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_counts as policies
from referrals.forms.counts import MonthForm
from referrals.queries import counts as queries
from referrals.services.counts import note_counts
from referrals.views.base import PROVIDER, ChildPage
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Partnership, Team
from vve_portal.ui.dates import month_year
from vve_portal.ui.service_forms import ServiceForm

ALL: Final = "alles"
NO_TEAM: Final = "geen"
MONTHS_IN_YEAR: Final = 12


def partnerships_of(actor: Any) -> QuerySet[Partnership]:
    """Return the partnerships whose trajectories somebody of the JGZ works with."""
    rows = Partnership.objects.visible_to(actor).filter(pk__in=actor.children_ids)
    return rows.select_related("municipality").order_by("municipality__name", "pk")


def chosen_partnership(
    request: HttpRequest, partnerships: Sequence[Partnership]
) -> Partnership:
    """Return the partnership in the address, or else the first."""
    wanted = request.GET.get("gemeente", "")
    return next((one for one in partnerships if str(one.pk) == wanted), partnerships[0])


class Counts(ChildPage, TemplateView):
    """The counts of one municipality, of all teams together or of one."""

    kinds = PROVIDER
    policy = policies.may_read_counts
    template_name = "referrals/counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what was chosen in the address, and the choices."""
        partnerships = list(partnerships_of(self.actor))
        if not partnerships:
            return super().get_context_data(partnerships=[], **kwargs)
        partnership = chosen_partnership(self.request, partnerships)
        teams = queries.teams_of(self.actor.organisation_id)
        chosen = self.chosen_team(teams)
        return super().get_context_data(
            partnerships=partnerships,
            partnership=partnership,
            teams=team_choices(teams),
            chosen=chosen,
            **self.table(partnership, teams, chosen),
            **kwargs,
        )

    def chosen_team(self, teams: list[Team]) -> str:
        """Return the team in the address, or else the reader's only one."""
        wanted = self.request.GET.get("team", "")
        known = {str(team.pk) for team in teams}
        if wanted in known | {ALL, NO_TEAM}:
            return wanted
        own = known & {str(pk) for pk in self.actor.team_ids}
        return own.pop() if len(own) == 1 else ALL

    def table(
        self, partnership: Partnership, teams: list[Team], chosen: str
    ) -> dict[str, Any]:
        """Return months and rows, with where each month is filled in."""
        today = timezone.localdate()
        months = queries.last_months(today)
        pks = {str(team.pk): team.pk for team in teams}
        wanted = [None, *pks.values()] if chosen == ALL else [pks.get(chosen)]
        counts = queries.counts_of(partnership, months=months, teams=wanted)
        may_count = policies.may_count(self.actor, partnership)
        team = "" if chosen in {ALL, NO_TEAM} else chosen
        is_one = chosen != ALL
        return {
            "may_count": may_count,
            "caption": f"{partnership.municipality}: de laatste {len(months)} maanden",
            "month_days": months,
            "months": [
                (month, form_url(partnership, month, team) if is_one else "")
                for month in months
            ],
            "rows": queries.rows_of(
                queries.activities_of(partnership, today), counts, months
            ),
        }


class CountMonth(ChildPage, ObjectView[Partnership], ServiceForm):
    """The form of one month: of one team, or of what no team owns."""

    kinds = PROVIDER
    policy = policies.may_count
    form_class = MonthForm
    template_name = "referrals/count_month.html"

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the partnerships in reach."""
        return partnerships_of(self.actor)

    @property
    def month(self) -> date:
        """The first day of the month in the address; 404 when it is no month."""
        year, month = self.kwargs["year"], self.kwargs["month"]
        if not (
            1 <= month <= MONTHS_IN_YEAR and date.min.year <= year <= date.max.year
        ):
            raise Http404
        return date(year, month, 1)

    @property
    def team(self) -> Team | None:
        """The team in the address; 404 when it is not the reader's organisation's."""
        if "team" not in self.kwargs:
            return None
        return get_object_or_404(
            Team.objects.visible_to(self.actor), pk=self.kwargs["team"]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give a field to each activity."""
        activities = queries.activities_of(self.object, timezone.localdate())
        cancel_url = self.overview_url()
        return {
            **super().get_form_kwargs(),
            "activities": activities,
            "cancel_url": cancel_url,
        }

    def get_initial(self) -> dict[str, Any]:
        """Start from what was counted before."""
        team = self.team.pk if self.team else None
        counts = queries.counts_of(self.object, months=[self.month], teams=[team])
        return {activity: count for (activity, _), count in counts.items()}

    def save(self, form: MonthForm) -> HttpResponse:
        """Note the numbers that changed."""
        changes = note_counts(
            partnership=self.object,
            month=self.month,
            team=self.team,
            counts=form.changed_counts,
            actor=self.actor,
            now=timezone.now(),
        )
        if changes:
            month = month_year(self.month)
            messages.success(self.request, f"De tellingen van {month} zijn bewaard.")
        else:
            messages.info(self.request, "U hebt niets gewijzigd: dit stond er al zo.")
        return redirect(self.overview_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which month and team this is."""
        return super().get_context_data(
            partnership=self.object,
            month=month_year(self.month),
            team=self.team,
            breadcrumbs=[("Tellingen", self.overview_url())],
            **kwargs,
        )

    def overview_url(self) -> str:
        """Return where the months of this team stand beside each other."""
        team = self.kwargs.get("team", NO_TEAM)
        url = reverse("referrals:counts")
        return f"{url}?gemeente={self.kwargs['pk']}&team={team}"


def team_choices(teams: list[Team]) -> list[tuple[str, str]]:
    """Return what a reader may choose from, as value and label."""
    own = [(str(team.pk), team.name) for team in teams]
    return [(ALL, "Alles samen"), *own, (NO_TEAM, "Niet per team")]


def form_url(partnership: Partnership, month: date, team: str) -> str:
    """Return where the numbers of a month are filled in."""
    place = [partnership.pk, month.year, month.month]
    if team:
        return reverse("referrals:count-team-month", args=[*place, team])
    return reverse("referrals:count-month", args=place)
