"""An agreement that is ready, an authority to sign with, and the people for it."""

import pytest

from agreements.models import Agreement
from tests.agreements.building import approve, finish_text
from tests.agreements.signing.scenes import Scene
from tests.factories import MandateFactory
from vve_portal.accounts.models import Mandate, User


@pytest.fixture
def scene(
    agreement: Agreement,
    advisor: User,
    alderman: User,
    manager: User,
    authority_in_settings: None,  # noqa: ARG001 - signs
) -> Scene:
    """An agreement that is ready; the provider's manager signs first."""
    finish_text(agreement)
    for kind in agreement.approvals.model.Kind:
        approve(agreement, kind)
    agreement.status = Agreement.Status.READY
    agreement.save(update_fields=["status"])
    first = MandateFactory.create(
        partnership=agreement.partnership,
        organisation=manager.organisation,
        signer=manager,
        ground=Mandate.Ground.STATUTES,
    )
    second = MandateFactory.create(
        partnership=agreement.partnership,
        organisation=alderman.organisation,
        signer=alderman,
    )
    return Scene(agreement, advisor, first, second)
