"""Quarters, who delivered for them, and the answers to what looked odd."""

from datetime import date, timedelta
from typing import Any, Final, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from monitoring.definitions.vocabulary import Source
from referrals.models import Location
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Ability, Kind

ORDINALS: Final = ("eerste", "tweede", "derde", "vierde")
_MONTHS: Final = 3


class SharedQuerySet(ScopedQuerySet[Any]):
    """What both parties of a partnership read."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rows of the partnerships the actor's organisation is a party of."""
        return self.filter(partnership__in=actor.partnership_ids)


class UnreleasedQuerySet(ScopedQuerySet[Any]):
    """What only the JGZ reads: figures before their release."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rows of the JGZ's own partnerships, for who may see them."""
        is_provider = actor.organisation.kind == Kind.JGZ
        if not (is_provider and actor.may(Ability.READ_UNRELEASED_FIGURES)):
            return self.none()
        return self.filter(partnership__in=actor.partnership_ids)


class ChainQuerySet(ScopedQuerySet[Any]):
    """What all who work in the chain of a municipality read."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the rows of partnerships the actor is a party of or works in."""
        return self.filter(partnership__in=actor.partnership_ids | actor.children_ids)


class QuarterQuerySet(ChainQuerySet):
    """Quarters."""

    def latest_first(self) -> Self:
        """Order by time, the latest first."""
        return self.order_by("-year", "-number", "-pk")


class Quarter(models.Model):
    """Three months of one partnership, and how far its report is."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PROVISIONAL = "provisional", "Voorlopig"
        SETTLED = "settled", "Vastgesteld"
        ARCHIVED = "archived", "Gearchiveerd"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="quarters"
    )
    year = models.PositiveSmallIntegerField("jaar")
    number = models.PositiveSmallIntegerField("kwartaal")
    status = models.CharField(
        "stand", max_length=11, choices=Status, default=Status.OPEN
    )
    opened_at = models.DateTimeField("geopend op")
    # When the figures were counted last, before the release.
    counted_at = models.DateTimeField("geteld op", null=True, blank=True)
    provisional_at = models.DateTimeField("voorlopig sinds", null=True, blank=True)
    shared_at = models.DateTimeField("concept gedeeld op", null=True, blank=True)
    settled_at = models.DateTimeField("vastgesteld op", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField("gearchiveerd op", null=True, blank=True)
    # Five sentences on top of the report.
    summary = models.TextField("samenvatting", blank=True)
    # Goes up at every change, so that who was second hears of the first.
    version = models.PositiveIntegerField(default=0)

    objects = QuarterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="quarter_once", fields=["partnership", "year", "number"]
            ),
            models.CheckConstraint(
                name="quarter_number_is_one_to_four",
                condition=Q(number__gte=1, number__lte=4),
            ),
            models.CheckConstraint(
                name="quarter_status_known",
                condition=Q(status__in=["open", "provisional", "settled", "archived"]),
            ),
            models.CheckConstraint(
                name="quarter_provisional_means_when",
                condition=Q(status="open", provisional_at__isnull=True)
                | (~Q(status="open") & Q(provisional_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="quarter_settled_means_when_and_who",
                condition=Q(
                    status__in=["settled", "archived"],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                )
                | Q(
                    status__in=["open", "provisional"],
                    settled_at__isnull=True,
                    settled_by__isnull=True,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name.capitalize()}, {self.partnership_id}"

    def get_absolute_url(self) -> str:
        """Return the page of this quarter."""
        return reverse("monitoring:quarter", args=[self.pk])

    @property
    def code(self) -> str:
        """The code that files use, such as 2026Q3."""
        return f"{self.year}Q{self.number}"

    @property
    def name(self) -> str:
        """The name that people use."""
        return f"{ORDINALS[self.number - 1]} kwartaal {self.year}"

    @property
    def starts_on(self) -> date:
        """The first day."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def ends_on(self) -> date:
        """The last day, on which stocks are counted."""
        ahead = self.starts_on + timedelta(days=31 * _MONTHS)
        return ahead.replace(day=1) - timedelta(days=1)


class Delivery(models.Model):
    """An organisation said that all it knows of a quarter is in."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="deliveries")
    source = models.CharField("van", max_length=12, choices=Source)
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.CharField("opmerking", max_length=300, blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField("aangeleverd op")

    objects = ChainQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="delivery_once_per_organisation",
                fields=["quarter", "source"],
                condition=Q(location__isnull=True),
            ),
            models.UniqueConstraint(
                name="delivery_once_per_location",
                fields=["quarter", "location"],
                condition=Q(location__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_of_preschool_names_location",
                condition=Q(source="preschool", location__isnull=False)
                | (~Q(source="preschool") & Q(location__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.get_source_display()}"


class CheckAnswer(models.Model):
    """Why a figure that looked odd is right after all."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="check_answers")
    rule = models.CharField("controle", max_length=24)
    subject = models.CharField("waarover", max_length=60)
    sentence = models.CharField("uitleg", max_length=300)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("beantwoord op")

    objects = UnreleasedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="check_answered_once", fields=["quarter", "rule", "subject"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"


class Report(models.Model):
    """A report with the content it was made of; made again it is the same file."""

    class Kind(models.TextChoices):
        QUARTER = "quarter", "Kwartaalrapportage"
        ONE_PAGE = "one_page", "Eén bladzijde voor de wethouder"
        YEAR = "year", "Jaarrapportage"
        COUNCIL_LETTER = "council_letter", "Raadsinformatiebrief"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=16, choices=Kind)
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="reports")
    # All that the file says, as it was then; figures are not counted again.
    content = models.JSONField("inhoud")
    content_sha256 = models.CharField("kenmerk van de inhoud", max_length=64)
    document = models.ForeignKey(
        "documents.StoredDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Since when the file is waited for, and why the last try failed.
    asked_at = models.DateTimeField("gevraagd op", null=True, blank=True)
    problem = models.CharField("wat er misging", max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("gemaakt op")
    published_at = models.DateTimeField("openbaar sinds", null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="report_once_per_kind", fields=["quarter", "kind"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quarter_id}"


class Reminder(models.Model):
    """Who was reminded of a quarter, and when."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="reminders")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    subject = models.CharField("waarover", max_length=40)
    reminded_at = models.DateTimeField("herinnerd op")

    objects = ChainQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.subject} {self.quarter_id}"
