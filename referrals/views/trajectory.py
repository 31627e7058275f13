"""The page of one trajectory: where it stands, and what happened."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies
from referrals.codes import shown_code
from referrals.forms.moving import CorrectForm, MoveForm
from referrals.models import Event, Location, Trajectory
from referrals.policies_counts import may_change_level, may_print_letter
from referrals.queries.grounds import find_last_event, ground_of
from referrals.queries.trajectory import (
    events_of,
    facts_of_page,
    groups_of,
    help_line,
    log_of,
    others_of,
    reasons_of,
    timeline,
)
from referrals.queries.ways import Choice, Choices, choices_for
from referrals.routes.facts import age_in_months
from referrals.services.correcting import correct
from referrals.services.moving import move_along
from referrals.services.reading import record_read
from referrals.views.base import HELPERS, TrajectoryPage
from referrals.views.listing import Beside
from vve_portal.accounts.roles import Kind
from vve_portal.ui.service_forms import ServiceForm

LINES_SHOWN = 5
# The family lives elsewhere: another JGZ may be about to take over.
MOVED = "S94"


def crumbs_to(trajectory: Trajectory | None = None) -> list[tuple[str, str]]:
    """Return the way back from a page about trajectories, or about one of them."""
    crumbs = [("Trajecten", reverse("referrals:worklist"))]
    if trajectory is not None:
        url = reverse("referrals:trajectory", args=[trajectory.pk])
        crumbs.append((shown_code(trajectory.code), url))
    return crumbs


def address_of(pk: int | None, query: str = "") -> str:
    """Return the address of a trajectory, or of the worklist, within a list."""
    page = reverse("referrals:worklist")
    if pk is not None:
        page = reverse("referrals:trajectory", args=[pk])
    return f"{page}?{query}" if query else page


def read_by(page: TrajectoryPage, *, how: str) -> None:
    """Keep in the record that the page showed its trajectory to the reader."""
    record_read(
        trajectories=[page.object], actor=page.actor, now=timezone.now(), how=how
    )


class TrajectoryDetail(TrajectoryPage, ServiceForm):
    """Where a child stands on its route, with the form that takes it on."""

    policy = policies.may_view
    kinds = HELPERS
    form_class = MoveForm
    template_name = "referrals/trajectory.html"

    @cached_property
    def today(self) -> date:
        """The day on which the page is looked at."""
        return timezone.localdate()

    @cached_property
    def beside(self) -> Beside | None:
        """The list the reader came from, if any."""
        if "lijst" not in self.request.GET:
            return None
        return Beside(self.request, self.actor, self.today)

    @property
    def query(self) -> str:
        """The filter of that list."""
        return self.beside.query if self.beside else ""

    @cached_property
    def choices(self) -> Choices:
        """What the reader can report now."""
        if not policies.may_edit(self.actor, self.object):
            return Choices([], [])
        ground = ground_of(self.object, self.today)
        return choices_for(self.object, ground, self.actor)

    def offered(self) -> Sequence[Choice]:
        """Return the answers of the form: of the route, or from outside it."""
        planned = self.choices.planned()
        if "anders" in self.request.GET or not planned:
            return self.choices.from_outside()
        return planned

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what can be reported, and the preschools of the town."""
        town = self.object.partnership_id
        places = Location.objects.visible_to(self.actor).filter(partnership=town)
        return {
            **super().get_form_kwargs(),
            "choices": self.offered(),
            "locations": places.open().order_by("name", "pk"),
            "version": self.object.version,
            "state_label": self.object.get_state_display(),
            "today": self.today,
        }

    def save(self, form: MoveForm) -> HttpResponse:
        """Take the steps, and go on to the next one when that was asked."""
        pk = self.object.pk
        following = self.next_pk() if "next" in self.request.POST else pk
        moved = move_along(
            trajectory=self.object,
            steps=form.steps,
            seen_version=form.cleaned_data["version"],
            actor=self.actor,
            now=timezone.now(),
        )
        state = moved.get_state_display()
        messages.success(
            self.request, f"{shown_code(moved.code)}: vastgelegd. Status: {state}."
        )
        if following == pk and not policies.may_view(self.actor, moved):
            following = None
        return redirect(address_of(following, self.query))

    def next_pk(self) -> int | None:
        """Return the next trajectory of the list, as it was before this deed."""
        return self.beside.next_to(self.object) if self.beside else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add route, facts and log, and keep in the record that it was read."""
        trajectory, now = self.object, timezone.now()
        record_read(trajectories=[trajectory], actor=self.actor, now=now, how="traject")
        events = events_of(trajectory, self.actor)
        log = log_of(trajectory, events, reasons_of(trajectory, self.actor))
        late = trajectory.due_on and (self.today - trajectory.due_on).days
        return super().get_context_data(
            trajectory=trajectory,
            code=shown_code(trajectory.code),
            route=trajectory.pathway_version.route,
            months=age_in_months(trajectory.birth_month, self.today),
            days_late=max(0, late or 0),
            steps=timeline(trajectory, events, today=self.today),
            log=log[:LINES_SHOWN],
            lines=len(log),
            **self.around(),
            **kwargs,
        )

    def around(self) -> dict[str, Any]:
        """Return what stands beside the form."""
        actor, trajectory = self.actor, self.object
        return {
            "offers": self.offered(),
            "not_yet": self.choices.not_yet,
            "has_others": bool(self.choices.planned() and self.choices.from_outside()),
            "is_otherwise": "anders" in self.request.GET,
            "facts": list(facts_of_page(trajectory, groups_of(trajectory, actor))),
            "others": others_of(trajectory, actor),
            "help_line": help_line(trajectory, today=self.today),
            "is_provider": actor.organisation.kind == Kind.JGZ,
            "may_edit": policies.may_edit(actor, trajectory),
            "may_transfer": policies.may_transfer(actor, trajectory),
            "has_offer": trajectory.state == MOVED,
            "may_print": may_print_letter(actor, trajectory),
            "may_change_level": may_change_level(actor, trajectory),
            "breadcrumbs": crumbs_to(),
            "query": self.query,
            **self.neighbours(),
        }

    def neighbours(self) -> dict[str, str]:
        """Return the addresses of the trajectories before and after in the list."""
        if self.beside is None:
            return {}
        found = {
            "before": self.beside.next_to(self.object, back=True),
            "after": self.beside.next_to(self.object),
        }
        return {
            name: address_of(pk, self.query)
            for name, pk in found.items()
            if pk is not None
        }


class TrajectoryLog(TrajectoryPage, TemplateView):
    """Everything that happened to a trajectory."""

    policy = policies.may_view
    kinds = HELPERS
    template_name = "referrals/trajectory_log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the whole log, and keep in the record that it was read."""
        trajectory = self.object
        record_read(
            trajectories=[trajectory],
            actor=self.actor,
            now=timezone.now(),
            how="logboek van een traject",
        )
        return super().get_context_data(
            trajectory=trajectory,
            code=shown_code(trajectory.code),
            log=log_of(
                trajectory,
                events_of(trajectory, self.actor),
                reasons_of(trajectory, self.actor),
            ),
            breadcrumbs=crumbs_to(trajectory),
            **kwargs,
        )


