"""Setting how clauses stood: one of them, or all of an area in one go."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from agreements.areas import AREAS, Chapter
from agreements.models import Clause
from monitoring import policies_words as policies
from monitoring.content.lines import ClauseLine
from monitoring.forms.words import ClauseStatusForm, StatusRowForm, StatusRows
from monitoring.queries.proposals import MARGIN_IN_WORDS
from monitoring.services.stale import Stale
from monitoring.services.statuses import StatusAnswer, set_status, set_statuses
from monitoring.views.areas import show_newer
from monitoring.views.quarter_page import QuarterPage, crumbs_to
from vve_portal.ui.service_forms import ServiceForm

TAKE_OVER: Final = "voorstel"
NOTHING_CHANGED: Final = "U hebt niets gewijzigd: dit stond er al zo."


class StatusPage(QuarterPage, ServiceForm):
    """A page on which the status of clauses is set."""

    policy = policies.may_write_words

    def lead_to(self, area: int) -> HttpResponse:
        """Go back to the area."""
        return redirect("monitoring:quarter-area", self.object.pk, area)


class QuarterClause(StatusPage):
    """How one clause stood in a quarter."""

    form_class = ClauseStatusForm
    template_name = "monitoring/quarters/clause.html"

    @property
    def line(self) -> ClauseLine:
        """The clause with its figure; 404 when it was not in force."""
        in_force = [one.pk for one in self.screen.clauses]
        rows = Clause.objects.filter(pk__in=in_force)
        clause = get_object_or_404(rows, pk=self.kwargs["clause"])
        return next(one for one in self.screen.lines if one.clause == clause)

    def get_initial(self) -> dict[str, Any]:
        """Start from what was said last, or from what the figure suggests."""
        line = self.line
        if line.status is None:
            return {"status": line.proposed, "version": 0}
        names = ("status", "sentence", "version")
        return {name: getattr(line.status, name) for name in names}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        cancel_url = self.object.get_absolute_url()
        return {**super().get_form_kwargs(), "cancel_url": cancel_url}

    def save(self, form: ClauseStatusForm) -> HttpResponse:
        """Set it, or show what somebody else said meanwhile."""
        line, typed = self.line, form.cleaned_data
        answer = StatusAnswer(
            line.clause, typed["status"], typed["sentence"], typed["version"]
        )
        try:
            row = set_status(
                quarter=self.object,
                answer=answer,
                actor=self.actor,
                now=timezone.now(),
            )
        except Stale as stale:
            show_newer(form, stale)
            return self.render_to_response(self.get_context_data(form=form))
        words = f"Afspraak {line.clause.code}: {row.get_status_display()}."
        messages.success(self.request, words)
        return self.lead_to(line.clause.chapter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the clause with its figure."""
        return super().get_context_data(
            quarter=self.object,
            line=self.line,
            margin=MARGIN_IN_WORDS,
            breadcrumbs=crumbs_to(self.object),
            **kwargs,
        )


class QuarterStatuses(StatusPage):
    """How all clauses of an area stood, in one form."""

    form_class = StatusRows
    template_name = "monitoring/quarters/statuses.html"

    @property
    def area(self) -> Chapter:
        """Which of the seven."""
        found: Chapter = self.kwargs["area"]
        return found

    @property
    def takes_over(self) -> bool:
        """Whether the proposals were asked to be filled in."""
        return TAKE_OVER in self.request.GET

    def get_initial(self) -> Any:
        """Start each row from what was said last; on request from the proposal."""
        return [self._initial(line) for line in self.screen.lines_in(self.area)]

    def _initial(self, line: ClauseLine) -> dict[str, Any]:
        row, clause = line.status, line.clause.pk
        if row is not None:
            names = ("status", "sentence", "version")
            return {"clause": clause, **{name: getattr(row, name) for name in names}}
        status = line.proposed if self.takes_over else ""
        return {"clause": clause, "status": status, "version": 0}

    def save(self, form: Any) -> HttpResponse:
        """Set what was answered, all or nothing."""
        try:
            changed = set_statuses(
                quarter=self.object,
                answers=self._answers(form),
                actor=self.actor,
                now=timezone.now(),
            )
        except ValidationError as error:
            _spread(form, error)
            return self.form_invalid(form)
        except Stale as stale:
            messages.warning(self.request, str(stale))
            return redirect(self.request.path)
        messages.success(self.request, _said(changed))
        return self.lead_to(self.area)

    def _answers(self, form: Any) -> list[StatusAnswer]:
        by_pk = {one.clause.pk: one.clause for one in self.screen.lines_in(self.area)}
        return [
            StatusAnswer(
                by_pk[row.cleaned_data["clause"]],
                row.cleaned_data["status"],
                row.cleaned_data["sentence"],
                row.cleaned_data["version"],
            )
            for row in form.forms
            if row.is_answered and row.cleaned_data["clause"] in by_pk
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the area, and each clause beside its row."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        lines = {one.clause.pk: one for one in self.screen.lines_in(self.area)}
        return {
            **context,
            "quarter": self.object,
            "area": AREAS[self.area - 1],
            "formset": context["form"],
            "rows": [(lines.get(pk_of(row)), row) for row in context["form"].forms],
            "has_proposals": any(
                one.proposed and not one.status for one in lines.values()
            ),
            "takes_over": self.takes_over,
            "margin": MARGIN_IN_WORDS,
            "breadcrumbs": crumbs_to(self.object),
        }


def pk_of(row: StatusRowForm) -> int:
    """Return the clause a row is about; 0 when somebody tampered with it."""
    value = str(row["clause"].value() or "")
    return int(value) if value.isdecimal() else 0


def _spread(rows: Any, error: ValidationError) -> None:
    """Put each fault at the row of its clause."""
    by_pk = {str(row.cleaned_data["clause"]): row for row in rows.forms}
    for name, sentences in error.message_dict.items():
        pk, _, field = name.partition("-")
        for sentence in sentences:
            by_pk[pk].add_error(field, sentence)


def _said(changed: int) -> str:
    if not changed:
        return NOTHING_CHANGED
    return (
        "1 status is bewaard." if changed == 1 else f"{changed} statussen zijn bewaard."
    )
