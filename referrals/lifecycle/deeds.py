"""What somebody reports, against what it is judged, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from referrals.models import Event, TargetDefinition, Trajectory
from referrals.routes.definition import WORKING_ROLES, Route
from referrals.routes.rules import Rule
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What happened and when; each step asks for some of the rest.

    `location_id` is the preschool parents wish for, or the one that accepts.
    """

    occurred_on: date
    reason: str = ""
    groups: frozenset[str] = frozenset()
    channel: str = ""
    location_id: int | None = None
    is_free_choice: bool = False
    consent_on: date | None = None
    consent_by: str = ""
    start_on: date | None = None
    hours_per_week: Decimal | None = None
    priority: str = ""
    funding: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Against what a move is judged: the route, the rules, the day."""

    route: Route
    rules: Mapping[str, Rule]
    today: date
    definition: TargetDefinition | None = None


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it, in which role, at which moment; without user: the portal itself."""

    user: User | None
    role: Role | None
    now: datetime

    @classmethod
    def of(cls, user: User, now: datetime) -> Self:
        """Return somebody in the first of his roles that works with children."""
        role = next((role for role in WORKING_ROLES if role in user.roles), None)
        return cls(user, role, now)

    @property
    def organisation_id(self) -> int | None:
        """The organisation of whoever does it."""
        return self.user.organisation_id if self.user else None


@dataclass(frozen=True, slots=True)
class Change:
    """A trajectory as it is now, with the events about it; nothing is saved yet.

    `groups` are why it was indicated, when it was; None leaves them as they are.
    """

    trajectory: Trajectory
    event: Event
    reason: str = ""
    groups: frozenset[str] | None = None
    fields: tuple[str, ...] = field(default=())
