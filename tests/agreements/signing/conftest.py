"""An agreement that is ready, an authority to sign with, and the people for it."""

import pytest

from agreements.models import Agreement, SigningRules
from tests.agreements.signing.scenes import Scene, set_scene
from tests.factories import NOW
from vve_portal.accounts.models import User


@pytest.fixture
def scene(
    agreement: Agreement,
    advisor: User,
    alderman: User,
    manager: User,
    authority_in_settings: None,  # noqa: ARG001 - signs
) -> Scene:
    """An agreement that is ready; the provider's manager signs first."""
    return set_scene(agreement, preparer=advisor, first=manager, second=alderman)


@pytest.fixture
def remote_allowed(scene: Scene) -> SigningRules:
    """House rules with which both parties may sign at a distance."""
    return SigningRules.objects.create(
        partnership=scene.agreement.partnership,
        allows_remote=True,
        changed_by=scene.preparer,
        changed_at=NOW,
    )
