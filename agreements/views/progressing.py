"""How far an agreement is: money, readiness, steps along the lifecycle."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin

from agreements import policies
from agreements.forms.reason import ReasonForm
from agreements.lifecycle import MOVES, STEPS_WITH_REASON, Step, can_take
from agreements.models import Agreement
from agreements.queries import (
    budget_totals,
    find_obstacles,
    find_text_obstacles,
    load_clauses,
)
from agreements.services.steps import WHY, take_step
from agreements.views import outline
from agreements.views.base import AgreementView
from agreements.views.form_pages import tab_context
from vve_portal.access.verdicts import Verdict, deny
from vve_portal.accounts.models import User

# What people press; the others belong to signing.
PRESSED = (Step.SHARE, Step.DECLARE_READY, Step.REOPEN, Step.WITHDRAW)
DONE = {
    Step.SHARE: "De andere partij kan de overeenkomst nu lezen en beantwoorden.",
    Step.DECLARE_READY: "De tekst is klaar. Bied haar nu aan ter ondertekening.",
    Step.REOPEN: "De overeenkomst is weer open voor overleg.",
    Step.WITHDRAW: "De overeenkomst is vervallen.",
}
NOT_FINISHED = (
    "De tekst klaar melden kan zodra alle afspraken rond zijn. Los daarvoor de punten "
    "op deze bladzijde op die over de tekst gaan."
)


class AgreementPage(AgreementView, TemplateView):
    """A page about an agreement, under one of its tabs."""

    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every such page shows."""
        return super().get_context_data(**tab_context(self.object, self.tab), **kwargs)


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
        agreement, today = self.object, timezone.localdate()
        is_open = can_take(Step.WITHDRAW, agreement.status)
        clauses = load_clauses(agreement) if is_open else []
        found = is_open and find_obstacles(agreement, today=today, clauses=clauses)
        text = is_open and find_text_obstacles(agreement, today=today, clauses=clauses)
        return super().get_context_data(
            is_open=is_open,
            obstacles=found or [],
            steps=steps_of(agreement, self.actor, is_finished=not text),
            **kwargs,
        )


def steps_of(
    agreement: Agreement, actor: User, *, is_finished: bool
) -> list[dict[str, Any]]:
    """Return the steps from here that people press, with the answer to each."""
    return [
        {
            "step": step,
            "label": MOVES[step].label,
            "verdict": verdict_on(step, agreement, actor, is_finished=is_finished),
            "needs_reason": step in STEPS_WITH_REASON,
        }
        for step in PRESSED
        if can_take(step, agreement.status)
    ]


def verdict_on(
    step: Step, agreement: Agreement, actor: User, *, is_finished: bool
) -> Verdict:
    """Return the policy's answer; an unfinished text cannot be declared ready."""
    verdict = policies.FOR_STEP[step](actor, agreement)
    if verdict and step is Step.DECLARE_READY and not is_finished:
        return deny(NOT_FINISHED)
    return verdict


class AgreementStep(TemplateResponseMixin, AgreementView):
    """Take one lifecycle step; the service asks that step's own policy."""

    template_name = "agreements/step.html"

    def judge(self) -> None:
        """Answer 404 for a step that nobody presses here."""
        if self.kwargs["step"] not in PRESSED:
            raise Http404
        super().judge()

    def get(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Ask the reason of a step that needs one; others are taken from readiness."""
        policies.FOR_STEP[step](self.actor, self.object).enforce()
        if step not in STEPS_WITH_REASON:
            return redirect("agreements:readiness", pk)
        return self.ask(step, self.reason_form(step))

    def post(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """Take it."""
        form = self.reason_form(step, request.POST)
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

    def reason_form(self, step: Step, data: QueryDict | None = None) -> ReasonForm:
        """Return the form for the reason; the way out leads back to the steps."""
        return ReasonForm(
            data,
            submit_label=MOVES[step].label,
            missing=WHY.get(step, ""),
            cancel_url=outline.page_of(self.object, "readiness"),
        )

    def ask(self, step: Step, form: ReasonForm) -> HttpResponse:
        """Show the form for the reason."""
        return self.render_to_response(
            {
                **tab_context(self.object, "readiness"),
                "label": MOVES[step].label,
                "form": form,
            }
        )
