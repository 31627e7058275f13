"""The other service, whom we trust, and a good file of it."""

import pytest

from tests.documents.adding.judged import BROUGHT_AT, signed
from tests.elsewhere import Outsider, make_outsider
from vve_portal.documents.adding import Trust
from vve_portal.documents.authority import Authority


@pytest.fixture(scope="package")
def outsider() -> Outsider:
    """The authority that the parties agreed on."""
    return make_outsider()


@pytest.fixture(scope="package")
def trust(outsider: Outsider, authority: Authority) -> Trust:
    """Our own authority for what stood there, theirs for what comes."""
    return Trust(
        outside=(outsider.certificate,),
        others=(authority.certificate,),
        revoked=(),
        at=BROUGHT_AT,
    )


@pytest.fixture(scope="package")
def good(sealed: bytes, outsider: Outsider) -> bytes:
    """Our file with one invisible signature in its place."""
    return signed(sealed, outsider)
