"""What each indicator counts, and the indicators that partners made themselves."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from agreements.models.vocabulary import IndicatorCode
from monitoring import policies_figures as policies
from monitoring.definitions import INDICATORS
from monitoring.forms.figures import OwnIndicatorForm
from monitoring.models import OwnIndicator
from monitoring.services.own_indicators import (
    Definition,
    change_indicator,
    define_indicator,
    end_indicator,
)
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.service_forms import ServiceForm

DEFINED: Final = "{code} {name} is vastgelegd. De JGZ kan het nu aanleveren."
CHANGED: Final = "{code} {name} heeft nu versie {version}."
ENDED: Final = "{code} {name} is gestopt."


class Definitions(PortalView, TemplateView):
    """All indicators of the portal, in the order of their codes."""

    policy = policies.may_read_definitions
    template_name = "monitoring/figures/definitions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the indicators, and the way to those of one's own."""
        return super().get_context_data(
            indicators=[INDICATORS[code] for code in IndicatorCode],
            may_see_own=policies.may_see_own_indicators(self.actor),
            **kwargs,
        )


class DefinitionDetail(PortalView, TemplateView):
    """What one indicator counts, out of what, when and by whom."""

    policy = policies.may_read_definitions
    template_name = "monitoring/figures/definition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the indicator; 404 when there is none with this code."""
        code = self.kwargs["code"]
        if code not in IndicatorCode.values:
            raise Http404
        return super().get_context_data(
            indicator=INDICATORS[IndicatorCode(code)],
            breadcrumbs=[("Definities", reverse("monitoring:definitions"))],
            **kwargs,
        )


def own_rows(actor: Any) -> QuerySet[OwnIndicator]:
    """Return all versions of the indicators of the actor's partnerships."""
    rows: QuerySet[OwnIndicator] = OwnIndicator.objects.visible_to(actor)
    return rows.select_related("partnership__municipality", "defined_by")


class OwnIndicators(PortalView, TemplateView):
    """The indicators that partners made themselves, the last version of each first."""

    policy = policies.may_see_own_indicators
    template_name = "monitoring/figures/own_indicators.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add them, and where a new one is made."""
        rows = own_rows(self.actor).order_by("partnership", "code", "-version")
        newest: dict[tuple[int, str], OwnIndicator] = {}
        for row in rows:
            newest.setdefault((row.partnership_id, row.code), row)
        partnerships = Partnership.objects.visible_to(self.actor)
        return super().get_context_data(
            rows=[(row, newest[row.partnership_id, row.code] == row) for row in rows],
            partnerships=partnerships.select_related("municipality").order_by("pk"),
            may_define=policies.may_define(self.actor),
            breadcrumbs=[("Definities", reverse("monitoring:definitions"))],
            **kwargs,
        )


class OwnIndicatorCreate(ObjectView[Partnership], ServiceForm):
    """The form for a new indicator of one partnership."""

    policy = policies.may_define_in
    form_class = OwnIndicatorForm
    template_name = "monitoring/figures/own_indicator_form.html"

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the actor's partnerships."""
        return Partnership.objects.visible_to(self.actor)

    def save(self, form: Any) -> HttpResponse:
        """Add it."""
        row = define_indicator(
            partnership=self.object,
            definition=Definition(**form.cleaned_data),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, DEFINED.format(code=row.code, name=row.name))
        return redirect("monitoring:own-indicators")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(title="Nieuw cijfer", **_crumbs(), **kwargs)


class OwnIndicatorEdit(ObjectView[OwnIndicator], ServiceForm):
    """The form for the next version of an indicator."""

    policy = policies.may_change_own
    form_class = OwnIndicatorForm
    template_name = "monitoring/figures/own_indicator_form.html"

    def get_queryset(self) -> QuerySet[OwnIndicator]:
        """Return the indicators in reach."""
        return own_rows(self.actor)

    def get_initial(self) -> dict[str, Any]:
        """Start from the version that is there."""
        return {
            name: getattr(self.object, name) for name in OwnIndicatorForm.base_fields
        }

    def save(self, form: Any) -> HttpResponse:
        """Add the version."""
        row = change_indicator(
            indicator=self.object,
            definition=Definition(**form.cleaned_data),
            actor=self.actor,
            now=timezone.now(),
        )
        done = CHANGED.format(code=row.code, name=row.name, version=row.version)
        messages.success(self.request, done)
        return redirect("monitoring:own-indicators")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which one it is."""
        title = f"{self.object.code} aanpassen"
        return super().get_context_data(title=title, **_crumbs(), **kwargs)


class OwnIndicatorEnd(ObjectView[OwnIndicator]):
    """Measure an indicator no longer."""

    policy = policies.may_change_own
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[OwnIndicator]:
        """Return the indicators in reach."""
        return own_rows(self.actor)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded as self.object
        """Do it, or say why not."""
        try:
            row = end_indicator(
                indicator=self.object, actor=self.actor, now=timezone.now()
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, ENDED.format(code=row.code, name=row.name))
        return redirect("monitoring:own-indicators")


def _crumbs() -> dict[str, Any]:
    return {
        "breadcrumbs": [
            ("Definities", reverse("monitoring:definitions")),
            ("Eigen cijfers", reverse("monitoring:own-indicators")),
        ]
    }
