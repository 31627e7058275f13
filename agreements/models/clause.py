"""Clauses and their versions, money and consents. A version is never changed."""

from decimal import Decimal
from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agreements.areas import Chapter, Wpo160Topic
from agreements.models.agreement import Agreement
from agreements.models.vocabulary import (
    Funding,
    IndicatorCode,
    Kind,
    Lead,
    Operator,
    Progress,
    Responsible,
)
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User

# Dropped by the drafter before anybody else saw it.
LEFT_OUT: Final = Q(current__is_dropped=True, current__in_draft=True)


class ClauseQuerySet(ScopedQuerySet["Clause"]):
    """Clauses of agreements."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the clauses of the agreements the actor may know of.

        What the drafter left out before sharing is nobody else's to see.
        """
        return self.filter(agreement__in=Agreement.objects.visible_to(actor)).exclude(
            LEFT_OUT & ~Q(agreement__drafted_by=actor.organisation_id)
        )

    def without_left_out(self) -> Self:
        """Keep what somebody besides the drafter has to do with."""
        return self.exclude(LEFT_OUT)

    def with_current(self) -> Self:
        """Load the current version with its consents and budget lines along."""
        return self.select_related(
            "current__author", "current__organisation"
        ).prefetch_related("current__consents", "current__lines")

    def in_order(self) -> Self:
        """Order as in the document."""
        return self.order_by("chapter", "position", "pk")


