"""The administrator's page about the own organisation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from vve_portal.accounts import policies
from vve_portal.accounts.forms import OrganisationForm
from vve_portal.accounts.services.organisations import describe_organisation
from vve_portal.accounts.views.pages import FormPage


class DescribeOrganisation(FormPage):
    """Legal form, KvK number and seat, as they stand in what one signs."""

    policy = policies.may_manage_people
    form_class = OrganisationForm
    template_name = "accounts/organisation.html"

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is known."""
        own = self.actor.organisation
        return {
            "legal_form": own.legal_form,
            "kvk_number": own.kvk_number,
            "seat": own.seat,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lead back to the people."""
        return {**super().get_form_kwargs(), "cancel_url": reverse("accounts:people")}

    def form_valid(self, form: OrganisationForm) -> HttpResponse:
        """Keep it."""
        try:
            describe_organisation(
                **form.cleaned_data, actor=self.actor, now=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, "De gegevens van uw organisatie zijn bewaard.")
        return redirect("accounts:people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        crumbs = [("Mensen", reverse("accounts:people"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)
