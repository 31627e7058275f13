"""Signing as everybody of both parties sees it: prepare, follow, stop, ask again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from agreements import policies, policies_signing, queries
from agreements.forms.reason import ReasonForm
from agreements.forms.signing import PrepareSigningForm
from agreements.models import Agreement, SigningRound
from agreements.queries import frozen
from agreements.queries import routes as route_queries
from agreements.queries import signing as round_queries
from agreements.services import signing
from agreements.views.base import AgreementView
from agreements.views.form_pages import Crumbs, crumbs_to, tab_context
from vve_portal.accounts.models import User
from vve_portal.ui.dates import long_date


def crumbs_to_signing(agreement: Agreement) -> Crumbs:
    """Return the way back from a page below the signing of an agreement."""
    url = reverse("agreements:signing", args=[agreement.pk])
    return [*crumbs_to(agreement), ("Ondertekenen", url)]


def steps_of(signing_round: SigningRound) -> list[dict[str, str]]:
    """Return the steps from an agreed text to an agreement in force."""
    agreement = signing_round.agreement
    content = frozen.content_of_round(signing_round)
    approvals = frozen.approvals_in_words(content)
    signed = round_queries.count_signed(signing_round)
    total = len(signing_round.signatures.all())
    is_signed = agreement.status == Agreement.Status.SIGNED
    return [
        _step("Getoetst en besloten", approvals[-1][1] if approvals else "", "done"),
        _step("Tekst vastgelegd", long_date(signing_round.frozen_at), "done"),
        _step(
            "Ondertekenen",
            f"{signed} van {total} getekend",
            "done" if is_signed else "current",
        ),
        _step(
            "Van kracht",
            f"vanaf {long_date(agreement.starts_on)}",
            "current" if is_signed else "",
        ),
    ]


def _step(name: str, note: str, state: str) -> dict[str, str]:
    return {"name": name, "note": note, "state": state}


def order_of(signing_round: SigningRound, reader: User) -> list[dict[str, str]]:
    """Return who signs after whom, as steps."""
    rows = round_queries.signature_rows(signing_round, reader)
    return [
        _step(row.signature.signer.name, round_queries.turn_note(row, reader), row.step)
        for row in rows
    ]


class Signing(AgreementView, FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """Where the signing of an agreement stands; when it is ready: who signs."""

    policy = policies.may_view
    form_class = PrepareSigningForm
    template_name = "agreements/signing.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the mandates that hold today."""
        today = timezone.localdate()
        mandates = round_queries.mandates_to_choose(self.object, today=today)
        return {
            **super().get_form_kwargs(),
            "agreement": self.object,
            "mandates": mandates,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse at once whoever may not prepare, before anything is judged."""
        policies.may_prepare_signing(self.actor, self.object).enforce()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: PrepareSigningForm) -> HttpResponse:
        """Freeze the text and ask the first signer."""
        try:
            signing.prepare_signing(
                agreement=self.object,
                mandates=form.chosen(),
                actor=self.actor,
                now=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request,
            "De tekst ligt vast. Het document wordt gemaakt; daarna krijgt de eerste "
            "ondertekenaar een mail met de link.",
        )
        return redirect("agreements:signing", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest round, earlier ones, and what the reader may do."""
        agreement, now = self.object, timezone.now()
        may_prepare = policies.may_prepare_signing(self.actor, agreement)
        return super().get_context_data(
            may_prepare=may_prepare,
            obstacles=self.find_obstacles(),
            stopped=round_queries.stopped_rounds(agreement),
            **tab_context(agreement, "signing"),
            **self.about_round(round_queries.find_round(agreement), now),
            **kwargs,
        )

    def find_obstacles(self) -> list[queries.Obstacle]:
        """Return what stands in the way, while that is still the question."""
        if self.object.status != Agreement.Status.READY:
            return []
        return queries.find_obstacles(self.object, today=timezone.localdate())

    def about_round(self, newest: SigningRound | None, now: Any) -> dict[str, Any]:
        """Return what the page shows of the round that counts."""
        if newest is None or newest.voided_at is not None:
            return {"signing_round": None}
        actor = self.actor
        rows = round_queries.signature_rows(newest, actor)
        return {
            "signing_round": newest,
            "round_state": round_queries.state_of_round(newest, now=now),
            "steps": steps_of(newest),
            "order": order_of(newest, actor),
            "rows": rows,
            "mine": next(
                (row for row in rows if row.signature.signer_id == actor.pk), None
            ),
            "has_ink": any(row.signature.is_ink for row in rows),
            **self.about_ways(newest),
            "may_stop": policies_signing.may_stop(actor, newest),
            "may_retry": policies_signing.may_retry(actor, newest),
        }

    def about_ways(self, newest: SigningRound) -> dict[str, Any]:
        """Return how the reader may hand in the signature that is waited for."""
        following = round_queries.next_signature(newest)
        if following is None:
            return {"ways": []}
        today = timezone.localdate()
        return {
            "ways": route_queries.ways_for(self.actor, following, today=today),
            "ways_heading": f"Tekent {following.signer.name} op een andere manier?",
        }


class RoundPage(AgreementView):
    """A page about the round of an agreement that counts; 404 when there is none."""

    signing_round: SigningRound

    def judge(self) -> None:
        """Load the agreement and its round."""
        super().judge()
        found = round_queries.find_round(self.object)
        if found is None or found.voided_at is not None:
            message = "There is no round of signing."
            raise Http404(message)
        self.signing_round = found


class Recall(RoundPage, FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """Stop the signing, with a reason."""

    policy = policies.may_view
    form_class = ReasonForm
    template_name = "agreements/signing_stop.html"

    def judge(self) -> None:
        """Refuse whoever may not stop this round."""
        super().judge()
        policies_signing.may_stop(self.actor, self.signing_round).enforce()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the deed on the button."""
        return {
            **super().get_form_kwargs(),
            "submit_label": "Stop de ondertekening",
            "missing": signing.WHY_STOP,
            "cancel_url": reverse("agreements:signing", args=[self.object.pk]),
        }

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Void the round."""
        signing.recall(
            signing_round=self.signing_round,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(
            self.request,
            "De ondertekening is gestopt. De overeenkomst is weer open voor overleg.",
        )
        return redirect("agreements:signing", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how many signatures become void."""
        return super().get_context_data(
            agreement=self.object,
            breadcrumbs=crumbs_to_signing(self.object),
            signed=round_queries.count_signed(self.signing_round),
            **kwargs,
        )


class Retry(RoundPage):
    """Ask the worker once more for what is missing."""

    policy = policies.may_view
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by judge
        """Ask, and show where it stands."""
        signing.retry(
            signing_round=self.signing_round, actor=self.actor, now=timezone.now()
        )
        messages.success(request, "Het is opnieuw gevraagd. Kijk over een minuut weer.")
        return redirect("agreements:signing", self.object.pk)
