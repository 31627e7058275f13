"""Answering to many clauses at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic.base import TemplateResponseMixin

from agreements import policies
from agreements.areas import Chapter
from agreements.forms.selection import SelectionForm
from agreements.models import Agreement, ClauseVersion, Consent
from agreements.queries import load_clauses, version_of
from agreements.services import consent
from agreements.services.versions import Stale
from agreements.views import outline
from agreements.views.base import AgreementView
from agreements.views.form_pages import tab_context
from vve_portal.accounts.models import User


class Waiting(TemplateResponseMixin, AgreementView):
    """All clauses that the reader's party has not answered, with their texts."""

    policy = policies.may_consent
    template_name = "agreements/waiting.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show them per chapter."""
        return self.show(ticked=())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Agree to what was chosen, all or nothing."""
        versions = ClauseVersion.objects.filter(clause__agreement=self.object)
        form = SelectionForm(request.POST, versions=versions)
        try:
            count = self.agree_to(form.chosen if form.is_valid() else ())
        except (ValidationError, Stale) as refusal:
            messages.error(request, sentence_of(refusal))
            return self.show(ticked=form.cleaned_data.get("version", ()))
        messages.success(request, done(count))
        return redirect("agreements:waiting", pk)

    def show(self, ticked: Iterable[ClauseVersion]) -> HttpResponse:
        """Render the page; what was ticked and did not change stays ticked."""
        return self.render_to_response(
            {
                "parts": parts_of(self.object, self.actor),
                "ticked": {version.pk for version in ticked},
                "party": self.actor.organisation,
                **tab_context(self.object, "detail"),
            }
        )

    def agree_to(self, versions: Sequence[ClauseVersion]) -> int:
        """Agree on behalf of the reader's party; return how many were new."""
        return consent.answer_selection(
            agreement=self.object,
            versions=versions,
            decision=Consent.Decision.AGREED,
            reason="",
            actor=self.actor,
            now=timezone.now(),
        )


def done(count: int) -> str:
    """Say to how many clauses the party agreed."""
    noun = "afspraak" if count == 1 else "afspraken"
    return f"Akkoord vastgelegd bij {count} {noun}."


def sentence_of(refusal: ValidationError | Stale) -> str:
    """Return what a refusal says, as one sentence."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal)


def parts_of(
    agreement: Agreement, actor: User
) -> list[tuple[Chapter, str, list[dict[str, Any]]]]:
    """Return the waiting clauses per chapter, each with its row and version."""
    waiting = [
        clause
        for clause in load_clauses(agreement)
        if outline.waits_for(clause, agreement, actor)
    ]
    parts = []
    for chapter in outline.ORDER:
        rows = [
            {
                "row": outline.row_of(clause, agreement, actor),
                "version": version_of(clause),
            }
            for clause in waiting
            if clause.chapter == chapter
        ]
        if rows:
            parts.append((chapter, outline.number_of(chapter), rows))
    return parts
