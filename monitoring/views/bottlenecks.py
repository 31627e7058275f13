"""Bottlenecks and decisions: what keeps the chain from working, what is proposed."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models import Clause
from agreements.queries import version_of
from agreements.services.versions import Stale as ClauseStale
from monitoring import policies_meetings as policies
from monitoring.forms.actions import (
    BottleneckForm,
    EscalateForm,
    ProposalForm,
    SolveForm,
)
from monitoring.models import Bottleneck, Decision
from monitoring.queries.bottlenecks import (
    bottlenecks_for,
    is_ripe,
    next_level,
    stays_of,
)
from monitoring.queries.openings import open_clause_for, why_closed
from monitoring.services import bottlenecks as services
from monitoring.services.decisions import propose_from_decision
from monitoring.views.meeting_series import partnerships_of
from monitoring.views.meetings import crumbs_to
from monitoring.views.seen_forms import SeenForm
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm


def bottlenecks_crumb() -> tuple[str, str]:
    """Return the way back to the list."""
    return ("Knelpunten", reverse("monitoring:bottlenecks"))


class Bottlenecks(PortalView, TemplateView):
    """What knelt at which level, the open ones first."""

    policy = policies.may_read_meetings
    template_name = "monitoring/meetings/bottlenecks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both lists, with how long each lies where it lies."""
        today = timezone.localdate()
        rows = [
            (one, stays_of(one, today=today)[-1], is_ripe(one))
            for one in bottlenecks_for(self.actor)
        ]
        is_open = Bottleneck.Status.OPEN
        return super().get_context_data(
            open_rows=[row for row in rows if row[0].status == is_open],
            solved_rows=[row for row in rows if row[0].status != is_open],
            may_raise=policies.may_raise(self.actor),
            has_more_towns=len(self.actor.partnership_ids) > 1,
            **kwargs,
        )


class BottleneckCreate(PortalView, ServiceForm):
    """Raise a bottleneck."""

    policy = policies.may_raise
    form_class = BottleneckForm
    template_name = "monitoring/meetings/bottleneck_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for which municipality, when there are more."""
        rows = partnerships_of(self.actor)
        asks = len(self.actor.partnership_ids) > 1
        return {
            **super().get_form_kwargs(),
            "partnerships": rows if asks else None,
            "cancel_url": reverse("monitoring:bottlenecks"),
        }

    def save(self, form: BottleneckForm) -> HttpResponse:
        """Raise it."""
        data = dict(form.cleaned_data)
        town = data.pop("partnership", None) or partnerships_of(self.actor).get()
        bottleneck = services.raise_bottleneck(
            partnership=town, **data, actor=self.actor, now=timezone.now()
        )
        said = "Het knelpunt komt op de agenda van het eerstvolgende overleg."
        messages.success(self.request, said)
        return redirect("monitoring:bottleneck", bottleneck.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=[bottlenecks_crumb()], **kwargs)


class BottleneckView(ObjectView[Bottleneck]):
    """A page about one bottleneck in reach."""

    policy = policies.may_view_bottleneck

    def get_queryset(self) -> QuerySet[Bottleneck]:
        """Return the bottlenecks in reach."""
        return bottlenecks_for(self.actor)


class BottleneckDetail(BottleneckView, TemplateView):
    """Where it lies, how long, and what was done about it."""

    template_name = "monitoring/meetings/bottleneck.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ladder and what may be done."""
        one, actor = self.object, self.actor
        above = next_level(one.level)
        return super().get_context_data(
            bottleneck=one,
            stays=stays_of(one, today=timezone.localdate()),
            above=above,
            is_ripe=is_ripe(one),
            may_escalate=policies.may_escalate(actor, one),
            may_solve=policies.may_solve(actor, one),
            may_act=policies.may_edit_meetings(actor),
            breadcrumbs=[bottlenecks_crumb()],
            **kwargs,
        )


