"""Which files of an agreement the task worker makes when somebody asks for them."""

from django.db import models


class FileKind(models.TextChoices):
    """A file that is ordered; its value is also its word in an address."""

    DRAFT = "concept", "Concept van de overeenkomst"


# What each is for, in a sentence.
MEANT_FOR: dict[str, str] = {
    FileKind.DRAFT: (
        "De tekst zoals zij nu is, om te lezen of rond te sturen. Op elke bladzijde "
        "staat dat het een concept is."
    ),
}
