"""Keeping a filter of the worklist under a name."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies
from referrals.models import SavedList
from vve_portal.accounts.models import User

MOST_LISTS: Final = 12
LONGEST: Final = 500
TOO_MANY: Final = f"U hebt al {MOST_LISTS} eigen lijsten. Verwijder er eerst een."
NAME_TAKEN: Final = "U hebt al een lijst met deze naam. Kies een andere naam."
TOO_LONG: Final = "Dit filter is te lang om te bewaren."


@transaction.atomic
def save_list(*, name: str, query: str, actor: User) -> SavedList:
    """Keep a filter for the actor himself; nobody else sees it.

    Raises ValidationError when the name is taken or there are too many.
    """
    # The user's own row is what two requests at once wait for.
    User.objects.get_queryset().select_for_update().get(pk=actor.pk)
    own = SavedList.objects.visible_to(actor)
    if own.count() >= MOST_LISTS:
        raise ValidationError(TOO_MANY)
    if own.filter(name__iexact=name).exists():
        raise ValidationError({"name": NAME_TAKEN})
    if len(query) > LONGEST:
        raise ValidationError(TOO_LONG)
    return SavedList.objects.create(user=actor, name=name, query=query)


@transaction.atomic
def delete_list(*, saved: SavedList, actor: User) -> None:
    """Forget one of the actor's own filters. Raises PermissionDenied."""
    policies.may_delete_list(actor, saved).enforce()
    SavedList.objects.filter(pk=saved.pk).delete()
