"""One's own account: roles, app, recovery codes and where one is signed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from vve_portal.access.verdicts import anyone_logged_in
from vve_portal.access.views import PortalView
from vve_portal.accounts.forms import CodeForm
from vve_portal.accounts.models import RecoveryCode, RoleGrant
from vve_portal.accounts.queries import sessions_of
from vve_portal.accounts.services import demo, second_factor, sign_in
from vve_portal.accounts.services.second_factor import SecondFactor, WrongCode
from vve_portal.accounts.views.enrolment import begin_enrolling, show_codes
from vve_portal.accounts.views.pages import FormPage


class Account(PortalView, TemplateView):
    """What the portal knows of whoever is signed in."""

    policy = anyone_logged_in
    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add roles, recovery codes left and sessions."""
        user, now = self.actor, timezone.now()
        codes = RecoveryCode.objects.filter(user=user, used_at__isnull=True)
        grants = RoleGrant.objects.filter(user=user).on(timezone.localdate())
        return super().get_context_data(
            person=user,
            grants=grants.order_by("starts_on", "pk"),
            codes_left=codes.count(),
            sessions=sessions_of(user, now=now),
            session_key=self.request.session.session_key,
            **kwargs,
        )


class CodeFirst(FormPage):
    """A page that does something once the second factor was shown again."""

    policy = anyone_logged_in
    form_class = CodeForm
    template_name = "accounts/account_form.html"
    heading = ""
    lead = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form the way back."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "cancel_url": reverse("accounts:account")}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Judge the code, then do it."""
        try:
            proof = second_factor.confirm_second_factor(
                user=self.actor, code=form.cleaned_data["code"], now=timezone.now()
            )
        except WrongCode as wrong:
            form.add_error("code", str(wrong))
            return self.form_invalid(form)
        return self.proceed(proof)

    def proceed(self, proof: SecondFactor) -> HttpResponse:
        """Do what the page is for."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page, and the code for people of the demo."""
        return super().get_context_data(
            heading=self.heading,
            lead=self.lead,
            demo_code=demo.find_demo_code(user=self.actor, now=timezone.now()),
            **kwargs,
        )


class RenewCodes(CodeFirst):
    """Make new recovery codes and show them, this once."""

    heading = "Nieuwe herstelcodes"
    lead = "De oude herstelcodes werken daarna niet meer."

    def proceed(self, proof: SecondFactor) -> HttpResponse:
        """Make them."""
        codes = second_factor.renew_recovery_codes(
            second_factor=proof, now=timezone.now()
        )
        return show_codes(self.request, codes)


class ReplaceApp(CodeFirst):
    """Teach another telephone the key; the old one works until it is confirmed."""

    heading = "Andere telefoon"
    lead = (
        "Vul eerst een code in van uw oude telefoon, of een herstelcode. Daarna koppelt"
        " u de nieuwe."
    )

    def proceed(self, proof: SecondFactor) -> HttpResponse:  # noqa: ARG002 - having it is enough
        """Begin."""
        return begin_enrolling(self.request, self.actor)


class EndOtherSessions(PortalView):
    """Sign out everywhere else."""

    policy = anyone_logged_in
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End them."""
        sign_in.end_other_sessions(
            user=self.actor, keep=request.session.session_key, now=timezone.now()
        )
        messages.success(request, "U bent op uw andere apparaten uitgelogd.")
        return redirect("accounts:account")
