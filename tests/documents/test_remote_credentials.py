"""Which credentials at a signing service somebody may use, and why not."""

import base64
from datetime import timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.documents.csc_authority import Trust
from tests.documents.csc_server import OTP, PIN, TOKEN, Service, always
from tests.documents.samples import MUNICIPALITY
from tests.factories import NOW
from vve_portal.documents import remote
from vve_portal.documents import remote_credentials as words
from vve_portal.documents.remote_credentials import (
    Activation,
    Person,
    RemoteCredential,
    RemoteRefusal,
)
from vve_portal.documents.remote_judging import is_of

OWNER: Final = "roos@jgz.example"
ROOS: Final = Person(OWNER, "Roos Testman")
LONG_AGO: Final = timedelta(days=-400)
LOOKED_UP: Final = ["credentials/list", "credentials/info"]


def why_refused(pdf: bytes, credential: RemoteCredential, person: Person) -> str:
    """Return why somebody can't sign with a credential."""
    with pytest.raises(RemoteRefusal) as refusal:
        remote.sign(
            pdf,
            field=MUNICIPALITY,
            person=person,
            credential=credential,
            activation=Activation(PIN, OTP),
            description="Overeenkomst",
            at=NOW,
        )
    return str(refusal.value)


OBSTACLES: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "expired": (
        {"starts": LONG_AGO, "ends": timedelta(seconds=-1)},
        "Dit certificaat is verlopen.",
    ),
    "not yet": (
        {"starts": timedelta(minutes=1)},
        "Dit certificaat geldt nog niet.",
    ),
    "somebody else": (
        {"name": "Mees Fictief"},
        "Dit certificaat staat op naam van Mees Fictief, niet op uw naam.",
    ),
    "other authority": (
        {"trust": Trust(NOW)},
        "Dit certificaat is niet van een autoriteit die het portaal vertrouwt.",
    ),
    "key switched off": (
        {"says": {"key": {"status": "disabled", "algo": ["1.2.840.10045.4.3.2"]}}},
        "Dit certificaat is bij de ondertekendienst uitgezet of ingetrokken.",
    ),
    "suspended": (
        {"says": {"cert": {"status": "suspended"}}},
        "Dit certificaat is bij de ondertekendienst uitgezet of ingetrokken.",
    ),
    "not bound to one document": (
        {"says": {"SCAL": "1"}},
        (
            "De ondertekendienst bindt uw toestemming voor dit certificaat niet aan "
            "één document."
        ),
    ),
    "sends people elsewhere": (
        {"says": {"authMode": "oauth2code"}},
        (
            "Dit certificaat vraagt om toestemming op een manier die het portaal niet "
            "kent."
        ),
    ),
    "asks nobody": (
        {"says": {"PIN": {"presence": "false"}, "OTP": {"presence": "optional"}}},
        (
            "Dit certificaat vraagt om toestemming op een manier die het portaal niet "
            "kent."
        ),
    ),
    "is to log in with": (
        {"is_for_signing": False},
        "Dit certificaat is er niet om documenten te ondertekenen.",
    ),
    "signs in another way": (
        {"says": {"key": {"status": "enabled", "algo": ["1.2.840.10045.4.1"]}}},
        "Dit certificaat tekent op een manier die het portaal niet kent.",
    ),
}


@pytest.mark.parametrize("case", OBSTACLES)
def test_credential_that_will_not_do_says_why_and_does_not_sign(
    sealed: bytes, signing_service: Service, case: str
) -> None:
    changes, why = OBSTACLES[case]
    signing_service.keep(OWNER, **{"name": "Roos Testman", **changes})

    (offered,) = remote.find_offered(person=ROOS, at=NOW)

    assert offered.obstacle == why
    assert why_refused(sealed, offered.credential, ROOS) == why
    assert [name for name, _ in signing_service.asked] == LOOKED_UP


def test_key_of_another_account_is_neither_listed_nor_used(
    sealed: bytes, signing_service: Service
) -> None:
    signing_service.keep("mees@gemeente.example", "Roos Testman")
    other = Person("mees@gemeente.example", "Roos Testman")
    (theirs,) = remote.find_offered(person=other, at=NOW)

    assert remote.find_offered(person=ROOS, at=NOW) == []
    assert why_refused(sealed, theirs.credential, ROOS) == words.NO_SUCH_CREDENTIAL


@pytest.mark.parametrize(
    ("name", "written", "is_right"),
    [
        ("Roos Testman", "Roos Testman", True),
        ("Roos Testman", "R. Testman", True),
        ("Roos Testman", "Testman, R.A.", True),
        ("Roos Testman", "ir. Rosalie Anna Testman-Bedacht", True),
        ("Roos Testman", "ROOS TESTMAN", True),
        ("Zoë van der Proef", "Z. van der Proef", True),
        ("Zoë van der Proef", "Zoe van der Proef", True),
        ("Roos de Bedacht-Testman", "Roos Testman", True),
        ("Testman", "A. Testman", True),
        ("Roos Testman", "Mees Fictief", False),
        ("Roos Testman", "M. Testman", False),
        ("Roos Testman", "Roos Fictief", False),
        ("Roos Testman", "Testman", False),
        ("Zoë van der Proef", "Z. van der Ander", False),
        ("Roos Testman", "", False),
        ("Roos Testman", "JGZ Testland", False),
    ],
)
def test_certificate_is_of_a_person_by_surname_and_initial(
    name: str,
    written: str,
    is_right: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = Trust(NOW).issue(written or " ", key)

    assert is_of(certificate, name) is is_right


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_damaged_certificate_is_one_sentence_or_can_not_be_used(
    signing_service: Service,
) -> None:
    key = signing_service.keep(OWNER, "Roos Testman")
    _, good = signing_service.answer(
        "credentials/info", f"Bearer {TOKEN}", {"credentialID": key, "authInfo": True}
    )
    der = base64.b64decode(good["cert"]["certificates"][0])
    outcomes = set()

    for place in range(0, len(der), 3):
        damaged = bytearray(der)
        damaged[place] ^= 0xFF
        good["cert"]["certificates"][0] = base64.b64encode(damaged).decode()
        signing_service.faults["credentials/info"] = always(200, dict(good))
        outcomes.add(outcome())

    assert outcomes == {words.NONSENSE, "obstacle"}


def outcome() -> str:
    """Return what becomes of the one certificate there is."""
    try:
        (offered,) = remote.find_offered(person=ROOS, at=NOW)
    except RemoteRefusal as refusal:
        return str(refusal)
    shown = (offered.credential.name, offered.credential.issuer)
    assert all(isinstance(one, str) for one in shown)
    return "obstacle" if offered.obstacle else "usable"
