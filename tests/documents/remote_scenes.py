"""A signer with a key at a signing service, and signing with it."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.documents.csc_server import OTP, PIN
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.documents import remote
from vve_portal.documents.remote_credentials import (
    Activation,
    Person,
    RemoteCredential,
    RemoteRefusal,
)
from vve_portal.documents.signing import SignedFile

OWNER: Final = "roos@jgz.example"
ROOS: Final = Person(OWNER, "Roos Testman")
CODES: Final = Activation(pin=PIN, otp=OTP)


def only_credential() -> RemoteCredential:
    """Return the one credential that is offered, which can be used."""
    (offered,) = remote.find_offered(person=ROOS, at=NOW)
    assert offered.obstacle == ""
    return offered.credential


def sign(
    pdf: bytes, *, activation: Activation = CODES, credential: Any = None
) -> SignedFile:
    """Sign with the one credential."""
    return remote.sign(
        pdf,
        field=MUNICIPALITY,
        person=ROOS,
        credential=credential or only_credential(),
        activation=activation,
        description="Overeenkomst VVE-2027-014, versie 1",
        at=NOW,
    )


def why_refused(deed: Callable[[], object]) -> str:
    """Return the sentence with which something is refused."""
    with pytest.raises(RemoteRefusal) as refusal:
        deed()
    return str(refusal.value)
