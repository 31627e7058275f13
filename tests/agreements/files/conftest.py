"""An agreement that is ready, with the people to have it signed."""

import pytest

from agreements.models import Agreement
from tests.agreements.signing.scenes import Scene, set_scene
from vve_portal.accounts.models import User


@pytest.fixture
def scene(
    agreement: Agreement,
    advisor: User,
    alderman: User,
    manager: User,
    authority_in_settings: None,  # noqa: ARG001 - says whose timestamps these are
) -> Scene:
    """An agreement that is ready; the provider's manager signs first."""
    return set_scene(agreement, preparer=advisor, first=manager, second=alderman)
