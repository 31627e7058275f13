"""Who works where, and which organisations work in the chain."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from referrals.models import ChainPartner, Location
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.ui.forms import PortalForm


def _choice(
    label: str, empty: str, required_text: str, **kwargs: Any
) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        label=label,
        queryset=None,
        empty_label=empty,
        error_messages={
            "required": required_text,
            "invalid_choice": "Kies iets uit de lijst.",
        },
        **kwargs,
    )


class WorkplaceForm(PortalForm):
    """A colleague, and a location of the holder or a partnership of the partner."""

    submit_label: ClassVar[str] = "Geef deze werkplek"

    person = _choice("Wie?", "Kies iemand", "Kies wie daar werkt.")
    place = _choice("Waar?", "Kies een plek", "Kies waar diegene werkt.")

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        places: QuerySet[Location] | QuerySet[ChainPartner],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        person, place = self.fields["person"], self.fields["place"]
        person.queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        person.label_from_instance = _name  # type: ignore[attr-defined]  # a ModelChoiceField
        place.queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        place.label_from_instance = _place  # type: ignore[attr-defined]  # a ModelChoiceField


def _name(one: Any) -> str:
    return str(one.name)


def _place(one: Any) -> str:
    if isinstance(one, ChainPartner):
        return one.partnership.municipality.name
    return str(one)


class HolderForm(PortalForm):
    """Which organisation holds a location."""

    submit_label: ClassVar[str] = "Bewaar"

    holder = _choice(
        "Welke organisatie beheert deze locatie?",
        "Nog geen",
        "",
        required=False,
        help_text="Haar functioneel beheerder zegt daarna wie er werkt. Wie van een"
        " andere organisatie is, ziet de kinderen hier niet meer.",
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        holder = self.fields["holder"]
        holder.queryset = organisations  # type: ignore[attr-defined]  # a ModelChoiceField


class PartnerForm(PortalForm):
    """Which organisation helps in which municipality."""

    submit_label: ClassVar[str] = "Laat meewerken"

    organisation = _choice(
        "Welke organisatie?", "Kies een organisatie", "Kies een organisatie."
    )
    partnership = _choice(
        "In welke gemeente?", "Kies een gemeente", "Kies een gemeente."
    )

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        partnerships: QuerySet[Partnership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        partnership = self.fields["partnership"]
        organisation.queryset = organisations  # type: ignore[attr-defined]  # a ModelChoiceField
        partnership.queryset = partnerships  # type: ignore[attr-defined]  # a ModelChoiceField
        partnership.label_from_instance = _municipality  # type: ignore[attr-defined]  # a ModelChoiceField


def _municipality(one: Any) -> str:
    return str(one.municipality.name)
