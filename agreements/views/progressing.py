"""How far an agreement is: money, readiness, steps along the lifecycle, history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin

from agreements import policies
from agreements.forms.answering import ReasonForm
from agreements.lifecycle import MOVES, STEPS_WITH_REASON, Step, can_take
from agreements.models import Agreement
from agreements.queries import budget_totals, find_obstacles, history_of
from agreements.services.steps import take_step
from agreements.views import outline
from agreements.views.base import AgreementView, ClauseView
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

# What people press; the others belong to signing.
PRESSED = (Step.SHARE, Step.DECLARE_READY, Step.REOPEN, Step.WITHDRAW)
DONE = {
    Step.SHARE: "De andere partij kan de overeenkomst nu lezen en beantwoorden.",
    Step.DECLARE_READY: "De tekst is klaar. Bied haar nu aan ter ondertekening.",
    Step.REOPEN: "De overeenkomst is weer open voor overleg.",
    Step.WITHDRAW: "De overeenkomst is vervallen.",
}
MOST_ENTRIES = 200


class AgreementPage(AgreementView, TemplateView):
    """A page about an agreement, under one of its tabs."""

    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every such page shows."""
        agreement = self.object
        return super().get_context_data(
            agreement=agreement,
            state=agreement.state_on(timezone.localdate()),
            tabs=outline.tabs_of(agreement, self.tab),
            **kwargs,
        )


class Money(AgreementPage):
    """The budget of the plus-inzet."""

    tab = "money"
    template_name = "agreements/money.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines and their sums."""
        return super().get_context_data(money=budget_totals(self.object), **kwargs)


class Readiness(AgreementPage):
    """What still stands in the way of signing, and the steps that can be taken."""

    tab = "readiness"
    template_name = "agreements/readiness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the obstacles and the steps."""
        agreement = self.object
        is_open = agreement.status in {
            Agreement.Status.DRAFT,
            Agreement.Status.NEGOTIATING,
            Agreement.Status.READY,
        }
        today = timezone.localdate()
        return super().get_context_data(
            is_open=is_open,
            obstacles=find_obstacles(agreement, today=today) if is_open else [],
            steps=steps_of(agreement, self.actor),
            **kwargs,
        )


def steps_of(agreement: Agreement, actor: User) -> list[dict[str, Any]]:
    """Return the steps from here that people press, with the policy's answer."""
    return [
        {
            "step": step,
            "label": MOVES[step].label,
            "verdict": policies.FOR_STEP[step](actor, agreement),
            "needs_reason": step in STEPS_WITH_REASON,
        }
        for step in PRESSED
        if can_take(step, agreement.status)
    ]


class AgreementStep(TemplateResponseMixin, AgreementView):
    """Take one lifecycle step; the service asks that step's own policy."""

    template_name = "agreements/step.html"

    def judge(self) -> None:
        """Answer 404 for a step that nobody presses here."""
        if self.kwargs["step"] not in PRESSED:
            raise Http404
        super().judge()

    def get(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Ask the reason of a step that needs one."""
        policies.FOR_STEP[step](self.actor, self.object).enforce()
        return self.ask(step, ReasonForm(cancel_url=self.readiness_url))

    def post(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """Take it."""
        form = ReasonForm(request.POST, cancel_url=self.readiness_url)
        if step in STEPS_WITH_REASON and not form.is_valid():
            return self.ask(step, form)
        try:
            take_step(
                step=step,
                agreement=self.object,
                actor=self.actor,
                now=timezone.now(),
                reason=request.POST.get("reason", ""),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.ask(step, form)
        messages.success(request, DONE[step])
        return redirect("agreements:readiness", pk)

    @property
    def readiness_url(self) -> str:
        """Where the steps are."""
        return outline.page_of(self.object, "readiness")

    def ask(self, step: Step, form: ReasonForm) -> HttpResponse:
        """Show the form for the reason."""
        return self.render_to_response(
            {
                "agreement": self.object,
                "state": self.object.state_on(timezone.localdate()),
                "tabs": outline.tabs_of(self.object, "readiness"),
                "label": MOVES[step].label,
                "form": form,
            }
        )


class AgreementHistory(AgreementPage):
    """What happened to the agreement and its clauses, newest first."""

    tab = "history"
    template_name = "agreements/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entries of the record about the agreement and its clauses."""
        entries = Entry.objects.visible_to(self.actor).about_any(
            [self.object, *self.object.clauses.all(), *self.object.rounds.all()]
        )
        latest = entries.order_by("-pk")[:MOST_ENTRIES]
        return super().get_context_data(items=log_of(latest), **kwargs)


class ClauseHistory(ClauseView, TemplateView):
    """The versions of a clause, and what happened to it."""

    template_name = "agreements/clause_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions and the entries the reader may know of."""
        clause, agreement = self.object, self.object.agreement
        entries = Entry.objects.visible_to(self.actor).about(clause)
        return super().get_context_data(
            clause=clause,
            agreement=agreement,
            state=agreement.state_on(timezone.localdate()),
            tabs=outline.tabs_of(agreement, "detail"),
            versions=history_of(clause, self.actor),
            items=log_of(entries.order_by("-pk")[:MOST_ENTRIES]),
            **kwargs,
        )


def log_of(entries: Any) -> list[dict[str, Any]]:
    """Return entries of the record as lines of a log."""
    return [
        {
            "at": entry.at,
            "text": entry.summary,
            "who": ", ".join(filter(None, (entry.actor_name, entry.organisation_name))),
        }
        for entry in entries
    ]
