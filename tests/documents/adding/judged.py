"""Files that another service signed, and what is thought of them."""

from datetime import timedelta
from typing import Any, Final

from tests.documents.samples import MUNICIPALITY, PROVIDER
from tests.elsewhere import Outsider, sign_elsewhere
from tests.factories import NOW
from vve_portal.documents.adding import Added, Place, Trust, judge_added

LABEL: Final = "Handtekening namens de JGZ"
SIGNED_AT: Final = NOW + timedelta(hours=1)
BROUGHT_AT: Final = NOW + timedelta(hours=2)
NAME: Final = "R. Testman"
PLACE: Final = Place(field=PROVIDER, label=LABEL, taken=(MUNICIPALITY,), since=NOW)


def signed(pdf: bytes, outsider: Outsider, **changes: Any) -> bytes:
    """Have a file signed by the other service."""
    options = {"at": SIGNED_AT, "field": PROVIDER, **changes}
    return sign_elsewhere(pdf, outsider.issue(), **options)


def judge(base: bytes, pdf: bytes, trust: Trust) -> Added:
    """Judge what came back for a file."""
    return judge_added(base, pdf, place=PLACE, trust=trust)
