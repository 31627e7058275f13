"""Actions: the lists, one action, and what can be done with it."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models import Clause
from monitoring import policies_meetings as policies
from monitoring.forms.actions import (
    ActionForm,
    ChangeActionForm,
    DropForm,
    FinishForm,
    TownForm,
)
from monitoring.models import Action, Bottleneck, Decision
from monitoring.queries.actions import (
    LABELS,
    Lane,
    actions_for,
    in_lane,
    lanes_for,
    lateness,
)
from monitoring.queries.people import people_of
from monitoring.services import actions as services
from monitoring.services.actions import NewAction
from monitoring.views.meeting_series import partnerships_of
from monitoring.views.seen_forms import SeenForm
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.service_forms import ServiceForm

PER_PAGE: Final = 25
_MOST_DIGITS: Final = 18


def actions_crumb() -> tuple[str, str]:
    """Return the way back to the list."""
    return ("Acties", reverse("monitoring:actions"))


def row_number(text: str | None) -> int | None:
    """Return the number of a row that an address names; a longer one fits no row."""
    wanted = text or ""
    fits = wanted.isdecimal() and len(wanted) <= _MOST_DIGITS
    return int(wanted) if fits else None


class Actions(PortalView, TemplateView):
    """What has to be done: mine, ours, late, all or done."""

    policy = policies.may_list_actions
    template_name = "monitoring/meetings/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one list and the way to the others."""
        today = timezone.localdate()
        lanes = lanes_for(self.actor)
        asked = self.request.GET.get("toon", "")
        lane = next((one for one in lanes if one.value == asked), lanes[0])
        pages = Paginator(in_lane(self.actor, lane, today=today), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            rows=[(one, lateness(one, today=today)) for one in page.object_list],
            page_obj=page,
            lanes=[(LABELS[one], f"?toon={one.value}", one is lane) for one in lanes],
            is_over=lane is Lane.DONE,
            label=LABELS[lane],
            may_edit=policies.may_edit_meetings(self.actor),
            has_more_towns=len(self.actor.partnership_ids) > 1,
            **kwargs,
        )


