"""Series of meetings: from the clauses, and a year planned from one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models import Clause
from monitoring import policies_meetings as policies
from monitoring.forms.meetings import DaysForm, RhythmForm, SeriesForm
from monitoring.models import MeetingKind, MeetingSeries
from monitoring.queries.meeting_series import (
    Proposal,
    habit_of,
    proposal_of,
    proposals_for,
    role_label,
)
from monitoring.queries.meetings import series_for
from monitoring.queries.rhythm import days_after_quarters, days_of
from monitoring.services import meetings as meeting_services
from monitoring.services import series as services
from monitoring.views.meetings import Crumbs, crumbs_to
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.dates import WEEKDAYS, long_date
from vve_portal.ui.service_forms import ServiceForm


def partnerships_of(actor: Any) -> QuerySet[Partnership]:
    """Return the partnerships the actor's organisation is a party of."""
    rows = Partnership.objects.visible_to(actor).select_related(
        "municipality", "provider"
    )
    return rows.order_by("municipality__name", "pk")


def series_crumbs() -> Crumbs:
    """Return the way back from a page about one series."""
    return [*crumbs_to(), ("Wat is afgesproken", reverse("monitoring:series"))]


class SeriesList(PortalView, TemplateView):
    """What was agreed on meetings, and what the clauses ask for besides."""

    policy = policies.may_read_meetings
    template_name = "monitoring/meetings/series.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the series there are and those that clauses propose."""
        today = timezone.localdate()
        may_edit = policies.may_edit_meetings(self.actor)
        partnerships = list(partnerships_of(self.actor)) if may_edit else []
        proposals = [
            (town, found)
            for town in partnerships
            if (found := proposals_for(town, today=today))
        ]
        return super().get_context_data(
            series=[(one, one.ends_on and one.ends_on < today) for one in self.rows()],
            proposals=proposals,
            may_edit=may_edit,
            has_more_towns=len(self.actor.partnership_ids) > 1,
            breadcrumbs=crumbs_to(),
            **kwargs,
        )

    def rows(self) -> QuerySet[MeetingSeries]:
        """Return the series in reach."""
        return series_for(self.actor)


