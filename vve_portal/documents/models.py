"""Documents that are kept: in the database, beside the rows that prove them."""

from typing import Any, Self

from django.db import models

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership


class StoredDocumentQuerySet(ScopedQuerySet["StoredDocument"]):
    """Kept documents."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)


class StoredDocument(models.Model):
    """A PDF as it was made, with its SHA-256; never changed, the next is a new row."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    name = models.CharField("bestandsnaam", max_length=200)
    content = models.BinaryField("inhoud")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    created_at = models.DateTimeField("gemaakt op")

    objects = StoredDocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"
