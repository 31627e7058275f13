"""Beginning an agreement."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from agreements import policies
from agreements.forms.starting import StartForm, next_year
from agreements.models import Agreement, AgreementQuerySet
from agreements.services import drafting
from vve_portal.access.views import PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.service_forms import ServiceForm

Status = Agreement.Status


class AgreementCreate(PortalView, ServiceForm):
    """Start an agreement from the model set, from an earlier one, or empty."""

    policy = policies.may_start
    form_class = StartForm
    template_name = "agreements/start.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer own partnerships, and the agreements one may start from."""
        partnerships = Partnership.objects.visible_to(self.actor)
        return {
            **super().get_form_kwargs(),
            "partnerships": partnerships.select_related(
                "municipality", "provider"
            ).order_by("code", "pk"),
            "earlier": self.earlier(),
            "cancel_url": reverse("agreements:list"),
        }

    def get_initial(self) -> dict[str, Any]:
        """Propose the next calendar year, and the newest agreement to start from."""
        own = Agreement.objects.visible_to(self.actor).exclude(status=Status.VOID)
        newest = self.earlier().filter(status=Status.SIGNED).first()
        return {**next_year(timezone.localdate(), own), "earlier": newest}

    def earlier(self) -> AgreementQuerySet:
        """Return what a new agreement may start from, newest first."""
        closed = Q(status=Status.SIGNED) | Q(status=Status.VOID)
        rows = Agreement.objects.visible_to(self.actor).filter(closed)
        return rows.order_by("-starts_on", "-pk")

    def save(self, form: StartForm) -> HttpResponse:
        """Start it, and go to its first chapter."""
        agreement = drafting.start_agreement(
            **form.choices, actor=self.actor, now=timezone.now()
        )
        messages.success(
            self.request,
            f"Het concept {agreement.reference} staat klaar. Alleen uw organisatie "
            "ziet het, tot u het deelt.",
        )
        return redirect(agreement)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = [("Overeenkomsten", reverse("agreements:list"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)
