"""Saying how a signed clause is coming along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agreements import policies
from agreements.areas import Chapter
from agreements.forms.progress import ProgressForm
from agreements.queries import version_of
from agreements.services.progress import set_progress
from agreements.views.base import ClauseView
from agreements.views.form_pages import crumbs_to
from vve_portal.ui.service_forms import ServiceForm


class ProgressEdit(ClauseView, ServiceForm):
    """Set the progress of a clause, with a sentence."""

    policy = policies.may_set_progress
    form_class = ProgressForm
    template_name = "agreements/progress.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what was said last."""
        return {"progress": self.object.progress, "note": self.object.progress_note}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        cancel_url = self.object.get_absolute_url()
        return {**super().get_form_kwargs(), "cancel_url": cancel_url}

    def save(self, form: ProgressForm) -> HttpResponse:
        """Set it."""
        clause = set_progress(
            clause=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        words = clause.get_progress_display()
        messages.success(self.request, f"Stand van afspraak {clause.code}: {words}.")
        return redirect(clause)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the clause and the way back."""
        clause = self.object
        return super().get_context_data(
            clause=clause,
            version=version_of(clause),
            breadcrumbs=crumbs_to(clause.agreement, Chapter(clause.chapter)),
            **kwargs,
        )
