"""Delivering a quarter: who did, what the JGZ adds, what a preschool completes."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import policies_figures as policies
from monitoring.forms.figures import DeliverForm, TotalForm
from monitoring.models import Figure, Quarter
from monitoring.models.quarters import QuarterQuerySet
from monitoring.queries.beside import beside_of, beside_one
from monitoring.queries.deliveries import open_quarters, parties_of, workplaces_of
from monitoring.queries.groups import group_names
from monitoring.queries.known import Known, known_indicators
from monitoring.services.delivering import deliver
from monitoring.services.totals import enter_total, withdraw_total
from referrals.models import Location
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm

DELIVERED: Final = "Het {quarter} is aangeleverd voor {who}."
SAVED: Final = "Het getal is bewaard."
WITHDRAWN: Final = "Het getal is weggehaald."


class Deliveries(PortalView, TemplateView):
    """Which organisation delivered for the quarters that wait, and which did not."""

    policy = policies.may_see_deliveries
    template_name = "monitoring/figures/deliveries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show every party of every quarter that is over and not released."""
        today = timezone.localdate()
        quarters = open_quarters(self.actor, today=today)
        return super().get_context_data(
            quarters=[
                (
                    quarter,
                    parties_of(quarter, today=today),
                    policies.may_see_unreleased(self.actor, quarter),
                )
                for quarter in quarters
            ],
            **kwargs,
        )


class QuarterFigures(ObjectView[Quarter]):
    """A page about the figures of one quarter before their release."""

    policy = policies.may_see_unreleased

    def get_queryset(self) -> QuarterQuerySet:
        """Return the quarters of the actor's partnerships, with both parties."""
        rows: QuarterQuerySet = Quarter.objects.visible_to(self.actor)
        within = rows.filter(partnership__in=self.actor.partnership_ids)
        return within.select_related(
            "partnership__municipality", "partnership__provider"
        )


class Deliver(QuarterFigures, ServiceForm):
    """All figures, counted and delivered side by side; and the word that it is all."""

    form_class = DeliverForm
    template_name = "monitoring/figures/deliver.html"

    def save(self, form: Any) -> HttpResponse:
        """Say that the JGZ has everything in."""
        deliver(
            quarter=self.object,
            location=None,
            actor=self.actor,
            now=timezone.now(),
            remark=form.cleaned_data["remark"],
        )
        who = self.object.partnership.provider.name
        done = DELIVERED.format(quarter=self.object.name, who=who)
        messages.success(self.request, done)
        return redirect("monitoring:deliver", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and who delivered."""
        quarter = self.object
        return super().get_context_data(
            quarter=quarter,
            rows=beside_of(quarter),
            parties=parties_of(quarter, today=timezone.localdate()),
            may_deliver=policies.may_deliver(self.actor, quarter),
            breadcrumbs=[("Aanleveren", reverse("monitoring:deliveries"))],
            **kwargs,
        )


class DeliverFigure(QuarterFigures, ServiceForm):
    """One indicator with its groups, and a form for one total."""

    policy = policies.may_deliver
    form_class = TotalForm
    template_name = "monitoring/figures/deliver_figure.html"

    @property
    def known(self) -> Known:
        """The indicator in the address; 404 when nobody measures it."""
        found = known_indicators(self.object.partnership).get(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        """Remember when the page was made."""
        return {"seen": timezone.now().isoformat()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the numbers and groups that this indicator has."""
        return {
            **super().get_form_kwargs(),
            "known": self.known,
            "names": group_names(self.object.partnership),
            "cancel_url": reverse("monitoring:deliver", args=[self.object.pk]),
        }

    def save(self, form: Any) -> HttpResponse:
        """Keep the total."""
        enter_total(
            quarter=self.object,
            total=form.total,
            actor=self.actor,
            now=timezone.now(),
            seen_at=form.seen_at,
        )
        messages.success(self.request, SAVED)
        return redirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is there already."""
        quarter, known = self.object, self.known
        deliver_url = reverse("monitoring:deliver", args=[quarter.pk])
        return super().get_context_data(
            quarter=quarter,
            known=known,
            beside=beside_one(quarter, known),
            breadcrumbs=[
                ("Aanleveren", reverse("monitoring:deliveries")),
                (quarter.name.capitalize(), deliver_url),
            ],
            **kwargs,
        )


class FigureWithdraw(QuarterFigures):
    """Take a delivered total away."""

    policy = policies.may_deliver
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, figure: int) -> HttpResponse:  # noqa: ARG002 - the address names both
        """Do it and go back to the indicator."""
        rows = Figure.objects.visible_to(self.actor).filter(
            quarter=self.object, mode=Figure.Mode.ENTERED
        )
        row = get_object_or_404(rows, pk=figure)
        withdraw_total(figure=row, actor=self.actor, now=timezone.now())
        messages.success(request, WITHDRAWN)
        return redirect("monitoring:deliver-figure", self.object.pk, row.indicator)


class DeliverLocation(PortalView, TemplateView):
    """What a preschool has in, per month, for the quarters that wait."""

    policy = policies.may_deliver_locations
    template_name = "monitoring/figures/deliver_location.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the actor's own preschools."""
        quarters = open_quarters(self.actor, today=timezone.localdate())
        places = workplaces_of(self.actor, quarters)
        return super().get_context_data(places=places, **kwargs)


class LocationComplete(ObjectView[Location]):
    """The word that a preschool's quarter is complete."""

    policy = policies.may_have_location
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[Location]:
        """Return the actor's own preschools."""
        rows: QuerySet[Location] = Location.objects.visible_to(self.actor)
        return rows.filter(pk__in=self.actor.location_ids)

    def post(self, request: HttpRequest, pk: int, quarter: int) -> HttpResponse:  # noqa: ARG002 - the address names both
        """Do it, or say why not, and go back to the months."""
        rows = Quarter.objects.visible_to(self.actor)
        found = get_object_or_404(rows, pk=quarter)
        try:
            deliver(
                quarter=found,
                location=self.object,
                actor=self.actor,
                now=timezone.now(),
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            name = self.object.name
            done = DELIVERED.format(quarter=found.name, who=name)
            messages.success(request, done)
        return redirect("monitoring:deliver-location")
