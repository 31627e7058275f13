"""Refusing minutes and actions that may tell who a child or parent is."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from monitoring.services.free_text import faults_in, names_in_town
from vve_portal.accounts.models import Partnership, User


def refuse_personal(texts: Mapping[str, str], *, partnership: Partnership) -> None:
    """Raise ValidationError with a sentence for each text that may name somebody.

    Names of organisations and places of the partnership may be there, and the whole
    names of who works at a party: minutes are about them.
    """
    faults = faults_in(texts, partnership, _names_and_people)
    if faults:
        raise ValidationError(faults)


def _names_and_people(partnership: Partnership) -> list[str]:
    parties = [partnership.municipality_id, partnership.provider_id]
    people = User.objects.get_queryset().filter(organisation__in=parties)
    return [*names_in_town(partnership), *people.values_list("name", flat=True)]
