"""Where people work: teams of a JGZ provider, and the places of a chain partner."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models.organisations import Organisation, Partnership
from vve_portal.accounts.models.people import User


class TeamQuerySet(ScopedQuerySet["Team"]):
    """Teams."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the teams of the actor's own organisation."""
        return self.filter(organisation=actor.organisation_id)


class Team(models.Model):
    """Colleagues who share the children of a part of town."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField("naam", max_length=80)
    ended_at = models.DateTimeField("opgeheven op", null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="team_name_once", fields=["organisation", "name"]
            ),
        )

    def __str__(self) -> str:
        return self.name


class TeamMembershipQuerySet(ScopedQuerySet["TeamMembership"]):
    """Who is in which team, and who stands in for whom."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of the actor's own organisation."""
        return self.filter(team__organisation=actor.organisation_id)

    def on(self, day: date) -> Self:
        """Keep those that hold on `day`."""
        return self.filter(starts_on__lte=day, ended_at__isnull=True).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class TeamMembership(models.Model):
    """Somebody works in a team from a day; with `replaces` in somebody's absence."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    replaces = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="replacements"
    )

    objects = TeamMembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="team_membership_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="team_membership_replacement_ends",
                condition=Q(replaces__isnull=True) | Q(ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="team_membership_replaces_another",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("user")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id} vanaf {self.starts_on}"


class WorkplaceQuerySet(ScopedQuerySet["Workplace"]):
    """Where people of holders and partners work."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of colleagues."""
        return self.filter(user__organisation=actor.organisation_id)

    def on(self, day: date) -> Self:
        """Keep those that hold on `day`."""
        return self.filter(starts_on__lte=day, ended_at__isnull=True)


class Workplace(models.Model):
    """Somebody of a holder works at a location; a partner's helper without one.

    The database's scope is built from these rows, so they have no row policy.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="workplaces")
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="workplaces"
    )
    location = models.ForeignKey(
        "referrals.Location",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="workplaces",
    )
    starts_on = models.DateField("vanaf")
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)

    objects = WorkplaceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="workplace_once_at_a_time",
                fields=["user", "location"],
                condition=Q(ended_at__isnull=True, location__isnull=False),
            ),
            models.UniqueConstraint(
                name="workplace_helper_once_at_a_time",
                fields=["user", "partnership"],
                condition=Q(ended_at__isnull=True, location__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} bij {self.location_id or self.partnership_id}"
