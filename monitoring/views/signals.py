"""Signals of the work floor: giving one, seeing what became of it, bundling them."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from monitoring import policies_telling as policies
from monitoring.forms.telling import BundleForm, SignalForm
from monitoring.models import Quarter
from monitoring.queries import telling as queries
from monitoring.services.signals import (
    bundle_signals,
    give_signal,
    lay_aside,
    take_out,
)
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm

# A longer number fits no row, and the database would break off on it.
MOST_DIGITS: Final = 18
MOST_TICKED: Final = 100


class Signals(PortalView, ServiceForm):
    """Give a signal, and see what became of earlier ones."""

    policy = policies.may_tell
    form_class = SignalForm
    template_name = "monitoring/telling/signals.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the municipalities in which the actor works."""
        towns = list(queries.towns_of(self.actor))
        return {**super().get_form_kwargs(), "partnerships": towns}

    def save(self, form: SignalForm) -> HttpResponse:
        """Keep it."""
        give_signal(
            partnership=form.chosen,
            area=form.cleaned_data["area"],
            text=form.cleaned_data["text"],
            actor=self.actor,
            now=timezone.now(),
        )
        text = "Bedankt. Hier ziet u later wat ermee gebeurde."
        messages.success(self.request, text)
        return redirect("monitoring:signals")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the own signals."""
        return super().get_context_data(
            own=queries.own_signals(self.actor),
            may_bundle=policies.may_bundle(self.actor),
            **kwargs,
        )


class SignalsBundle(PortalView, ServiceForm):
    """Put signals into one sentence of a report, or lay them aside with thanks."""

    policy = policies.may_bundle
    form_class = BundleForm
    template_name = "monitoring/telling/signals_bundle.html"

    @property
    def chosen(self) -> list[int]:
        """The signals that were ticked."""
        values = self.request.POST.getlist("signaal")[:MOST_TICKED]
        return [
            int(one)
            for one in values
            if one.isascii() and one.isdecimal() and len(one) <= MOST_DIGITS
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the quarters that are open."""
        quarters = list(queries.open_quarters(self.actor))
        return {**super().get_form_kwargs(), "quarters": quarters}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lay aside needs no sentence; for the rest the form is judged."""
        if "opzij" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            laid = lay_aside(chosen=self.chosen, actor=self.actor, now=timezone.now())
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            count = len(laid)
            what = "1 signaal is" if count == 1 else f"{count} signalen zijn"
            messages.success(request, f"{what} met dank opzij gelegd.")
        return redirect("monitoring:signals-bundle")

    def save(self, form: BundleForm) -> HttpResponse:
        """Put them in the report."""
        bundle_signals(
            chosen=self.chosen,
            quarter=form.chosen_quarter,
            sentence=form.cleaned_data["sentence"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De zin staat in het rapport.")
        return redirect("monitoring:signals-bundle")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what waits, with what was ticked, and what is in the reports."""
        return super().get_context_data(
            waiting=queries.waiting_signals(self.actor),
            ticked=frozenset(self.chosen),
            bundles=queries.bundles_of(self.actor),
            breadcrumbs=[("Signalen", reverse("monitoring:signals"))],
            **kwargs,
        )


class SignalsTakeOut(ObjectView[Quarter]):
    """Take a sentence out of the report of a quarter."""

    policy = policies.may_bundle_in
    http_method_names = ("post",)

    def get_queryset(self) -> Any:
        """Return the quarters in reach."""
        return Quarter.objects.visible_to(self.actor)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Let its signals wait as before."""
        sentence = request.POST.get("zin", "")
        take_out(
            quarter=self.object, sentence=sentence, actor=self.actor, now=timezone.now()
        )
        messages.success(
            request, "De zin is uit het rapport. De signalen staan er weer."
        )
        return redirect("monitoring:signals-bundle")
