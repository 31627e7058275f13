"""What a signing service at a distance offers, and how it refuses; plain data."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

_STILL: Final = "Er is niets getekend."
NOT_SET_UP: Final = (
    "Het portaal is niet aan een ondertekendienst gekoppeld. Teken in het portaal."
)
UNREACHABLE: Final = (
    f"De ondertekendienst is niet te bereiken. {_STILL} Probeer het over een paar "
    "minuten opnieuw, of teken in het portaal."
)
TOO_SLOW: Final = (
    f"De ondertekendienst antwoordt niet op tijd. {_STILL} Probeer het over een paar "
    "minuten opnieuw, of teken in het portaal."
)
NOT_LET_IN: Final = (
    f"De ondertekendienst laat het portaal niet toe. {_STILL} Meld dit bij de "
    "beheerder van het portaal."
)
NONSENSE: Final = (
    "De ondertekendienst gaf een antwoord dat het portaal niet begrijpt. "
    f"{_STILL} Meld dit bij de beheerder van het portaal."
)
REFUSED: Final = (
    f"De ondertekendienst weigert de handtekening. {_STILL} Kijk bij de "
    "ondertekendienst wat er met uw certificaat is, of teken in het portaal."
)
WRONG_PIN: Final = (
    f"De pincode klopt niet. {_STILL} Vul de pincode van uw certificaat opnieuw in."
)
WRONG_OTP: Final = (
    f"De code van de ondertekendienst klopt niet of is verlopen. {_STILL} Vul een "
    "nieuwe code van de ondertekendienst in."
)
PIN_NEEDED: Final = "Vul de pincode van uw certificaat in."
OTP_NEEDED: Final = "Vul de code van de ondertekendienst in."
NO_SUCH_CREDENTIAL: Final = (
    "Dit certificaat staat niet bij uw account van de ondertekendienst. Kies een ander "
    "certificaat."
)
SENDS_NO_CODE: Final = "Voor dit certificaat stuurt de ondertekendienst geen code."
UNSOUND: Final = (
    "De handtekening van de ondertekendienst klopt niet en is niet gebruikt. "
    f"{_STILL} Meld dit bij de beheerder van het portaal."
)
UNFIT: Final = (
    "Het certificaat is ingetrokken, of het portaal kan niet nagaan of het nog geldt. "
    f"{_STILL} Kijk bij de ondertekendienst, of teken in het portaal."
)
NO_TIMESTAMP: Final = (
    f"De tijdstempeldienst viel uit tijdens het tekenen. {_STILL} Probeer het over een "
    "paar minuten opnieuw, met nieuwe codes."
)


class RemoteRefusal(Exception):  # noqa: N818 - a refusal, no fault of the portal
    """Nothing was signed at a distance; the message says in Dutch why, and what to do.

    `field` names what the signer filled in wrong, if that is it: pin or otp.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Presence(StrEnum):
    """Whether a credential asks for something, in the words of the protocol."""

    REQUIRED = "true"
    ABSENT = "false"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class RemoteService:
    """A service that speaks version 1 of the API of the Cloud Signature Consortium.

    `seconds` is all the time it gets for what a signer asks at once.
    """

    url: str
    token: str = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs: how the service knows the account, and the name that must be right."""

    user_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Activation:
    """What the signer fills in to let the service use the key; kept nowhere."""

    pin: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteCredential:
    """A key at the service, with its certificate; `owner` is the account it is of."""

    key: str
    owner: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    mechanisms: frozenset[str]
    is_enabled: bool
    is_bound: bool
    mode: str
    pin: Presence = Presence.ABSENT
    otp: Presence = Presence.ABSENT
    sends_code: bool = False

    @property
    def name(self) -> str:
        """The name in the certificate."""
        return name_in(self.certificate.subject)

    @property
    def issuer(self) -> str:
        """Who gave the certificate out."""
        return name_in(self.certificate.issuer)

    @property
    def ends_at(self) -> datetime:
        """Until when the certificate holds."""
        return self.certificate.not_valid_after_utc


@dataclass(frozen=True, slots=True)
class Offered:
    """A credential, and why it can't be used here if that is so."""

    credential: RemoteCredential
    obstacle: str = ""


def name_in(name: x509.Name) -> str:
    """The common name, or all of it when there is none."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
