"""Files that came in: how their columns are read, what they would do, and totals."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from referrals.models.routes import ChainQuerySet
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Kind


class ProviderQuerySet(ScopedQuerySet[Any]):
    """What only the JGZ reads."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rows of the JGZ's own partnerships."""
        if actor.organisation.kind != Kind.JGZ:
            return self.none()
        return self.filter(partnership__in=actor.children_ids)


class FileKind(models.TextChoices):
    """What a file holds."""

    TRAJECTORIES = "trajectories", "Trajecten"
    TOTALS = "totals", "Totalen"


class ColumnMapping(models.Model):
    """How an organisation's files name our columns, as it was last told."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="column_mappings"
    )
    kind = models.CharField("soort", max_length=12, choices=FileKind)
    # {our column: the file's header}
    columns = models.JSONField("kolommen", default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="column_mapping_once", fields=["organisation", "kind"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"


class Import(models.Model):
    """A file with trajectories or totals on its way in; all of it goes in, or none.

    The content goes away as soon as it is applied or dropped, at the latest after
    thirty days.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Kolommen kiezen"
        CHECKED = "checked", "Gecontroleerd"
        APPLYING = "applying", "Wordt verwerkt"
        APPLIED = "applied", "Verwerkt"
        DROPPED = "dropped", "Niet verwerkt"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=12, choices=FileKind)
    file_name = models.CharField("bestand", max_length=160)
    content = models.BinaryField("inhoud", null=True)
    columns = models.JSONField("kolommen", default=dict)

    status = models.CharField(
        "stand", max_length=10, choices=Status, default=Status.UPLOADED
    )
    # How many rows are new, changed and unchanged; and of each wrong row, its number
    # and a sentence.
    counts = models.JSONField("aantallen", default=dict)
    errors = models.JSONField("fouten", default=list)
    rows_done = models.PositiveIntegerField("rijen verwerkt", default=0)
    rows_total = models.PositiveIntegerField("rijen", default=0)

    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("geüpload op")
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="import_finished_keeps_no_content",
                condition=Q(content__isnull=True)
                | ~Q(status__in=["applied", "dropped"]),
            ),
            models.CheckConstraint(
                name="import_done_within_total",
                condition=Q(rows_done__lte=F("rows_total")),
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class LocationImport(models.Model):
    """A register file (LRK) whose differences wait for a yes."""

    class Status(models.TextChoices):
        CHECKED = "checked", "Gecontroleerd"
        APPLIED = "applied", "Doorgevoerd"
        DROPPED = "dropped", "Niet doorgevoerd"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    file_name = models.CharField("bestand", max_length=160)
    # The rows of this municipality's preschools, without any person.
    rows = models.JSONField("rijen", default=list)
    difference = models.JSONField("verschil", default=dict)
    status = models.CharField(
        "stand", max_length=10, choices=Status, default=Status.CHECKED
    )
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("geüpload op")
    applied_at = models.DateTimeField("doorgevoerd op", null=True, blank=True)

    objects = ChainQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name


class DeliveredTotal(models.Model):
    """A figure that the JGZ delivered itself (mode A), before any release."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.CharField("kwartaal", max_length=6)
    indicator = models.CharField("indicator", max_length=12)
    breakdown = models.CharField("uitsplitsing", max_length=20, blank=True)
    breakdown_code = models.CharField("code", max_length=20, blank=True)
    numerator = models.PositiveIntegerField("teller")
    denominator = models.PositiveIntegerField("noemer", null=True, blank=True)
    source = models.CharField("bron", max_length=80, blank=True)
    remark = models.CharField("opmerking", max_length=200, blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField("aangeleverd op")

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="delivered_total_once",
                fields=[
                    "partnership",
                    "quarter",
                    "indicator",
                    "breakdown",
                    "breakdown_code",
                ],
            ),
            models.CheckConstraint(
                name="delivered_total_part_of_whole",
                condition=Q(denominator__isnull=True)
                | Q(numerator__lte=F("denominator")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter} {self.indicator} {self.breakdown_code}"
