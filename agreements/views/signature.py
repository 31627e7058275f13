"""The page of one signer: check, sign or refuse. Nobody else opens it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from agreements import policies_signing
from agreements.forms.reason import ReasonForm
from agreements.forms.signing import SignForm
from agreements.models import Signature, SignatureQuerySet, SigningRound
from agreements.queries import frozen
from agreements.queries import routes as route_queries
from agreements.queries import signing as round_queries
from agreements.services import signing
from agreements.views.signing import crumbs_to_signing, order_of, steps_of
from vve_portal.access.views import ObjectView
from vve_portal.accounts.services.demo import find_demo_code
from vve_portal.accounts.services.second_factor import WrongCode, confirm_second_factor


class SignatureView(ObjectView[Signature]):
    """A page about one's own signature: 404 outside the scope, 403 for anybody else."""

    policy = policies_signing.may_open_signature

    def get_queryset(self) -> SignatureQuerySet:
        """Return the places in reach, with all that is judged."""
        return Signature.objects.visible_to(self.actor).with_round()


class Sign(SignatureView, FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """Check and sign."""

    policy = policies_signing.may_open_signature
    form_class = SignForm
    template_name = "agreements/sign.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the party, and the way to refuse."""
        return {
            **super().get_form_kwargs(),
            "party": self.object.organisation,
            "cancel_url": reverse("agreements:refuse", args=[self.object.pk]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse at once when it can't be; a second click changes nothing."""
        if self.object.signed_at is not None:
            return self.show()
        today = timezone.localdate()
        policies_signing.may_sign(self.actor, self.object, today).enforce()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignForm) -> HttpResponse:
        """Check the code, then sign."""
        now = timezone.now()
        try:
            second_factor = confirm_second_factor(
                user=self.actor, code=form.cleaned_data["code"], now=now
            )
        except WrongCode as wrong:
            if self.has_signed_meanwhile():
                return self.show()
            form.add_error("code", str(wrong))
            return self.form_invalid(form)
        signing.sign(
            signature=self.object,
            second_factor=second_factor,
            actor=self.actor,
            now=now,
        )
        messages.success(
            self.request,
            "U hebt getekend. Uw handtekening wordt nu in het document gezet.",
        )
        return self.show()

    def has_signed_meanwhile(self) -> bool:
        """Return whether the other of two clicks was first; it used up the code."""
        rows = Signature.objects.visible_to(self.actor).filter(pk=self.object.pk)
        return rows.filter(signed_at__isnull=False).exists()

    def show(self) -> HttpResponse:
        """Show the page as it is now."""
        return redirect("agreements:sign", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is signed, the order, and whether it can be signed now."""
        signature, now = self.object, timezone.now()
        signing_round: SigningRound = signature.round
        agreement = signing_round.agreement
        content = frozen.content_of_round(signing_round)
        role = frozen.role_of(signature.organisation, agreement)
        return super().get_context_data(
            signature=signature,
            signing_round=signing_round,
            agreement=agreement,
            breadcrumbs=crumbs_to_signing(agreement),
            verdict=policies_signing.may_sign(
                self.actor, signature, timezone.localdate(now)
            ),
            may_refuse=policies_signing.may_refuse(self.actor, signature),
            round_state=round_queries.state_of_round(signing_round, now=now),
            facts=frozen.facts_of_content(content, urls=self.pages()),
            ground=frozen.ground_of(content, role),
            steps=steps_of(signing_round),
            order=order_of(signing_round, self.actor),
            rows=round_queries.signature_rows(signing_round, self.actor),
            **self.about_ways(),
            demo_code=find_demo_code(user=self.actor, now=now),
            **kwargs,
        )

    def about_ways(self) -> dict[str, Any]:
        """Return the other ways that are open, or which one was taken."""
        signature, today = self.object, timezone.localdate()
        signatures = signature.round.signatures.all()
        return {
            "ways": route_queries.ways_for(self.actor, signature, today=today),
            "signed_how": round_queries.WRITTEN[signature.route],
            "signed_when": route_queries.signed_when(signature),
            "has_ink": any(one.is_ink for one in signatures),
        }

    def pages(self) -> dict[str, str]:
        """Return where the signer can look up what he signs."""
        pk = self.object.round.agreement_id
        pages = {
            "Afspraken": reverse("agreements:detail", args=[pk]),
            "Plus-inzet": reverse("agreements:money", args=[pk]),
        }
        if self.object.round.document_id and self.object.round.voided_at is None:
            pages["Document"] = reverse("agreements:download", args=[pk])
        return pages


class Refuse(SignatureView, FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """Refuse to sign, with a reason that both parties get."""

    policy = policies_signing.may_refuse
    form_class = ReasonForm
    template_name = "agreements/refuse.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the deed on the button."""
        return {
            **super().get_form_kwargs(),
            "submit_label": "Teken niet en stop de ondertekening",
            "missing": signing.WHY_REFUSE,
            "cancel_url": reverse("agreements:sign", args=[self.object.pk]),
        }

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Stop the round."""
        try:
            signing.refuse_to_sign(
                signature=self.object,
                reason=form.cleaned_data["reason"],
                actor=self.actor,
                now=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request,
            "U hebt niet getekend. Beide partijen krijgen een mail met uw reden.",
        )
        return redirect("agreements:signing", self.object.round.agreement_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the agreement, and for whom one would sign."""
        agreement = self.object.round.agreement
        return super().get_context_data(
            signature=self.object,
            agreement=agreement,
            breadcrumbs=crumbs_to_signing(agreement),
            **kwargs,
        )
