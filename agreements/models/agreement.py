"""The agreement: who, for which term, in which state."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Ability


def works_on_drafts(actor: Any) -> bool:
    """Return whether somebody drafts; whoever signs reads what was shared."""
    return bool(actor.may(Ability.PROPOSE) or actor.may(Ability.EDIT_MONEY))


class AgreementQuerySet(ScopedQuerySet["Agreement"]):
    """Agreements of a partnership."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the actor's partnerships; what was never shared is its drafter's."""
        hidden = Q(status=Agreement.Status.DRAFT) | Q(
            status=Agreement.Status.VOID, shared_at__isnull=True
        )
        if works_on_drafts(actor):
            hidden &= ~Q(drafted_by=actor.organisation_id)
        own = self.filter(partnership__in=actor.partnership_ids).exclude(hidden)
        if actor.may(Ability.READ_AGREEMENTS):
            return own
        if actor.may(Ability.READ_SIGNED_AGREEMENTS):
            return own.filter(status=Agreement.Status.SIGNED)
        return self.none()

    def overlapping(self, agreement: "Agreement") -> Self:
        """Keep the other signed agreements of both parties that share a day with it."""
        return self.filter(
            partnership=agreement.partnership_id,
            status=Agreement.Status.SIGNED,
            starts_on__lte=agreement.ends_on,
            ends_on__gte=agreement.starts_on,
        ).exclude(pk=agreement.pk)

    def with_parties(self) -> Self:
        """Load the two parties along."""
        return self.select_related(
            "partnership__municipality", "partnership__provider", "drafted_by"
        )


class Agreement(models.Model):
    """What a municipality and its JGZ provider agree on for a term, in seven areas."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Concept"
        NEGOTIATING = "negotiating", "In overleg"
        READY = "ready", "Klaar voor ondertekening"
        SIGNING = "signing", "Ter ondertekening"
        SIGNED = "signed", "Ondertekend"
        VOID = "void", "Vervallen"

    class Publicity(models.TextChoices):
        PUBLIC = "public", "Openbaar"
        INTERNAL = "internal", "Intern"
        SECRET = "secret", "Geheim"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="agreements"
    )
    reference = models.CharField("kenmerk", max_length=40, unique=True)
    title = models.CharField("titel", max_length=200)
    starts_on = models.DateField("begin")
    ends_on = models.DateField("eind")
    drafted_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="opgesteld door"
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )

    # Values for the variables in clause texts, by the keys in agreements.terms.
    terms = models.JSONField("termijnen en waarden", default=dict)
    indexation = models.CharField("indexering", max_length=300, blank=True)
    publicity = models.CharField(
        "openbaarheid", max_length=10, choices=Publicity, default=Publicity.PUBLIC
    )
    # Why it is not public, with the article of the law; empty for what is public.
    publicity_ground = models.CharField(
        "grond van geheimhouding", max_length=300, blank=True
    )

    status = models.CharField(
        "status", max_length=12, choices=Status, default=Status.DRAFT
    )
    # Counts the texts offered for signing; a voided round starts the next edition.
    edition = models.PositiveIntegerField("versie", default=1)
    created_at = models.DateTimeField("aangemaakt op")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField("gedeeld op", null=True, blank=True)
    signed_at = models.DateTimeField("ondertekend op", null=True, blank=True)
    void_reason = models.TextField("reden van vervallen", blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="agreement_status_known",
                condition=Q(
                    status__in=[
                        "draft",
                        "negotiating",
                        "ready",
                        "signing",
                        "signed",
                        "void",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="agreement_signed_means_when",
                condition=Q(status="signed", signed_at__isnull=False)
                | (~Q(status="signed") & Q(signed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="agreement_void_has_reason",
                condition=~Q(status="void") | Q(void_reason__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    def get_absolute_url(self) -> str:
        """Return the page of this agreement."""
        return reverse("agreements:detail", args=[self.pk])

    def state_on(self, day: date) -> str:
        """Return the status in words; in force and ended follow from the dates."""
        if self.status != self.Status.SIGNED:
            return str(self.get_status_display())
        if day < self.starts_on:
            return "Ondertekend"
        return "Van kracht" if day <= self.ends_on else "Afgelopen"


class ApprovalQuerySet(ScopedQuerySet["Approval"]):
    """Checks and decisions that must be there before signing."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)


class Approval(models.Model):
    """A check or decision outside the portal that signing stands on."""

    class Kind(models.TextChoices):
        PRIVACY_MUNICIPALITY = (
            "privacy_municipality",
            "Toets door de FG van de gemeente",
        )
        PRIVACY_PROVIDER = "privacy_provider", "Toets door de FG van de JGZ"
        LEGAL = "legal", "Juridische toets"
        COLLEGE = "college", "Collegebesluit"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="approvals")
    kind = models.CharField("soort", max_length=20, choices=Kind)
    reference = models.CharField("kenmerk", max_length=120)
    decided_on = models.DateField("datum")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="approval_once_per_kind", fields=["agreement", "kind"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"
