"""One question, one answer with its reason: asked by page, view and service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, ParamSpec

from django.core.exceptions import PermissionDenied

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; a refusal carries its reason as a Dutch sentence."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def enforce(self) -> None:
        """Raise PermissionDenied with the reason when this is a refusal."""
        if self.reason:
            raise PermissionDenied(self.reason)


ALLOWED: Final = Verdict()


def deny(reason: str) -> Verdict:
    """Return a refusal."""
    return Verdict(reason)


@dataclass(frozen=True, slots=True)
class Policy(Generic[P]):
    """A pure question about an actor; a decorator, so it can stand on a view class."""

    question: Callable[P, Verdict]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Verdict:
        return self.question(*args, **kwargs)


@Policy
def anyone_logged_in(actor: Any) -> Verdict:  # noqa: ARG001 - every policy is asked about an actor
    """Allow everyone who got past the sign-in."""
    return ALLOWED


@Policy
def anyone(actor: Any) -> Verdict:  # noqa: ARG001 - every policy is asked about an actor
    """Allow everybody, also without an account; only pages on a named list use it."""
    return ALLOWED
