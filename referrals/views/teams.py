"""Teams of the own JGZ, and who stands in for whom."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_teams as policies
from referrals.forms.teams import MemberForm, StandInForm, TeamForm
from referrals.queries.teams import (
    colleagues_of,
    team_mates_of,
    team_with_members,
    teams_with_members,
)
from referrals.services import teams as services
from referrals.views.base import PROVIDER, ChildPage
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Team, TeamMembership
from vve_portal.ui.dates import long_date
from vve_portal.ui.service_forms import ServiceForm

CRUMBS = ("Trajecten", "referrals:worklist"), ("Teams", "referrals:teams")


def crumbs(depth: int) -> list[tuple[str, str]]:
    """Return the way back from a page about teams."""
    return [(label, reverse(name)) for label, name in CRUMBS[:depth]]


class Teams(ChildPage, TemplateView):
    """Every team with who works in it."""

    policy = policies.may_see_teams
    kinds = PROVIDER
    template_name = "referrals/teams.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the teams, and whether the reader may change them."""
        today = timezone.localdate()
        return super().get_context_data(
            teams=teams_with_members(self.actor, today=today),
            may_manage=policies.may_manage_teams(self.actor),
            today=today,
            breadcrumbs=crumbs(1),
            **kwargs,
        )


class TeamCreate(ChildPage, ServiceForm):
    """Make a team."""

    policy = policies.may_manage_teams
    kinds = PROVIDER
    form_class = TeamForm
    template_name = "referrals/teams_form.html"
    extra_context = {"heading": "Nieuw team"}

    def save(self, form: TeamForm) -> HttpResponse:
        """Make it, and go on to who works in it."""
        team = services.create_team(
            name=form.cleaned_data["name"], actor=self.actor, now=timezone.now()
        )
        messages.success(self.request, f"Team {team.name} is gemaakt. Voeg nu toe wie.")
        return redirect("referrals:team-member-add", team.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the way out."""
        return {**super().get_form_kwargs(), "cancel_url": reverse("referrals:teams")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs(2), **kwargs)


class StandIn(ChildPage, ServiceForm):
    """Let a colleague do somebody's work for a while."""

    policy = policies.may_manage_teams
    kinds = PROVIDER
    form_class = StandInForm
    template_name = "referrals/teams_form.html"
    extra_context = {
        "heading": "Waarneming regelen",
        "lead": "Wie waarneemt, ziet in die tijd het werk van de teams van de ander.",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer who works in a team, and who may stand in."""
        today = timezone.localdate()
        return {
            **super().get_form_kwargs(),
            "absent": team_mates_of(self.actor, today=today),
            "people": colleagues_of(self.actor),
            "initial": {"starts_on": today},
            "cancel_url": reverse("referrals:teams"),
        }

    def save(self, form: StandInForm) -> HttpResponse:
        """Arrange it."""
        services.stand_in(**form.cleaned_data, actor=self.actor, now=timezone.now())
        who, absent = form.cleaned_data["person"], form.cleaned_data["replaces"]
        until = long_date(form.cleaned_data["ends_on"])
        messages.success(
            self.request,
            f"{who.name} neemt waar voor {absent.name}, tot en met {until}.",
        )
        return redirect("referrals:teams")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs(2), **kwargs)


class TeamPage(ChildPage, ObjectView[Team]):
    """A page about one team."""

    kinds = PROVIDER

    def get_queryset(self) -> QuerySet[Team]:
        """Keep the teams of the own organisation."""
        return Team.objects.visible_to(self.actor)


class TeamDetail(TeamPage, TemplateView):
    """One team with who works in it."""

    policy = policies.may_see_team
    template_name = "referrals/teams_team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who works in it, and whether the reader may change that."""
        today = timezone.localdate()
        return super().get_context_data(
            one=team_with_members(self.object, self.actor, today=today),
            team=self.object,
            may_manage=policies.may_manage_team(self.actor, self.object),
            today=today,
            breadcrumbs=crumbs(2),
            **kwargs,
        )


class MemberAdd(TeamPage, ServiceForm):
    """Let a colleague work in a team."""

    policy = policies.may_manage_team
    form_class = MemberForm
    template_name = "referrals/teams_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the colleagues."""
        return {
            **super().get_form_kwargs(),
            "people": colleagues_of(self.actor),
            "initial": {"starts_on": timezone.localdate()},
            "cancel_url": reverse("referrals:team", args=[self.object.pk]),
        }

    def save(self, form: MemberForm) -> HttpResponse:
        """Add the colleague."""
        made = services.add_member(
            team=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        since = long_date(made.starts_on)
        messages.success(
            self.request,
            f"{made.user.name} werkt in team {self.object.name} vanaf {since}.",
        )
        return redirect("referrals:team", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        team = self.object
        way = [*crumbs(2), (team.name, reverse("referrals:team", args=[team.pk]))]
        return super().get_context_data(
            breadcrumbs=way, heading=f"Wie werkt er in team {team.name}?", **kwargs
        )


class TeamEnd(TeamPage):
    """A button: ends a team that is empty."""

    policy = policies.may_manage_team
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it and say so, or say what has to be done first."""
        try:
            services.end_team(team=self.object, actor=self.actor, now=timezone.now())
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
            return redirect("referrals:team", pk)
        messages.success(request, f"Team {self.object.name} is opgeheven.")
        return redirect("referrals:teams")


class MembershipEnd(ChildPage, ObjectView[TeamMembership]):
    """A button: takes somebody out of a team, or ends a replacement."""

    policy = policies.may_end_membership
    kinds = PROVIDER
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[TeamMembership]:
        """Keep those of the own organisation."""
        rows = TeamMembership.objects.visible_to(self.actor)
        return rows.select_related("team", "user")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """End it and say so."""
        ended = services.end_membership(
            membership=self.object, actor=self.actor, now=timezone.now()
        )
        name, team = self.object.user.name, self.object.team.name
        words = "neemt niet meer waar" if ended.replaces_id else "werkt niet meer"
        messages.success(request, f"{name} {words} in team {team}.")
        return redirect("referrals:team", ended.team_id)
