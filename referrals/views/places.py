"""One child at a preschool: what is known, what comes next, and reporting it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_places
from referrals.codes import shown_code
from referrals.forms.places import DeedForm, PlaceForm, TakeBackForm
from referrals.lifecycle.deeds import Ground
from referrals.lifecycle.guards import Way, reasons_for
from referrals.models import Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.policies import may_correct
from referrals.queries.attendance import LEGAL_HOURS, attendance_of, hours_line
from referrals.queries.capacity import PLACED, REGISTERED, THERE, WAITING
from referrals.queries.grounds import find_last_event, ground_of
from referrals.queries.preschool import (
    CONFIRMED,
    TALK,
    own_events,
    preschool_ways,
    usual_way,
)
from referrals.queries.support import open_support_of
from referrals.services.answering import take_back
from referrals.services.places import ABSENCE, change_place, report
from referrals.services.reading import record_read
from referrals.states import RouteKind
from referrals.views.answering import is_ours
from referrals.views.base import TrajectoryPage
from vve_portal.ui.dates import long_date, month_year
from vve_portal.ui.service_forms import ServiceForm

SENT_BACK = "U hebt {} teruggestuurd naar de JGZ. Die zoekt met de ouders verder."
NOT_ACCEPTED = "{} staat niet meer op uw lijst. De code geldt weer."
NOT_ANY_MORE = "Deze stap kan nu niet. Kies wat er is gebeurd."


class ChildAtPreschool(TrajectoryPage):
    """A page about a child that the actor's preschool accepted."""

    policy = policies_places.may_work_on

    def get_queryset(self) -> TrajectoryQuerySet:
        """Return the ways to a preschool within reach."""
        return super().get_queryset().filter(kind=RouteKind.PRESCHOOL)

    @property
    def ground(self) -> Ground:
        """Against what the steps of this child are judged today."""
        return ground_of(self.object, timezone.localdate())

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way back."""
        url = reverse("referrals:preschool-trajectory", args=[self.object.pk])
        return [
            ("Voorschool", reverse("referrals:preschool")),
            (shown_code(self.object.code), url),
        ]


class Child(ChildAtPreschool, TemplateView):
    """What a preschool knows of a child, and what it can report."""

    template_name = "referrals/preschool_trajectory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps and the own events, and keep that it was read."""
        child, ground = self.object, self.ground
        ways = preschool_ways(self.actor, child, ground)
        usual = usual_way(ways, child.state)
        support = open_support_of(self.actor, child)
        record_read(
            trajectories=[child, *support],
            actor=self.actor,
            now=timezone.now(),
            how="pagina van de voorschool",
        )
        return super().get_context_data(
            child=child,
            is_ours=is_ours(child),
            facts=facts_about(child),
            ways=[way for way in ways if way != usual],
            usual=usual,
            form=form_for(child, usual, ground) if usual else None,
            hours=self.hours(),
            legal_hours=LEGAL_HOURS,
            may_change=child.state in {REGISTERED, WAITING, PLACED, *THERE},
            events=own_events(self.actor, child),
            support=support,
            breadcrumbs=self.crumbs()[:1],
            **kwargs,
        )

    def hours(self) -> Any:
        """Return the line of 960 hours, once the child has a place."""
        child = self.object
        if child.state not in {PLACED, *THERE}:
            return None
        rows = attendance_of(self.actor, [child]).get(child.pk, [])
        return hours_line(child, rows, timezone.localdate())


def facts_about(child: Trajectory) -> list[tuple[str, str]]:
    """Return the few things that a preschool knows of a child."""
    facts = [
        ("Geboren", month_year(child.birth_month)),
        ("Route", child.pathway_version.route.name),
        ("Locatie", str(child.location)),
        ("Stand", child.get_state_display()),
    ]
    if child.state == WAITING and child.waiting_since:
        facts.append(("Voorrang", child.get_priority_display()))
        facts.append(("Wacht sinds", long_date(child.waiting_since)))
    if child.start_on:
        facts.append(("Begint op", long_date(child.start_on)))
    return facts


def form_for(child: Trajectory, way: Way, ground: Ground, **kwargs: Any) -> DeedForm:
    """Return the form for a step, with only what that step asks."""
    outcome = way.outcome
    state = REGISTERED if child.state == CONFIRMED else child.state
    form = DeedForm(
        **kwargs,
        label=outcome.label,
        to=outcome.to,
        reasons=reasons_for(ground, state, outcome.to),
        asks_absence=outcome.key == ABSENCE,
        initial={
            "version": child.version,
            "occurred_on": ground.today,
            "start_on": child.start_on,
            "hours_per_week": child.hours_per_week,
            "priority": child.priority,
        },
    )
    url = reverse("referrals:preschool-deed", args=[child.pk, outcome.key])
    form.helper.form_action = url
    return form


