"""Who works where: for administrators of holders and partners, and for the JGZ."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from referrals import policies_places
from referrals.forms.workplaces import HolderForm, PartnerForm, WorkplaceForm
from referrals.models import ChainPartner, Location
from referrals.queries.locations import own_partnerships
from referrals.queries.teams import colleagues_of
from referrals.queries.workplaces import (
    held_locations,
    own_links,
    partners_of,
    possible_holders,
    possible_partners,
    workplaces_of,
)
from referrals.services import workplaces
from referrals.views.base import ChildPage
from vve_portal.access.views import ObjectView
from vve_portal.accounts.models import Workplace
from vve_portal.accounts.roles import Kind
from vve_portal.ui.service_forms import ServiceForm


class Workplaces(ChildPage, ServiceForm):
    """Who of the own organisation works where, and somebody more."""

    policy = policies_places.may_manage_workplaces
    form_class = WorkplaceForm
    template_name = "referrals/workplaces.html"

    @property
    def is_holder(self) -> bool:
        """Whether places are locations; a partner helps in partnerships."""
        return bool(self.actor.organisation.kind == Kind.PRESCHOOL)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer colleagues, and the places of the own organisation only."""
        places: Any = held_locations if self.is_holder else own_links
        return {
            **super().get_form_kwargs(),
            "people": colleagues_of(self.actor),
            "places": places(self.actor),
        }

    def save(self, form: WorkplaceForm) -> HttpResponse:
        """Give the workplace."""
        person, place = form.cleaned_data["person"], form.cleaned_data["place"]
        who = {"person": person, "actor": self.actor, "now": timezone.now()}
        if self.is_holder:
            workplaces.give_location(location=place, **who)
        else:
            workplaces.give_partnership(link=place, **who)
        messages.success(self.request, f"{person.name} heeft er een werkplek bij.")
        return redirect("referrals:workplaces")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who works where today."""
        places: Any = held_locations if self.is_holder else own_links
        return super().get_context_data(
            workplaces=workplaces_of(self.actor),
            has_places=places(self.actor).exists(),
            is_holder=self.is_holder,
            **kwargs,
        )


class EndWorkplace(ChildPage, ObjectView[Workplace]):
    """End a workplace."""

    policy = policies_places.may_end_workplace
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[Workplace]:
        """Keep those of colleagues."""
        rows: Any = Workplace.objects.visible_to(self.actor)
        found: QuerySet[Workplace] = rows.select_related("user")
        return found

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """End it and go back."""
        ended = workplaces.end_workplace(
            workplace=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, f"De werkplek van {ended.user.name} is beëindigd.")
        return redirect("referrals:workplaces")


class LocationHolder(ChildPage, ObjectView[Location], ServiceForm):
    """Say which organisation holds a location."""

    policy = policies_places.may_link_holder
    form_class = HolderForm
    template_name = "referrals/workplace_holder.html"

    def get_queryset(self) -> QuerySet[Location]:
        """Return the locations of the own partnerships."""
        rows: QuerySet[Location] = Location.objects.visible_to(self.actor)
        return rows.select_related("holder")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the holders there are."""
        return {
            **super().get_form_kwargs(),
            "organisations": possible_holders(),
            "initial": {"holder": self.object.holder_id},
        }

    def save(self, form: HolderForm) -> HttpResponse:
        """Link it."""
        location = workplaces.link_holder(
            location=self.object,
            holder=form.cleaned_data["holder"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"De houder van {location.name} is bewaard.")
        return redirect("referrals:location-holder", location.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the location."""
        return super().get_context_data(location=self.object, **kwargs)


class Partners(ChildPage, ServiceForm):
    """Which organisations help in the own partnerships, and one more."""

    policy = policies_places.may_link
    form_class = PartnerForm
    template_name = "referrals/workplace_partners.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer partners, and the own partnerships only."""
        return {
            **super().get_form_kwargs(),
            "organisations": possible_partners(),
            "partnerships": own_partnerships(self.actor),
        }

    def save(self, form: PartnerForm) -> HttpResponse:
        """Let it help."""
        link = workplaces.link_partner(
            **form.cleaned_data, actor=self.actor, now=timezone.now()
        )
        messages.success(self.request, f"{link.organisation.name} werkt nu mee.")
        return redirect("referrals:partners")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who helps today."""
        return super().get_context_data(partners=partners_of(self.actor), **kwargs)


class EndPartner(ChildPage, ObjectView[ChainPartner]):
    """End the help of an organisation."""

    policy = policies_places.may_unlink_partner
    http_method_names = ("post",)

    def get_queryset(self) -> QuerySet[ChainPartner]:
        """Return who helps in the own partnerships."""
        return partners_of(self.actor)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - loaded by it
        """End it and go back."""
        link = workplaces.unlink_partner(
            link=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, f"{link.organisation.name} werkt niet meer mee.")
        return redirect("referrals:partners")
