"""The pages of a signature from another service: bring the file back, and confirm."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from agreements import policies_routes
from agreements.forms.routes import BringForm, ConfirmForm
from agreements.models import Signature, SignatureQuerySet
from agreements.queries import frozen
from agreements.queries import routes as route_queries
from agreements.services import bringing
from agreements.views.signing import crumbs_to_signing, order_of
from vve_portal.access.scope import opens_own_scopes, scope
from vve_portal.access.verdicts import Verdict
from vve_portal.access.views import ObjectView
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.demo import find_demo_code
from vve_portal.accounts.services.second_factor import (
    SecondFactor,
    WrongCode,
    confirm_second_factor,
)
from vve_portal.ui.service_forms import ServiceForm


def drawn(response: HttpResponse) -> HttpResponse:
    """Draw a page while its scope is open, as the menu asks the database."""
    if isinstance(response, TemplateResponse):
        response.render()
    return response


class RoutePage(ObjectView[Signature]):
    """A page about a signature from outside: for the signer and who helps him."""

    policy = policies_routes.may_open_route

    def get_queryset(self) -> SignatureQuerySet:
        """Return the places in reach, with all that is judged."""
        return Signature.objects.visible_to(self.actor).with_round()

    def back_url(self) -> str:
        """Return the page one came from: the signer's own, or that of the round."""
        if self.actor.pk == self.object.signer_id:
            return reverse("agreements:sign", args=[self.object.pk])
        return reverse("agreements:signing", args=[self.object.round.agreement_id])

    def done(self) -> HttpResponse:
        """Say that it counts, and show the round."""
        with scope(scope_of(self.actor)):
            how = route_queries.HOW[Signature.objects.get(pk=self.object.pk).route]
        messages.success(
            self.request,
            f"De handtekening van {self.object.signer.name} ligt vast. {how}.",
        )
        return redirect("agreements:signing", self.object.round.agreement_id)


class RouteForm(RoutePage, ServiceForm):
    """A page on which something of such a signature is handed in."""

    policy = policies_routes.may_open_route
    route: ClassVar[Signature.Route]

    @opens_own_scopes
    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Judge in a scope of its own; no transaction waits for work on a file."""
        return super().dispatch(request, *args, **kwargs)

    def judge(self) -> None:
        """Load the signature in a scope; raise PermissionDenied when refused."""
        with scope(scope_of(self.actor)):
            super().judge()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, drawn in a scope."""
        with scope(scope_of(self.actor)):
            return drawn(super().get(request, *args, **kwargs))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is to be mended, drawn in a scope."""
        with scope(scope_of(self.actor)):
            return drawn(super().form_invalid(form))

    def verdict(self) -> Verdict:
        """Judge whether this way is open now."""
        rules = route_queries.find_rules(self.object.partnership_id)
        judge = route_queries.offer_of(self.route).may
        return judge(self.actor, self.object, timezone.localdate(), rules)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the way back."""
        return {**super().get_form_kwargs(), "cancel_url": self.back_url()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse at once whoever may not go this way now."""
        with scope(scope_of(self.actor)):
            self.verdict().enforce()
        return super().post(request, *args, **kwargs)

    def check_code(self, code: str, *, now: datetime) -> SecondFactor:
        """Use the code up; raises ValidationError at its field when it is wrong.

        A wrong one is counted, so nothing is raised before its scope is over.
        """
        with scope(scope_of(self.actor)):
            try:
                return confirm_second_factor(user=self.actor, code=code, now=now)
            except WrongCode as wrong:
                sentence = str(wrong)
        raise ValidationError({"code": sentence})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands around the form."""
        signature = self.object
        agreement = signature.round.agreement
        role = frozen.role_of(signature.organisation, agreement)
        content = frozen.content_of_round(signature.round)
        return super().get_context_data(
            signature=signature,
            signing_round=signature.round,
            agreement=agreement,
            breadcrumbs=crumbs_to_signing(agreement),
            verdict=self.verdict(),
            is_signer=self.actor.pk == signature.signer_id,
            back_url=self.back_url(),
            ground=frozen.ground_of(content, role),
            order=order_of(signature.round, self.actor),
            demo_code=find_demo_code(user=self.actor, now=timezone.now()),
            **kwargs,
        )


class Bring(RouteForm):
    """Take the PDF along, have it signed elsewhere, and bring it back."""

    policy = policies_routes.may_open_route
    route = Signature.Route.EXTERNAL
    form_class = BringForm
    template_name = "agreements/sign_bring.html"

    def save(self, form: BringForm) -> HttpResponse:
        """Judge the file; a person looks at the name next."""
        bringing.bring_file(
            signature=self.object,
            content=form.cleaned_data["file"].read(),
            actor=self.actor,
            now=timezone.now(),
        )
        return redirect("agreements:bring-confirm", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether a file waits to be confirmed already."""
        place = bringing.place_of(self.object)
        return super().get_context_data(
            field=place.label,
            brought=route_queries.find_brought(self.object),
            **kwargs,
        )


class BringConfirm(RouteForm):
    """See whose name is in the certificate, and confirm that it is the signer."""

    policy = policies_routes.may_open_route
    route = Signature.Route.EXTERNAL
    form_class = ConfirmForm
    template_name = "agreements/sign_bring_confirm.html"

    def judge(self) -> None:
        """Load the file that waits, too."""
        super().judge()
        with scope(scope_of(self.actor)):
            self.found = route_queries.find_brought(self.object)

    @opens_own_scopes
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a file there is nothing to confirm: it is done, or not begun."""
        self.judge()
        if self.found is None:
            return redirect(self.where_it_stands())
        self.brought = self.found
        return super().dispatch(*args, **kwargs)

    def where_it_stands(self) -> str:
        """Return the page that says how far it is."""
        if self.object.signed_at is None:
            return reverse("agreements:bring", args=[self.object.pk])
        return reverse("agreements:signing", args=[self.object.round.agreement_id])

    def facts(self) -> route_queries.CertificateFacts:
        """Return what the certificate in the file says."""
        return route_queries.certificate_of(self.brought.certificate)

    def shown(self) -> str:
        """Return by what one knows the file that this page is about."""
        return bringing.sha256_of(self.brought)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name both sides of what is confirmed."""
        return {
            **super().get_form_kwargs(),
            "signer": self.object.signer.name,
            "party": str(self.object.organisation),
            "found": self.facts().name,
            "shown": self.shown(),
        }

    def save(self, form: ConfirmForm) -> HttpResponse:
        """Check the code, then take the file over; not another than was shown."""
        now = timezone.now()
        if form.cleaned_data["shown"] != self.shown():
            messages.warning(self.request, bringing.ANOTHER_BROUGHT)
            return redirect("agreements:bring-confirm", self.object.pk)
        bringing.confirm_file(
            signature=self.object,
            sha256=form.cleaned_data["shown"],
            second_factor=self.check_code(form.cleaned_data["code"], now=now),
            actor=self.actor,
            now=now,
        )
        return self.done()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found in the file, beside what was expected."""
        return super().get_context_data(
            brought=self.brought, found=self.facts(), **kwargs
        )


class PutBack(RoutePage):
    """Forget the file that was brought back."""

    policy = policies_routes.may_open_route
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget it; nothing was signed."""
        bringing.put_back(signature=self.object, actor=self.actor, now=timezone.now())
        messages.success(
            request, "Het bestand is teruggelegd. Er is niets ondertekend."
        )
        return redirect("agreements:bring", pk)
