"""Dialogue tables: what was learned at them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_telling as policies
from monitoring.forms.telling import DialogueChangeForm, DialogueForm
from monitoring.models import Dialogue
from monitoring.queries import telling as queries
from monitoring.services.dialogues import change_dialogue, note_dialogue
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm


class Dialogues(PortalView, TemplateView):
    """The dialogue tables, the latest first."""

    policy = policies.may_see_dialogues
    template_name = "monitoring/telling/dialogues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add them, each with whether it may still be changed."""
        rows = [
            (one, policies.may_change_dialogue(self.actor, one))
            for one in queries.dialogues_of(self.actor)
        ]
        may_note = policies.may_note_dialogues(self.actor)
        return super().get_context_data(rows=rows, may_note=may_note, **kwargs)


class DialogueCreate(PortalView, ServiceForm):
    """Note a dialogue table."""

    policy = policies.may_note_dialogues
    form_class = DialogueForm
    template_name = "monitoring/telling/dialogue_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the quarters that are open."""
        return {
            **super().get_form_kwargs(),
            "quarters": list(queries.open_quarters(self.actor)),
            "cancel_url": reverse("monitoring:dialogues"),
        }

    def save(self, form: DialogueForm) -> HttpResponse:
        """Keep it."""
        note_dialogue(
            quarter=form.chosen_quarter,
            text=form.text,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De dialoogtafel is vastgelegd.")
        return redirect("monitoring:dialogues")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = [("Dialoogtafels", reverse("monitoring:dialogues"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)


class DialogueEdit(ObjectView[Dialogue], ServiceForm):
    """Change what was noted."""

    policy = policies.may_change_dialogue
    form_class = DialogueChangeForm
    template_name = "monitoring/telling/dialogue_form.html"

    def get_queryset(self) -> QuerySet[Dialogue]:
        """Return the dialogue tables in reach."""
        rows: QuerySet[Dialogue] = Dialogue.objects.visible_to(self.actor)
        return rows.select_related("quarter__partnership__municipality")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        names = ("held_on", "organisations", "theme", "outcome", "agreed")
        there = {name: getattr(self.object, name) for name in names}
        return {**there, "seen": self.object.noted_at.isoformat()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the way back."""
        cancel_url = reverse("monitoring:dialogues")
        return {**super().get_form_kwargs(), "cancel_url": cancel_url}

    def save(self, form: DialogueChangeForm) -> HttpResponse:
        """Keep it."""
        change_dialogue(
            dialogue=self.object,
            text=form.text,
            seen_at=form.cleaned_data["seen"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De dialoogtafel is gewijzigd.")
        return redirect("monitoring:dialogues")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = [("Dialoogtafels", reverse("monitoring:dialogues"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)
