"""Attendance: the months of a location, one month as a form, and corrections."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_places
from referrals.codes import shown_code
from referrals.forms.attendance import CorrectionForm, RowForm, initial_of
from referrals.models import Attendance, AttendanceRequest, Location
from referrals.queries.attendance import (
    LEGAL_HOURS,
    attendance_of,
    children_in_month,
    expected_offer,
    find_lock,
    hours_line,
    last_day_of,
    months_per_location,
    noted_in_month,
    open_requests,
    recent_months,
)
from referrals.queries.capacity import locations_of
from referrals.services.attendance import (
    Noted,
    answer_correction,
    ask_correction,
    lock_month,
    note_month,
)
from referrals.services.reading import record_read
from referrals.views.base import ChildPage
from vve_portal.access.views import ObjectView
from vve_portal.ui.dates import month_year
from vve_portal.ui.service_forms import ServiceForm


class Months(ChildPage, TemplateView):
    """How far each location is with the recent months."""

    policy = policies_places.may_see_attendance
    template_name = "referrals/attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the months."""
        today = timezone.localdate()
        may_answer = policies_places.may_answer_corrections(self.actor)
        asked = open_requests(self.actor).count() if may_answer else 0
        return super().get_context_data(
            locations=months_per_location(self.actor, today=today),
            months=recent_months(today),
            asked=asked,
            **kwargs,
        )


class MonthPage(ChildPage, ObjectView[Location]):
    """A page about one month of one location."""

    policy = policies_places.may_see_attendance_at

    def get_queryset(self) -> QuerySet[Location]:
        """Return the locations whose attendance the actor sees."""
        return locations_of(self.actor)

    @property
    def month(self) -> date:
        """The month in the address."""
        found: date = self.kwargs["month"]
        return found

    def here(self) -> HttpResponse:
        """Go to the page of this month."""
        return redirect("referrals:attendance-month", self.object.pk, self.month)


