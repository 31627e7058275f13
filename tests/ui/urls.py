"""The one address that the header of a page links to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def sign_out(request: HttpRequest) -> HttpResponse:
    """Answer with nothing; the tests only need the address."""
    return HttpResponse(request.method)


accounts = ([path("uit/", sign_out, name="sign-out")], "accounts")
urlpatterns = [path("", include(accounts))]
