"""Where somebody lands after signing in, and how a session begins."""

from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as verify
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.accounts.models import User
from vve_portal.accounts.services import sign_in
from vve_portal.accounts.sessions import note_presence

BACKEND = "vve_portal.accounts.backends.ActorBackend"


def next_path(request: HttpRequest) -> str:
    """Return the page asked for, if it is one of ours; else the start page."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url("home:today")


def go(request: HttpRequest, name: str) -> HttpResponse:
    """Go to the page `name` of signing in and keep in mind where to land."""
    query = urlencode({"next": next_path(request)})
    return redirect(f"{reverse(name)}?{query}")


def begin_session(request: HttpRequest, user: User) -> None:
    """Begin a session of which only the password was checked."""
    login(request, user, backend=BACKEND)
    note_presence(request.session, now=timezone.now())


def complete_session(request: HttpRequest, user: User, device: TOTPDevice) -> None:
    """Mark the session as one in which the second factor was shown."""
    # A new key: whoever knew the old one knew a session with less power.
    request.session.cycle_key()
    verify(request, device)
    sign_in.record_sign_in(user=user, now=timezone.now())
