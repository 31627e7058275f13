"""Parts of town, and in which of them a preschool is."""

import re
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_imports
from referrals.models import Location, Neighbourhood
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.services import record

_CODE: Final = re.compile(r"WK\d{6}")
NOT_A_CODE: Final = (
    "Vul een wijkcode van het CBS in: WK met zes cijfers, zoals WK075801."
)
NOT_OURS: Final = "De wijkcodes van deze gemeente beginnen met {}."
CODE_TWICE: Final = "Deze wijk staat al in de lijst."
ELSEWHERE: Final = "Kies een wijk van deze gemeente."


@transaction.atomic
def add_neighbourhood(
    *, partnership: Partnership, code: str, name: str, actor: User, now: datetime
) -> Neighbourhood:
    """Add a part of town. Raises PermissionDenied, or ValidationError by field."""
    policies_imports.may_manage_locations_in(actor, partnership).enforce()
    wanted = code.strip().upper()
    _refuse_code(wanted, partnership)
    made: Neighbourhood = Neighbourhood.objects.create(
        partnership=partnership, code=wanted, name=name.strip()
    )
    record(
        at=now,
        actor=actor,
        verb="neighbourhood.add",
        subject=made,
        summary=f"Wijk {made.name} toegevoegd.",
        code=made.code,
    )
    return made


def _refuse_code(code: str, partnership: Partnership) -> None:
    if not _CODE.fullmatch(code):
        raise ValidationError({"code": NOT_A_CODE})
    start = partnership.municipality.cbs_code.replace("GM", "WK")
    if not code.startswith(start):
        raise ValidationError({"code": NOT_OURS.format(start)})
    rows = Neighbourhood.objects.filter(partnership=partnership, code=code)
    if rows.exists():
        raise ValidationError({"code": CODE_TWICE})


@transaction.atomic
def rename_neighbourhood(
    *, neighbourhood: Neighbourhood, name: str, actor: User, now: datetime
) -> Neighbourhood:
    """Give a part of town another name. Raises PermissionDenied."""
    current: Neighbourhood = Neighbourhood.objects.select_for_update().get(
        pk=neighbourhood.pk
    )
    policies_imports.may_change_neighbourhood(actor, current).enforce()
    before, current.name = current.name, name.strip()
    current.save(update_fields=["name"])
    record(
        at=now,
        actor=actor,
        verb="neighbourhood.rename",
        subject=current,
        summary=f"Wijk {before} heet nu {current.name}.",
        before=before,
        after=current.name,
    )
    return current


@transaction.atomic
def place_location(
    *,
    location: Location,
    neighbourhood: Neighbourhood | None,
    actor: User,
    now: datetime,
) -> Location:
    """Say in which part of town a preschool is.

    Raises PermissionDenied, or ValidationError when that is another town's.
    """
    current: Location = Location.objects.select_for_update().get(pk=location.pk)
    policies_imports.may_change_location(actor, current).enforce()
    if neighbourhood and neighbourhood.partnership_id != current.partnership_id:
        raise ValidationError({"neighbourhood": ELSEWHERE})
    before, current.neighbourhood = current.neighbourhood_id, neighbourhood
    current.save(update_fields=["neighbourhood"])
    where = neighbourhood.name if neighbourhood else "geen wijk"
    record(
        at=now,
        actor=actor,
        verb="location.place",
        subject=current,
        summary=f"{current.name} ligt in: {where}.",
        before=before,
        after=current.neighbourhood_id,
    )
    return current
