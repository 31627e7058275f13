"""The register (LRK): compared with the portal, and carried through after a yes."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import TemplateResponseMixin

from referrals import policies_imports as policies
from referrals.forms.imports import RegisterForm
from referrals.models import LocationImport
from referrals.queries.locations import own_partnerships, registers_for
from referrals.services import register as services
from referrals.services.register_changes import Difference, What
from referrals.views.imports import is_too_big
from referrals.views.locations import crumbs
from vve_portal.access.views import ObjectView, PortalView
from vve_portal.ui.service_forms import ServiceForm

# What asks for attention stands first.
ORDER: Final = (
    What.CLOSED,
    What.VE_OFF,
    What.HOLDER,
    What.NEW,
    What.REOPENED,
    What.VE_ON,
    What.NAME,
    What.ADDRESS,
    What.PLACES,
)


class RegisterCreate(PortalView, ServiceForm):
    """Hand the register file in."""

    policy = policies.may_manage_locations
    form_class = RegisterForm
    template_name = "referrals/location_register_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the own municipalities."""
        return {
            **super().get_form_kwargs(),
            "partnerships": own_partnerships(self.actor),
            "is_too_big": is_too_big(self.request),
            "cancel_url": reverse("referrals:locations"),
        }

    def save(self, form: RegisterForm) -> HttpResponse:
        """Compare it, and go on to what differs."""
        file = form.cleaned_data["file"]
        register = services.prepare_register(
            partnership=form.cleaned_data["partnership"],
            file_name=file.name,
            content=file.read(),
            actor=self.actor,
            now=timezone.now(),
        )
        return redirect("referrals:register", register.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(breadcrumbs=crumbs(1), **kwargs)


class RegisterPage(ObjectView[LocationImport]):
    """A page about one register file."""

    policy = policies.may_view_register

    def get_queryset(self) -> QuerySet[LocationImport]:
        """Return the files in reach."""
        return registers_for(self.actor)


class Register(TemplateResponseMixin, RegisterPage):
    """What a register file would change, or changed."""

    template_name = "referrals/location_register.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Show the differences per kind."""
        found = [Difference(**one) for one in self.object.difference["changes"]]
        return self.render_to_response(
            {
                "register": self.object,
                "groups": _groups(found),
                "counted": services.counted(found),
                "closing": _closing(found),
                "may_apply": policies.may_apply_register(self.actor, self.object),
                "breadcrumbs": crumbs(1),
            }
        )


class RegisterApply(RegisterPage):
    """Carry the differences through."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry them through, or show them anew when the portal changed since."""
        try:
            found = services.apply_register(
                register=self.object, actor=self.actor, now=timezone.now()
            )
        except ValidationError as refusal:
            services.compare_again(
                register=self.object, actor=self.actor, now=timezone.now()
            )
            messages.error(request, " ".join(refusal.messages))
            return redirect("referrals:register", pk)
        messages.success(request, f"Doorgevoerd: {services.counted(found)}.")
        return redirect("referrals:locations")


class RegisterDrop(RegisterPage):
    """Leave the portal as it is."""

    policy = policies.may_apply_register
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """Drop the file."""
        services.drop_register(
            register=self.object, actor=self.actor, now=timezone.now()
        )
        messages.success(request, "Er is niets doorgevoerd.")
        return redirect("referrals:locations")


def _closing(found: list[Difference]) -> str:
    """Say how many close: a file that came in half would close the rest."""
    closed = sum(one.what == What.CLOSED for one in found)
    if not closed:
        return ""
    words = "locatie gaat" if closed == 1 else "locaties gaan"
    return f"Let op: {closed} {words} dicht."


def _groups(found: list[Difference]) -> list[tuple[str, list[Difference]]]:
    groups = [
        (str(what.label), [one for one in found if one.what == what]) for what in ORDER
    ]
    return [(label, rows) for label, rows in groups if rows]