class BottleneckPage(BottleneckView, SeenForm):
    """A deed with one bottleneck."""

    template_name = "monitoring/meetings/bottleneck_deed.html"
    label = ""

    def get_initial(self) -> dict[str, Any]:
        """Start from the bottleneck as it is shown."""
        return {"seen": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to it."""
        back = reverse("monitoring:bottleneck", args=[self.object.pk])
        return {**super().get_form_kwargs(), "cancel_url": back}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the bottleneck and the way back."""
        return super().get_context_data(
            bottleneck=self.object,
            label=self.label,
            above=next_level(self.object.level),
            breadcrumbs=[bottlenecks_crumb()],
            **kwargs,
        )


class BottleneckEscalate(BottleneckPage):
    """Bring it a level up."""

    policy = policies.may_escalate
    form_class = EscalateForm
    label = "Breng dit knelpunt een niveau hoger"

    def save(self, form: EscalateForm) -> HttpResponse:
        """Bring it up."""
        step = services.escalate(
            bottleneck=self.object,
            reason=form.cleaned_data["reason"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        said = f"Het knelpunt ligt nu bij: {step.get_level_display().lower()}."
        messages.success(self.request, said)
        return redirect("monitoring:bottleneck", self.object.pk)


class BottleneckSolve(BottleneckPage):
    """Say how it was solved."""

    policy = policies.may_solve
    form_class = SolveForm
    label = "Meld dit knelpunt opgelost"

    def save(self, form: SolveForm) -> HttpResponse:
        """Solve it."""
        services.solve(
            bottleneck=self.object,
            solution=form.cleaned_data["solution"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "Het knelpunt is opgelost.")
        return redirect("monitoring:bottlenecks")


class DecisionProposal(ObjectView[Decision], ServiceForm):
    """Make a decision into a proposal for its clause."""

    policy = policies.may_propose_from
    form_class = ProposalForm
    template_name = "monitoring/meetings/proposal.html"

    def get_queryset(self) -> QuerySet[Decision]:
        """Return the decisions in reach."""
        rows: QuerySet[Decision] = Decision.objects.visible_to(self.actor)
        return rows.select_related(
            "meeting__series", "meeting__partnership", "clause__current"
        )

    def clause(self) -> Clause | None:
        """Return the clause in an open agreement, if there is one."""
        return open_clause_for(self.object, self.actor)

    def get_initial(self) -> dict[str, Any]:
        """Start from what the clause says now."""
        clause = self.clause()
        if clause is None:
            return {}
        version = version_of(clause)
        return {"text": version.source_text, "base_number": version.number}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the meeting."""
        back = self.object.meeting.get_absolute_url()
        return {**super().get_form_kwargs(), "cancel_url": back}

    def save(self, form: ProposalForm) -> HttpResponse:
        """Propose it, or show that somebody changed the clause meanwhile."""
        try:
            version = propose_from_decision(
                decision=self.object,
                text=form.cleaned_data["text"],
                base_number=form.cleaned_data["base_number"],
                actor=self.actor,
                now=timezone.now(),
            )
        except ClauseStale as stale:
            return self.meet(form, stale)
        said = f"Versie {version.number} van {version.clause.code} is voorgesteld."
        messages.success(self.request, said)
        return redirect(version.clause)

    def meet(self, form: ProposalForm, stale: ClauseStale) -> HttpResponse:
        """Show what the clause says now beside what was typed."""
        data = self.request.POST.copy()
        data["base_number"] = str(stale.current.number)
        form.data = data
        form.add_error(None, str(stale))
        context = self.get_context_data(form=form, newer=stale.current)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decision, the clause, or why there is none and how to go on."""
        clause = self.clause()
        return super().get_context_data(
            decision=self.object,
            clause=clause,
            why_closed="" if clause else why_closed(self.object),
            breadcrumbs=crumbs_to(self.object.meeting),
            **kwargs,
        )
