"""Refusing minutes and actions that may tell who a child or parent is."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from monitoring.services.free_text import names_in_town, without_names
from referrals.tables.remarks import free_text_problem
from vve_portal.accounts.models import Partnership, User


def refuse_personal(texts: Mapping[str, str], *, partnership: Partnership) -> None:
    """Raise ValidationError with a sentence for each text that may name somebody.

    Names of organisations and places of the partnership may be there, and the whole
    names of who works at a party: minutes are about them.
    """
    doubtful = {name: text for name, text in texts.items() if free_text_problem(text)}
    if not doubtful:
        return
    known = [*names_in_town(partnership), *_people(partnership)]
    faults = {
        name: problem
        for name, text in doubtful.items()
        if (problem := free_text_problem(without_names(text, known)))
    }
    if faults:
        raise ValidationError(faults)


def _people(partnership: Partnership) -> list[str]:
    parties = [partnership.municipality_id, partnership.provider_id]
    people = User.objects.get_queryset().filter(organisation__in=parties)
    return list(people.values_list("name", flat=True))
