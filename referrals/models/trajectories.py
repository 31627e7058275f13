"""Trajectories: one child's way along a route, under a code and without a name."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from referrals.models.locations import Location, Neighbourhood
from referrals.models.routes import PathwayVersion, TargetDefinition
from referrals.reasons import Priority, ReasonGroup, Signaller
from referrals.states import ALL_STATES, CLOSING, STATE_CHOICES, RouteKind
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.roles import Kind, Role


class TrajectoryQuerySet(ScopedQuerySet["Trajectory"]):
    """Trajectories."""

    def visible_to(self, actor: Any) -> Self:
        """Keep what the actor may know of: by organisation, then role, then team.

        A municipality knows of none. A preschool knows the ones it accepted by code.
        """
        rows = self.filter(partnership__in=actor.children_ids)
        kind = actor.organisation.kind
        if kind == Kind.PRESCHOOL:
            return rows.filter(location__in=actor.location_ids)
        if kind == Kind.PARTNER:
            return rows.filter(owner__in=actor.roles)
        if kind != Kind.JGZ:
            return rows.none()
        if actor.has_role(Role.VVE_COORDINATOR):
            return rows
        own_task = Q(owner__in=actor.roles & {Role.OUTREACH_WORKER})
        return rows.filter(Q(team__in=actor.team_ids) | own_task)

    def open(self) -> Self:
        """Keep the ones that ask for a next step."""
        return self.filter(is_open=True)


class Trajectory(models.Model):
    """Where one child stands between the first signal and school.

    Who the child is stands in the file of the JGZ only. `location` is the preschool
    that accepted the code; before that it is `wished_location`, empty when any will do.
    """

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", "Niet gevraagd"
        YES = "yes", "Ja"
        NO = "no", "Nee"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="trajectories"
    )
    code = models.CharField("trajectcode", max_length=9, unique=True)
    kind = models.CharField("soort", max_length=10, choices=RouteKind)
    birth_month = models.DateField("geboortemaand")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+"
    )
    pathway_version = models.ForeignKey(
        PathwayVersion, models.PROTECT, related_name="trajectories"
    )
    # A side route (support, home programme) beside the way to a preschool.
    main = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="side_routes"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    state = models.CharField("status", max_length=3, choices=STATE_CHOICES)
    since = models.DateField("sinds")
    is_open = models.BooleanField("loopt", default=True)
    closed_on = models.DateField("gesloten op", null=True, blank=True)

    consent = models.CharField(
        "toestemming", max_length=10, choices=Consent, default=Consent.NOT_ASKED
    )
    consent_on = models.DateField("toestemming op", null=True, blank=True)
    consent_by = models.CharField(
        "toestemming vastgelegd door", max_length=20, choices=Role, blank=True
    )
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    channels = models.JSONField("kanalen", default=list)
    location_known = models.BooleanField("voorkeur bekend of vrij", default=False)
    wished_location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+"
    )
    letter_on = models.DateField("verwijsbrief op", null=True, blank=True)
    letter_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    target_definition = models.ForeignKey(
        TargetDefinition, models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicated_on = models.DateField("geïndiceerd op", null=True, blank=True)
    start_age_months = models.PositiveSmallIntegerField("startleeftijd", default=30)
    first_signalled_by = models.CharField(
        "eerst gezien door", max_length=12, choices=Signaller, blank=True
    )
    referred_by = models.CharField(
        "formeel verwezen door", max_length=12, choices=Signaller, blank=True
    )
    funding = models.CharField("bron van het geld", max_length=24, blank=True)

    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="trajectories"
    )
    accepted_on = models.DateField("aangenomen op", null=True, blank=True)
    priority = models.CharField(
        "voorrang", max_length=1, choices=Priority, default=Priority.INDICATED
    )
    waiting_since = models.DateField("wacht sinds", null=True, blank=True)
    start_on = models.DateField("begint op", null=True, blank=True)
    hours_per_week = models.DecimalField(
        "uren per week", max_digits=4, decimal_places=1, null=True, blank=True
    )
    school_confirmed_on = models.DateField(
        "overdracht bevestigd op", null=True, blank=True
    )

    step = models.CharField("stap", max_length=40, blank=True)
    next_step = models.CharField("volgende stap", max_length=160, blank=True)
    owner = models.CharField("aan zet", max_length=20, choices=Role, blank=True)
    due_on = models.DateField("uiterlijk", null=True, blank=True)
    rule = models.CharField("regel", max_length=4, blank=True)
    escalates_on = models.DateField("daarna vanaf", null=True, blank=True)
    escalates_to = models.CharField(
        "daarna aan zet", max_length=20, choices=Role, blank=True
    )
    # Goes up at every change, so that who was second hears of the first.
    version = models.PositiveIntegerField(default=0)
    feedback_seen_at = models.DateTimeField(
        "terugkoppeling gezien op", null=True, blank=True
    )

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                name="trajectory_todo",
                fields=["partnership", "due_on", "id"],
                condition=Q(due_on__isnull=False),
            ),
            models.Index(
                name="trajectory_todo_of_role",
                fields=["partnership", "owner", "due_on", "id"],
                condition=Q(due_on__isnull=False),
            ),
            models.Index(
                name="trajectory_todo_of_team",
                fields=["team", "due_on", "id"],
                condition=Q(due_on__isnull=False),
            ),
            models.Index(
                name="trajectory_todo_at_location",
                fields=["location", "due_on", "id"],
                condition=Q(due_on__isnull=False),
            ),
            models.Index(
                name="trajectory_escalated",
                fields=["partnership", "escalates_to", "escalates_on", "id"],
                condition=Q(escalates_on__isnull=False),
            ),
            models.Index(
                name="trajectory_in_state", fields=["partnership", "state", "id"]
            ),
            models.Index(
                name="trajectory_letter_of",
                fields=["letter_by", "id"],
                condition=Q(letter_by__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="trajectory_state_known", condition=Q(state__in=list(ALL_STATES))
            ),
            models.CheckConstraint(
                name="trajectory_birth_month_is_a_month",
                condition=Q(birth_month__day=1),
            ),
            models.CheckConstraint(
                name="trajectory_open_has_next_step_owner_and_deadline",
                condition=Q(is_open=False)
                | Q(
                    next_step__gt="",
                    owner__gt="",
                    due_on__isnull=False,
                    closed_on__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="trajectory_closed_by_a_closing_state",
                condition=Q(
                    is_open=False, state__in=sorted(CLOSING), closed_on__isnull=False
                )
                | (Q(is_open=True) & ~Q(state__in=sorted(CLOSING))),
            ),
            models.CheckConstraint(
                name="trajectory_no_letter_without_consent",
                condition=Q(letter_on__isnull=True)
                | Q(consent_on__isnull=False, consent_on__lte=models.F("letter_on")),
            ),
            models.CheckConstraint(
                name="trajectory_consent_has_date_and_role",
                condition=Q(consent="not_asked")
                | Q(consent_on__isnull=False, consent_by__gt=""),
            ),
        )

    def __str__(self) -> str:
        return self.code


class IndicationGroupQuerySet(ScopedQuerySet["IndicationGroup"]):
    """Groups of reasons."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those of trajectories that a professional of the JGZ may know of."""
        return self.filter(trajectory__in=Trajectory.objects.visible_to(actor)).filter(
            partnership__in=actor.partnership_ids
        )


class IndicationGroup(models.Model):
    """Why a child is in the target group: the group of the reason, never the reason."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(
        Trajectory, models.PROTECT, related_name="indication_groups"
    )
    group = models.CharField("groep", max_length=10, choices=ReasonGroup)

    objects = IndicationGroupQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="indication_group_once", fields=["trajectory", "group"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.trajectory_id}: {self.get_group_display()}"
