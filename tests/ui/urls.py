"""The addresses that the header and the footer of a page link to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def answer(request: HttpRequest) -> HttpResponse:
    """Answer with nothing; the tests only need the address."""
    return HttpResponse(request.method)


PAGES = [
    path("uit/", answer, name="sign-out"),
    path("ik/", answer, name="account"),
]
accounts = (PAGES, "accounts")
checking = ([path("controle/", answer, name="check")], "checking")
urlpatterns = [path("", include(accounts)), path("", include(checking))]
