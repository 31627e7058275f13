"""People and organisations. Scopes are built from these tables, so most carry no row policy."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.roles import ABILITIES, Ability, Kind, Role


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

    # Filled by queries.load_actor; a user loaded otherwise can't be asked what it may.
    roles: frozenset[Role]
    partnership_ids: frozenset[int]

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
        return self.filter(starts_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class RoleGrant(models.Model):
    """A role somebody holds from a day, possibly until a day (replacement during absence)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField("rol", max_length=20, choices=Role)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)
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


class MandateQuerySet(ScopedQuerySet["Mandate"]):
    """Mandates to sign."""

    def visible_to(self, actor: Any) -> Self:
        """Keep the mandates of both parties of the actor's partnerships."""
        return self.filter(partnership__in=actor.partnership_ids)

    def on(self, day: date) -> Self:
        """Keep the mandates that hold on `day`."""
        return self.filter(withdrawn_at__isnull=True, starts_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class Mandate(models.Model):
    """Who may sign for a party in a partnership, and on what ground.

    For a municipality: the burgemeester represents it (Gemeentewet art. 171) and may
    give volmacht; for a provider the statutes say who represents it.
    """

    class Ground(models.TextChoices):
        OFFICE = "office", "Vertegenwoordiging door de burgemeester"
        PROXY = "proxy", "Volmacht"
        COLLEGE = "college", "Collegebesluit"
        STATUTES = "statutes", "Statuten"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="mandates"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mandates"
    )
    signer = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    ground = models.CharField("grond", max_length=10, choices=Ground)
    reference = models.CharField("kenmerk", max_length=120)
    decided_on = models.DateField("datum van het besluit")
    starts_on = models.DateField("geldig vanaf")
    ends_on = models.DateField("geldig tot en met", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("vastgelegd op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mandate_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.reference}"

    def holds_on(self, day: date) -> bool:
        """Return whether somebody may sign on this ground on `day`."""
        return (
            self.withdrawn_at is None
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )


class Invitation(models.Model):
    """An invitation by mail: one link, once, for a limited time."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations"
    )
    email = models.EmailField("e-mailadres")
    name = models.CharField("naam", max_length=120)
    job_title = models.CharField("functie", max_length=120, blank=True)
    roles = models.JSONField("rollen", default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField("uitgenodigd op")
    expires_at = models.DateTimeField("geldig tot")
    accepted_at = models.DateTimeField("aangenomen op", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    def __str__(self) -> str:
        return f"Uitnodiging van {self.email}"


class RecoveryCode(models.Model):
    """A way in when the phone is gone: kept as a hash, works once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="recovery_code_once", fields=["user", "code_hash"]
            ),
        )

    def __str__(self) -> str:
        return f"Herstelcode {self.pk}"
