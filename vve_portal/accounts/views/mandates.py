"""Who may sign for whom, on what ground."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts import policies
from vve_portal.accounts.forms import MandateForm
from vve_portal.accounts.models import Mandate, MandateQuerySet, Partnership
from vve_portal.accounts.queries import history_of, possible_signers, signing_grants
from vve_portal.accounts.services import mandates
from vve_portal.accounts.services.mandates import MandateRefused
from vve_portal.accounts.views.pages import FormPage


def rows_of(actor: Any) -> MandateQuerySet:
    """Return the mandates of both parties, with what a page shows of them."""
    return Mandate.objects.visible_to(actor).select_related(
        "organisation",
        "signer",
        "registered_by",
        "partnership__municipality",
        "partnership__provider",
    )


class MandateList(PortalView, TemplateView):
    """Who may sign, at both parties."""

    policy = policies.may_see_mandates
    template_name = "accounts/mandates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add mandates and the people with a role that signs."""
        today = timezone.localdate()
        rows = rows_of(self.actor).order_by("organisation__name", "-starts_on", "pk")
        return super().get_context_data(
            mandates=[(row, row.state_on(today)) for row in rows],
            signers=signing_grants(self.actor, today=today),
            may_register=policies.may_register_mandates(self.actor),
            **kwargs,
        )


class RegisterMandate(FormPage):
    """Register who may sign for one's own organisation."""

    policy = policies.may_register_mandates
    form_class = MandateForm
    template_name = "accounts/register_mandate.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer own partnerships, own signers and fitting grounds."""
        actor = self.actor
        partnerships = Partnership.objects.visible_to(actor)
        return {
            **super().get_form_kwargs(),
            "partnerships": partnerships.select_related(
                "municipality", "provider"
            ).order_by("code", "pk"),
            "signers": possible_signers(actor, today=timezone.localdate()),
            "grounds": mandates.grounds_of(actor.organisation),
            "cancel_url": reverse("accounts:mandates"),
        }

    def form_valid(self, form: MandateForm) -> HttpResponse:
        """Register it."""
        try:
            mandate = mandates.register_mandate(
                organisation=self.actor.organisation,
                **form.cleaned_data,
                actor=self.actor,
                now=timezone.now(),
            )
        except MandateRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Het mandaat {mandate.reference} ligt vast.")
        return redirect("accounts:mandate", mandate.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = [("Mandaten", reverse("accounts:mandates"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)


class MandatePage(ObjectView[Mandate]):
    """A page about one mandate."""

    policy = policies.may_see_mandate

    def get_queryset(self) -> MandateQuerySet:
        """Keep the mandates of both parties."""
        return rows_of(self.actor)


class MandateDetail(MandatePage, TemplateView):
    """One mandate and its history."""

    template_name = "accounts/mandate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add state, history and whether it can be withdrawn."""
        mandate = self.object
        return super().get_context_data(
            mandate=mandate,
            state=mandate.state_on(timezone.localdate()),
            may_withdraw=policies.may_withdraw_mandate(self.actor, mandate),
            log=history_of(mandate, actor=self.actor),
            breadcrumbs=[("Mandaten", reverse("accounts:mandates"))],
            **kwargs,
        )


class WithdrawMandate(MandatePage):
    """Withdraw a mandate."""

    policy = policies.may_withdraw_mandate
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it."""
        mandates.withdraw_mandate(
            mandate=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, "Het mandaat is ingetrokken.")
        return redirect("accounts:mandate", pk)
