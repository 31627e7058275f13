"""The page of the house rules: which ways of signing two parties allow."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agreements import policies_routes
from agreements.forms.routes import ABOUT, LABELS, RulesForm
from agreements.queries import routes as route_queries
from agreements.services import rules
from vve_portal.access.verdicts import Verdict
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Partnership, PartnershipQuerySet
from vve_portal.audit.queries import log_of
from vve_portal.ui.service_forms import ServiceForm


class SigningRulesPage(ObjectView[Partnership], ServiceForm):
    """The house rules: both parties read them, who prepares signing changes them."""

    policy = policies_routes.may_read_rules
    form_class = RulesForm
    template_name = "agreements/routes_rules.html"

    def get_queryset(self) -> PartnershipQuerySet:
        """Return the partnerships in reach, with their parties."""
        rows = Partnership.objects.visible_to(self.actor)
        return rows.select_related("municipality", "provider")

    def get_initial(self) -> dict[str, Any]:
        """Start from what they are."""
        return {"routes": route_queries.find_rules(self.object.pk).routes}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the settings allow, and what is allowed already."""
        allowed = route_queries.find_rules(self.object.pk).routes
        offered = [
            route
            for route in LABELS
            if route in allowed or not route_queries.why_unavailable(route)
        ]
        return {**super().get_form_kwargs(), "offered": offered}

    def verdict(self) -> Verdict:
        """Judge whether this person may change them now."""
        return policies_routes.may_change_rules(
            self.actor,
            self.object,
            is_being_signed=route_queries.is_being_signed(self.object.pk),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse at once whoever may only read."""
        self.verdict().enforce()
        return super().post(request, *args, **kwargs)

    def save(self, form: RulesForm) -> HttpResponse:
        """Change them."""
        rules.change_rules(
            partnership=self.object,
            routes=form.cleaned_data["routes"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De huisregels zijn bewaard.")
        return redirect("agreements:signing-rules", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules in words, why a way can't be allowed, and what changed."""
        found = route_queries.find_rules(self.object.pk)
        return super().get_context_data(
            partnership=self.object,
            may_change=self.verdict(),
            rows=[
                (LABELS[route], ABOUT[route], route in found.routes) for route in LABELS
            ],
            missing=[
                (LABELS[route], reason)
                for route in LABELS
                if (reason := route_queries.why_unavailable(route))
            ],
            log=log_of(rules.changes_of(self.object)),
            **kwargs,
        )
