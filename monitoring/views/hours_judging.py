"""Approving hours, and sending them back."""

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from monitoring import policies_hours as policies
from monitoring.forms.hours import HoursReturnForm
from monitoring.models import HoursEntry
from monitoring.queries.hours import entries_to_judge
from monitoring.services.hours_judging import approve_hours, return_hours
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm

# A longer number fits no row, and the database would break off on it.
MOST_DIGITS: Final = 18
MOST_TICKED: Final = 200
Status = HoursEntry.Status
STATES: Final = {
    "wacht": (Status.ENTERED, "Wacht op goedkeuring"),
    "goedgekeurd": (Status.APPROVED, "Goedgekeurd"),
    "teruggestuurd": (Status.RETURNED, "Teruggestuurd"),
}
WAITING: Final = "wacht"
NOTHING_TICKED: Final = "Vink eerst de uren aan die u goedkeurt."


class HoursApprove(PortalView, ListView[HoursEntry]):
    """The hours that wait, and what was decided before."""

    policy = policies.may_approve_hours
    template_name = "monitoring/hours/approve.html"
    paginate_by = 100
    context_object_name = "entries"

    @property
    def state(self) -> str:
        """Which list the address names."""
        wanted = self.request.GET.get("stand", WAITING)
        return wanted if wanted in STATES else WAITING

    def get_queryset(self) -> QuerySet[HoursEntry]:
        """Return the hours in reach that stand there."""
        return entries_to_judge(self.actor, STATES[self.state][0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the answer of the policies about each."""
        context = super().get_context_data(**kwargs)
        judge = policies.may_approve if self.state == WAITING else policies.may_return
        rows = [(one, judge(self.actor, one)) for one in context["page_obj"]]
        chips = [
            (label, f"?stand={key}", key == self.state)
            for key, (_, label) in STATES.items()
        ]
        return {
            **context,
            "rows": rows,
            "chips": chips,
            "is_waiting": self.state == WAITING,
            "some": any(verdict for _, verdict in rows),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Approve what was ticked, or all that was shown."""
        name = "getoond" if "alles" in request.POST else "uren"
        seen = ticked(request.POST.getlist(name))
        if not seen:
            messages.warning(request, NOTHING_TICKED)
            return redirect("monitoring:hours-approve")
        done = approve_hours(seen=seen, actor=self.actor, now=timezone.now())
        if done.entries:
            messages.success(request, _approved(len(done.entries)))
        for sentence in done.refused:
            messages.warning(request, sentence)
        return redirect("monitoring:hours-approve")


class HoursReturn(ObjectView[HoursEntry], ServiceForm):
    """Send hours back with a reason."""

    policy = policies.may_return
    form_class = HoursReturnForm
    template_name = "monitoring/hours/return.html"

    def get_queryset(self) -> QuerySet[HoursEntry]:
        """Return the hours in reach."""
        rows: QuerySet[HoursEntry] = HoursEntry.objects.visible_to(self.actor)
        return rows.select_related(
            "entered_by", "team", "partnership__municipality", "organisation"
        )

    def get_initial(self) -> dict[str, Any]:
        """Remember what was looked at."""
        return {"seen": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the way back."""
        cancel_url = reverse("monitoring:hours-approve")
        return {**super().get_form_kwargs(), "cancel_url": cancel_url}

    def save(self, form: HoursReturnForm) -> HttpResponse:
        """Send them back."""
        return_hours(
            entry=self.object,
            seen_version=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            now=timezone.now(),
        )
        text = "De uren zijn teruggestuurd. Wie ze invulde, ziet waarom."
        messages.success(self.request, text)
        return redirect("monitoring:hours-approve")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the hours and the way back."""
        crumbs = [("Uren goedkeuren", reverse("monitoring:hours-approve"))]
        return super().get_context_data(entry=self.object, breadcrumbs=crumbs, **kwargs)


def ticked(values: list[str]) -> dict[int, int]:
    """Return {row: version that was shown} of what was ticked; the rest is dropped."""
    pairs = [value.partition(":")[::2] for value in values[:MOST_TICKED]]
    return {
        int(pk): int(version)
        for pk, version in pairs
        if _is_number(pk) and _is_number(version)
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def _approved(count: int) -> str:
    what = "1 activiteit" if count == 1 else f"{count} activiteiten"
    return f"De uren van {what} zijn goedgekeurd. Ze tellen nu mee."
