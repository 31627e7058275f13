"""Adding the timestamp that signatures lack, once the service is back."""

from datetime import datetime
from typing import Final

from agreements.models import SigningRound
from agreements.services.stamping import Reason, add_timestamp
from vve_portal.accounts.models import Partnership


def _lacks_timestamp(signing_round: SigningRound) -> bool:
    return signing_round.signatures.lacking_timestamp().exists()


MISSING: Final = Reason(
    is_due=_lacks_timestamp,
    verb="signing.raised",
    summary="Het ontbrekende tijdstempel is aan het document toegevoegd.",
)


def raise_levels(*, round_pk: int, partnership: Partnership, now: datetime) -> bool:
    """Add the timestamp that signatures of a round lack; return whether one was added.

    Raises TimestampUnavailable while the service fails; the file then stays as it was.
    """
    return add_timestamp(
        round_pk=round_pk, partnership=partnership, reason=MISSING, now=now
    )
