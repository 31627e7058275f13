"""Every page: guarded by a policy, or on the short list of pages for everybody."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from vve_portal.access.verdicts import Policy
from vve_portal.access.views import PortalView

# Whoever has no account, or is not yet signed in, reaches these and nothing else.
PUBLIC: Final[set[str]] = {
    "accounts:accept-invitation",
    "accounts:demo-sign-in",
    "accounts:forgot-password",
    "accounts:open-link",
    "accounts:reset-password",
    "accounts:sign-in",
    # Who holds a document checks it: by its file, or by the code on it.
    "checking:check",
    "checking:code",
    "checking:public-version",
    # For a calendar program, that only has the secret in the address.
    "monitoring:calendar-feed",
    # What the council saw of quarters that were published.
    "monitoring:open-data",
    "monitoring:open-data-description",
    "monitoring:open-data-file",
}

Page = tuple[str, Callable[..., Any]]


def pages(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Page]:
    """Give every page that has an address, by name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from pages(entry, prefix + inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback


def test_there_are_pages_to_judge() -> None:
    assert "home:today" in dict(pages())


def test_every_page_is_a_portal_view_with_a_policy() -> None:
    unguarded = [name for name, callback in pages() if not is_guarded(callback)]

    assert unguarded == []


def is_guarded(callback: Callable[..., Any]) -> bool:
    """Return whether a page asks a policy."""
    view = getattr(callback, "view_class", None)
    return (
        isinstance(view, type)
        and issubclass(view, PortalView)
        and isinstance(view.policy, Policy)
    )


def test_no_page_but_these_is_open_to_everybody() -> None:
    public = {
        name
        for name, callback in pages()
        if not getattr(callback, "login_required", True)
    }

    assert public == PUBLIC


def test_every_page_has_a_name_of_its_own() -> None:
    names = [name for name, _ in pages()]

    assert sorted(names) == sorted(set(names))


def test_sign_in_is_asked_before_any_page() -> None:
    middleware = settings.MIDDLEWARE

    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in middleware


def test_scope_is_the_last_to_touch_a_request() -> None:
    # A later process_view would be skipped: the scope runs the view itself.
    assert settings.MIDDLEWARE[-1] == "vve_portal.access.scope.ScopeMiddleware"
