"""What anybody can look up about a town, and how careful its figures are."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_releases as policies
from monitoring.forms.public_numbers import (
    PublicNumbersFileForm,
    PublicNumbersForm,
    ThresholdsForm,
    first_of_january,
)
from monitoring.models import PublicNumber
from monitoring.queries.merged import drawn_trees
from monitoring.services.figure_settings import change_thresholds, settings_of
from monitoring.services.public_numbers import Numbers, note_public_numbers
from monitoring.services.trees import trees_of
from monitoring.tables.public_numbers import read_numbers
from referrals.models import Neighbourhood
from referrals.queries.locations import own_partnerships
from referrals.tables.table import TableError
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.accounts.models import Partnership
from vve_portal.ui.service_forms import ServiceForm


class FigureTowns(PortalView, TemplateView):
    """The municipalities of which somebody sees thresholds and public numbers."""

    policy = policies.may_see_settings
    template_name = "monitoring/releases/towns.html"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show them; with one there is nothing to choose."""
        partnerships = list(own_partnerships(self.actor))
        if len(partnerships) == 1:
            return redirect("monitoring:public-numbers", partnerships[0].pk)
        return self.render_to_response(self.get_context_data(partnerships=partnerships))


class TownPage(ObjectView[Partnership]):
    """A page about one partnership."""

    policy = policies.may_see_settings_of

    def get_queryset(self) -> QuerySet[Partnership]:
        """Return the partnerships in reach."""
        return Partnership.objects.visible_to(self.actor).select_related(
            "municipality", "provider"
        )

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way back to the public numbers of this town."""
        address = reverse("monitoring:public-numbers", args=[self.object.pk])
        return [("Kleine getallen", address)]


class PublicNumbers(TownPage, TemplateView):
    """The public numbers of a town by year, and which groups they take together."""

    template_name = "monitoring/releases/public_numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers, the trees of this year, and the thresholds."""
        partnership, year = self.object, timezone.localdate().year
        rows = PublicNumber.objects.visible_to(self.actor).filter(
            partnership=partnership
        )
        wijken = wijken_of(partnership)
        return super().get_context_data(
            partnership=partnership,
            year=year,
            numbers=[
                (one, wijken.get(one.category, one.category or "Hele gemeente"))
                for one in rows.order_by("-year", "kind", "dimension", "category", "pk")
            ],
            trees=drawn_trees(trees_of(partnership, year)),
            settings=settings_of(partnership),
            may_note=policies.may_note_public_numbers(self.actor, partnership),
            **kwargs,
        )


class PublicNumbersEdit(TownPage, ServiceForm):
    """Fill public numbers in, of the town and of each wijk."""

    policy = policies.may_note_public_numbers
    form_class: Any = PublicNumbersForm
    template_name = "monitoring/releases/public_numbers_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the wijken of the town."""
        return {**super().get_form_kwargs(), **self.offered()}

    def offered(self) -> dict[str, Any]:
        """Return what the form needs to know of the town."""
        return {"wijken": wijken_of(self.object), "cancel_url": self.success_url_of()}

    def get_initial(self) -> dict[str, Any]:
        """Begin with this year."""
        today = timezone.localdate()
        return {"year": today.year, "reference_on": first_of_january(today)}

    def success_url_of(self) -> str:
        """Return where the numbers are shown."""
        return reverse("monitoring:public-numbers", args=[self.object.pk])

    def numbers(self, form: Any) -> Numbers:
        """Return what was filled in."""
        found: Numbers = form.numbers(form.by_wijk)
        return found

    def save(self, form: Any) -> HttpResponse:
        """Keep them, and go back."""
        changed = note_public_numbers(
            partnership=self.object,
            numbers=self.numbers(form),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"{changed} getallen zijn vastgelegd.")
        return redirect(self.success_url_of())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the town and the way back."""
        return super().get_context_data(
            partnership=self.object, breadcrumbs=self.crumbs(), **kwargs
        )


class PublicNumbersImport(PublicNumbersEdit):
    """Bring public numbers in from a file."""

    form_class: Any = PublicNumbersFileForm

    def offered(self) -> dict[str, Any]:
        """Offer nothing: the file says it."""
        return {"cancel_url": self.success_url_of()}

    def numbers(self, form: Any) -> Numbers:
        """Read the file."""
        try:
            by_wijk = read_numbers(form.cleaned_data["file"].read())
        except TableError as refusal:
            raise ValidationError({"file": str(refusal)}) from refusal
        found: Numbers = form.numbers(by_wijk)
        return found


class FigureSettingsEdit(TownPage, ServiceForm):
    """The thresholds: read by both parties, changed by the JGZ."""

    form_class = ThresholdsForm
    template_name = "monitoring/releases/settings.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the numbers."""
        address = reverse("monitoring:public-numbers", args=[self.object.pk])
        return {**super().get_form_kwargs(), "cancel_url": address}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what holds now."""
        current = settings_of(self.object)
        return {
            "partner": current.partner_threshold,
            "council": current.council_threshold,
        }

    def save(self, form: Any) -> HttpResponse:
        """Change them, and go back."""
        change_thresholds(
            partnership=self.object,
            partner=form.cleaned_data["partner"],
            council=form.cleaned_data["council"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(
            self.request, "De drempels gelden voor wat hierna wordt vrijgegeven."
        )
        return redirect("monitoring:public-numbers", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what holds now, and whether the reader may change it."""
        return super().get_context_data(
            partnership=self.object,
            settings=settings_of(self.object),
            may_change=policies.may_change_thresholds(self.actor, self.object),
            breadcrumbs=self.crumbs(),
            **kwargs,
        )


def wijken_of(partnership: Partnership) -> dict[str, str]:
    """Return the wijken of a town by code."""
    rows = Neighbourhood.objects.filter(partnership=partnership).order_by("name", "pk")
    return dict(rows.values_list("code", "name"))