class Month(MonthPage, TemplateView):
    """One row per child: hours offered, hours attended, times away without a word."""

    template_name = "referrals/attendance_month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows and the line of 960 hours, and keep that it was read."""
        self.children = list(children_in_month(self.actor, self.object, self.month))
        self.noted = noted_in_month(self.actor, self.object, self.month)
        self.lock = find_lock(self.actor, self.object, self.month)
        record_read(
            trajectories=self.children,
            actor=self.actor,
            now=timezone.now(),
            how=f"aanwezigheid {month_year(self.month)}",
        )
        forms = kwargs.pop("forms", None) or self.forms()
        may_note = policies_places.may_note_attendance(self.actor, self.object)
        has_begun = self.month <= timezone.localdate()
        return super().get_context_data(
            location=self.object,
            lock=self.lock,
            rows=self.rows(forms),
            legal_hours=LEGAL_HOURS,
            may_note=may_note and not self.lock and has_begun,
            may_lock=may_note and not self.lock and self.is_whole(),
            may_ask=may_note and self.lock,
            breadcrumbs=[("Aanwezigheid", reverse("referrals:attendance"))],
            **{**kwargs, "month": self.month},
        )

    def is_whole(self) -> bool:
        """Return whether the month is over and every child is noted."""
        is_over = timezone.localdate() > last_day_of(self.month)
        missing = any(child.pk not in self.noted for child in self.children)
        return is_over and bool(self.children) and not missing

    def forms(self, data: Any = None) -> list[RowForm]:
        """Return the form of each child."""
        return [
            RowForm(data, child=child, initial=self.initial_of(child))
            for child in self.children
        ]

    def initial_of(self, child: Any) -> dict[str, Any]:
        """Start from what was noted, or from what the agreed hours come to."""
        noted = self.noted.get(child.pk)
        if noted is not None:
            return initial_of(noted)
        return {"offered_hours": expected_offer(child, self.month)}

    def rows(self, forms: list[RowForm]) -> list[dict[str, Any]]:
        """Return per child the form, what was noted, and its hours so far."""
        known, today = attendance_of(self.actor, self.children), timezone.localdate()
        return [
            {
                "form": form,
                "child": form.child,
                "noted": self.noted.get(form.child.pk),
                "hours": hours_line(form.child, known.get(form.child.pk, []), today),
            }
            for form in forms
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Write down the rows that were filled in."""
        self.children = list(children_in_month(self.actor, self.object, self.month))
        self.noted = noted_in_month(self.actor, self.object, self.month)
        forms = self.forms(request.POST)
        # Each one is judged, so that all faults are told at once.
        if not all([form.is_valid() for form in forms]):  # noqa: C419 - a generator stops early
            return self.render_to_response(self.get_context_data(forms=forms))
        try:
            noted = self.note(forms)
        except ValidationError as error:
            context = self.get_context_data(forms=forms, refusal=error.messages[0])
            return self.render_to_response(context)
        self.tell(noted)
        return self.here()

    def note(self, forms: list[RowForm]) -> Noted:
        """Hand the rows to the service."""
        return note_month(
            location=self.object,
            month=self.month,
            rows=[form.row for form in forms if form.row is not None],
            actor=self.actor,
            now=timezone.now(),
        )

    def tell(self, noted: Noted) -> None:
        """Say what was written down, and who is absent often."""
        one_or_more = "kind" if noted.changed == 1 else "kinderen"
        messages.success(
            self.request, f"Bewaard: {noted.changed} {one_or_more} gewijzigd."
        )
        for child in noted.absent:
            sentence = (
                f"{shown_code(child.code)} is vaak afwezig en staat nu op “Frequent"
                " verzuim”. Bespreek het binnen een week met de ouders."
            )
            messages.warning(self.request, sentence)


class LockMonth(MonthPage):
    """Close a month."""

    policy = policies_places.may_note_attendance
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Close it, or say what is missing."""
        try:
            lock_month(
                location=self.object,
                month=self.month,
                actor=self.actor,
                now=timezone.now(),
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self.here()
        words = month_year(self.month)
        messages.success(request, f"{words.capitalize()} is afgesloten.")
        return self.here()


class AskCorrection(ChildPage, ObjectView[Attendance], ServiceForm):
    """Ask to correct a row of a locked month."""

    policy = policies_places.may_ask_correction
    form_class = CorrectionForm
    template_name = "referrals/attendance_request.html"

    def get_queryset(self) -> QuerySet[Attendance]:
        """Return what was noted within reach."""
        rows: QuerySet[Attendance] = Attendance.objects.visible_to(self.actor)
        return rows.select_related("trajectory", "location")

    def get_initial(self) -> dict[str, Any]:
        """Start from what was noted."""
        return initial_of(self.object)

    def month_url(self) -> str:
        """Return the page of the month."""
        noted = self.object
        args = [noted.location_id, noted.month]
        return reverse("referrals:attendance-month", args=args)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        return {**super().get_form_kwargs(), "cancel_url": self.month_url()}

    def save(self, form: CorrectionForm) -> HttpResponse:
        """Ask for it."""
        ask_correction(
            attendance=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        sentence = "Uw verzoek is verstuurd. De VVE-coördinator van de JGZ beslist."
        messages.success(self.request, sentence)
        return redirect(self.month_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was noted, and the way back."""
        noted = self.object
        crumbs = [
            ("Aanwezigheid", reverse("referrals:attendance")),
            (f"{noted.location} {month_year(noted.month)}", self.month_url()),
        ]
        return super().get_context_data(noted=noted, breadcrumbs=crumbs, **kwargs)


class Corrections(ChildPage, TemplateView):
    """What preschools ask to correct."""

    policy = policies_places.may_answer_corrections
    template_name = "referrals/attendance_requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the requests, and keep that they were read."""
        rows = list(open_requests(self.actor)[:100])
        record_read(
            trajectories=[one.attendance.trajectory for one in rows],
            actor=self.actor,
            now=timezone.now(),
            how="verzoeken om een correctie",
        )
        return super().get_context_data(
            rows=rows,
            breadcrumbs=[("Aanwezigheid", reverse("referrals:attendance"))],
            **kwargs,
        )


class AnswerCorrection(ChildPage, ObjectView[AttendanceRequest]):
    """Grant or refuse a correction."""

    policy = policies_places.may_answer_correction
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[AttendanceRequest]:
        """Return the requests within reach."""
        rows: QuerySet[AttendanceRequest]
        rows = AttendanceRequest.objects.visible_to(self.actor)
        return rows

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """Answer it and go back to the list."""
        answered = answer_correction(
            asked=self.object,
            grants=request.POST.get("answer") == "grant",
            actor=self.actor,
            now=timezone.now(),
        )
        label = answered.get_status_display().lower()
        messages.success(request, f"De correctie is {label}.")
        return redirect("referrals:attendance-requests")
