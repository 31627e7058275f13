"""The record: one row per deed, read or refusal. Rows are added and never changed."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from vve_portal.access.querysets import ScopedQuerySet


class EntryQuerySet(ScopedQuerySet["Entry"]):
    """Entries of the record."""

    def visible_to(self, actor: Any) -> Self:
        """Keep what the actor's organisation did, and what it may know of others.

        Of a child: all for the JGZ, and elsewhere what happened at the own locations.
        """
        shared = Q(reach=Entry.Reach.SHARED, partnership__in=actor.partnership_ids)
        own = Q(reach=Entry.Reach.ORGANISATION, organisation=actor.organisation_id)
        child = Q(reach=Entry.Reach.CHILD, partnership__in=actor.children_ids)
        if not actor.partnership_ids:
            child &= Q(location_id__in=actor.location_ids)
        return self.filter(shared | own | child)

    def about(self, subject: models.Model) -> Self:
        """Keep the entries about one object."""
        return self.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        )

    def about_any(self, subjects: Iterable[models.Model]) -> Self:
        """Keep the entries about any of some objects."""
        chosen: dict[str, list[int]] = {}
        for subject in subjects:
            chosen.setdefault(subject._meta.label_lower, []).append(subject.pk)
        wanted = Q(pk__in=[])
        for label, pks in chosen.items():
            wanted |= Q(subject_type=label, subject_id__in=pks)
        return self.filter(wanted)


class Entry(models.Model):
    """One thing that happened: who, when, what, to what, and how it reads in Dutch."""

    class Reach(models.TextChoices):
        ORGANISATION = "organisation", "Eigen organisatie"
        SHARED = "shared", "Beide partijen"
        CHILD = "child", "Alleen wie het traject mag zien"

    at = models.DateTimeField("tijdstip")
    verb = models.CharField("handeling", max_length=60)
    summary = models.TextField("wat er gebeurde")
    reach = models.CharField("bereik", max_length=12, choices=Reach)

    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    actor_name = models.CharField("wie", max_length=120)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    organisation_name = models.CharField("organisatie", max_length=200, blank=True)
    partnership = models.ForeignKey(
        "accounts.Partnership", models.PROTECT, null=True, related_name="+"
    )

    # Where the child was; a number only, as the record knows no other app.
    location_id = models.BigIntegerField("locatie", null=True)

    subject_type = models.CharField("soort onderwerp", max_length=60)
    subject_id = models.BigIntegerField("onderwerp", null=True)
    details = models.JSONField("bijzonderheden", default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                name="entry_by_subject", fields=["subject_type", "subject_id", "id"]
            ),
            models.Index(name="entry_by_organisation", fields=["organisation", "id"]),
        )
        constraints = (
            models.CheckConstraint(
                name="entry_reach_known",
                condition=Q(reach__in=["organisation", "shared", "child"]),
            ),
            models.CheckConstraint(
                name="entry_shared_names_partnership",
                condition=Q(reach="organisation") | Q(partnership__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.summary}"
