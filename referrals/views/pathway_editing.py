"""Changing a draft: the route as a whole, its steps, ways on and activities."""

from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_routes as policies
from referrals.forms.outcomes import OutcomeForm
from referrals.forms.pathways import ActivityForm, StepForm, WholeForm
from referrals.models import Pathway
from referrals.routes import editing
from referrals.routes.changes import outcome_in_words, state_label
from referrals.routes.definition import Outcome, Route, Step
from referrals.routes.editing import EVERYWHERE
from referrals.routes.sheet import sheet_of
from referrals.routes.templates import TEMPLATES
from referrals.services import pathways as services
from referrals.views.pathways import VersionDeed, VersionForm, VersionPage, crumbs_to

NEW_STEP: Final = Step(key="", name="", at=(), owner=None, days=None, outcomes=())
EVERYWHERE_NAME: Final = "Kan altijd"
WAYS: Final = {"omhoog": (-1, "hoger"), "omlaag": (1, "lager")}


class PathwayEdit(VersionPage, TemplateView):
    """The draft with all that can be changed, and what the check finds."""

    policy = policies.may_edit
    template_name = "referrals/pathway_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the route in words, part by part, and its faults."""
        route = self.object.route
        sheet = sheet_of(route)
        return super().get_context_data(
            version=self.object,
            whole=[
                ("Naam", route.name),
                ("Begint in", ", ".join(state_label(one) for one in route.start)),
                ("Zijroutes", ", ".join(route.side_routes) or "geen"),
            ],
            steps=[
                {
                    "step": one.row.step,
                    "summary": one.summary,
                    "outcomes": outcome_lines(one.row.step.outcomes, one.row.step),
                }
                for one in sheet.steps
            ],
            general=outcome_lines(route.everywhere, None),
            activities=sheet.activities,
            faults=self.faults(),
            everywhere=EVERYWHERE,
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


def outcome_lines(
    outcomes: tuple[Outcome, ...], step: Step | None
) -> list[tuple[str, str, str]]:
    """Return of each outcome its key, its name, and all of it in words."""
    return [(one.key, one.label, outcome_in_words(one, step)) for one in outcomes]


class DraftForm(VersionForm):
    """A form about a part of a draft; saving it makes a new edit of the draft."""

    policy = policies.may_edit

    @property
    def route(self) -> Route:
        """The route as it is."""
        return self.object.route

    def back_url(self) -> str:
        """Go on editing."""
        return reverse("referrals:pathway-edit", args=[self.object.pk])

    def keep(self, form: Any, route: Route, what: str) -> HttpResponse:
        """Keep what the draft says now, and say whether it holds."""
        services.save_route(
            version=self.object,
            route=route,
            seen_edits=form.seen_edits,
            what=what,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"Bewaard: {what}.")
        return redirect(self.back_url())


class WholeEdit(DraftForm):
    """Change the name, the beginnings and the side routes."""

    form_class = WholeForm
    title = "Naam, begin en zijroutes"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the codes of the partnership's routes and of the templates."""
        own = Pathway.objects.visible_to(self.actor).filter(
            partnership=self.object.partnership_id
        )
        codes = {*own.values_list("code", flat=True), *TEMPLATES}
        others = sorted(codes - {self.object.pathway.code})
        kwargs = super().get_form_kwargs()
        return {**kwargs, "route": self.route, "side_routes": others}

    def get_initial(self) -> dict[str, Any]:
        """Show what the route says."""
        route = self.route
        return {
            **super().get_initial(),
            "name": route.name,
            "start": list(route.start),
            "side_routes": list(route.side_routes),
        }

    def save(self, form: WholeForm) -> HttpResponse:
        """Keep it."""
        filled = form.cleaned_data
        route = replace(
            self.route,
            name=filled["name"],
            start=tuple(filled["start"]),
            side_routes=tuple(filled["side_routes"]),
        )
        return self.keep(form, route, "naam, begin of zijroutes")


class StepEdit(DraftForm):
    """Change a step, or add one when the address names none."""

    form_class = StepForm

    @property
    def step(self) -> Step:
        """The step in the address; 404 when the route has none of that key."""
        if "key" not in self.kwargs:
            return NEW_STEP
        try:
            return editing.find_step(self.route, self.kwargs["key"])
        except KeyError as error:
            raise Http404 from error

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the states of this kind of route."""
        return {**super().get_form_kwargs(), "route": self.route}

    def get_initial(self) -> dict[str, Any]:
        """Show what the step says."""
        return {**super().get_initial(), **StepForm.initial_of(self.step)}

    def save(self, form: StepForm) -> HttpResponse:
        """Keep the step under its own key."""
        before, route = self.step, self.route
        step = form.step(before)
        if not step.key:
            free = editing.free_key("stap", editing.keys_of(route))
            step = replace(step, key=free)
        return self.keep(form, editing.put_step(route, step), f"stap “{step.name}”")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which step this is."""
        name = self.step.name
        title = f"Stap: {name}" if name else "Nieuwe stap"
        return super().get_context_data(title=title, **kwargs)


class OutcomeEdit(DraftForm):
    """Change a way on from a step, or add one when the address names none."""

    form_class = OutcomeForm

    @property
    def outcome(self) -> Any:
        """The outcome in the address; 404 when there is none of that key."""
        try:
            editing.outcomes_of(self.route, self.kwargs["step"])
            if "key" not in self.kwargs:
                return None
            place = self.kwargs["step"], self.kwargs["key"]
            return editing.find_outcome(self.route, *place)
        except KeyError as error:
            raise Http404 from error

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the states and facts of this kind of route."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "route": self.route, "before": self.outcome}

    def get_initial(self) -> dict[str, Any]:
        """Show what the outcome says."""
        known = OutcomeForm.initial_of(self.outcome) if self.outcome else {}
        return {**super().get_initial(), **known}

    def save(self, form: OutcomeForm) -> HttpResponse:
        """Keep the outcome under its own key."""
        step, before = self.kwargs["step"], self.outcome
        taken = [one.key for one in editing.outcomes_of(self.route, step)]
        key = before.key if before else editing.free_key("uitkomst", taken)
        outcome = form.outcome(key, fallback=step == EVERYWHERE)
        route = editing.put_outcome(self.route, step, outcome)
        return self.keep(form, route, f"uitkomst “{outcome.label}”")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of which step this is an outcome."""
        outcome, step = self.outcome, self.kwargs["step"]
        name = EVERYWHERE_NAME
        if step != EVERYWHERE:
            name = editing.find_step(self.route, step).name
        title = f"Uitkomst: {outcome.label}" if outcome else "Nieuwe uitkomst"
        return super().get_context_data(title=title, lead=f"Bij: {name}", **kwargs)


class ActivityEdit(DraftForm):
    """Change an activity, or add one when the address names none."""

    form_class = ActivityForm

    @property
    def activity(self) -> Any:
        """The activity in the address; 404 when the route has none of that key."""
        if "key" not in self.kwargs:
            return None
        try:
            return editing.find_activity(self.route, self.kwargs["key"])
        except KeyError as error:
            raise Http404 from error

    def get_initial(self) -> dict[str, Any]:
        """Show what the activity says."""
        known = ActivityForm.initial_of(self.activity) if self.activity else {}
        return {**super().get_initial(), **known}

    def save(self, form: ActivityForm) -> HttpResponse:
        """Keep the activity under its own key."""
        route = self.route
        free = editing.free_key("activiteit", editing.keys_of(route))
        activity = form.activity(self.activity.key if self.activity else free)
        changed = editing.put_activity(route, activity)
        return self.keep(form, changed, f"activiteit “{activity.name}”")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which activity this is."""
        name = self.activity.name if self.activity else ""
        title = f"Activiteit: {name}" if name else "Nieuwe activiteit"
        return super().get_context_data(title=title, **kwargs)


class DraftDeed(VersionDeed):
    """A button that changes a draft."""

    policy = policies.may_edit
    what = ""

    def act(self) -> str:
        """Change the route and keep it."""
        try:
            route = self.change(self.object.route)
        except KeyError as error:
            raise Http404 from error
        services.save_route(
            version=self.object,
            route=route,
            seen_edits=self.seen_edits,
            what=self.what,
            actor=self.actor,
            now=timezone.now(),
        )
        self.said = f"Bewaard: {self.what}."
        return reverse("referrals:pathway-edit", args=[self.object.pk])

    def post(self, request: Any, pk: int, **kwargs: str) -> HttpResponse:  # noqa: ARG002 - the address names the part
        """Do it; the address says to which part."""
        return super().post(request, pk)

    def change(self, route: Route) -> Route:
        """Return the route as it is to be; raises KeyError for an unknown part."""
        raise NotImplementedError


class StepMove(DraftDeed):
    """Move a step up or down."""

    def change(self, route: Route) -> Route:
        """Move it one place."""
        step = editing.find_step(route, self.kwargs["key"])
        by, told = WAYS[self.kwargs["way"]]
        self.what = f"stap “{step.name}” staat {told}"
        return editing.move_step(route, step.key, by)


class StepDrop(DraftDeed):
    """Leave a step out."""

    def change(self, route: Route) -> Route:
        """Leave it out."""
        step = editing.find_step(route, self.kwargs["key"])
        self.what = f"stap “{step.name}” is weggehaald"
        return editing.drop_step(route, step.key)


class OutcomeDrop(DraftDeed):
    """Leave a way on out."""

    def change(self, route: Route) -> Route:
        """Leave it out."""
        step, key = self.kwargs["step"], self.kwargs["key"]
        outcome = editing.find_outcome(route, step, key)
        self.what = f"uitkomst “{outcome.label}” is weggehaald"
        return editing.drop_outcome(route, step, key)


class ActivityDrop(DraftDeed):
    """Leave an activity out."""

    def change(self, route: Route) -> Route:
        """Leave it out."""
        activity = editing.find_activity(route, self.kwargs["key"])
        self.what = f"activiteit “{activity.name}” is weggehaald"
        return editing.drop_activity(route, activity.key)