class SeriesCreate(PortalView, ServiceForm):
    """Make a series, from a clause when the address names one."""

    policy = policies.may_edit_meetings
    form_class = SeriesForm
    template_name = "monitoring/meetings/series_form.html"

    def proposal(self) -> Proposal | None:
        """Return what the clause in the address asks for, if it is in reach."""
        asked = self.request.GET.get("afspraak", "")
        if not asked.isdecimal() or len(asked) > 18:  # noqa: PLR2004 - no number is longer
            return None
        clauses = Clause.objects.visible_to(self.actor).select_related("current")
        clause = clauses.filter(pk=int(asked)).first()
        return proposal_of(clause) if clause else None

    def get_initial(self) -> dict[str, Any]:
        """Start from the clause, or from an empty series."""
        today = timezone.localdate()
        found = self.proposal()
        kind = found.kind if found else MeetingKind.OTHER
        usual = habit_of(kind)
        return {
            "name": found.name if found else "",
            "kind": kind,
            "level": usual.level,
            "per_year": found.per_year if found else None,
            "minutes": usual.minutes,
            "chaired_by": usual.chair,
            "required": _as_lines(usual.required),
            "fixed_items": "\n".join(usual.items),
            "starts_on": date(today.year, 1, 1),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for which municipality when it does not follow."""
        rows = partnerships_of(self.actor)
        asks = self.proposal() is None and len(self.actor.partnership_ids) > 1
        return {
            **super().get_form_kwargs(),
            "partnerships": rows if asks else None,
            "cancel_url": reverse("monitoring:series"),
        }

    def save(self, form: SeriesForm) -> HttpResponse:
        """Make it, and go on to plan from it."""
        found = self.proposal()
        partnership = form.cleaned_data.get("partnership")
        if found:
            partnership = found.clause.partnership
        series = services.make_series(
            partnership=partnership or partnerships_of(self.actor).get(),
            clause=found.clause if found else None,
            content=form.content(),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"{series.name} staat erbij. Plan nu de dagen.")
        return redirect("monitoring:series-plan", series.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the clause it comes from, and the way back."""
        return super().get_context_data(
            proposal=self.proposal(), breadcrumbs=series_crumbs(), **kwargs
        )


def _as_lines(required: Any) -> str:
    lines = [f"{role_label(who)}: {brings}" for who, brings in required]
    return "\n".join(line.removesuffix(": ") for line in lines)


class SeriesView(ObjectView[MeetingSeries]):
    """A page about one series in reach."""

    policy = policies.may_change_series

    def get_queryset(self) -> QuerySet[MeetingSeries]:
        """Return the series in reach."""
        return series_for(self.actor)


class SeriesEdit(SeriesView, ServiceForm):
    """Change what was agreed on a series."""

    form_class = SeriesForm
    template_name = "monitoring/meetings/series_form.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what it is now."""
        names = [name for name in services.FIELDS if name != "required"]
        return {
            **{name: getattr(self.object, name) for name in names},
            "required": _as_lines(self.object.required),
            "fixed_items": "\n".join(self.object.fixed_items),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the list."""
        return {**super().get_form_kwargs(), "cancel_url": reverse("monitoring:series")}

    def save(self, form: SeriesForm) -> HttpResponse:
        """Change it."""
        series = services.change_series(
            series=self.object,
            content=form.content(),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"{series.name} is bewaard.")
        return redirect("monitoring:series")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the series and the way back."""
        return super().get_context_data(
            series=self.object, breadcrumbs=series_crumbs(), **kwargs
        )


class SeriesPlan(SeriesView):
    """Plan meetings: first the days are proposed, then people choose."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Ask for the rhythm, or show the days it gives."""
        if "clock" not in request.GET:
            return self.show(request, self.rhythm())
        asked = self.rhythm(request.GET)
        if not asked.is_valid():
            return self.show(request, asked)
        days = self.days(asked.cleaned_data["first"], asked.cleaned_data["until"])
        initial = {"clock": asked.cleaned_data["clock"], "days": [d for d, _ in days]}
        return self.show(request, asked, DaysForm(days=days, initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Plan the days that were chosen."""
        sent = request.POST.getlist("days")
        form = DaysForm(request.POST, days=[(day, _day_label(day)) for day in sent])
        if not form.is_valid():
            return self.show(request, self.rhythm(), form)
        planned = meeting_services.plan_meetings(
            series=self.object,
            moments=form.cleaned_data["moments"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(request, _planned_words(len(planned)))
        return redirect("monitoring:meetings")

    def rhythm(self, data: Any = None) -> RhythmForm:
        """Return the form that asks from when to when; a year by itself."""
        today = timezone.localdate()
        until = date(today.year, 12, 31)
        if (until - today).days < 31:  # noqa: PLR2004 - a month: plan the next year
            until = date(today.year + 1, 12, 31)
        initial = {"first": today, "until": until}
        # Two forms on one page ask for the hour: each field keeps an id of its own.
        return RhythmForm(data, today=today, auto_id="ritme_%s", initial=initial)

    def days(self, first: date, until: date) -> list[tuple[str, str]]:
        """Return the days of the rhythm; a quarterly one follows the quarters."""
        if self.object.kind == MeetingKind.QUARTERLY:
            days = days_after_quarters(first=first, until=until)
        else:
            days = days_of(per_year=self.object.per_year, first=first, until=until)
        return [(day.isoformat(), _day_label(day.isoformat())) for day in days]

    def show(
        self, request: HttpRequest, rhythm: RhythmForm, form: DaysForm | None = None
    ) -> HttpResponse:
        """Show the two steps."""
        context = {
            "series": self.object,
            "rhythm": rhythm,
            "form": form,
            "is_quarterly": self.object.kind == MeetingKind.QUARTERLY,
            "breadcrumbs": series_crumbs(),
        }
        return render(request, "monitoring/meetings/plan.html", context)


def _day_label(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def _planned_words(count: int) -> str:
    if count == 0:
        return "Deze dagen stonden al op de kalender. Er is niets bijgekomen."
    if count == 1:
        return "Er staat één overleg meer op de kalender."
    return f"Er staan {count} overleggen meer op de kalender."
