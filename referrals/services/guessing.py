"""Wrong codes: counted per person, and after five he waits."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals.models import WrongCode
from vve_portal.accounts.models import User
from vve_portal.audit.services import record_refusal

MOST_WRONG: Final = 5
WAIT: Final = timedelta(minutes=30)
# One and the same answer, whatever is wrong with a code that is no typing error.
UNKNOWN_CODE: Final = (
    "Deze code kennen wij niet. Kijk goed op de brief, of bel wie de brief stuurde."
)
LOCKED: Final = (
    "U vulde vijf keer een verkeerde code in. Wacht een half uur en probeer het dan "
    "opnieuw, of bel wie de brief stuurde."
)


class GuessError(ValidationError):
    """A code without a typing error that does not work; why is never told.

    Whoever shows it counts the guess, after the scope ended.
    """


@transaction.atomic
def refuse_if_locked(*, actor: User, now: datetime) -> None:
    """Raise ValidationError after five wrong codes.

    Guesses sent at one moment wait for each other here, but each is counted when its
    page is done: such a burst may be some longer than five.
    """
    WrongCode.objects.get_or_create(user=actor)
    row = WrongCode.objects.select_for_update().get(user=actor)
    if row.locked_until is not None and now < row.locked_until:
        raise ValidationError(LOCKED)


@transaction.atomic
def count_wrong_code(*, actor: User, now: datetime, verb: str) -> None:
    """Count and record a wrong code; the fifth one locks for half an hour.

    Call it outside the transaction that is rolled back.
    """
    WrongCode.objects.get_or_create(user=actor)
    row = WrongCode.objects.select_for_update().get(user=actor)
    is_over = row.locked_until is not None and row.locked_until <= now
    row.count = 1 if is_over else row.count + 1
    row.locked_until = now + WAIT if row.count >= MOST_WRONG else None
    row.save(update_fields=["count", "locked_until"])
    locked = row.locked_until is not None
    record_refusal(
        at=now,
        actor=actor,
        verb=verb,
        summary=f"Een verkeerde code, de {row.count}e keer."
        + (" De invoer is een half uur dicht." if locked else ""),
        count=row.count,
        locked=locked,
    )


def forget_wrong_codes(*, actor: User) -> None:
    """Begin counting anew after a right code."""
    WrongCode.objects.filter(user=actor).update(count=0, locked_until=None)
