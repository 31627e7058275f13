"""Setting the second factor: by a one-time link, or in place of an older app."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.access.verdicts import anyone, anyone_logged_in
from vve_portal.access.views import PortalView
from vve_portal.accounts.forms import EnrolmentForm, PasswordForm
from vve_portal.accounts.models import EnrolmentLink, User
from vve_portal.accounts.qr import draw_qr, spell_key
from vve_portal.accounts.services import links, second_factor, sign_in
from vve_portal.accounts.services.links import LinkRefused
from vve_portal.accounts.services.second_factor import WrongCode
from vve_portal.accounts.sessions import ENROLLING
from vve_portal.accounts.views.arrival import (
    begin_session,
    complete_session,
    go,
    next_path,
)
from vve_portal.accounts.views.pages import FormPage

TRY_AGAIN = (
    "Het wachtwoord klopt niet. Controleer het en probeer het opnieuw. Na vijf keer"
    " fout moet u een kwartier wachten."
)
GONE = 410


def begin_enrolling(request: HttpRequest, user: User) -> HttpResponse:
    """Let this session, and no other, set the second factor."""
    device = second_factor.begin_enrolment(user=user)
    request.session[ENROLLING] = device.pk
    return go(request, "accounts:enrol")


class Enrol(FormPage):
    """Show the key to the app and ask its first code."""

    policy = anyone_logged_in
    second_factor_required: ClassVar[bool] = False
    form_class = EnrolmentForm
    template_name = "accounts/enrol.html"
    device: TOTPDevice

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Find the key this session may set; without one, a link is needed."""
        device = TOTPDevice.objects.filter(
            pk=request.session.get(ENROLLING), user=self.actor, confirmed=False
        ).first()
        if device is not None:
            self.device = device
            return super().dispatch(request, *args, **kwargs)
        if self.actor.is_verified():
            return redirect(next_path(request))
        if second_factor.find_device(self.actor):
            return go(request, "accounts:second-factor")
        return go(request, "accounts:ask-link")

    def form_valid(self, form: EnrolmentForm) -> HttpResponse:
        """Put the app in use and show the recovery codes, this once."""
        try:
            device, codes = second_factor.confirm_enrolment(
                user=self.actor,
                device_pk=self.device.pk,
                code=form.cleaned_data["code"],
                now=timezone.now(),
            )
        except WrongCode as wrong:
            form.add_error("code", str(wrong))
            return self.form_invalid(form)
        del self.request.session[ENROLLING]
        complete_session(self.request, self.actor, device)
        return show_codes(self.request, codes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the key, and spell it for who can't scan."""
        return super().get_context_data(
            qr=draw_qr(self.device), key=spell_key(self.device), **kwargs
        )


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show recovery codes: the only time they can be read, so not after a redirect."""
    context = {"codes": codes, "next": next_path(request)}
    return render(request, "accounts/recovery_codes.html", context)


class AskLink(PortalView):
    """For who knows the password but has no second factor: mail a link."""

    policy = anyone_logged_in
    second_factor_required: ClassVar[bool] = False
    http_method_names = ("get", "post")

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse who has a second factor: that is the only way in then."""
        if second_factor.find_device(self.actor):
            return go(request, "accounts:second-factor")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Explain."""
        return render(request, "accounts/ask_link.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the link."""
        links.send_enrolment_link(user=self.actor, now=timezone.now())
        messages.success(request, "De mail is verstuurd. Open de link in de mail.")
        return redirect("accounts:ask-link")


@method_decorator(login_not_required, name="dispatch")
class OpenLink(FormPage):
    """The page of the link: the password again, then the key."""

    policy = anyone
    form_class = PasswordForm
    template_name = "accounts/open_link.html"
    link: EnrolmentLink

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Judge the link before anything else."""
        now = timezone.now()
        try:
            self.link = links.get_enrolment_link(token=kwargs["token"], now=now)
        except LinkRefused as refused:
            sign_in.record_refused_link(now=now, kind="tweede stap instellen")
            return refuse_link(request, refused)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        """Begin a session that may set the second factor."""
        email = self.link.user.email
        password = form.cleaned_data["password"]
        user = authenticate(self.request, email=email, password=password)
        if not isinstance(user, User):
            sign_in.record_wrong_password(
                email=email, is_locked=False, now=timezone.now()
            )
            form.add_error("password", TRY_AGAIN)
            return self.form_invalid(form)
        begin_session(self.request, user)
        return begin_enrolling(self.request, user)


def refuse_link(request: HttpRequest, refused: LinkRefused) -> HttpResponse:
    """Say why a link does not hold and what to do."""
    context = {"reason": str(refused)}
    return render(request, "accounts/link_refused.html", context, status=GONE)
