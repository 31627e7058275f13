"""Support and home programmes: beside a trajectory, per level, and a level on."""

from typing import Any

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
from referrals.views.base import CHAIN, PROVIDER, ChildPage, TrajectoryPage
from referrals.views.counts import chosen_partnership, partnerships_of
from referrals.views.form_pages import ServiceForm
from referrals.views.letter import crumbs_to
from vve_portal.accounts.roles import Kind

NOTHING_PUBLISHED = (
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


class SideRoutes(TrajectoryPage, ServiceForm):
    """What runs beside a trajectory, and beginning another."""

    kinds = PROVIDER
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
            trajectories=[child, *beside],
            actor=self.actor,
            now=timezone.now(),
            how="zijroutes",
        )
        context = super().get_context_data(
            code=shown_code(child.code),
            may_begin=policies.may_begin_side_route(self.actor, child),
            beside=[(one, shown_code(one.code)) for one in beside],
            breadcrumbs=crumbs_to(child),
            **kwargs,
        )
        return {
            **context,
            "nothing": "" if context["form"].versions else NOTHING_PUBLISHED,
        }


class Level(TrajectoryPage, ServiceForm):
    """Take support to another level, evaluate it, and say who pays."""

    kinds = CHAIN
    policy = policies.may_change_level
    form_class = LevelForm
    template_name = "referrals/support_level.html"

    @property
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
        """Add where it stands; that it was read is on record."""
        child = self.object
        record_read(
            trajectories=[child], actor=self.actor, now=timezone.now(), how="niveau"
        )
        return super().get_context_data(
            code=shown_code(child.code),
            trajectory=child,
            paid_by=dict(Funding.choices).get(child.funding, ""),
            back=page_of(child, self.actor),
            **kwargs,
        )


def page_of(trajectory: Trajectory, actor: Any) -> str:
    """Return where the reader finds a trajectory."""
    is_preschool = actor.organisation.kind == Kind.PRESCHOOL
    name = "preschool-trajectory" if is_preschool else "trajectory"
    return reverse(f"referrals:{name}", args=[trajectory.pk])
