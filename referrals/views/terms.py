"""The page of the terms: when a trajectory that waits asks for whom."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from referrals import policies_routes as policies
from referrals.forms.terms import TermsForm
from referrals.queries.pathways import partnerships_in_reach
from referrals.queries.rules import settings_of
from referrals.routes.rules import RULES, rules_with
from referrals.services import terms as services
from referrals.views.pathways import crumbs_to
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Partnership
from vve_portal.audit.models import Entry
from vve_portal.audit.queries import log_of
from vve_portal.ui.service_forms import ServiceForm

HISTORY = 50


class Terms(ObjectView[Partnership], ServiceForm):
    """The rules of a partnership; who makes routes changes them."""

    policy = policies.may_read_terms
    form_class = TermsForm
    template_name = "referrals/terms.html"

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the partnerships in reach."""
        return partnerships_in_reach(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Show the terms as they are."""
        settings = settings_of(self.object)
        return {**super().get_form_kwargs(), "settings": settings}

    def save(self, form: TermsForm) -> HttpResponse:
        """Keep what changed."""
        changed = services.set_rules(
            partnership=self.object,
            settings=form.settings,
            seen=form.seen,
            actor=self.actor,
            now=timezone.now(),
        )
        if changed:
            told = ", ".join(changed)
            messages.success(self.request, f"Bewaard: {told}.")
        else:
            messages.info(self.request, "U hebt niets gewijzigd: dit stond er al zo.")
        return redirect("referrals:terms", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules in words for who only reads, and the history."""
        settings = settings_of(self.object)
        entries = Entry.objects.visible_to(self.actor).about(self.object)
        history = entries.filter(verb="rule.set").order_by("-pk")[:HISTORY]
        held = rules_with(settings)
        return super().get_context_data(
            partnership=self.object,
            may_make=policies.may_make(self.actor, self.object),
            rules=[(rule, held.get(code)) for code, rule in RULES.items()],
            items=log_of(history),
            breadcrumbs=crumbs_to(),
            **kwargs,
        )
