"""What an organisation says of itself in the documents it signs."""

import re
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from vve_portal.accounts import policies
from vve_portal.accounts.models import Organisation, User
from vve_portal.audit.services import record

KVK_NUMBER: Final = re.compile(r"[0-9]{8}")


@transaction.atomic
def describe_organisation(
    *, legal_form: str, kvk_number: str, seat: str, actor: User, now: datetime
) -> Organisation:
    """Change legal form, KvK number and seat of the actor's own organisation.

    Raises PermissionDenied, or ValidationError when the number can't be one.
    """
    policies.may_manage_people(actor).enforce()
    own = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    number = kvk_number.replace(" ", "")
    if number and not KVK_NUMBER.fullmatch(number):
        raise ValidationError(
            {"kvk_number": "Vul de acht cijfers van het KvK-nummer in."}
        )
    before = _words_of(own)
    own.legal_form, own.kvk_number, own.seat = legal_form, number, seat
    own.save(update_fields=["legal_form", "kvk_number", "seat"])
    record(
        at=now,
        actor=actor,
        verb="organisation.described",
        subject=own,
        summary=f"De gegevens van {own.name} zijn gewijzigd.",
        before=before,
        after=_words_of(own),
    )
    return own


def _words_of(organisation: Organisation) -> dict[str, str]:
    return {
        "legal_form": organisation.legal_form,
        "kvk_number": organisation.kvk_number,
        "seat": organisation.seat,
    }
