"""An agreement that is ready, an authority to sign with, and the people for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from agreements.models import Agreement, SigningRound, SigningRules
from tests.agreements.signing.scenes import PREPARED_AT, Scene, set_scene
from tests.elsewhere import Outsider, publishing
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


@pytest.fixture(scope="session")
def outsider() -> Iterator[Outsider]:
    """The authority from outside that the parties agreed on."""
    with publishing() as made:
        yield made


@pytest.fixture
def open_ways(
    scene: Scene, outsider: Outsider, settings: Settings, tmp_path: Path
) -> SigningRound:
    """A round in which the house rules allow paper and another service."""
    settings.EXTERNAL_ROOTS_FILE = tmp_path / "external-roots.pem"
    settings.EXTERNAL_ROOTS_FILE.write_bytes(outsider.pem)
    SigningRules.objects.create(
        partnership=scene.agreement.partnership,
        allows_external=True,
        allows_ink=True,
        changed_by=scene.preparer,
        changed_at=PREPARED_AT,
    )
    return scene.offer()