class TrajectoryCorrect(TrajectoryPage, ServiceForm):
    """Take back the last step, or give it another day."""

    policy = policies.may_edit
    kinds = HELPERS
    form_class = CorrectForm
    template_name = "referrals/trajectory_correct.html"

    @cached_property
    def event(self) -> Event | None:
        """The step that can be taken back."""
        return find_last_event(self.object)

    def get_initial(self) -> dict[str, Any]:
        """Hold the version that the reader looked at."""
        return {"version": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the way out."""
        back = address_of(self.object.pk)
        return {**super().get_form_kwargs(), "cancel_url": back}

    def save(self, form: CorrectForm) -> HttpResponse:
        """Correct it."""
        corrected = correct(
            trajectory=self.object,
            seen_version=form.cleaned_data["version"],
            occurred_on=form.day,
            actor=self.actor,
            now=timezone.now(),
        )
        state = corrected.get_state_display()
        messages.success(self.request, f"De correctie staat erbij. Status: {state}.")
        still_seen = policies.may_view(self.actor, corrected)
        return redirect(address_of(corrected.pk if still_seen else None))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which step it is about, and whether the reader may correct it."""
        read_by(self, how="correctie van een traject")
        events = events_of(self.object, self.actor)
        log = dict(
            zip(
                [event.pk for event in events],
                log_of(self.object, events, reasons_of(self.object, self.actor)),
                strict=True,
            )
        )
        may_correct = policies.may_correct(self.actor, self.object, self.event)
        return super().get_context_data(
            trajectory=self.object,
            code=shown_code(self.object.code),
            line=log.get(self.event.pk) if self.event else None,
            may_correct=may_correct,
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


class TrajectoryDeed(TrajectoryPage):
    """A button about a trajectory: does one thing and goes back to its page."""

    kinds = HELPERS
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it and say so, or say why not."""
        try:
            messages.success(request, self.act())
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
        return redirect(address_of(pk))

    def act(self) -> str:
        """Call the service; return what happened, or raise ValidationError."""
        raise NotImplementedError
