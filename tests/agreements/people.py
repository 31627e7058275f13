"""Whom each page of agreements is tried on, in the order of the access tables."""

from typing import Final

PEOPLE: Final = (
    "advisor",
    "contract_manager",
    "alderman",
    "clerk",
    "administrator",
    "manager",
    "coordinator",
    "nurse",
    "preschool_contact",
    "stranger",
)
