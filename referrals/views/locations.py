"""The preschools of a town, each with its history, and the parts of town."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_imports as policies
from referrals.forms.locations import (
    LocationFilterForm,
    LocationForm,
    NeighbourhoodForm,
    NewNeighbourhoodForm,
)
from referrals.models import Capacity, Location, Neighbourhood
from referrals.policies_places import may_link_holder
from referrals.queries.locations import (
    changes_of,
    locations_for,
    matching,
    neighbourhoods_for,
    own_partnerships,
)
from referrals.services import locations as services
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.dates import short_date
from vve_portal.ui.service_forms import ServiceForm

PER_PAGE = 25


def crumbs(depth: int) -> list[tuple[str, str]]:
    """Return the way back from a page about locations."""
    ways = [("Locaties", "referrals:locations"), ("Wijken", "referrals:neighbourhoods")]
    return [(label, reverse(name)) for label, name in ways[:depth]]


class Locations(PortalView, TemplateView):
    """The preschools the reader may know of."""

    policy = policies.may_list_locations
    template_name = "referrals/locations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of what was searched for, with the places for VE today."""
        form = LocationFilterForm(
            self.request.GET or None, neighbourhoods=neighbourhoods_for(self.actor)
        )
        pages = Paginator(self.found(form), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        places = _places(list(page.object_list))
        return super().get_context_data(
            form=form,
            page_obj=page,
            rows=[(one, places.get(one.pk)) for one in page.object_list],
            may_manage=policies.may_manage_locations(self.actor),
            has_more_towns=own_partnerships(self.actor).count() > 1,
            **kwargs,
        )

    def found(self, form: LocationFilterForm) -> QuerySet[Location]:
        """Return what was searched for."""
        rows = locations_for(self.actor)
        wanted = form.cleaned_data if form.is_valid() else {}
        if not wanted.get("closed"):
            rows = rows.filter(is_open=True, has_ve=True)
        if wanted.get("neighbourhood"):
            rows = rows.filter(neighbourhood=wanted["neighbourhood"])
        return matching(rows, wanted.get("words", ""))


class LocationDetail(ObjectView[Location], ServiceForm):
    """A preschool as the register knows it, with what changed over time."""

    policy = policies.may_view_location
    form_class = LocationForm
    template_name = "referrals/location.html"

    def get_queryset(self) -> QuerySet[Location]:
        """Return the preschools in reach."""
        return locations_for(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the parts of the same town."""
        towns = neighbourhoods_for(self.actor)
        return {
            **super().get_form_kwargs(),
            "neighbourhoods": towns.filter(partnership=self.object.partnership_id),
            "initial": {"neighbourhood": self.object.neighbourhood_id},
        }

    def save(self, form: LocationForm) -> HttpResponse:
        """Keep the part of town."""
        location = services.place_location(
            location=self.object,
            neighbourhood=form.cleaned_data["neighbourhood"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, f"De wijk van {location.name} is bewaard.")
        return redirect("referrals:location", location.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the facts, the history and who may change something."""
        changes = [
            {"at": one.at, "text": _told(one.what, one.before, one.after), "who": "LRK"}
            for one in changes_of(self.object)
        ]
        return super().get_context_data(
            location=self.object,
            facts=_facts(self.object),
            where=[("Wijk", self.object.neighbourhood or "nog geen wijk")],
            changes=changes,
            may_change=policies.may_change_location(self.actor, self.object),
            may_link=may_link_holder(self.actor, self.object),
            breadcrumbs=crumbs(1),
            **kwargs,
        )


class Neighbourhoods(PortalView, TemplateView):
    """The parts of town."""

    policy = policies.may_list_locations
    template_name = "referrals/location_neighbourhoods.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts of town."""
        return super().get_context_data(
            neighbourhoods=neighbourhoods_for(self.actor),
            may_manage=policies.may_manage_locations(self.actor),
            breadcrumbs=crumbs(1),
            **kwargs,
        )


class NeighbourhoodCreate(PortalView, ServiceForm):
    """Add a part of town."""

    policy = policies.may_manage_locations
    form_class = NewNeighbourhoodForm
    template_name = "referrals/location_form.html"
    extra_context = {"heading": "Voeg een wijk toe"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the own municipalities."""
        return {
            **super().get_form_kwargs(),
            "partnerships": own_partnerships(self.actor),
            "cancel_url": reverse("referrals:neighbourhoods"),
        }

    def save(self, form: NewNeighbourhoodForm) -> HttpResponse:
        """Add it."""
        made = services.add_neighbourhood(
            **form.cleaned_data, actor=self.actor, now=timezone.now()
        )
        messages.success(self.request, f"Wijk {made.name} is toegevoegd.")
        return redirect("referrals:neighbourhoods")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs(2), **kwargs)


class NeighbourhoodEdit(ObjectView[Neighbourhood], ServiceForm):
    """Give a part of town another name."""

    policy = policies.may_change_neighbourhood
    form_class = NeighbourhoodForm
    template_name = "referrals/location_form.html"

    def get_queryset(self) -> QuerySet[Neighbourhood]:
        """Return the parts of town in reach."""
        return neighbourhoods_for(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Show the name it has."""
        return {
            **super().get_form_kwargs(),
            "initial": {"name": self.object.name},
            "cancel_url": reverse("referrals:neighbourhoods"),
        }

    def save(self, form: NeighbourhoodForm) -> HttpResponse:
        """Keep the name."""
        services.rename_neighbourhood(
            neighbourhood=self.object,
            name=form.cleaned_data["name"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, "De naam van de wijk is bewaard.")
        return redirect("referrals:neighbourhoods")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the heading and the way back."""
        return super().get_context_data(
            heading=f"Wijk {self.object.code}", breadcrumbs=crumbs(2), **kwargs
        )


def _places(locations: list[Location]) -> dict[int, int]:
    decided = Capacity.objects.filter(location__in=locations)
    rows = decided.on(timezone.localdate()).values_list("location", "places")
    return dict(rows)


def _facts(location: Location) -> list[tuple[str, Any]]:
    registered = location.registered_on
    places = _places([location]).get(location.pk)
    since = f"{short_date(registered)} {registered.year}" if registered else "onbekend"
    return [
        ("LRK-nummer", location.lrk_id),
        ("Adres", _address(location)),
        ("Houder volgens het LRK", location.holder_name),
        ("KvK-nummer", location.kvk_number or "onbekend"),
        ("Ingeschreven sinds", since),
        (
            "Kindplaatsen volgens het LRK",
            f"{location.lrk_places} (alle, ook zonder VE)",
        ),
        ("Plaatsen voor VE", places if places is not None else "nog niet opgegeven"),
        ("Houder in het portaal", location.holder or "nog niet gekoppeld"),
    ]


def _address(location: Location) -> str:
    place = f"{location.postcode} {location.place}".strip()
    return ", ".join(part for part in (location.street, place) if part) or "onbekend"


def _told(what: str, before: str, after: str) -> str:
    if before and after:
        return f"{what}: van “{before}” naar “{after}”."
    return f"{what}: {after or before}."
