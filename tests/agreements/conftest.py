"""The agreements that the cast works on."""

from collections.abc import Iterator

import pytest

from agreements.models import Agreement
from tests.factories import AgreementFactory, UserFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job


@pytest.fixture
def at_home(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


@pytest.fixture
def colleague(partnership: Partnership) -> User:
    """Who began the agreements, at the municipality."""
    made: User = UserFactory.create(organisation=partnership.municipality)
    return made


@pytest.fixture
def agreement(
    at_home: None,  # noqa: ARG001 - opens the scope
    partnership: Partnership,
    colleague: User,
) -> Agreement:
    """An agreement that both parties work on."""
    made: Agreement = AgreementFactory.create(
        partnership=partnership, created_by=colleague
    )
    return made


@pytest.fixture
def draft(
    at_home: None,  # noqa: ARG001 - opens the scope
    partnership: Partnership,
    colleague: User,
) -> Agreement:
    """A draft of the municipality, which the provider has not seen."""
    made: Agreement = AgreementFactory.create(
        partnership=partnership, created_by=colleague, draft=True
    )
    return made
