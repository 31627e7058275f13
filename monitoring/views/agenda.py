"""The agenda of a meeting and who comes to it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from monitoring import policies_meetings as policies
from monitoring.forms.meetings import InviteForm, PointForm
from monitoring.models import AgendaItem, Participant
from monitoring.queries.people import people_of
from monitoring.services import agenda as services
from monitoring.views.meetings import MeetingView, crumbs_to
from vve_portal.access.views import ObjectView
from vve_portal.ui.service_forms import ServiceForm


class AgendaPrepare(MeetingView):
    """Make the agenda up from what is fixed, deviates, pinches or waits."""

    policy = policies.may_change_agenda
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it and go back."""
        added = services.prepare_agenda(
            meeting=self.object, actor=self.actor, now=timezone.now()
        )
        said = "De agenda is bijgewerkt. Er kwam niets bij."
        if added:
            points = "punt" if added == 1 else "punten"
            said = f"De agenda is opgemaakt: {added} {points} erbij."
        messages.success(request, said)
        return redirect("monitoring:meeting", pk)


class PointAdd(MeetingView, ServiceForm):
    """Bring in a point."""

    policy = policies.may_change_agenda
    form_class = PointForm
    template_name = "monitoring/meetings/point.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the meeting."""
        back = self.object.get_absolute_url()
        return {**super().get_form_kwargs(), "cancel_url": back}

    def save(self, form: PointForm) -> HttpResponse:
        """Put it on the agenda."""
        services.add_item(
            meeting=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "Het punt staat op de agenda.")
        return redirect(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the meeting and the way back."""
        return super().get_context_data(
            meeting=self.object, breadcrumbs=crumbs_to(self.object), **kwargs
        )


class PointView(ObjectView[AgendaItem]):
    """A deed at one point in reach."""

    policy = policies.may_change_point
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[AgendaItem]:
        """Return the points in reach."""
        rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(self.actor)
        return rows.select_related("meeting")


class PointUp(PointView):
    """Bring a point one place up."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Move it and go back."""
        services.move_item(
            item=self.object, up=True, actor=self.actor, now=timezone.now()
        )
        return redirect("monitoring:meeting", self.object.meeting_id)


class PointDown(PointView):
    """Bring a point one place down."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Move it and go back."""
        services.move_item(
            item=self.object, up=False, actor=self.actor, now=timezone.now()
        )
        return redirect("monitoring:meeting", self.object.meeting_id)


class PointRemove(PointView):
    """Take a point off the agenda."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Take it off and go back."""
        services.remove_item(item=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, "Het punt is van de agenda gehaald.")
        return redirect("monitoring:meeting", self.object.meeting_id)


class Participants(MeetingView, ServiceForm):
    """Who comes, and somebody more."""

    policy = policies.may_change_agenda
    form_class = InviteForm
    template_name = "monitoring/meetings/participants.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer who can be asked here."""
        people = people_of(
            self.object.partnership, asker=self.actor, today=timezone.localdate()
        )
        return {
            **super().get_form_kwargs(),
            "people": people,
            "cancel_url": self.object.get_absolute_url(),
        }

    def save(self, form: InviteForm) -> HttpResponse:
        """Put somebody on the list."""
        services.invite(
            meeting=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De deelnemer staat op de lijst.")
        return redirect("monitoring:meeting-participants", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who is on the list and the way back."""
        rows = Participant.objects.filter(meeting=self.object)
        return super().get_context_data(
            meeting=self.object,
            participants=rows.select_related("user__organisation").order_by("pk"),
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


class ParticipantRemove(ObjectView[Participant]):
    """Take somebody off the list."""

    policy = policies.may_change_point
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[Participant]:
        """Return the participants in reach."""
        rows: QuerySet[Participant] = Participant.objects.visible_to(self.actor)
        return rows.select_related("meeting")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Take him off and go back."""
        services.uninvite(participant=self.object, actor=self.actor, now=timezone.now())
        messages.success(request, "De deelnemer staat niet meer op de lijst.")
        return redirect("monitoring:meeting-participants", self.object.meeting_id)
