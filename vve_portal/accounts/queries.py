"""Loading the person who asks, with all that policies need to judge."""

from datetime import date, datetime
from typing import Final

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.accounts.models import (
    Organisation,
    Partnership,
    RoleGrant,
    Session,
    TeamMembership,
    User,
    Workplace,
)
from vve_portal.accounts.roles import PARTIES, SIGNING_ROLES, Ability, Kind, Role
from vve_portal.audit.models import Entry
from vve_portal.audit.queries import LogLine, log_of

# Reserved for examples (RFC 2606): nobody real has such an address.
DEMO_DOMAIN: Final = ".example"
MOST_LINES: Final = 100


def find_actor(*, user_pk: int | str, today: date) -> User | None:
    """Return the user with organisation, current roles and reach, or None.

    Takes three queries, and one more for where somebody works; policies ask nothing
    more of the database.
    """
    user = (
        User.objects.select_related("organisation")
        .filter(pk=user_pk, is_active=True)
        .first()
    )
    return None if user is None else with_reach(user, today=today)


def with_reach(user: User, *, today: date) -> User:
    """Fill in what `user` holds on `today`: roles, partnerships, teams and places."""
    held = RoleGrant.objects.filter(user=user).on(today).values_list("role", flat=True)
    user.roles = frozenset(Role(role) for role in held)
    partnerships = Partnership.objects.of(user.organisation_id)
    user.partnership_ids = frozenset(partnerships.values_list("pk", flat=True))
    user.team_ids = user.replaced_ids = frozenset()
    user.location_ids = user.children_ids = frozenset()
    if user.organisation.kind == Kind.JGZ:
        _with_teams(user, today=today)
    elif user.organisation.kind not in PARTIES:
        _with_workplaces(user, today=today)
    return user


def _with_teams(user: User, *, today: date) -> None:
    rows = list(
        TeamMembership.objects.filter(user=user)
        .on(today)
        .values_list("team_id", "replaces_id")
    )
    user.team_ids = frozenset(team for team, _ in rows)
    user.replaced_ids = frozenset(who for _, who in rows if who)
    if user.may(Ability.READ_TRAJECTORIES):
        user.children_ids = user.partnership_ids


def _with_workplaces(user: User, *, today: date) -> None:
    rows = list(
        Workplace.objects.filter(user=user)
        .on(today)
        .values_list("partnership_id", "location_id")
    )
    user.location_ids = frozenset(place for _, place in rows if place)
    if user.may(Ability.READ_TRAJECTORIES):
        user.children_ids = frozenset(partnership for partnership, _ in rows)


def demo_people(*, today: date) -> list[User]:
    """Return the people of the demo who have a role, with their roles filled in."""
    people = (
        User.objects.get_queryset()
        .filter(is_active=True, email__endswith=DEMO_DOMAIN)
        .select_related("organisation")
        .prefetch_related(Prefetch("grants", RoleGrant.objects.on(today)))
        .order_by("organisation_id", "pk")
    )
    for person in people:
        person.roles = frozenset(Role(grant.role) for grant in person.grants.all())
    return [person for person in people if person.roles]


def history_of(subject: Model, *, actor: User) -> list[LogLine]:
    """Return what happened to an object, newest first, as far as `actor` may know."""
    entries = Entry.objects.visible_to(actor)
    found = entries.about(subject)
    if isinstance(subject, User):
        found |= entries.filter(actor=subject, subject_type="refusal")
    return log_of(found.order_by("-pk")[:MOST_LINES])


def people_of(actor: User, *, today: date) -> QuerySet[User]:
    """Return colleagues with the roles that hold or are to come, and their app."""
    grants = RoleGrant.objects.filter(ended_at__isnull=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return (
        User.objects.visible_to(actor)
        .annotate(has_app=Exists(apps))
        .prefetch_related(Prefetch("grants", grants.order_by("starts_on", "pk")))
        .order_by("-is_active", "name", "pk")
    )


def signing_grants(actor: User, *, today: date) -> QuerySet[RoleGrant]:
    """Return who holds a role that signs, at both parties of the actor's partnerships.

    Such a role is never hidden from the other party.
    """
    partnerships = Partnership.objects.visible_to(actor)
    parties = Organisation.objects.filter(
        Q(partnerships_as_municipality__in=partnerships)
        | Q(partnerships_as_provider__in=partnerships)
        | Q(pk=actor.organisation_id)
    )
    return (
        RoleGrant.objects.on(today)
        .filter(role__in=SIGNING_ROLES, user__is_active=True)
        .filter(user__organisation__in=parties)
        .select_related("user__organisation")
        .order_by("user__organisation__name", "user__name", "pk")
    )


def possible_signers(actor: User, *, today: date) -> QuerySet[User]:
    """Return the colleagues for whom `actor` may register a mandate."""
    held = RoleGrant.objects.on(today).filter(role__in=SIGNING_ROLES)
    colleagues = User.objects.visible_to(actor).filter(is_active=True)
    colleagues = colleagues.filter(pk__in=held.values("user"))
    return colleagues.exclude(pk=actor.pk).order_by("name", "pk")


def sessions_of(user: User, *, now: datetime) -> QuerySet[Session]:
    """Return where the user is signed in, last seen first."""
    rows = Session.objects.filter(user=user, expire_date__gt=now)
    return rows.order_by("-seen_at", "session_key")
