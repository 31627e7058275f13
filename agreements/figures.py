"""The figure beside a clause: a higher app registers a provider, we ask for one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agreements.models import Clause


@dataclass(frozen=True, slots=True)
class ClauseFigure:
    """What the last quarter says of a clause, ready to be shown."""

    name: str
    quarter: str
    text: str
    counts: str
    norm: str
    status: str
    label: str
    sentence: str
    url: str


# Returns None for who may not read figures, and when there is no figure.
Provider = Callable[[Clause, Any], ClauseFigure | None]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a higher app tell what the last quarter says of a clause."""
    _PROVIDERS[:] = [provider]


def figure_for(clause: Clause, actor: Any) -> ClauseFigure | None:
    """Return the figure beside a signed clause, as `actor` may see it."""
    for provider in _PROVIDERS:
        return provider(clause, actor)
    return None
