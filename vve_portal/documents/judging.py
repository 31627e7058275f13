"""Asks the judges from outside about a file, and keeps what they say of a kept one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from django.db import transaction

from vve_portal.documents.covering import is_signed
from vve_portal.documents.judges import openssl, poppler, reading, standards
from vve_portal.documents.judges.case import Case, open_case
from vve_portal.documents.judges.opinions import Judge, Opinion, opinion
from vve_portal.documents.judges.programs import NoAnswer
from vve_portal.documents.models import Judgement, StoredDocument

Ask = Callable[[Case], Opinion]
_OF_EVERY_FILE: Final[dict[Judge, Ask]] = {
    Judge.STANDARDS: standards.ask,
    Judge.READING: reading.ask,
}
_OF_SIGNATURES: Final[dict[Judge, Ask]] = {
    Judge.POPPLER: poppler.ask,
    Judge.OPENSSL: openssl.ask,
}


def judge_file(
    pdf: bytes, *, certificates: Sequence[x509.Certificate]
) -> list[Opinion]:
    """Ask every judge; a file without signatures is none of the last two's business.

    `certificates` are the authorities on which trust rests. A judge that is not
    installed is absent, which is not the same as satisfied.
    """
    judges = _OF_EVERY_FILE | (_OF_SIGNATURES if is_signed(pdf) else {})
    with open_case(pdf, certificates) as case:
        return [_ask(judge, ask, case) for judge, ask in judges.items()]


def _ask(judge: Judge, ask: Ask, case: Case) -> Opinion:
    """A judge that cannot answer is not satisfied."""
    try:
        return ask(case)
    except NoAnswer as error:
        return opinion(judge, "", wrong=[str(error)])


@transaction.atomic
def keep_opinions(
    opinions: Sequence[Opinion], *, document: StoredDocument, now: datetime
) -> list[Judgement]:
    """Keep what the judges said of a kept file, beside what they said earlier."""
    return [
        Judgement.objects.create(
            partnership_id=document.partnership_id,
            document=document,
            judge=one.judge,
            version=one.version,
            outcome=one.outcome,
            findings=list(one.findings),
            judged_at=now,
        )
        for one in opinions
    ]
