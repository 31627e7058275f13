"""What one takes along: the newest PDF, and the evidence of its signatures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements import policies
from agreements.models import Agreement, SigningRound
from agreements.queries import evidence, frozen
from agreements.queries import signing as round_queries
from agreements.queries.judged import judged_file
from agreements.services.exporting import record_export
from agreements.views.base import AgreementView
from agreements.views.files import as_download
from agreements.views.form_pages import tab_context
from agreements.views.signature_facts import about_signature
from vve_portal.audit.queries import log_of

Status = Agreement.Status
BEING_MADE = "Het document wordt nog gemaakt. Probeer het over een minuut opnieuw."


class Download(AgreementView):
    """The newest PDF, signed or on its way to that; a draft is on the page of files."""

    policy = policies.may_view

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file under a name that says what it is; each export is on record."""
        reference = self.object.reference
        if self.object.status not in {Status.SIGNING, Status.SIGNED}:
            return redirect("agreements:files", pk)
        kept = round_queries.find_kept_file(self.object)
        if kept is None:
            messages.warning(request, BEING_MADE)
            return redirect("agreements:signing", pk)
        is_signed = self.object.status == Status.SIGNED
        name = kept.name if is_signed else f"{reference}-ter-ondertekening.pdf"
        return self.give(name, bytes(kept.content))

    def give(self, name: str, content: bytes) -> HttpResponse:
        """Give a PDF to keep."""
        record_export(
            agreement=self.object, name=name, actor=self.actor, now=timezone.now()
        )
        return as_download(content, name=name, content_type="application/pdf")


class Evidence(AgreementView, TemplateView):
    """Who signed what, when and on what ground."""

    policy = policies.may_view
    template_name = "agreements/evidence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest round with its signatures and the record."""
        newest = round_queries.find_round(self.object)
        return super().get_context_data(
            signing_round=newest,
            **tab_context(self.object, "signing"),
            **(self.about(newest) if newest else {}),
            **kwargs,
        )

    def about(self, signing_round: SigningRound) -> dict[str, Any]:
        """Return what the page shows of a round."""
        content = frozen.content_of_round(signing_round)
        rows = round_queries.signature_rows(signing_round, self.actor)
        return {
            "round_state": round_queries.state_of_round(
                signing_round, now=timezone.now()
            ),
            "facts": [
                *frozen.facts_of_content(content, urls={}),
                *_code(signing_round),
            ],
            "signatures": [about_signature(row, content, self.actor) for row in rows],
            "judged": judged_file(signing_round),
            "log": log_of(reversed(evidence.entries_of(self.object))),
        }


def _code(signing_round: SigningRound) -> list[frozen.Fact]:
    """The code on the document, with what anybody is told who looks it up."""
    code = signing_round.check_code
    if not code:
        return []
    return [frozen.Fact("Controlecode", code, reverse("checking:code", args=[code]))]


class EvidenceFile(AgreementView):
    """The evidence as a file that a machine can read."""

    policy = policies.may_view

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file; each export is on record."""
        newest = round_queries.find_round(self.object)
        if newest is None:
            messages.warning(
                request, "Er is nog geen bewijs: er is nog niets getekend."
            )
            return redirect("agreements:signing", pk)
        now = timezone.now()
        name = f"{self.object.reference}-bewijs.json"
        text = evidence.as_text(evidence.evidence_of(newest, now=now))
        record_export(agreement=self.object, name=name, actor=self.actor, now=now)
        return as_download(text.encode(), name=name, content_type="application/json")
