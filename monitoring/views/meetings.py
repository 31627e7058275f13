"""The calendar of meetings, one meeting, and its way through its states."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_meetings as policies
from monitoring.forms.meetings import ReasonForm, WhenForm
from monitoring.lifecycle_meetings import MOVES, STEPS_WITH_REASON, Step
from monitoring.models import Meeting
from monitoring.queries.actions import lateness
from monitoring.queries.meetings import (
    TONES,
    meetings_for,
    page_of,
    past,
    standings,
    upcoming,
)
from monitoring.services import feeds
from monitoring.services import meetings as services
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.dates import long_date, long_moment
from vve_portal.ui.service_forms import ServiceForm, add_faults

Crumbs = list[tuple[str, str]]
PER_PAGE: Final = 25
DONE: Final[dict[Step, str]] = {
    Step.START: "Het overleg is begonnen. Schrijf hier het verslag.",
    Step.BACK: "Het overleg staat weer gepland.",
    Step.HOLD: "Het overleg is gehouden. Vul het verslag aan en stel het vast.",
    Step.CLOSE: "Het verslag is vastgesteld en verandert niet meer.",
    Step.MISS: "Vastgelegd dat het overleg niet doorging.",
    Step.CANCEL: "Het overleg is afgezegd.",
    Step.RESTORE: "Het overleg staat weer op de kalender.",
}


def crumbs_to(meeting: Meeting | None = None) -> Crumbs:
    """Return the way back from a page about meetings, or within one."""
    crumbs = [("Overleggen", reverse("monitoring:meetings"))]
    if meeting is not None:
        crumbs.append((name_of(meeting), meeting.get_absolute_url()))
    return crumbs


def name_of(meeting: Meeting) -> str:
    """Return what a meeting is called: its series and its day."""
    return f"{meeting.series.name}, {long_date(meeting.starts_at)}"


class Meetings(PortalView, TemplateView):
    """What is planned, what was, and held against agreed."""

    policy = policies.may_read_meetings
    template_name = "monitoring/meetings/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add this year's standing, what comes and a page of what was."""
        now = timezone.now()
        today = timezone.localdate(now)
        pages = Paginator(past(self.actor, now=now), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            year=today.year,
            standings=standings(self.actor, year=today.year, today=today),
            upcoming=_with_tone(upcoming(self.actor, now=now)),
            past=_with_tone(page.object_list),
            page_obj=page,
            may_edit=policies.may_edit_meetings(self.actor),
            has_more_towns=len(self.actor.partnership_ids) > 1,
            **kwargs,
        )


def _with_tone(meetings: Any) -> list[tuple[Meeting, str]]:
    return [(one, TONES[one.status]) for one in meetings]


class MeetingView(ObjectView[Meeting]):
    """A page about one meeting in reach."""

    policy = policies.may_view_meeting

    def get_queryset(self) -> QuerySet[Meeting]:
        """Return the meetings in reach."""
        return meetings_for(self.actor)


class MeetingDetail(MeetingView, TemplateView):
    """Agenda, participants and what came out, also to print."""

    template_name = "monitoring/meetings/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add all that the page tells, and what may be done."""
        meeting, actor = self.object, self.actor
        today = timezone.localdate()
        page = page_of(meeting)
        return super().get_context_data(
            meeting=meeting,
            tone=TONES[meeting.status],
            page=page,
            mine=[one for one in page.participants if one.user_id == actor.pk],
            actions=[(one, lateness(one, today=today)) for one in page.actions],
            may_change=policies.may_change_agenda(actor, meeting),
            may_move=policies.may_move_meeting(actor, meeting),
            may_write=policies.may_write_minutes(actor, meeting),
            may_act=policies.may_arrange_in(actor, meeting.partnership),
            steps=_steps(actor, meeting, has_words=page.has_words),
            breadcrumbs=crumbs_to(),
            **kwargs,
        )


def _steps(actor: Any, meeting: Meeting, *, has_words: bool) -> list[dict[str, Any]]:
    """Return the steps that can be taken today; one that asks words has a page."""
    now = timezone.now()
    steps = [
        step
        for step in policies.open_steps(actor, meeting)
        if not services.why_too_early(step, meeting, now)
    ]
    if has_words and Step.BACK in steps:
        steps.remove(Step.BACK)
    return [
        {
            "label": MOVES[step].label,
            "url": reverse("monitoring:meeting-step", args=[meeting.pk, step]),
            "asks_reason": step in STEPS_WITH_REASON,
            "is_first": number == 0,
        }
        for number, step in enumerate(steps)
    ]


class MeetingStep(MeetingView):
    """Take one step; the service asks that step's own policy."""

    def get(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """Ask why, for a step that needs words."""
        policies.may_take(step, self.actor, self.object).enforce()
        if step not in STEPS_WITH_REASON:
            return redirect("monitoring:meeting", pk)
        return self.ask(request, step, ReasonForm(submit_label=MOVES[step].label))

    def post(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """Take it and go back, or on to the minutes."""
        form = ReasonForm(request.POST, submit_label=MOVES[step].label)
        if step in STEPS_WITH_REASON and not form.is_valid():
            return self.ask(request, step, form)
        try:
            services.take_step(
                step=step,
                meeting=self.object,
                actor=self.actor,
                now=timezone.now(),
                reason=request.POST.get("reason", ""),
            )
        except ValidationError as error:
            add_faults(form, error)
            return self.ask(request, step, form)
        messages.success(request, DONE[step])
        writes = step in {Step.START, Step.HOLD}
        return redirect(
            "monitoring:meeting-minutes" if writes else "monitoring:meeting", pk
        )

    def ask(self, request: HttpRequest, step: Step, form: ReasonForm) -> HttpResponse:
        """Show the page that asks why."""
        form.cancel_url = self.object.get_absolute_url()
        context = {
            "form": form,
            "meeting": self.object,
            "label": MOVES[step].label,
            "breadcrumbs": crumbs_to(self.object),
        }
        return render(request, "monitoring/meetings/step.html", context)


class MeetingMove(MeetingView, ServiceForm):
    """Give a meeting another day, hour or place."""

    policy = policies.may_move_meeting
    form_class = WhenForm
    template_name = "monitoring/meetings/move.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from when it is now."""
        begin = timezone.localtime(self.object.starts_at)
        end = timezone.localtime(self.object.ends_at)
        return {
            "day": begin.date(),
            "begins": begin.time(),
            "ends": end.time(),
            "place": self.object.place,
            "seen": self.object.version,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the meeting."""
        back = self.object.get_absolute_url()
        return {**super().get_form_kwargs(), "cancel_url": back}

    def save(self, form: WhenForm) -> HttpResponse:
        """Move it."""
        data = form.cleaned_data
        meeting = services.move_meeting(
            meeting=self.object,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            place=data["place"],
            seen_version=data["seen"] or 0,
            actor=self.actor,
            now=timezone.now(),
        )
        said = f"Het overleg is nu op {long_moment(meeting.starts_at)}."
        messages.success(self.request, said)
        return redirect(meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the meeting and the way back."""
        return super().get_context_data(
            meeting=self.object, breadcrumbs=crumbs_to(self.object), **kwargs
        )


class MeetingCalendar(MeetingView):
    """One meeting as a file for a calendar program; each export is on record."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Give the file."""
        content = feeds.download_meeting(
            meeting=self.object,
            actor=self.actor,
            site=settings.PORTAL_URL,
            now=timezone.now(),
        )
        return as_calendar(content, name=f"overleg-{self.object.pk}.ics")


def as_calendar(content: bytes, *, name: str) -> HttpResponse:
    """Return a calendar file under a name."""
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
