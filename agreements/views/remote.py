"""Signing at a signing service at a distance; nobody but the signer opens it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from agreements import policies_remote, policies_signing
from agreements.forms.remote import SignRemotelyForm
from agreements.queries import frozen
from agreements.queries.routes import find_rules
from agreements.services import remote
from agreements.views.signature import SignatureView
from agreements.views.signing import crumbs_to_signing
from vve_portal.access.scope import opens_own_scopes, scope
from vve_portal.accounts.scopes import scope_of
from vve_portal.accounts.services.demo import find_demo_code
from vve_portal.accounts.services.second_factor import (
    SecondFactor,
    WrongCode,
    confirm_second_factor,
)
from vve_portal.documents.remote_credentials import (
    NO_SUCH_CREDENTIAL,
    Offered,
    RemoteCredential,
    RemoteRefusal,
)

CODE_AGAIN = "Vul ook een nieuwe code uit uw inlog-app in; de vorige is gebruikt."


class RemotePage(SignatureView):
    """A page that asks the service: no transaction waits for its answer."""

    policy = policies_signing.may_open_signature
    offered: list[Offered]
    trouble: str

    @opens_own_scopes
    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Judge in a scope of its own; what is asked of others comes after it."""
        return super().dispatch(request, *args, **kwargs)

    def judge(self) -> None:
        """Refuse whoever may not sign so now; who has signed just sees that."""
        with scope(scope_of(self.actor)):
            super().judge()
            signature = self.object
            if signature.signed_at is None:
                rules = find_rules(signature.partnership_id)
                today = timezone.localdate()
                policies_remote.may_sign_remotely(
                    self.actor, signature, today, rules
                ).enforce()

    def look_up(self) -> None:
        """Ask the service which keys the signer has."""
        self.offered, self.trouble = [], ""
        try:
            self.offered = remote.find_offered(
                signature=self.object, now=timezone.now()
            )
        except RemoteRefusal as refusal:
            self.trouble = str(refusal)

    def show_signature(self) -> HttpResponse:
        """Show where the signature stands."""
        return redirect("agreements:sign", self.object.pk)


class SignRemotely(RemotePage, FormView):  # type: ignore[type-arg]  # generic in its stubs only
    """Choose a certificate, give what the service asks, and sign."""

    form_class = SignRemotelyForm
    template_name = "agreements/sign_remote.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the certificates, or why there are none."""
        if self.object.signed_at is not None:
            return self.show_signature()
        self.look_up()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign; a second click changes nothing."""
        if self.object.signed_at is not None:
            return self.show_signature()
        self.look_up()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the certificates that will do."""
        return {
            **super().get_form_kwargs(),
            "party": self.object.organisation,
            "credentials": [one.credential for one in self.offered if not one.obstacle],
            "cancel_url": reverse("agreements:sign", args=[self.object.pk]),
        }

    def form_valid(self, form: SignRemotelyForm) -> HttpResponse:
        """Check the code of the portal, then ask the service to sign."""
        second_factor = self.confirm(form)
        if second_factor is None:
            return self.form_invalid(form)
        try:
            remote.sign_remotely(
                signature=self.object,
                credential=form.chosen(),
                activation=form.activation(),
                second_factor=second_factor,
                actor=self.actor,
                now=second_factor.at,
            )
        except RemoteRefusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
            form.add_error("code", CODE_AGAIN)
            return self.form_invalid(form)
        messages.success(self.request, "U hebt getekend bij de ondertekendienst.")
        return self.show_signature()

    def confirm(self, form: SignRemotelyForm) -> SecondFactor | None:
        """Use up the code; a wrong one is counted, so it is not raised on."""
        with scope(scope_of(self.actor)):
            try:
                return confirm_second_factor(
                    user=self.actor,
                    code=form.cleaned_data["code"],
                    now=timezone.now(),
                )
            except WrongCode as wrong:
                form.add_error("code", str(wrong))
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is signed, and the certificates that won't do with the reason."""
        signature, agreement = self.object, self.object.round.agreement
        content = frozen.content_of_round(signature.round)
        role = frozen.role_of(signature.organisation, agreement)
        return super().get_context_data(
            signature=signature,
            agreement=agreement,
            breadcrumbs=crumbs_to_signing(agreement),
            ground=frozen.ground_of(content, role),
            trouble=self.trouble,
            usable=[one.credential for one in self.offered if not one.obstacle],
            others=[one for one in self.offered if one.obstacle],
            demo_code=find_demo_code(user=self.actor, now=timezone.now()),
            **kwargs,
        )

    def render_to_response(
        self,
        context: dict[str, Any],
        **_options: Any,
    ) -> TemplateResponse:
        """Draw the page in a scope, as the menu asks the database."""
        response = TemplateResponse(self.request, self.template_name, context)
        with scope(scope_of(self.actor)):
            response.render()
        return response


class SendRemoteCode(RemotePage):
    """Have the service send its code, where it sends codes."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for one certificate, and go back to the form."""
        if self.object.signed_at is not None:
            return self.show_signature()
        self.look_up()
        try:
            remote.send_code(
                signature=self.object,
                credential=self.choose(request.POST.get("credential", "")),
                now=timezone.now(),
            )
            messages.success(request, "De ondertekendienst heeft een code gestuurd.")
        except RemoteRefusal as refusal:
            messages.error(request, str(refusal))
        return redirect("agreements:sign-remote", pk)

    def choose(self, key: str) -> RemoteCredential:
        """Return one of the signer's own keys; raises RemoteRefusal."""
        for one in self.offered:
            if one.credential.key == key:
                return one.credential
        raise RemoteRefusal(self.trouble or NO_SUCH_CREDENTIAL)
