"""The look is tested without the rest of the portal, its addresses included."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_addresses(settings: Settings) -> None:
    """Give the tests of the look only the address that the header links to."""
    settings.ROOT_URLCONF = "tests.ui.urls"
