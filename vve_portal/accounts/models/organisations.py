"""Organisations, and the partnerships of two of them."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.roles import Kind


class Organisation(models.Model):
    """A municipality, JGZ provider, preschool holder or partner."""

    class JgzType(models.TextChoices):
        GGD = "ggd", "GGD"
        CARE = "care", "Zorgorganisatie"
        FOUNDATION = "foundation", "Stichting"
        MUNICIPAL = "municipal", "Gemeentelijke afdeling"

    name = models.CharField("naam", max_length=200, unique=True)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    cbs_code = models.CharField("CBS-code", max_length=6, blank=True)
    jgz_type = models.CharField("soort JGZ", max_length=12, choices=JgzType, blank=True)
    legal_form = models.CharField("rechtsvorm", max_length=120, blank=True)
    kvk_number = models.CharField("KvK-nummer", max_length=8, blank=True)
    seat = models.CharField("vestigingsplaats", max_length=120, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="organisation_municipality_has_cbs_code",
                condition=Q(kind=Kind.MUNICIPALITY, cbs_code__gt="")
                | (~Q(kind=Kind.MUNICIPALITY) & Q(cbs_code="")),
            ),
            models.CheckConstraint(
                name="organisation_jgz_has_type",
                condition=Q(kind=Kind.JGZ, jgz_type__gt="")
                | (~Q(kind=Kind.JGZ) & Q(jgz_type="")),
            ),
            models.UniqueConstraint(
                name="organisation_cbs_code_once",
                fields=["cbs_code"],
                condition=Q(cbs_code__gt=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def letter(self) -> str:
        """The mark beside its name: G or J."""
        return "G" if self.kind == Kind.MUNICIPALITY else "J"


class PartnershipQuerySet(ScopedQuerySet["Partnership"]):
    """Partnerships of a municipality and a JGZ provider."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the partnerships the actor's organisation is a party of."""
        return self.filter(pk__in=actor.partnership_ids)

    def of(self, organisation: Organisation | int) -> Self:
        """Keep the partnerships in which the organisation is a party."""
        return self.filter(Q(municipality=organisation) | Q(provider=organisation))


class Partnership(models.Model):
    """One municipality with one JGZ provider; every agreement belongs to one."""

    municipality = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships_as_municipality"
    )
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships_as_provider"
    )
    code = models.CharField("code", max_length=12, unique=True)
    starts_on = models.DateField("begin")
    ends_on = models.DateField("eind", null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="partnership_parties_once", fields=["municipality", "provider"]
            ),
            models.CheckConstraint(
                name="partnership_parties_differ",
                condition=~Q(municipality=F("provider")),
            ),
            models.CheckConstraint(
                name="partnership_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality} en {self.provider}"

    @property
    def parties(self) -> tuple[Organisation, Organisation]:
        """The municipality and the provider, in that order."""
        return (self.municipality, self.provider)
