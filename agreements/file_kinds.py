"""Which files of an agreement the task worker makes when somebody asks for them."""

from typing import Final

from django.db import models


class FileKind(models.TextChoices):
    """A file that is ordered; its value is also its word in an address."""

    DRAFT = "concept", "Concept van de overeenkomst"
    PACKET = "raadspakket", "Raadspakket"
    PUBLIC = "openbaar", "Versie voor de raad"
    LETTER = "raadsbrief", "Raadsinformatiebrief"


# What each is for, in a sentence or two.
MEANT_FOR: Final[dict[str, str]] = {
    FileKind.DRAFT: (
        "De tekst zoals zij nu is, om te lezen of rond te sturen. Op elke bladzijde "
        "staat dat het een concept is."
    ),
    FileKind.PACKET: (
        "Een zip voor de griffie: de raadsinformatiebrief, de versie voor de raad, een "
        "samenvatting, metadata en controlegetallen. Lees eerst de versie voor de raad "
        "na."
    ),
    FileKind.PUBLIC: (
        "De overeenkomst zonder namen van medewerkers, contactgegevens en interne "
        "opmerkingen. Lees haar na voordat u haar aan anderen geeft: het portaal kent "
        "alleen de hele naam van mensen met een account."
    ),
    FileKind.LETTER: (
        "De brief van het college aan de raad, met de feiten van deze overeenkomst."
    ),
}
