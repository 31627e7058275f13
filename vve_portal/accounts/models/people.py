"""People with an account, and the roles they hold."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models.organisations import Organisation
from vve_portal.accounts.roles import ABILITIES, Ability, Role


class UserQuerySet(ScopedQuerySet["User"]):
    """People with an account."""

    def visible_to(self, actor: Any) -> Self:
        """Keep colleagues: nobody browses the people of another organisation."""
        return self.filter(organisation=actor.organisation_id)


class UserManager(BaseUserManager["User"]):
    """Makes users; Django's own sign-in asks it by e-mail address."""

    def get_queryset(self) -> UserQuerySet:
        """Return users with the scoped queryset's methods."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Any) -> UserQuerySet:
        """Keep colleagues."""
        return self.get_queryset().visible_to(actor)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find somebody by e-mail address, in any case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody with an account: e-mail as name, one organisation, roles with a term."""

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=120)
    job_title = models.CharField("functie", max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField("mag inloggen", default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    # Filled by queries.with_reach; a user loaded otherwise can't be asked what it may.
    roles: frozenset[Role]
    partnership_ids: frozenset[int]
    # Partnerships whose trajectories may be read; never filled for a municipality.
    children_ids: frozenset[int]
    location_ids: frozenset[int]
    team_ids: frozenset[int]
    # Colleagues in whose absence this one works today.
    replaced_ids: frozenset[int]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="user_email_is_lowercase",
                condition=Q(email=Lower("email")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation_id})"

    def may(self, ability: Ability) -> bool:
        """Return whether one of the current roles grants `ability`."""
        return any(ability in ABILITIES[role] for role in self.roles)

    def has_role(self, *roles: Role) -> bool:
        """Return whether one of `roles` is held today."""
        return not self.roles.isdisjoint(roles)

    @property
    def role_labels(self) -> str:
        """The current roles in words, for the page header."""
        return ", ".join(sorted(role.label for role in self.roles))

    def clean(self) -> None:
        """Keep e-mail addresses in lower case; the database insists."""
        super().clean()
        self.email = self.email.lower()


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Roles given to people."""

    def on(self, day: date) -> Self:
        """Keep the roles that hold on `day`."""
        return self.filter(starts_on__lte=day, ended_at__isnull=True).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class RoleGrant(models.Model):
    """A role somebody holds from a day, possibly until a day (waarneming)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField("rol", max_length=20, choices=Role)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="role_grant_role_known", condition=Q(role__in=list(Role.values))
            ),
            models.CheckConstraint(
                name="role_grant_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} vanaf {self.starts_on}"
