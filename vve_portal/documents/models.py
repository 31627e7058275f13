"""Documents that are kept: in the database, beside the rows that prove them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership, User


class StoredDocumentQuerySet(ScopedQuerySet["StoredDocument"]):
    """Kept documents."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)


class StoredDocument(models.Model):
    """A file as it was made, with its SHA-256; never changed, the next is a new row."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    name = models.CharField("bestandsnaam", max_length=200)
    media_type = models.CharField(
        "soort bestand", max_length=60, db_default="application/pdf"
    )
    content = models.BinaryField("inhoud")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    created_at = models.DateTimeField("gemaakt op")

    objects = StoredDocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"


class OfPartnership(ScopedQuerySet[Any]):
    """Rows that both parties of a partnership may know of."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)


class Judgement(models.Model):
    """What one independent program said of one kept file; asked again is a new row."""

    class Judge(models.TextChoices):
        STANDARDS = "standards", "PDF/UA-1 en PDF/A-3a (page-validation)"
        READING = "reading", "Voorlezen (outloud)"
        POPPLER = "poppler", "Handtekeningen (pdfsig)"
        OPENSSL = "openssl", "Handtekeningen en tijdstempels (openssl)"

    class Outcome(models.TextChoices):
        PASSED = "passed", "In orde"
        FAILED = "failed", "Niet in orde"
        ABSENT = "absent", "Niet gevraagd: dit programma is niet geïnstalleerd"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    document = models.ForeignKey(
        StoredDocument, models.PROTECT, related_name="judgements"
    )
    judge = models.CharField("beoordelaar", max_length=10, choices=Judge)
    version = models.CharField("versie", max_length=80, blank=True)
    outcome = models.CharField("uitkomst", max_length=6, choices=Outcome)
    # Sentences or rule names as the program gives them, the gravest first.
    findings = models.JSONField("bevindingen", default=list)
    judged_at = models.DateTimeField("beoordeeld op")

    objects = OfPartnership.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="judgement_judge_known",
                condition=Q(judge__in=["standards", "reading", "poppler", "openssl"]),
            ),
            models.CheckConstraint(
                name="judgement_outcome_known",
                condition=Q(outcome__in=["passed", "failed", "absent"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_judge_display()}: {self.get_outcome_display()}"


class FileOrder(models.Model):
    """A file that somebody asked for and the task worker makes; the same is made once.

    `kind` names its maker, `subject` the row it is about, `fingerprint` what stands in
    it: another text is another order.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=30)
    subject = models.PositiveBigIntegerField("waarover")
    fingerprint = models.CharField("kenmerk van de inhoud", max_length=64)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Since when the worker has been asked; None: nothing waits.
    asked_at = models.DateTimeField("gevraagd op", null=True, blank=True)
    document = models.ForeignKey(
        StoredDocument, models.PROTECT, null=True, related_name="+"
    )
    # Why the last try failed, in words for people.
    trouble = models.CharField("wat er misging", max_length=300, blank=True)

    objects = OfPartnership.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="file_order_once",
                fields=["partnership", "kind", "subject", "fingerprint"],
            ),
            models.CheckConstraint(
                name="file_order_made_waits_for_nothing",
                condition=Q(document__isnull=True)
                | Q(asked_at__isnull=True, trouble=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class CheckKey(models.Model):
    """By what anybody finds the partnership of a file: a digest, and nothing else.

    The digest is of the file itself or of the code printed on it. Read before there is
    a scope, so without a policy: it tells nothing to who does not hold the file.
    """

    digest = models.CharField("SHA-256", max_length=64)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="check_key_once", fields=["digest", "partnership"]
            ),
        )

    def __str__(self) -> str:
        return self.digest[:8]


class CheckCount(models.Model):
    """How often one sender asked for a check within one stretch of time.

    `sender` is a keyed digest of the address that changes every day: nobody reads an
    address back from it.
    """

    sender = models.CharField("afzender", max_length=64)
    begins_at = models.DateTimeField("vanaf")
    count = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="check_count_once", fields=["sender", "begins_at"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.count} vanaf {self.begins_at}"
