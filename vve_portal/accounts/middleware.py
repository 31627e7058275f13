"""Two gates before every page: a session that still holds, and a second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme

from vve_portal.accounts.sessions import Ending, find_ending, note_presence

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., Any]


class SessionEndMiddleware:
    """End sessions that are idle, old, of a closed account or of somebody without role.

    Stands before the sign-in gate, so that the sign-in page can say why.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget an ended session; process_view tells so where a page is closed."""
        if SESSION_KEY in request.session:
            ending = self.judge(request)
            if ending:
                logout(request)
                request.session_ending = ending  # type: ignore[attr-defined]  # read below
        return self.get_response(request)

    def judge(self, request: HttpRequest) -> Ending | None:
        """Return why this session ends now; note the presence of one that goes on."""
        now = timezone.now()
        # Judged before the user is loaded: that may flush the session.
        ending = find_ending(request.session, now=now)
        if ending:
            return ending
        if not request.user.is_authenticated:
            return Ending.GONE
        if not request.user.roles:
            return Ending.NO_ROLE
        note_presence(request.session, now=now)
        return None

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: tuple[Any, ...],  # noqa: ARG002 - Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse | None:
        """Send somebody whose session is over to the sign-in page, with the reason."""
        if not getattr(view, "login_required", True) or request.user.is_authenticated:
            return None
        ending = getattr(request, "session_ending", None)
        # A browser that never was here, or signed out itself, has no cookie.
        is_new = not request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if ending is None and is_new and request.method in {"GET", "HEAD"}:
            return None
        return to_sign_in(request, ending or Ending.GONE)


class NoStoreMiddleware:
    """Let no browser keep a page: after signing out, "back" shows nothing any more."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say so on every answer, errors and files included."""
        response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response


class SecondFactorMiddleware:
    """Keep every page closed for a session without a second factor.

    Pages are closed unless they say `second_factor_required = False` or are public.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done in process_view."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: tuple[Any, ...],  # noqa: ARG002 - Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse | None:
        """Send a half signed-in session to the page that asks the code."""
        if not getattr(view, "login_required", True):
            return None
        page = getattr(view, "view_class", view)
        if not getattr(page, "second_factor_required", True):
            return None
        if request.user.is_verified():  # type: ignore[union-attr]  # django_otp puts it there
            return None
        query = urlencode({"next": return_path(request)})
        return HttpResponseRedirect(f"{reverse('accounts:second-factor')}?{query}")


def to_sign_in(request: HttpRequest, ending: Ending) -> HttpResponse:
    """Send to the sign-in page, which says why and leads back."""
    query = urlencode({"reden": ending.value, "next": return_path(request)})
    return redirect(f"{reverse('accounts:sign-in')}?{query}")


def return_path(request: HttpRequest) -> str:
    """Return the page to come back to: of a form that was sent, the form itself."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("home:today")
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
