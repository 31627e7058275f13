"""Handing a trajectory over: to a colleague, another team, or another JGZ."""

from functools import cached_property, partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from referrals import policies
from referrals.codes import shown_code
from referrals.forms.bulk import AssignOneForm
from referrals.forms.transferring import OfferForm, TakeOverForm
from referrals.models import Transfer
from referrals.queries.options import teams_of
from referrals.queries.teams import members_by_team, team_mates_of
from referrals.services import transferring as services
from referrals.services.guessing import GuessError, count_wrong_code
from referrals.views.base import PROVIDER, ChildPage, TrajectoryPage
from referrals.views.registering import codes_of, starting
from referrals.views.trajectory import (
    TrajectoryDeed,
    address_of,
    crumbs_to,
    read_by,
)
from vve_portal.access.scope import after_scope
from vve_portal.ui.service_forms import ServiceForm

NO_OFFER = "Er is geen overdrachtscode om in te trekken."


class TrajectoryAssign(TrajectoryPage, ServiceForm):
    """Give a trajectory to a team, and in it to somebody."""

    policy = policies.may_transfer
    kinds = PROVIDER
    form_class = AssignOneForm
    template_name = "referrals/transfer_team.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the teams, and who works in them."""
        today, trajectory = timezone.localdate(), self.object
        return {
            **super().get_form_kwargs(),
            "teams": teams_of(self.actor),
            "people": team_mates_of(self.actor, today=today),
            "members": members_by_team(self.actor, today=today),
            "initial": {
                "team": trajectory.team,
                "person": trajectory.assigned_to,
                "version": trajectory.version,
            },
            "cancel_url": address_of(trajectory.pk),
        }

    def save(self, form: AssignOneForm) -> HttpResponse:
        """Give it; who gave it away to another team no longer sees it."""
        given = services.to_team(
            trajectory=self.object,
            team=form.cleaned_data["team"],
            assigned_to=form.cleaned_data["person"],
            seen_version=form.cleaned_data["version"],
            actor=self.actor,
            now=timezone.now(),
        )
        team, person = form.cleaned_data["team"], form.cleaned_data["person"]
        whom = f"{person.name} in team {team.name}" if person else f"team {team.name}"
        messages.success(self.request, f"{shown_code(given.code)} is nu van {whom}.")
        still_seen = policies.may_view(self.actor, given)
        return redirect(address_of(given.pk if still_seen else None))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back, and keep in the record that it was read."""
        read_by(self, how="een traject geven")
        return super().get_context_data(
            code=shown_code(self.object.code),
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


class TrajectoryTransfer(TrajectoryPage, ServiceForm):
    """Close a trajectory because the family moved, with a code for the other JGZ."""

    policy = policies.may_withdraw_transfer
    kinds = PROVIDER
    form_class = OfferForm
    template_name = "referrals/transfer.html"

    @cached_property
    def offered(self) -> Transfer | None:
        """The offer that was made and not taken up or withdrawn."""
        rows = Transfer.objects.visible_to(self.actor).filter(
            trajectory=self.object, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
        return rows.order_by("-pk").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hold the version the reader looked at."""
        return {
            **super().get_form_kwargs(),
            "today": timezone.localdate(),
            "initial": {"version": self.object.version, "day": "today"},
            "cancel_url": address_of(self.object.pk),
        }

    def save(self, form: OfferForm) -> HttpResponse:
        """Close it and show the code: the only time, so not after a redirect."""
        transfer, code = services.offer(
            trajectory=self.object,
            occurred_on=form.occurred_on,
            seen_version=form.cleaned_data["version"],
            actor=self.actor,
            now=timezone.now(),
        )
        context = {
            "trajectory": self.object,
            "shown": shown_code(self.object.code),
            "code": code,
            "transfer": transfer,
            "breadcrumbs": crumbs_to(self.object),
        }
        return render(self.request, "referrals/transfer_code.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether there is an offer already; keep in the record who read it."""
        read_by(self, how="overdracht van een traject")
        return super().get_context_data(
            trajectory=self.object,
            code=shown_code(self.object.code),
            offered=self.offered,
            may_transfer=policies.may_transfer(self.actor, self.object),
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


class TransferWithdraw(TrajectoryDeed):
    """A button: takes back an offer that nobody took up."""

    policy = policies.may_withdraw_transfer
    kinds = PROVIDER

    def act(self) -> str:
        """Withdraw the last offer of this trajectory."""
        rows = Transfer.objects.visible_to(self.actor).filter(trajectory=self.object)
        transfer = rows.order_by("-pk").first()
        if transfer is None:
            raise ValidationError(NO_OFFER)
        services.withdraw(transfer=transfer, actor=self.actor, now=timezone.now())
        return "De overdrachtscode is ingetrokken. Het traject loopt weer."


class TakeOver(ChildPage, ServiceForm):
    """Go on with a child that another JGZ handed over."""

    policy = policies.may_take_over
    kinds = PROVIDER
    form_class = TakeOverForm
    template_name = "referrals/transfer_take_over.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer routes and teams."""
        offered = starting(self.actor)
        names = ("versions", "municipalities", "teams", "needs_team")
        return {
            **super().get_form_kwargs(),
            **{name: offered[name] for name in names},
            "cancel_url": reverse("referrals:worklist"),
        }

    def save(self, form: TakeOverForm) -> HttpResponse:
        """Take it over and show the new code, or count a wrong guess afterwards."""
        now = timezone.now()
        try:
            taken = services.take_over(
                code=form.cleaned_data["code"],
                pathway_version=form.cleaned_data["route"],
                team=form.chosen_team,
                actor=self.actor,
                now=now,
            )
        except GuessError:
            guess = {"actor": self.actor, "now": now, "verb": "transfer.wrong_code"}
            after_scope(self.request, partial(count_wrong_code, **guess))
            raise
        messages.success(
            self.request, "U hebt het kind overgenomen, onder een nieuwe code."
        )
        return redirect(codes_of([taken]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs_to(), **kwargs)
