"""Writing minutes on one page, while people meet; nothing typed is lost."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.models import Clause
from monitoring import policies_meetings as policies
from monitoring.forms.minutes import MinutesForm
from monitoring.queries.meeting_series import agreement_for
from monitoring.queries.meetings import MeetingPage, page_of
from monitoring.queries.people import people_of
from monitoring.services.minutes import Clash, save_minutes
from monitoring.views.meetings import MeetingView, crumbs_to
from vve_portal.ui.service_forms import add_faults


class Minutes(MeetingView):
    """Who is there, and per point what was said, decided and has to be done."""

    policy = policies.may_write_minutes

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Show what is written so far."""
        page = page_of(self.object)
        return self.show(request, page, self.form(page))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; show both texts where somebody else wrote meanwhile."""
        page = page_of(self.object)
        form = self.form(page, data=request.POST)
        if not form.is_valid():
            return self.show(request, page, form)
        try:
            clashes = self.save(form)
        except ValidationError as error:
            add_faults(form, error)
            return self.show(request, page, form)
        if clashes:
            return self.meet(request, clashes)
        messages.success(request, "Het verslag is bewaard.")
        return redirect("monitoring:meeting-minutes", pk)

    def save(self, form: MinutesForm) -> list[Clash]:
        """Call the service."""
        return save_minutes(
            meeting=self.object,
            written=form.written(),
            present=form.present(),
            actor=self.actor,
            now=timezone.now(),
        )

    def meet(self, request: HttpRequest, clashes: Sequence[Clash]) -> HttpResponse:
        """Show the page anew, with both texts at the points that two people wrote."""
        page = page_of(self.object)
        form = self.form(page, clashes=clashes)
        return self.show(request, page, form, clashes=clashes)

    def form(
        self, page: MeetingPage, *, data: Any = None, clashes: Sequence[Clash] = ()
    ) -> MinutesForm:
        """Return the form of all points, with the people and clauses to choose."""
        today = timezone.localdate()
        return MinutesForm(
            data,
            items=page.items,
            participants=page.participants,
            people=people_of(self.object.partnership, asker=self.actor, today=today),
            clauses=self.clauses(),
            clashes=clashes,
        )

    def clauses(self) -> QuerySet[Clause]:
        """Return the clauses of the agreement on the day of the meeting."""
        agreement = agreement_for(
            self.object.partnership, timezone.localdate(self.object.starts_at)
        )
        rows = Clause.objects.visible_to(self.actor).filter(agreement=agreement)
        return rows.select_related("current").in_order()

    def show(
        self,
        request: HttpRequest,
        page: MeetingPage,
        form: MinutesForm,
        **more: Any,
    ) -> HttpResponse:
        """Render the page."""
        context = {
            "meeting": self.object,
            "page": page,
            "form": form,
            "breadcrumbs": crumbs_to(self.object),
            **more,
        }
        return render(request, "monitoring/meetings/minutes.html", context)
