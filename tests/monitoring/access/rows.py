"""How a row of the access table is written."""

from collections.abc import Callable
from typing import Final, NamedTuple

from tests.monitoring.scenes import World

# The order of the answers in each row.
PEOPLE: Final = (
    # The municipality.
    "advisor",
    "contract_manager",
    "alderman",
    "privacy_officer",
    "clerk",
    "administrator",
    # A municipality elsewhere.
    "stranger",
    # The JGZ, and one elsewhere.
    "manager",
    "coordinator",
    "nurse",
    "planner",
    "elsewhere",
    # Others in the chain; the other preschool is in the same town.
    "preschool_contact",
    "other_preschool",
    "helper",
)


def nothing(_: World) -> list[object]:
    """Name no subject: the page is not about a row."""
    return []


class Row(NamedTuple):
    """A page: how it is asked for, what each of PEOPLE gets, and what it is about.

    `about` returns the arguments of the address; it may make rows of its own.
    """

    method: str
    answers: tuple[int, ...]
    about: Callable[[World], list[object]] = nothing
