"""An area of a quarter: its clauses with their figures, and the words beside them."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agreements.areas import AREAS, Chapter
from monitoring import policies_words as policies
from monitoring.content.area import (
    breakdown_in,
    reasons_in,
    signals_of,
    stories_of,
    work_of,
)
from monitoring.forms.words import SummaryForm, WordsForm
from monitoring.models import AreaWords
from monitoring.services.stale import Stale
from monitoring.services.words import write_summary, write_words
from monitoring.views.quarter_page import QuarterPage, crumbs_to
from vve_portal.ui.service_forms import ServiceForm

LAST_AREA: Final = AREAS[-1].number


class QuarterArea(QuarterPage, ServiceForm):
    """One area: figures to look at together, words to write."""

    form_class = WordsForm
    template_name = "monitoring/quarters/area.html"

    @property
    def area(self) -> Chapter:
        """Which of the seven."""
        found: Chapter = self.kwargs["area"]
        return found

    @property
    def words(self) -> AreaWords | None:
        """What is written about the area now."""
        return self.screen.words.get(self.area)

    def get_initial(self) -> dict[str, Any]:
        """Start from what was written last."""
        if self.words is None:
            return {"version": 0}
        names = ("seen", "done", "asked", "status", "sentence", "version")
        return {name: getattr(self.words, name) for name in names}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say what the figures suggest, and where the button leads."""
        goes_to = (
            "Bewaar"
            if self.area == LAST_AREA
            else f"Bewaar en ga naar gebied {self.area + 1}"
        )
        proposal = self.screen.proposal_in(self.area)
        return {**super().get_form_kwargs(), "proposal": proposal, "goes_to": goes_to}

    def save(self, form: WordsForm) -> HttpResponse:
        """Keep the words, or show them beside what somebody else wrote meanwhile."""
        try:
            write_words(
                quarter=self.object,
                area=self.area,
                words=form.words,
                seen_version=form.cleaned_data["version"],
                actor=self.actor,
                now=timezone.now(),
            )
        except Stale as stale:
            return self.meet(form, stale)
        messages.success(self.request, f"Gebied {self.area.value} is bewaard.")
        onward = min(self.area + 1, LAST_AREA)
        return redirect("monitoring:quarter-area", self.object.pk, onward)

    def meet(self, form: WordsForm, stale: Stale) -> HttpResponse:
        """Show the form as it was typed, to be saved over the newer version."""
        show_newer(form, stale)
        return self.render_to_response(
            self.get_context_data(form=form, newer=self.words)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the clauses, pictures, actions, stories and signals of the area."""
        screen, actor, area = self.screen, self.actor, self.area
        lines = screen.lines_in(area)
        work = work_of(self.object, area, actor)
        return super().get_context_data(
            **self.frame(area),
            area=AREAS[area - 1],
            measured=[line for line in lines if line.figure],
            unmeasured=[line for line in lines if not line.figure],
            words=self.words,
            breakdown=breakdown_in(screen, area),
            reasons=reasons_in(screen, area, work),
            actions=work,
            stories=stories_of(screen, area),
            signals=signals_of(screen, area),
            today=timezone.localdate(),
            next_area=AREAS[area] if area < LAST_AREA else None,
            **kwargs,
        )


class QuarterSummary(QuarterPage, ServiceForm):
    """The five sentences on top of the report."""

    policy = policies.may_write_words
    form_class = SummaryForm
    template_name = "monitoring/quarters/summary.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from what was written last."""
        return {"summary": self.object.summary, "version": self.object.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        return {
            **super().get_form_kwargs(),
            "cancel_url": self.object.get_absolute_url(),
        }

    def save(self, form: SummaryForm) -> HttpResponse:
        """Keep it, or show what somebody else wrote meanwhile."""
        try:
            write_summary(
                quarter=self.object,
                summary=form.cleaned_data["summary"],
                seen_version=form.cleaned_data["version"],
                actor=self.actor,
                now=timezone.now(),
            )
        except Stale as stale:
            show_newer(form, stale)
            newer = self.object.summary
            return self.render_to_response(
                self.get_context_data(form=form, newer=newer)
            )
        messages.success(self.request, "De samenvatting is bewaard.")
        return redirect(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is written per area, to make it of."""
        return super().get_context_data(
            quarter=self.object,
            written=[(area, words) for area, words in self.screen.areas if words],
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


def show_newer(form: Any, stale: Stale) -> None:
    """Let the form be saved over the newer version, once that was read."""
    form.data = form.data.copy()
    form.data["version"] = str(stale.version)
    form.add_error(None, str(stale))
