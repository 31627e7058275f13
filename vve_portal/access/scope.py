"""What one person or job may reach in the database, for exactly one transaction."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

# In `organisations`: entries of nobody, such as a sign-in with an unknown name.
PORTAL_ITSELF = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be reached, by id; nothing by default.

    partnerships: rows both parties share; children: partnerships whose trajectories may
    be read; locations: of those, the ones at these locations, "all" for the JGZ and for
    helpers; reasons: also why a child was indicated; organisations: whose own entries
    may be read; unreleased: partnerships whose figures may be read before release.
    """

    partnerships: frozenset[int] = frozenset()
    children: frozenset[int] = frozenset()
    locations: frozenset[int] | Literal["all"] = frozenset()
    reasons: bool = False
    organisations: frozenset[int] = frozenset()
    unreleased: frozenset[int] = frozenset()

    def signed_for(self, backend: int) -> str:
        """Return the text PostgreSQL checks; it holds for one database session only."""
        parts = (
            self.partnerships,
            self.children,
            self.locations,
            self.children if self.reasons else (),
            self.organisations,
            self.unreleased,
        )
        payload = "|".join([str(backend), *map(_array, parts)])
        key = settings.SCOPE_KEY.encode()
        seal = hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()
        return f"{payload}#{seal}"


def _array(ids: Iterable[int] | Literal["all"]) -> str:
    if isinstance(ids, str):
        return ids
    return "{" + ",".join(str(number) for number in sorted(ids)) + "}"


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


@contextmanager
def scope(wanted: Scope) -> Iterator[None]:
    """Open a transaction that reaches `wanted` and nothing else.

    Tasks and commands use it once per partnership; there is no scope of everything.
    """
    previous = _current.get()
    with transaction.atomic():
        _tell_database(wanted)
        token = _current.set(wanted)
        try:
            yield
        finally:
            _current.reset(token)
        # Only without an exception: a rollback takes set_config back by itself.
        _tell_database(previous)


def _tell_database(wanted: Scope | None) -> None:
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    value = wanted.signed_for(backend) if wanted else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.scope', %s, true)", [value])


_AFTERWARDS: Final = "after_scope"
View = TypeVar("View", bound=Callable[..., Any])


def after_scope(request: HttpRequest, deed: Callable[[], None]) -> None:
    """Let something be done when the request's scope is over, rolled back or not.

    For what has to be counted also when the page about it fails, such as a wrong code.
    """
    vars(request).setdefault(_AFTERWARDS, []).append(deed)


def opens_own_scopes(dispatch: View) -> View:
    """Mark a page that has no scope but what its services open, each for one deed.

    For a page that works for seconds before it answers: no transaction waits for it.
    """
    vars(dispatch)["opens_own_scopes"] = True
    return dispatch


class ScopeMiddleware:
    """Run the view and render its page in one transaction with the user's scope.

    Replaces ATOMIC_REQUESTS. Must be the last middleware: a later `process_view` would
    be skipped. Sessions and users are read before it, so those tables have no policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and do afterwards what must outlive its transaction."""
        response = self.get_response(request)
        for deed in vars(request).get(_AFTERWARDS, ()):
            deed()
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Answer the request inside its scope."""
        if getattr(view, "opens_own_scopes", False):
            return None
        scope_of = import_string(settings.SCOPE_OF)
        with scope(scope_of(request.user)):
            response = view(request, *args, **kwargs)
            if getattr(response, "streaming", False):
                message = "A streamed answer outlives its scope; build it in the view."
                raise ImproperlyConfigured(message)
            if hasattr(response, "render"):
                response = response.render()
        answer: HttpResponse = response
        return answer