class ActionCreate(PortalView, ServiceForm):
    """Note an action: of a decision, for a bottleneck, about a clause or loose."""

    policy = policies.may_edit_meetings
    form_class = ActionForm
    template_name = "monitoring/meetings/action_form.html"

    def subjects(self) -> Mapping[str, Any]:
        """Return what the address says it is about, as far as that is in reach."""
        asked = {
            "decision": (Decision.objects.visible_to(self.actor), "besluit"),
            "bottleneck": (Bottleneck.objects.visible_to(self.actor), "knelpunt"),
            "clause": (Clause.objects.visible_to(self.actor), "afspraak"),
        }
        found: dict[str, Any] = {}
        for name, (rows, key) in asked.items():
            number = row_number(self.request.GET.get(key))
            if number is not None:
                others = {one.partnership_id for one in found.values()}
                same = rows.filter(partnership__in=others) if others else rows
                found[name] = get_object_or_404(same, pk=number)
        return found

    def partnership(self) -> Partnership | None:
        """Return whose action it is: of what it is about, or as chosen."""
        towns = partnerships_of(self.actor)
        subjects = list(self.subjects().values())
        if subjects:
            return towns.filter(pk=subjects[0].partnership_id).first()
        chosen = row_number(self.request.GET.get("partnership"))
        if chosen is not None:
            return get_object_or_404(towns, pk=chosen)
        return towns.first() if towns.count() == 1 else None

    def get_form(self, form_class: Any = None) -> Any:  # noqa: ARG002 - Django's signature
        """Return the form, or first the question for which municipality."""
        town = self.partnership()
        if town is None:
            return TownForm(partnerships=partnerships_of(self.actor))
        today = timezone.localdate()
        people = people_of(town, asker=self.actor, today=today)
        kwargs = self.get_form_kwargs()
        return ActionForm(**kwargs, people=people, today=today)

    def save(self, form: ActionForm) -> HttpResponse:
        """Note it."""
        subjects = self.subjects()
        town = self.partnership()
        assert town is not None  # noqa: S101 - the form was made for one
        decision = subjects.get("decision")
        clause = subjects.get("clause") or (decision.clause if decision else None)
        action = services.note_action(
            partnership=town,
            new=NewAction(
                **form.cleaned_data,
                decision=decision,
                bottleneck=subjects.get("bottleneck"),
                clause=clause,
            ),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"De actie staat bij {action.owner.name}.")
        return redirect("monitoring:action", action.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it is about and the way back."""
        return super().get_context_data(
            subjects=self.subjects(),
            asks_town=self.partnership() is None,
            breadcrumbs=[actions_crumb()],
            **kwargs,
        )


class ActionView(ObjectView[Action]):
    """A page about one action in reach."""

    policy = policies.may_see_action

    def get_queryset(self) -> QuerySet[Action]:
        """Return the actions in reach."""
        return actions_for(self.actor)


class ActionDetail(ActionView, TemplateView):
    """What has to be done, and what came of it."""

    template_name = "monitoring/meetings/action.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what may be done with it."""
        action, actor = self.object, self.actor
        return super().get_context_data(
            action=action,
            lateness=lateness(action, today=timezone.localdate()),
            may_finish=policies.may_finish_action(actor, action),
            may_change=policies.may_change_action(actor, action),
            may_read=policies.may_read_meetings(actor),
            breadcrumbs=[actions_crumb()],
            **kwargs,
        )


class ActionPage(ActionView, SeenForm):
    """A deed with one action."""

    template_name = "monitoring/meetings/action_deed.html"
    label = ""

    def get_initial(self) -> dict[str, Any]:
        """Start from the action as it is shown."""
        return {"seen": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the action."""
        back = reverse("monitoring:action", args=[self.object.pk])
        return {**super().get_form_kwargs(), "cancel_url": back}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the action and the way back."""
        return super().get_context_data(
            action=self.object,
            label=self.label,
            breadcrumbs=[actions_crumb()],
            **kwargs,
        )


class ActionFinish(ActionPage):
    """Say that it is done."""

    policy = policies.may_finish_action
    form_class = FinishForm
    label = "Meld deze actie klaar"

    def save(self, form: FinishForm) -> HttpResponse:
        """Finish it."""
        services.finish_action(
            action=self.object,
            result=form.cleaned_data["result"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De actie is klaar.")
        return redirect("monitoring:actions")


class ActionDrop(ActionPage):
    """Let it lapse."""

    policy = policies.may_change_action
    form_class = DropForm
    label = "Laat deze actie vervallen"

    def save(self, form: DropForm) -> HttpResponse:
        """Drop it."""
        services.drop_action(
            action=self.object,
            reason=form.cleaned_data["reason"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De actie is vervallen.")
        return redirect("monitoring:actions")


class ActionChange(ActionPage):
    """Give it another owner or another day."""

    policy = policies.may_change_action
    form_class = ChangeActionForm
    label = "Geef deze actie een andere eigenaar of dag"

    def get_initial(self) -> dict[str, Any]:
        """Start from the action as it is."""
        action = self.object
        now = {"owner": action.owner_id, "due_on": action.due_on}
        return {**super().get_initial(), **now}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer who can get it."""
        people = people_of(
            self.object.partnership, asker=self.actor, today=timezone.localdate()
        )
        return {**super().get_form_kwargs(), "people": people}

    def save(self, form: ChangeActionForm) -> HttpResponse:
        """Change it."""
        action = services.change_action(
            action=self.object,
            owner=form.cleaned_data["owner"],
            due_on=form.cleaned_data["due_on"],
            seen_version=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"De actie is nu van {action.owner.name}.")
        return redirect("monitoring:action", action.pk)
