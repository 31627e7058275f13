"""Signs with a key at a signing service: pyHanko's CSC signer, on a short leash."""

from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
)

from vve_portal.documents.pades.certificates import as_asn1
from vve_portal.documents.pades.csc import Connection
from vve_portal.documents.remote_credentials import (
    NO_TIMESTAMP,
    NONSENSE,
    UNSOUND,
    Activation,
    RemoteCredential,
    RemoteRefusal,
)

_MECHANISMS: Final = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}


def can_sign(credential: RemoteCredential) -> bool:
    """Whether the key signs in a way that the portal can judge: SHA-256, RSA or EC."""
    kind = as_asn1(credential.certificate).public_key.algorithm
    return _MECHANISMS.get(kind) in credential.mechanisms


def remote_signer(
    connection: Connection,
    credential: RemoteCredential,
    *,
    path: tuple[x509.Certificate, ...],
    activation: Activation,
    description: str,
) -> "RemoteSigner":
    """A signer that may be used once; every refusal of the service is a RemoteRefusal.

    `path` are the certificates between that of the signer and a trusted root.
    """
    manager = _Authorization(connection, credential, path)
    manager.activation, manager.description = activation, description
    session: Any = connection  # has all that pyHanko asks of a session: post()
    signer = RemoteSigner(session, manager, embed_roots=False)
    signer.certificate = credential.certificate
    return signer


class RemoteSigner(CSCSigner):
    """Believes no signature before it has judged it itself."""

    certificate: x509.Certificate

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - overrides pyHanko's method
    ) -> bytes:
        try:
            signature: bytes = await super().async_sign_raw(
                data, digest_algorithm, dry_run
            )
        except SigningError:
            raise RemoteRefusal(NONSENSE) from None
        if not dry_run and not _holds(self.certificate, signature, data):
            raise RemoteRefusal(UNSOUND)
        return signature


class _Authorization(CSCAuthorizationManager):
    """Lets the key be used for one hash, once."""

    activation: Activation
    description: str

    def __init__(
        self,
        connection: Connection,
        credential: RemoteCredential,
        path: tuple[x509.Certificate, ...],
    ) -> None:
        super().__init__(
            CSCServiceSessionInfo(connection.address, credential.key),
            CSCCredentialInfo(
                signing_cert=as_asn1(credential.certificate),
                chain=[as_asn1(one) for one in path],
                supported_mechanisms=credential.mechanisms,
                max_batch_size=1,
                hash_pinning_required=True,
                response_data={},
            ),
        )
        self._connection, self._is_used = connection, False

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        if self._is_used:
            # Codes hold once. A second hash means that the timestamp failed meanwhile.
            raise RemoteRefusal(NO_TIMESTAMP)
        self._is_used = True
        question = self.format_csc_auth_request(
            pin=self.activation.pin or None,
            otp=self.activation.otp or None,
            hash_b64s=hash_b64s,
            description=self.description,
        )
        answer = await self._connection.ask("credentials/authorize", question)
        if not isinstance(answer.get("SAD"), str):
            raise RemoteRefusal(NONSENSE)
        return CSCAuthorizationInfo(sad=answer["SAD"])

    @property
    def auth_headers(self) -> dict[str, str]:
        """None: the connection has the token."""
        return {}


def _holds(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    key: Any = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True
