"""Places: how many there are, how many are taken, and what a new group would do."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from referrals import policies_places
from referrals.forms.places import CapacityForm, WhatIfForm
from referrals.models import Location, Neighbourhood
from referrals.queries.capacity import (
    WhatIf,
    history_of_places,
    locations_of,
    per_neighbourhood,
    places_per_location,
    what_if,
)
from referrals.services.places import set_capacity
from referrals.views.base import ChildPage
from vve_portal.access.views import ObjectView
from vve_portal.accounts.roles import Kind
from vve_portal.ui.dates import long_date
from vve_portal.ui.service_forms import ServiceForm

GROUP = 16


class CapacityList(ChildPage, TemplateView):
    """The places of each location, and per part of town for the JGZ."""

    policy = policies_places.may_see_capacity
    template_name = "referrals/capacity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures."""
        rows = places_per_location(self.actor, today=timezone.localdate())
        is_jgz = self.actor.organisation.kind == Kind.JGZ
        return super().get_context_data(
            rows=rows,
            neighbourhoods=per_neighbourhood(rows) if is_jgz else [],
            sets_places=not is_jgz,
            today=timezone.localdate(),
            **kwargs,
        )


class CapacityEdit(ChildPage, ObjectView[Location], ServiceForm):
    """Say how many VE places a location has from a day on."""

    policy = policies_places.may_set_capacity
    form_class = CapacityForm
    template_name = "referrals/capacity_edit.html"

    def get_queryset(self) -> QuerySet[Location]:
        """Return the locations whose places the actor sees."""
        return locations_of(self.actor)

    def get_initial(self) -> dict[str, Any]:
        """Start from what holds today."""
        today = timezone.localdate()
        last = history_of_places(self.object, self.actor)
        now = last.filter(starts_on__lte=today).first()
        known = {"places": now.places, "groups": now.groups} if now else {}
        return {"starts_on": today, **known}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the way out."""
        cancel_url = reverse("referrals:capacity")
        return {**super().get_form_kwargs(), "cancel_url": cancel_url}

    def save(self, form: CapacityForm) -> HttpResponse:
        """Keep it."""
        capacity = set_capacity(
            location=self.object,
            **form.cleaned_data,
            actor=self.actor,
            now=timezone.now(),
        )
        day = long_date(capacity.starts_on)
        sentence = (
            f"{self.object.name} heeft {capacity.places} VE-plaatsen vanaf {day}."
        )
        messages.success(self.request, sentence)
        return redirect("referrals:capacity")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was said before, and the way back."""
        return super().get_context_data(
            location=self.object,
            history=history_of_places(self.object, self.actor),
            breadcrumbs=[("Plaatsen", reverse("referrals:capacity"))],
            **kwargs,
        )


class WhatIfGroup(ChildPage, TemplateView):
    """What the waiting list would become with a group more; nothing is stored."""

    policy = policies_places.may_see_capacity
    template_name = "referrals/capacity_what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, when it was filled in, the coming months."""
        form = self.form()
        outcome = self.outcome(form) if form.is_bound and form.is_valid() else None
        return super().get_context_data(
            form=form,
            outcome=outcome,
            breadcrumbs=[("Plaatsen", reverse("referrals:capacity"))],
            **kwargs,
        )

    def form(self) -> WhatIfForm:
        """Return the form, filled in when the address says so."""
        data = self.request.GET if "where" in self.request.GET else None
        hoods = Neighbourhood.objects.visible_to(self.actor).order_by("name", "pk")
        if self.actor.organisation.kind != Kind.JGZ:
            hoods = hoods.none()
        return WhatIfForm(
            data,
            locations=locations_of(self.actor),
            neighbourhoods=hoods,
            initial={"extra": GROUP, "starts_on": timezone.localdate()},
        )

    def outcome(self, form: WhatIfForm) -> WhatIf:
        """Compute the coming months."""
        return what_if(
            actor=self.actor,
            target=form.target,
            extra=form.cleaned_data["extra"],
            starts_on=form.cleaned_data["starts_on"],
            today=timezone.localdate(),
        )