class Clause(models.Model):
    """One thing the parties agree on: in an area, the general part or an annex."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="clauses")
    chapter = models.PositiveSmallIntegerField("gebied", choices=Chapter)
    code = models.CharField("code", max_length=12)
    position = models.PositiveSmallIntegerField("volgorde")
    source = models.CharField("herkomst", max_length=200, blank=True)
    current = models.OneToOneField(
        "ClauseVersion", models.PROTECT, null=True, related_name="+"
    )
    progress = models.CharField(
        "uitvoering", max_length=14, choices=Progress, default=Progress.NOT_STARTED
    )
    progress_note = models.CharField("duiding", max_length=300, blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="clause_code_once_per_agreement", fields=["agreement", "code"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} in {self.agreement_id}"

    def get_absolute_url(self) -> str:
        """Return the page on which this clause lies open."""
        return reverse("agreements:clause", args=[self.pk])


class ClauseVersion(models.Model):
    """What a clause says since somebody proposed it; consent is to one version."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("versie")

    # What was typed, with {variables}; the fields below say it with them filled in.
    source_title = models.CharField("titel met variabelen", max_length=200)
    source_text = models.TextField("tekst met variabelen")
    source_indicator = models.CharField(
        "indicator met variabelen", max_length=200, blank=True
    )
    source_frequency = models.CharField(
        "hoe vaak, met variabelen", max_length=120, blank=True
    )
    title = models.CharField("titel", max_length=200)
    text = models.TextField("tekst")
    explanation = models.TextField("toelichting", blank=True)
    responsible = models.CharField(
        "verantwoordelijke", max_length=12, choices=Responsible, blank=True
    )
    lead = models.CharField("trekker", max_length=12, choices=Lead, blank=True)
    executing_role = models.CharField("wie voert het uit", max_length=120, blank=True)

    kind = models.CharField("soort", max_length=12, choices=Kind)
    kind_reason = models.TextField("motivering van de soort", blank=True)
    # The three questions that help to choose basis or plus; None is "weet niet".
    for_every_child = models.BooleanField("doet de JGZ dit voor elk kind", null=True)
    extra_for_vve = models.BooleanField("vraagt de gemeente dit extra", null=True)
    needs_discussion = models.BooleanField("is er nog twijfel", null=True)
    funding = models.CharField(
        "financieringsbron", max_length=24, choices=Funding, blank=True
    )
    hours_per_year = models.DecimalField(
        "uren per jaar", max_digits=9, decimal_places=2, null=True, blank=True
    )

    indicator = models.CharField("indicator", max_length=200, blank=True)
    indicator_code = models.CharField(
        "code van de indicator", max_length=8, choices=IndicatorCode, blank=True
    )
    norm_operator = models.CharField("norm", max_length=3, choices=Operator, blank=True)
    norm_value = models.DecimalField(
        "waarde van de norm", max_digits=9, decimal_places=2, null=True, blank=True
    )
    norm_unit = models.CharField("eenheid", max_length=60, blank=True)
    frequency = models.CharField("hoe vaak", max_length=120, blank=True)
    starts_on = models.DateField("begin", null=True, blank=True)
    ends_on = models.DateField("eind", null=True, blank=True)
    evidence = models.CharField("bewijsstuk", max_length=300, blank=True)
    wpo_topic = models.CharField(
        "onderwerp van artikel 160 WPO", max_length=12, choices=Wpo160Topic, blank=True
    )
    is_dropped = models.BooleanField("voorstel om te laten vervallen", default=False)
    # Made while the agreement was still one organisation's own draft.
    in_draft = models.BooleanField("gemaakt in het concept", default=False)

    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField("reden van de wijziging", blank=True)
    created_at = models.DateTimeField("voorgesteld op")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="clause_version_number_once", fields=["clause", "number"]
            ),
            models.CheckConstraint(
                name="clause_version_has_one_responsible_or_is_provision",
                condition=Q(kind="provision", responsible="")
                | (~Q(kind="provision") & Q(responsible__gt="")),
            ),
            models.CheckConstraint(
                name="clause_version_joint_names_lead",
                condition=Q(responsible="joint", lead__gt="")
                | (~Q(responsible="joint") & Q(lead="")),
            ),
            models.CheckConstraint(
                name="clause_version_later_ones_have_reason",
                condition=Q(number=1) | Q(reason__gt=""),
            ),
            models.CheckConstraint(
                name="clause_version_norm_is_whole",
                condition=Q(norm_operator="", norm_value__isnull=True)
                | Q(norm_operator__gt="", norm_value__isnull=False),
            ),
            models.CheckConstraint(
                name="clause_version_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"Versie {self.number} van {self.clause_id}"


class BudgetLine(models.Model):
    """Money for plus-inzet in one version: a fixed sum, or price times quantity."""

    class Settlement(models.TextChoices):
        LUMPSUM = "lumpsum", "Vast bedrag (lumpsum)"
        PRICE_TIMES_QUANTITY = "p_x_q", "Prijs keer aantal (p × q)"

    version = models.ForeignKey(ClauseVersion, models.PROTECT, related_name="lines")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("volgorde")
    activity = models.CharField("activiteit", max_length=200)
    settlement = models.CharField("afrekening", max_length=8, choices=Settlement)
    unit = models.CharField("eenheid", max_length=60, blank=True)
    quantity = models.DecimalField(
        "aantal per jaar", max_digits=9, decimal_places=2, null=True, blank=True
    )
    minutes_per_unit = models.PositiveIntegerField(
        "minuten per eenheid", null=True, blank=True
    )
    # With a fixed sum the hours are for information; with p × q they follow and settle.
    hours = models.DecimalField(
        "uren", max_digits=9, decimal_places=2, default=Decimal(0)
    )
    rate = models.DecimalField(
        "tarief per uur", max_digits=9, decimal_places=2, null=True, blank=True
    )
    amount = models.DecimalField("bedrag per jaar", max_digits=11, decimal_places=2)
    funding = models.CharField("bron van het geld", max_length=24, choices=Funding)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="budget_line_position_once", fields=["version", "position"]
            ),
            models.CheckConstraint(
                name="budget_line_amount_not_negative", condition=Q(amount__gte=0)
            ),
            models.CheckConstraint(
                name="budget_line_p_x_q_has_price_and_quantity",
                condition=Q(settlement="lumpsum")
                | Q(
                    settlement="p_x_q",
                    rate__isnull=False,
                    quantity__isnull=False,
                    minutes_per_unit__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity}: {self.amount}"


class Consent(models.Model):
    """What a party answered to a version: agreed, or refused with a reason."""

    class Decision(models.TextChoices):
        AGREED = "agreed", "Akkoord"
        REFUSED = "refused", "Niet akkoord"

    version = models.ForeignKey(ClauseVersion, models.PROTECT, related_name="consents")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    decision = models.CharField("antwoord", max_length=8, choices=Decision)
    reason = models.TextField("reden", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("geantwoord op")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="consent_once_per_party_and_version",
                fields=["version", "organisation"],
            ),
            models.CheckConstraint(
                name="consent_refusal_has_reason",
                condition=~Q(decision="refused") | Q(reason__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_decision_display()} van {self.organisation_id}"
