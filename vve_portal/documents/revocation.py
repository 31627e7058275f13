"""Whether a certificate from outside still counts, as whoever issued it says now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cryptography import x509

from vve_portal.documents.adding import UNKNOWN_AUTHORITY, Added, name_of
from vve_portal.documents.remote_judging import path_between
from vve_portal.documents.verdicts import Standing

REVOKED: Final = (
    "Het certificaat van {name} is ingetrokken. Laat tekenen met een geldig "
    "certificaat."
)
UNKNOWN: Final = (
    "Het portaal kan niet nagaan of het certificaat van {name} is ingetrokken. Probeer "
    "het over een paar minuten opnieuw. Lukt het dan ook niet? Vraag de "
    "ondertekendienst of de intrekkingslijst bij het certificaat bereikbaar is."
)


def find_problem(
    added: Added, *, roots: Sequence[x509.Certificate], at: datetime
) -> str:
    """Why the certificate of an added signature won't do; empty when it does.

    It asks the authority over the network: call it outside any transaction.
    """
    from vve_portal.documents.pades.revocation import find_standing  # noqa: PLC0415 - slow to load

    try:
        certificate, *others = [
            x509.load_pem_x509_certificate(one.encode())
            for one in (added.certificate_pem, *added.others_pem)
        ]
    except ValueError:
        return UNKNOWN.format(name="de ondertekenaar")
    name = name_of(certificate)
    path = path_between(certificate, others, roots)
    if path is None:
        return UNKNOWN_AUTHORITY.format(name=name)
    standing = find_standing(certificate, path=path, roots=roots, at=at)
    sentence = {Standing.REVOKED: REVOKED, Standing.UNKNOWN: UNKNOWN}.get(standing, "")
    return sentence.format(name=name)
