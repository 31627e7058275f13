"""Entering hours: the months beside each other, a form per month, and a file."""

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_hours as policies
from monitoring.forms.hours import HoursFileForm, HoursMonthForm
from monitoring.queries import hours as queries
from monitoring.services.hours import activities_to_enter, enter_hours
from monitoring.services.hours_importing import import_hours
from monitoring.tables.hours import HOURS
from monitoring.views.hours import chosen_partnership
from referrals.tables.samples import sample_file
from referrals.tables.writing import CONTENT_TYPES, Format
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership, Team
from vve_portal.ui.dates import month_year
from vve_portal.ui.service_forms import ServiceForm

MONTHS_IN_YEAR: Final = 12
OWN: Final = ""


def months_url(partnership: int, team: int | str = OWN) -> str:
    """Return where the months of somebody or of a team stand."""
    url = reverse("monitoring:hours-enter")
    return f"{url}?gemeente={partnership}&team={team}"


def month_url(partnership: int, month: date, team: int | None) -> str:
    """Return where the hours of a month are entered."""
    place: list[int] = [partnership, month.year, month.month]
    if team is not None:
        return reverse("monitoring:hours-team-month", args=[*place, team])
    return reverse("monitoring:hours-month", args=place)


class HoursEnter(PortalView, TemplateView):
    """The months somebody fills in, for himself or for a team."""

    policy = policies.may_enter_hours
    template_name = "monitoring/hours/enter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what was chosen in the address, and the choices."""
        partnerships = list(queries.partnerships_to_enter(self.actor))
        if not partnerships:
            return super().get_context_data(partnerships=[], **kwargs)
        partnership = chosen_partnership(self.request, partnerships)
        teams = queries.teams_to_enter(self.actor)
        wanted = self.request.GET.get("team", OWN)
        team = next((one for one in teams if str(one.pk) == wanted), None)
        team_pk = team.pk if team else None
        months = queries.own_months(
            self.actor, partnership, team_pk, queries.last_months(timezone.localdate())
        )
        return super().get_context_data(
            partnerships=partnerships,
            partnership=partnership,
            towns=[
                (str(one.municipality), months_url(one.pk), one == partnership)
                for one in partnerships
            ],
            teams=[
                ("Uw eigen uren", months_url(partnership.pk), team is None),
                *(
                    (one.name, months_url(partnership.pk, one.pk), one == team)
                    for one in teams
                ),
            ],
            months=[
                (one, month_url(partnership.pk, one.month, team_pk))
                for one in reversed(months)
            ],
            **kwargs,
        )


class HoursMonth(ObjectView[Partnership], ServiceForm):
    """The form of one month: of somebody himself, or of a team."""

    policy = policies.may_enter_in
    form_class = HoursMonthForm
    template_name = "monitoring/hours/month.html"

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the partnerships in which the actor works."""
        return queries.partnerships_to_enter(self.actor)

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
        """The team in the address; 404 when the actor enters no hours for it."""
        if "team" not in self.kwargs:
            return None
        known = {team.pk: team for team in queries.teams_to_enter(self.actor)}
        if self.kwargs["team"] not in known:
            raise Http404
        return known[self.kwargs["team"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give a place to each activity, with what was entered before."""
        team, month = self.team, self.month
        return {
            **super().get_form_kwargs(),
            "activities": activities_to_enter(
                partnership=self.object, month=month, actor=self.actor
            ),
            "entries": queries.own_entries(
                self.actor, self.object, team.pk if team else None, month
            ),
            "cancel_url": self.months_url(),
        }

    def save(self, form: HoursMonthForm) -> HttpResponse:
        """Enter what changed."""
        changed = enter_hours(
            partnership=self.object,
            month=self.month,
            team=self.team,
            done=form.done,
            actor=self.actor,
            now=timezone.now(),
        )
        self.tell(changed)
        return redirect(self.months_url())

    def tell(self, changed: int) -> None:
        """Say what was kept, and what happens next."""
        month = month_year(self.month)
        if changed:
            text = f"De uren van {month} zijn bewaard. Ze wachten op goedkeuring."
            messages.success(self.request, text)
        else:
            messages.info(self.request, "U hebt niets gewijzigd: dit stond er al zo.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which month and team this is."""
        return super().get_context_data(
            partnership=self.object,
            month=month_year(self.month),
            team=self.team,
            breadcrumbs=[("Uren invullen", self.months_url())],
            **kwargs,
        )

    def months_url(self) -> str:
        """Return where the months of this team stand."""
        return months_url(self.object.pk, self.kwargs.get("team", OWN))


class HoursImport(PortalView, ServiceForm):
    """Hand in a file with hours."""

    policy = policies.may_enter_hours
    form_class = HoursFileForm
    template_name = "monitoring/hours/import.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the municipalities in which the actor works."""
        return {
            **super().get_form_kwargs(),
            "partnerships": list(queries.partnerships_to_enter(self.actor)),
            "cancel_url": reverse("monitoring:hours-enter"),
        }

    def save(self, form: HoursFileForm) -> HttpResponse:
        """Enter all of it."""
        taken = import_hours(
            partnership=form.chosen,
            content=form.cleaned_data["file"].read(),
            actor=self.actor,
            now=timezone.now(),
        )
        rows = "1 rij" if taken.rows == 1 else f"{taken.rows} rijen"
        text = f"{rows} gelezen, {taken.changed} daarvan nieuw of gewijzigd."
        messages.success(self.request, text)
        return redirect(months_url(form.chosen.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the codes of this month, the examples and the way back."""
        return super().get_context_data(
            formats=[(form.upper(), form.value) for form in Format],
            breadcrumbs=[("Uren invullen", reverse("monitoring:hours-enter"))],
            **kwargs,
        )


class HoursSample(PortalView):
    """An example of a file with hours."""

    policy = policies.may_enter_hours

    def get(self, request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Write the example; 404 for a form there is none of."""
        if form not in list(Format):
            raise Http404
        kind = Format(form)
        response = HttpResponse(
            sample_file(HOURS, kind), content_type=CONTENT_TYPES[kind]
        )
        response["Content-Disposition"] = f'attachment; filename="uren.{kind}"'
        return response
