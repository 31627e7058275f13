"""The start page of a preschool: the code of a letter, and the own list."""

from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from referrals import policies_places
from referrals.codes import shown_code
from referrals.forms.answering import CodeForm
from referrals.models import Trajectory
from referrals.queries.preschool import own_children, own_locations
from referrals.services.answering import accept_by_code
from referrals.services.guessing import GuessError, count_wrong_code
from referrals.services.reading import record_read
from referrals.views.base import ChildPage
from vve_portal.access.scope import after_scope
from vve_portal.accounts.roles import Role
from vve_portal.ui.service_forms import ServiceForm

ROWS: Final = 50
ACCEPTED: Final = (
    "U hebt {} aangenomen. Leg hieronder vast of het kind een plaats krijgt."
)
KNOWN: Final = "{} staat al op uw lijst."


class Preschool(ChildPage, ServiceForm):
    """Type a code, or pick a child from the list."""

    policy = policies_places.may_open_preschool
    form_class = CodeForm
    template_name = "referrals/preschool.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the own locations."""
        locations = own_locations(self.actor)
        return {**super().get_form_kwargs(), "locations": locations}

    def save(self, form: CodeForm) -> HttpResponse:
        """Accept the child, or count a wrong guess when all is over."""
        now = timezone.now()
        try:
            answer = accept_by_code(
                typed=form.cleaned_data["code"],
                location=form.chosen_location,
                actor=self.actor,
                now=now,
            )
        except GuessError as wrong:
            guess = {"actor": self.actor, "now": now, "verb": "trajectory.wrong_code"}
            after_scope(self.request, partial(count_wrong_code, **guess))
            form.add_error("code", wrong)
            return self.form_invalid(form)
        sentence = ACCEPTED if answer.is_new else KNOWN
        code = shown_code(answer.trajectory.code)
        messages.success(self.request, sentence.format(code))
        return redirect("referrals:preschool-trajectory", answer.trajectory.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the list, and keep that it was read."""
        page = self.page()
        record_read(
            trajectories=page.object_list,
            actor=self.actor,
            now=timezone.now(),
            how="lijst van de voorschool",
        )
        today = timezone.localdate()
        return super().get_context_data(
            page=page,
            rows=[(one, is_ours(one), is_late(one, today)) for one in page],
            several=len(self.actor.location_ids) > 1,
            may_answer=policies_places.may_answer_by_code(self.actor),
            **kwargs,
        )

    def page(self) -> Page[Trajectory]:
        """Return the page of the list that was asked for."""
        rows = Paginator(own_children(self.actor), ROWS)
        return rows.get_page(self.request.GET.get("page"))


def is_ours(child: Trajectory) -> bool:
    """Return whether the preschool has to do the next step."""
    return child.owner == Role.PRESCHOOL_CONTACT


def is_late(child: Trajectory, today: Any) -> bool:
    """Return whether the preschool's next step should have been done."""
    return is_ours(child) and child.due_on is not None and child.due_on < today
