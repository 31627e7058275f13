"""Signing in: the password, then the second factor; and signing out."""

from typing import Any, ClassVar

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator

from vve_portal.access.verdicts import anyone, anyone_logged_in
from vve_portal.access.views import PortalView
from vve_portal.accounts.forms import CodeForm, SignInForm
from vve_portal.accounts.models import User
from vve_portal.accounts.queries import demo_people, with_reach
from vve_portal.accounts.services import demo, second_factor, sign_in
from vve_portal.accounts.services.second_factor import WrongCode
from vve_portal.accounts.sessions import Ending
from vve_portal.accounts.views.arrival import (
    begin_session,
    complete_session,
    go,
    next_path,
)
from vve_portal.accounts.views.pages import FormPage

WRONG = (
    "Het e-mailadres of het wachtwoord klopt niet. Controleer beide en probeer het"
    " opnieuw."
)
LOCKED = (
    "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier en probeer het"
    " dan opnieuw."
)
NO_ROLE = (
    "U hebt op dit moment geen rol in het portaal. Vraag de beheerder van uw"
    " organisatie om een rol."
)
SAYS_WHY: dict[str, str] = {
    Ending.IDLE: "U bent uitgelogd, omdat u een tijd niets hebt gedaan.",
    Ending.AGE: "U bent uitgelogd, omdat u lang geleden hebt ingelogd.",
    Ending.GONE: "U bent uitgelogd.",
    Ending.NO_ROLE: NO_ROLE,
}
TOO_MANY = 429


@method_decorator(login_not_required, name="dispatch")
class SignIn(FormPage):
    """First page: e-mail address and password."""

    policy = anyone
    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; somebody who is in already goes on."""
        if request.user.is_authenticated:
            return redirect(next_path(request))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Check the password; what is wrong is counted and recorded."""
        email = form.cleaned_data["email"]
        password = form.cleaned_data["password"]
        user = authenticate(self.request, email=email, password=password)
        if not isinstance(user, User):
            return self.refuse(form, email)
        if not with_reach(user, today=timezone.localdate()).roles:
            form.add_error(None, NO_ROLE)
            return self.form_invalid(form)
        begin_session(self.request, user)
        return go(self.request, "accounts:second-factor")

    def refuse(self, form: SignInForm, email: str) -> HttpResponse:
        """Say what was wrong without telling whether the account exists."""
        credentials = {"email": email}
        is_locked = not AxesProxyHandler.is_allowed(self.request, credentials)
        sign_in.record_wrong_password(
            email=email, is_locked=is_locked, now=timezone.now()
        )
        form.add_error(None, LOCKED if is_locked else WRONG)
        answer = self.form_invalid(form)
        if is_locked:
            answer.status_code = TOO_MANY
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why somebody was signed out, and offer the people of the demo."""
        reason = self.request.GET.get("reden", "")
        return super().get_context_data(
            why=SAYS_WHY.get(reason, ""),
            comes_back="next" in self.request.GET and reason != Ending.NO_ROLE,
            demo_people=demo_people(today=timezone.localdate())
            if settings.DEBUG
            else (),
            query=self.request.META["QUERY_STRING"],
            **kwargs,
        )


class SecondFactor(FormPage):
    """Second page: a code of the app, or a recovery code."""

    policy = anyone_logged_in
    second_factor_required: ClassVar[bool] = False
    form_class = CodeForm
    template_name = "accounts/second_factor.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Send on who is in already, and who has no app yet."""
        if self.actor.is_verified():
            return redirect(next_path(request))
        if second_factor.find_device(self.actor) is None:
            return go(request, "accounts:enrol")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Let in whoever shows a right code."""
        user: User = self.actor
        try:
            second_factor.confirm_second_factor(
                user=user, code=form.cleaned_data["code"], now=timezone.now()
            )
        except WrongCode as wrong:
            form.add_error("code", str(wrong))
            return self.form_invalid(form)
        device = second_factor.find_device(user)
        if device is None:  # reset by an administrator at this very moment
            return go(self.request, "accounts:enrol")
        complete_session(self.request, user, device)
        return redirect(next_path(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the code itself to people of the demo."""
        code = demo.find_demo_code(user=self.actor, now=timezone.now())
        return super().get_context_data(demo_code=code, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class DemoSignIn(PortalView):
    """Sign in as somebody of the demo, without password; exists only with DEBUG."""

    policy = anyone
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a session; the second factor is asked as always."""
        user = get_object_or_404(User, pk=pk, is_active=True)
        if not demo.is_demo(user):
            raise Http404
        demo.enrol_demo_user(user=user)
        begin_session(request, user)
        return go(request, "accounts:second-factor")


class SignOut(PortalView):
    """The way out."""

    policy = anyone_logged_in
    second_factor_required: ClassVar[bool] = False
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End this session."""
        logout(request)
        return redirect("accounts:sign-in")
