"""Noting what anybody can look up about a town: children per wijk, the CBS estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring import policies_releases as policies
from monitoring.definitions import UNKNOWN
from monitoring.definitions.vocabulary import Dimension
from monitoring.models import MergeTree, PublicNumber
from referrals.models import Neighbourhood
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day

EARLIEST: Final = 2015
LARGEST: Final = 999_999
WHOLE: Final = ""
# Of which kinds of number the tree of the wijken is made.
BEHIND_TREE: Final = (
    PublicNumber.Kind.CHILDREN_30_TO_47_MONTHS,
    PublicNumber.Kind.CHILDREN_UNDER_FOUR,
)
NOTHING: Final = "Vul ten minste één getal in."
NO_SOURCE: Final = "Vul in waar deze getallen staan, zoals CBS StatLine."
TOO_LARGE: Final = f"Vul een getal in van 0 tot en met {LARGEST}."
TOO_LATE: Final = "De peildatum ligt in de toekomst. Kies een dag tot en met vandaag."


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of one kind and year by the code of the wijk; "" is the whole town."""

    kind: PublicNumber.Kind
    year: int
    by_wijk: Mapping[str, int]
    reference_on: date
    source: str


@transaction.atomic
def note_public_numbers(
    *, partnership: Partnership, numbers: Numbers, actor: User, now: datetime
) -> int:
    """Note public numbers, in the place of earlier ones; return how many changed.

    Raises PermissionDenied, or ValidationError with a sentence for an unknown wijk, a
    day to come, wijken that are more than the town, or a tree made of the old ones.
    """
    policies.may_note_public_numbers(actor, partnership).enforce()
    before = _known(partnership, numbers)
    _refuse(partnership, numbers, before, local_day(now))

    changed = {
        wijk: [before.get(wijk), number]
        for wijk, number in numbers.by_wijk.items()
        if before.get(wijk) != number
    }
    for wijk, number in numbers.by_wijk.items():
        PublicNumber.objects.update_or_create(
            partnership=partnership,
            year=numbers.year,
            kind=numbers.kind,
            dimension=Dimension.NEIGHBOURHOOD if wijk else Dimension.NONE,
            category=wijk,
            defaults={
                "number": number,
                "reference_on": numbers.reference_on,
                "source": numbers.source,
                "noted_by": actor,
                "noted_at": now,
            },
        )
    if changed:
        audit.record(
            at=now,
            actor=actor,
            verb="public_numbers.note",
            subject=partnership,
            summary=f"{numbers.kind.label} van {numbers.year} ingevuld.",
            changed=changed,
            source=numbers.source,
        )
    return len(changed)


def _known(partnership: Partnership, numbers: Numbers) -> dict[str, int]:
    rows = PublicNumber.objects.select_for_update().filter(
        partnership=partnership,
        year=numbers.year,
        kind=numbers.kind,
        dimension__in=[Dimension.NONE, Dimension.NEIGHBOURHOOD],
    )
    return dict(rows.values_list("category", "number"))


def _refuse(
    partnership: Partnership, numbers: Numbers, before: Mapping[str, int], today: date
) -> None:
    if not numbers.by_wijk:
        raise ValidationError(NOTHING)
    if not numbers.source.strip():
        raise ValidationError({"source": NO_SOURCE})
    if not EARLIEST <= numbers.year <= today.year + 1:
        message = f"Vul een jaar in van {EARLIEST} tot en met {today.year + 1}."
        raise ValidationError({"year": message})
    if numbers.reference_on > today:
        raise ValidationError({"reference_on": TOO_LATE})
    if any(not 0 <= number <= LARGEST for number in numbers.by_wijk.values()):
        raise ValidationError(TOO_LARGE)
    _refuse_strange(partnership, numbers)
    _refuse_more_than_all({**before, **numbers.by_wijk})
    _refuse_fixed(partnership, numbers, before)


def _refuse_strange(partnership: Partnership, numbers: Numbers) -> None:
    rows = Neighbourhood.objects.filter(partnership=partnership)
    known = {WHOLE, UNKNOWN, *rows.values_list("code", flat=True)}
    strange = sorted(set(numbers.by_wijk) - known)
    if strange:
        message = (
            f"Wijk {strange[0]} kent het portaal niet. Controleer de code, of voeg de"
            " wijk eerst toe."
        )
        raise ValidationError(message)


def _refuse_more_than_all(together: Mapping[str, int]) -> None:
    whole = together.get(WHOLE)
    wijken = sum(number for wijk, number in together.items() if wijk)
    if whole is not None and wijken > whole:
        message = (
            f"De wijken zijn samen {wijken}, meer dan de {whole} van de hele gemeente."
            " Controleer de getallen."
        )
        raise ValidationError(message)


def _refuse_fixed(
    partnership: Partnership, numbers: Numbers, before: Mapping[str, int]
) -> None:
    """Keep the numbers a tree was made of: other groups would tell the difference."""
    moved = any(
        wijk and before.get(wijk) != number for wijk, number in numbers.by_wijk.items()
    )
    if not moved or numbers.kind not in BEHIND_TREE:
        return
    made = MergeTree.objects.filter(
        partnership=partnership, year=numbers.year, dimension=Dimension.NEIGHBOURHOOD
    )
    if made.exists():
        message = (
            f"Met de getallen van {numbers.year} is al bepaald welke wijken samen gaan."
            f" Dat blijft het hele jaar zo. Vul nieuwe getallen in bij"
            f" {numbers.year + 1}."
        )
        raise ValidationError(message)
