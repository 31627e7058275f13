"""What looks odd in the figures of a quarter, and the answers to it."""

from functools import cached_property
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from monitoring import policies_figures as policies
from monitoring.forms.figures import AnswerForm
from monitoring.queries.checks import RULE_NAMES, Finding, Rule, findings_of
from monitoring.services.checking import answer_finding
from monitoring.views.delivering import QuarterFigures
from vve_portal.ui.service_forms import ServiceForm

ANSWERED: Final = "De uitleg is bewaard."


class Checks(QuarterFigures, ServiceForm):
    """Every finding under its rule, each with a form for one sentence."""

    form_class = AnswerForm
    template_name = "monitoring/figures/checks.html"

    def save(self, form: Any) -> HttpResponse:
        """Keep the answer."""
        answer_finding(
            quarter=self.object,
            actor=self.actor,
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(self.request, ANSWERED)
        return redirect("monitoring:checks", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the findings, open ones first, and the form of the one that is asked."""
        quarter = self.object
        return super().get_context_data(
            quarter=quarter,
            groups=_groups(self.findings),
            open_count=sum(one.answer is None for one in self.findings),
            asked=self.asked,
            may_deliver=policies.may_deliver(self.actor, quarter),
            breadcrumbs=[
                ("Aanleveren", reverse("monitoring:deliveries")),
                (
                    quarter.name.capitalize(),
                    reverse("monitoring:deliver", args=[quarter.pk]),
                ),
            ],
            **kwargs,
        )

    @cached_property
    def findings(self) -> list[Finding]:
        """Everything that looks odd, judged once."""
        return findings_of(self.object, today=timezone.localdate())

    @property
    def asked(self) -> Finding | None:
        """The finding in the address or in the form that was sent."""
        sent = self.request.POST or self.request.GET
        wanted = (sent.get("rule", ""), sent.get("subject", ""))
        return next(
            (one for one in self.findings if (one.rule.value, one.subject) == wanted),
            None,
        )

    def get_initial(self) -> dict[str, Any]:
        """Name the finding, and start from the answer that was given before."""
        found = self.asked
        if found is None:
            return {}
        return {
            "rule": found.rule.value,
            "subject": found.subject,
            "sentence": found.answer.sentence if found.answer else "",
        }


def _groups(findings: list[Finding]) -> list[tuple[str, list[Finding]]]:
    order = list(Rule)
    ranked = sorted(
        findings,
        key=lambda one: (order.index(one.rule), one.answer is not None, one.subject),
    )
    return [
        (RULE_NAMES[rule], list(rows))
        for rule, rows in groupby(ranked, key=lambda one: one.rule)
    ]
