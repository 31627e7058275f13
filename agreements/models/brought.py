"""What came back from another signing service and waits for a person to confirm it."""

from typing import Any, Self

from django.db import models

from agreements.models.signing import Signature
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership, User


class BroughtFileQuerySet(ScopedQuerySet["BroughtFile"]):
    """Files that were brought back."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those for a signature of the actor's own organisation."""
        return self.filter(
            partnership__in=actor.partnership_ids,
            signature__organisation=actor.organisation_id,
        )


class BroughtFile(models.Model):
    """A signed file that passed every check, until somebody confirms whose name it is.

    Deleted when it is confirmed or put back, and when the signing goes on without it.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    signature = models.OneToOneField(
        Signature, models.PROTECT, related_name="brought_file"
    )
    content = models.BinaryField("inhoud")
    certificate = models.TextField("certificaat (PEM)")
    level = models.CharField("niveau", max_length=8)
    # When it was signed: proven by a timestamp, or else what the signature says itself.
    signed_at = models.DateTimeField("getekend op")
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField("teruggebracht op")

    objects = BroughtFileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Teruggebracht bestand voor handtekening {self.signature_id}"