class ReportDeed(ChildAtPreschool, ServiceForm):
    """Report one step of a child."""

    template_name = "referrals/preschool_deed.html"
    way: Way

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self.with_way() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Report it."""
        return self.with_way() or super().post(request, *args, **kwargs)

    def with_way(self) -> HttpResponse | None:
        """Find the step; go back to the child when it can't be taken (any more)."""
        ways = preschool_ways(self.actor, self.object, self.ground)
        found = [way for way in ways if way.outcome.key == self.kwargs["outcome"]]
        if found and found[0].verdict:
            self.way = found[0]
            return None
        reason = found[0].verdict.reason if found else NOT_ANY_MORE
        messages.warning(self.request, reason)
        return redirect("referrals:preschool-trajectory", self.object.pk)

    def get_form(self, form_class: Any = None) -> DeedForm:  # noqa: ARG002 - Django's signature
        """Return the form of this step."""
        data = self.request.POST if self.request.method == "POST" else None
        url = self.crumbs()[1][1]
        return form_for(self.object, self.way, self.ground, data=data, cancel_url=url)

    def save(self, form: DeedForm) -> HttpResponse:
        """Report it, and go on where the child still is to be seen."""
        child = report(
            trajectory=self.object,
            outcome=self.way.outcome.key,
            deed=form.deed,
            absence=form.absence,
            seen_version=form.cleaned_data["version"],
            actor=self.actor,
            now=timezone.now(),
        )
        code = shown_code(child.code)
        if child.state == TALK:
            messages.success(self.request, SENT_BACK.format(code))
            return redirect("referrals:preschool")
        label = child.get_state_display()
        messages.success(self.request, f"Vastgelegd. {code} staat nu op: {label}.")
        return redirect("referrals:preschool-trajectory", child.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the child, the step and the way back."""
        return super().get_context_data(
            child=self.object,
            outcome=self.way.outcome,
            gives_back=self.way.outcome.to == TALK,
            breadcrumbs=self.crumbs(),
            **kwargs,
        )


class ChangePlace(ChildAtPreschool, ServiceForm):
    """Change what was agreed about a place."""

    form_class = PlaceForm
    template_name = "referrals/preschool_place.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what holds now."""
        names = ("version", "start_on", "hours_per_week", "priority")
        return {name: getattr(self.object, name) for name in names}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        url = self.crumbs()[1][1]
        return {**super().get_form_kwargs(), "child": self.object, "cancel_url": url}

    def save(self, form: PlaceForm) -> HttpResponse:
        """Change it."""
        child = change_place(
            trajectory=self.object,
            wanted=form.arrangement,
            seen_version=form.cleaned_data["version"],
            actor=self.actor,
            now=timezone.now(),
        )
        code = shown_code(child.code)
        messages.success(self.request, f"De afspraken over {code} zijn gewijzigd.")
        return redirect("referrals:preschool-trajectory", child.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the child and the way back."""
        return super().get_context_data(
            child=self.object, breadcrumbs=self.crumbs(), **kwargs
        )


class TakeBack(ChildAtPreschool, ServiceForm):
    """Take back the last thing the own preschool reported."""

    form_class = TakeBackForm
    template_name = "referrals/preschool_take_back.html"

    def get_initial(self) -> dict[str, Any]:
        """Remember which version was looked at."""
        return {"version": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        return {**super().get_form_kwargs(), "cancel_url": self.crumbs()[1][1]}

    def save(self, form: TakeBackForm) -> HttpResponse:
        """Take it back, and go on where the child still is to be seen."""
        child = take_back(
            trajectory=self.object,
            seen_version=form.cleaned_data["version"],
            actor=self.actor,
            now=timezone.now(),
        )
        code = shown_code(child.code)
        if child.location_id is None:
            messages.success(self.request, NOT_ACCEPTED.format(code))
            return redirect("referrals:preschool")
        label = child.get_state_display()
        messages.success(self.request, f"Teruggezet. {code} staat nu op: {label}.")
        return redirect("referrals:preschool-trajectory", child.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the step that would be taken back, and whether it can be."""
        event = find_last_event(self.object)
        return super().get_context_data(
            child=self.object,
            event=event,
            may_correct=may_correct(self.actor, self.object, event),
            breadcrumbs=self.crumbs(),
            **kwargs,
        )
