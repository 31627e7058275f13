"""Forgotten and changed passwords."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator

from vve_portal.access.verdicts import anyone, anyone_logged_in
from vve_portal.accounts.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    NewPasswordForm,
)
from vve_portal.accounts.models import User
from vve_portal.accounts.services import passwords, sign_in
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.accounts.views.enrolment import TRY_AGAIN, refuse_link
from vve_portal.accounts.views.pages import FormPage

SENT = (
    "Is dit adres bij ons bekend, dan krijgt u binnen enkele minuten een mail met een"
    " link."
)


@method_decorator(login_not_required, name="dispatch")
class ForgotPassword(FormPage):
    """Ask a link; the answer is the same whether or not the account exists."""

    policy = anyone
    form_class = ForgotPasswordForm
    template_name = "accounts/forgot_password.html"
    success_url = reverse_lazy("accounts:forgot-password")

    def form_valid(self, form: ForgotPasswordForm) -> HttpResponse:
        """Send the link, if there is somewhere to send it."""
        passwords.request_password(email=form.cleaned_data["email"], now=timezone.now())
        messages.success(self.request, SENT)
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class ResetPassword(FormPage):
    """Set a new password by the link of the mail."""

    policy = anyone
    form_class = NewPasswordForm
    template_name = "accounts/reset_password.html"
    owner: User

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Judge the link before anything else."""
        try:
            self.owner = passwords.get_user_of_link(**kwargs)
            return super().dispatch(request, *args, **kwargs)
        except LinkRefused as refused:
            sign_in.record_refused_link(now=timezone.now(), kind="nieuw wachtwoord")
            return refuse_link(request, refused)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form whose password it is."""
        return {**super().get_form_kwargs(), "user": self.owner}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Set it; signing in takes the second factor as always."""
        passwords.reset_password(
            **self.kwargs,
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
        messages.success(
            self.request, "Uw nieuwe wachtwoord is bewaard. Log er nu mee in."
        )
        return redirect("accounts:sign-in")


class ChangePassword(FormPage):
    """Change one's own password."""

    policy = anyone_logged_in
    form_class = ChangePasswordForm
    template_name = "accounts/account_form.html"
    extra_context = {
        "heading": "Wachtwoord wijzigen",
        "lead": "Daarna bent u op uw andere apparaten uitgelogd.",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form whose password it is, and the way back."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "user": self.actor, "cancel_url": reverse("accounts:account")}

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """Check the old one, which counts as a try, and set the new."""
        now = timezone.now()
        email = self.actor.email
        old = form.cleaned_data["old"]
        if authenticate(self.request, email=email, password=old) is None:
            sign_in.record_wrong_password(email=email, is_locked=False, now=now)
            form.add_error("old", TRY_AGAIN)
            return self.form_invalid(form)
        user = passwords.change_password(
            user=self.actor,
            password=form.cleaned_data["password"],
            keep_session=self.request.session.session_key,
            now=now,
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "Uw wachtwoord is gewijzigd.")
        return redirect("accounts:account")
