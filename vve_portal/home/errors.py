"""The pages for what went wrong. They query nothing protected."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vve_portal.accounts.models import User
from vve_portal.audit.services import record_refusal

NO_REASON = "U mag deze pagina niet openen."


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show why something was refused, and keep it in the record."""
    reason = str(exception) or NO_REASON
    user = request.user
    record_refusal(
        at=timezone.now(),
        actor=user if isinstance(user, User) else None,
        verb="access.refused",
        summary=f"Geweigerd: {reason}",
        path=request.path,
        method=request.method,
    )
    return render(request, "403.html", {"exception": reason}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes its own words
    """Say that a form is too old to be sent, and what to do."""
    return render(request, "403_csrf.html", status=403)


class PlainNotFoundMiddleware:
    """Show people who try the portal out its own page for what is not there.

    Only with DEBUG: there Django would show a technical page in English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the page, not the status."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
