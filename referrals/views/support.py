"""Support and home programmes: beside a trajectory, per level, and a level on."""

from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models.vocabulary import Funding
from referrals import policies_counts as policies
from referrals.codes import shown_code
from referrals.forms.advice import LevelForm, SideRouteForm
from referrals.lifecycle.guards import ways_of
from referrals.models import Trajectory
from referrals.queries import support as queries
from referrals.queries.grounds import ground_of
from referrals.routes.definition import Outcome
from referrals.services.reading import record_read
from referrals.services.support import begin_side_route, change_level
from referrals.views.base import CHAIN, PROVIDER, ChildPage
from referrals.views.code_page import CodePage
from referrals.views.counts import chosen_partnership, partnerships_of
from vve_portal.accounts.roles import Kind

NOTHING_PUBLISHED: Final = (
    "Er is nog geen route voor ondersteuning of een thuisprogramma vastgesteld."
    " Stel die eerst samen met de gemeente vast."
)


class Support(ChildPage, TemplateView):
    """How many children are at which level in one municipality, and who is next."""

    kinds = PROVIDER
    policy = policies.may_read_counts
    template_name = "referrals/support.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count, and list whoever is due first; that they were read is on record."""
        partnerships = list(partnerships_of(self.actor))
        if not partnerships:
            return super().get_context_data(partnerships=[], **kwargs)
        partnership = chosen_partnership(self.request, partnerships)
        today = timezone.localdate()
        rows = queries.support_of(self.actor, partnership)
        levels = queries.count_levels(rows, today)
        shown = list(queries.most_urgent(rows))
        record_read(
            trajectories=shown,
            actor=self.actor,
            now=timezone.now(),
            how="ondersteuning",
        )
        return super().get_context_data(
            partnerships=partnerships,
            partnership=partnership,
            levels=levels,
            total=sum(level.count for level in levels),
            sources=queries.count_funding(rows),
            rows=[(one, shown_code(one.code)) for one in shown],
            today=today,
            **kwargs,
        )


class SideRoutes(CodePage):
    """What runs beside a trajectory, and beginning another."""

    how = "zijroutes"
    policy = policies.may_note
    form_class = SideRouteForm
    template_name = "referrals/support_beside.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the side routes that both parties confirmed."""
        today = timezone.localdate()
        versions = queries.side_versions(self.object.partnership_id, today)
        return {**super().get_form_kwargs(), "today": today, "versions": versions}

    def save(self, form: SideRouteForm) -> HttpResponse:
        """Begin it."""
        made = begin_side_route(
            main=self.object,
            pathway_version=form.chosen,
            occurred_on=form.occurred_on,
            actor=self.actor,
            now=timezone.now(),
        )
        code = shown_code(made.code)
        messages.success(
            self.request, f"Begonnen onder code {code}. Nu: {made.next_step}."
        )
        return redirect("referrals:trajectory", made.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what runs, and whether another may begin."""
        child = self.object
        beside = queries.side_routes_of(self.actor, child)
        record_read(
            trajectories=beside, actor=self.actor, now=timezone.now(), how=self.how
        )
        context = super().get_context_data(
            may_begin=policies.may_begin_side_route(self.actor, child),
            beside=[(one, shown_code(one.code)) for one in beside],
            **kwargs,
        )
        nothing = "" if context["form"].versions else NOTHING_PUBLISHED
        return {**context, "nothing": nothing}


class Level(CodePage):
    """Take support to another level, evaluate it, and say who pays."""

    kinds = CHAIN
    policy = policies.may_change_level
    form_class = LevelForm
    template_name = "referrals/support_level.html"
    how = "niveau"

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """The ways on of the route that are open to the reader."""
        ground = ground_of(self.object, timezone.localdate())
        ways = ways_of(self.object, ground, self.actor.roles)
        return [one.outcome for one in ways if one.verdict and not one.outcome.fallback]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer these ways, and the money that the route foresees there."""
        outcomes = self.outcomes
        levels = queries.levels_after(self.object, outcomes)
        return {
            **super().get_form_kwargs(),
            "today": timezone.localdate(),
            "outcomes": [(one.key, one.label) for one in outcomes],
            "sources": queries.funding_choices(levels) if levels else [],
        }

    def get_initial(self) -> dict[str, Any]:
        """Start from the trajectory as it is shown."""
        return {"seen": self.object.version}

    def save(self, form: LevelForm) -> HttpResponse:
        """Take the step."""
        moved = change_level(
            trajectory=self.object,
            outcome=form.cleaned_data["outcome"],
            occurred_on=form.occurred_on,
            funding=form.cleaned_data["funding"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"Vastgelegd: {moved.get_state_display()}.")
        return redirect(page_of(moved, self.actor))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who pays now; a preschool goes back to a page of its own."""
        if self.actor.organisation.kind == Kind.PRESCHOOL:
            kwargs["breadcrumbs"] = [("Kinderen", reverse("referrals:preschool"))]
        return super().get_context_data(
            paid_by=dict(Funding.choices).get(self.object.funding, ""),
            may_go_on=bool(self.outcomes),
            back=page_of(self.object, self.actor),
            **kwargs,
        )


def page_of(trajectory: Trajectory, actor: Any) -> str:
    """Return where the reader finds a trajectory; a preschool at its main one."""
    if actor.organisation.kind != Kind.PRESCHOOL:
        return reverse("referrals:trajectory", args=[trajectory.pk])
    if trajectory.main_id is None:
        return reverse("referrals:preschool")
    return reverse("referrals:preschool-trajectory", args=[trajectory.main_id])
