"""The agreement itself: a chapter with its clauses, and one clause that lies open."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import TemplateResponseMixin

from agreements import policies
from agreements.areas import Chapter
from agreements.figures import ClauseFigure, figure_for
from agreements.forms.answering import AnswerForm
from agreements.models import Agreement, Clause, ClauseVersion
from agreements.queries import (
    budget_totals,
    consents_of,
    load_clauses,
    version_of,
    wpo_coverage,
)
from agreements.services import consent
from agreements.services.versions import Stale
from agreements.views import outline
from agreements.views.base import AgreementView, ClauseView
from agreements.views.facts import facts_of_version
from agreements.views.form_pages import tab_context
from vve_portal.accounts.models import User


def chapter_context(
    agreement: Agreement, chapter: Chapter, actor: User, *, only_changed: bool = False
) -> dict[str, Any]:
    """Return what a page of one chapter shows: menu, rows, summary."""
    clauses = load_clauses(agreement)
    rows = [
        outline.row_of(clause, agreement, actor)
        for clause in clauses
        if clause.chapter == chapter
    ]
    return {
        **tab_context(agreement, "detail"),
        "chapters": outline.chapters_of(agreement, clauses, chapter),
        "chapter": chapter,
        "number": outline.number_of(chapter),
        "area": outline.find_area(chapter),
        "rows": [row for row in rows if row.is_changed or not only_changed],
        "filters": filters_of(agreement, chapter, rows, only_changed=only_changed),
        "summary": outline.summary_of(agreement, clauses, actor),
        "coverage": wpo_coverage(agreement, clauses),
        "money": budget_totals(agreement, clauses),
        "may_propose": policies.may_propose(actor, agreement),
        "may_consent": policies.may_consent(actor, agreement),
    }


def filters_of(
    agreement: Agreement,
    chapter: Chapter,
    rows: list[outline.ClauseRow],
    *,
    only_changed: bool,
) -> list[tuple[str, str, bool]]:
    """Return the lists to choose from: all, waiting for me, changed."""
    here = reverse("agreements:chapter", args=[agreement.pk, chapter])
    waiting = reverse("agreements:waiting", args=[agreement.pk])
    mine = sum(row.waits_for_me for row in rows)
    changed = sum(row.is_changed for row in rows)
    found = [(f"Alle {len(rows)}", here, not only_changed)]
    if mine:
        found.append((f"Wacht op mij {mine}", f"{waiting}#deel-{chapter}", False))
    if changed:
        found.append((f"Gewijzigd {changed}", f"{here}?toon=gewijzigd", only_changed))
    return found


class AgreementDetail(AgreementView):
    """Goes to the chapter where something waits for the reader, or to area 1."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Redirect to the chapter."""
        waiting = [
            clause.chapter
            for clause in load_clauses(self.object)
            if outline.waits_for(clause, self.object, self.actor)
        ]
        chapter = Chapter(min(waiting, default=Chapter.ROLES))
        return redirect("agreements:chapter", pk, chapter)


class ChapterDetail(TemplateResponseMixin, AgreementView):
    """A chapter with its clauses."""

    template_name = "agreements/chapter.html"

    def get(self, request: HttpRequest, pk: int, chapter: Chapter) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show the clauses, all or those that were changed."""
        only_changed = request.GET.get("toon") == "gewijzigd"
        return self.render_to_response(
            chapter_context(self.object, chapter, self.actor, only_changed=only_changed)
        )


class ClauseDetail(TemplateResponseMixin, ClauseView):
    """A clause that lies open between the others, and the answer to it."""

    template_name = "agreements/chapter.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show it."""
        version = version_of(self.object)
        return self.show(self.answer_form(initial={"version": version.pk}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record what the reader's party answers."""
        form = self.answer_form(request.POST)
        if not form.is_valid():
            return self.show(form)
        versions = ClauseVersion.objects.filter(clause=self.object)
        version = get_object_or_404(versions, pk=form.cleaned_data["version"])
        try:
            self.answer(version, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.show(form)
        except Stale as stale:
            return self.meet(form, stale)
        return redirect("agreements:clause", pk)

    def answer(self, version: ClauseVersion, form: AnswerForm) -> None:
        """Give the answer and say what it was."""
        given = consent.answer(
            version=version,
            decision=form.decision,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            now=timezone.now(),
        )
        words = given.get_decision_display().lower()
        messages.success(
            self.request,
            f"{self.actor.organisation.name} is {words} met {self.object.code}.",
        )

    def meet(self, form: AnswerForm, stale: Stale) -> HttpResponse:
        """Show the newer version, with the reaction that was typed to the older one."""
        messages.warning(self.request, str(stale))
        typed = {"version": stale.current.pk, "reason": form.cleaned_data["reason"]}
        return self.show(self.answer_form(initial=typed))

    def answer_form(self, *args: Any, **kwargs: Any) -> AnswerForm:
        """Return the form to answer with."""
        return AnswerForm(*args, party=self.actor.organisation.name, **kwargs)

    def show(self, form: AnswerForm) -> HttpResponse:
        """Show the clause between the others."""
        clause, agreement = self.object, self.object.agreement
        context = chapter_context(agreement, Chapter(clause.chapter), self.actor)
        opened = next(row for row in context["rows"] if row.clause == clause)
        version = version_of(opened.clause)
        return self.render_to_response(
            {
                **context,
                "opened": opened,
                "version": version,
                "facts": facts_of_version(version, source=clause.source),
                "answers": answers_of(opened.clause, agreement),
                "figure": figure_beside(clause, agreement, self.actor),
                "form": form,
                "may_edit_money": policies.may_edit_money(self.actor, agreement),
                "may_set_progress": policies.may_set_progress(self.actor, agreement),
                "may_keep": policies.may_keep_in_library(self.actor, agreement),
            }
        )


def figure_beside(
    clause: Clause, agreement: Agreement, actor: User
) -> ClauseFigure | None:
    """Return what the last quarter says of a clause; only what is signed has one."""
    if agreement.status != Agreement.Status.SIGNED:
        return None
    return figure_for(clause, actor)


def answers_of(clause: Clause, agreement: Agreement) -> list[dict[str, Any]]:
    """Return what each party answered to the current version."""
    given = consents_of(clause)
    return [
        {
            "party": party,
            "mark": "gemeente"
            if party == agreement.partnership.municipality
            else "jgz",
            "consent": given.get(party.pk),
            "agreed": outline.has_agreed(clause, party),
        }
        for party in agreement.partnership.parties
    ]
