"""Meetings by their rhythm: who must be there, what is on the table, what came out."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agreements.areas import Chapter
from agreements.models import Clause, ClauseVersion
from monitoring.models.quarters import Quarter, SharedQuerySet
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Ability, Role


class ActionQuerySet(ScopedQuerySet[Any]):
    """Actions."""

    def visible_to(self, actor: Any) -> Self:
        """Keep one's own; who reads meetings, sees those of the own partnerships."""
        own = Q(owner=actor.pk)
        if actor.may(Ability.READ_MEETINGS):
            own |= Q(partnership__in=actor.partnership_ids)
        return self.filter(own)

    def open(self) -> Self:
        """Keep what still has to be done."""
        return self.filter(status=Action.Status.OPEN)


class Level(models.TextChoices):
    """Where something is talked about; what stays unsolved goes one up."""

    WORK_FLOOR = "work_floor", "Werkvloer"
    MANAGERS = "managers", "Managers"
    BOARD = "board", "Bestuur"


class MeetingKind(models.TextChoices):
    """The kinds of meeting that parties have."""

    PROGRESS = "progress", "Voortgangsoverleg"
    QUARTERLY = "quarterly", "Kwartaaloverleg"
    WORKING_GROUP = "working_group", "Werkgroep VVE"
    STRUCTURAL = "structural", "Overleg met de kinderopvang"
    CARE = "care", "Zorgoverleg JGZ en voorschool"
    BOARD = "board", "Bestuurlijk overleg"
    LEA = "lea", "LEA-overleg (artikel 160 en 161 WPO)"
    NETWORK = "network", "Netwerk van partners"
    PLAN_CYCLE = "plan_cycle", "Gesprek over het locatieplan"
    DIALOGUE = "dialogue", "Dialoogtafel"
    OTHER = "other", "Ander overleg"


class MeetingSeries(models.Model):
    """A kind of meeting and how often it was agreed, by which clause."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField("soort", max_length=14, choices=MeetingKind)
    name = models.CharField("naam", max_length=120)
    level = models.CharField("niveau", max_length=10, choices=Level)
    per_year = models.PositiveSmallIntegerField("keer per jaar")
    minutes = models.PositiveSmallIntegerField("duur in minuten", default=60)
    place = models.CharField("plaats", max_length=120, blank=True)
    fixed_items = models.JSONField("vaste agendapunten", default=list)
    # Who must be there and what each brings: [[role or name, what to bring], ...]
    required = models.JSONField("vaste deelnemers", default=list)
    chaired_by = models.CharField("voorzitter", max_length=20, choices=Role, blank=True)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="meeting_series_happens",
                condition=Q(per_year__gte=1, per_year__lte=52),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting: planned, and then held, missed or called off."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Gepland"
        RUNNING = "running", "Bezig"
        HELD = "held", "Gehouden"
        MISSED = "missed", "Niet gehouden"
        CANCELLED = "cancelled", "Afgezegd"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    series = models.ForeignKey(MeetingSeries, models.PROTECT, related_name="meetings")
    quarter = models.ForeignKey(
        Quarter, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    starts_at = models.DateTimeField("begint")
    ends_at = models.DateTimeField("eindigt")
    place = models.CharField("plaats", max_length=120, blank=True)
    status = models.CharField(
        "stand", max_length=9, choices=Status, default=Status.PLANNED
    )
    status_reason = models.CharField("waarom niet", max_length=300, blank=True)
    minutes_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("verslag vastgesteld op", null=True, blank=True)
    # Of the calendar item: goes up when day, hour or place changes.
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="meeting_not_held_has_reason",
                condition=~Q(status__in=["missed", "cancelled"])
                | Q(status_reason__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.series_id} {self.starts_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the page of this meeting."""
        return reverse("monitoring:meeting", args=[self.pk])


class Participant(models.Model):
    """Who was asked to a meeting, what he brings, and whether he came."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    # A colleague in the portal, or somebody outside by function.
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    function = models.CharField("functie", max_length=120)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_required = models.BooleanField("vaste deelnemer", default=True)
    brings = models.CharField("brengt in", max_length=300, blank=True)
    was_present = models.BooleanField("was er", null=True)

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.function


class AgendaItem(models.Model):
    """A point of an agenda, where it came from and what was said about it."""

    class Origin(models.TextChoices):
        FIXED = "fixed", "Vast punt"
        DEVIATION = "deviation", "Cijfer wijkt af"
        ACTION = "action", "Open actie"
        BOTTLENECK = "bottleneck", "Knelpunt"
        OWN = "own", "Ingebracht"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("volgorde")
    origin = models.CharField("herkomst", max_length=10, choices=Origin)
    title = models.CharField("onderwerp", max_length=200)
    why = models.CharField("aanleiding", max_length=300, blank=True)
    brings = models.CharField("wie brengt wat in", max_length=300, blank=True)
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.ForeignKey(
        "Action", models.PROTECT, null=True, blank=True, related_name="+"
    )
    bottleneck = models.ForeignKey(
        "Bottleneck", models.PROTECT, null=True, blank=True, related_name="+"
    )
    said = models.TextField("besproken", blank=True)
    # Goes up when somebody writes, so that who was second loses nothing.
    version = models.PositiveIntegerField(default=0)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="agenda_position_once", fields=["meeting", "position"]
            ),
        )

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What a meeting decided; it may start an action or a proposal for a clause."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField("besluit", max_length=300)
    proposal = models.ForeignKey(
        ClauseVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("vastgelegd op")

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text


class Action(models.Model):
    """Something one person does before a day."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Klaar"
        DROPPED = "dropped", "Vervallen"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bottleneck = models.ForeignKey(
        "Bottleneck", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    # A reason of non-reach it works on, such as RN06.
    reason = models.CharField("reden van non-bereik", max_length=4, blank=True)
    text = models.CharField("actie", max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField("uiterlijk")
    status = models.CharField(
        "stand", max_length=7, choices=Status, default=Status.OPEN
    )
    done_on = models.DateField("klaar op", null=True, blank=True)
    result = models.CharField("uitkomst", max_length=300, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("vastgelegd op")
    version = models.PositiveIntegerField(default=0)

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="action_done_means_when",
                condition=Q(status="done", done_on__isnull=False)
                | (~Q(status="done") & Q(done_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="action_dropped_has_reason",
                condition=~Q(status="dropped") | Q(result__gt=""),
            ),
        )

    def __str__(self) -> str:
        return self.text


class Bottleneck(models.Model):
    """What keeps the chain from working; unsolved it goes up a level."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        SOLVED = "solved", "Opgelost"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    area = models.PositiveSmallIntegerField("gebied", choices=Chapter)
    title = models.CharField("knelpunt", max_length=160)
    description = models.TextField("wat er speelt", blank=True)
    level = models.CharField("niveau", max_length=10, choices=Level)
    status = models.CharField(
        "stand", max_length=6, choices=Status, default=Status.OPEN
    )
    # How often it was on the table at this level without being solved.
    times_discussed = models.PositiveSmallIntegerField("keer besproken", default=0)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_on = models.DateField("gemeld op")
    solved_on = models.DateField("opgelost op", null=True, blank=True)
    solution = models.CharField("oplossing", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="bottleneck_solved_means_when_and_how",
                condition=Q(status="solved", solved_on__isnull=False, solution__gt="")
                | Q(status="open", solved_on__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Escalation(models.Model):
    """A bottleneck went up a level, and why."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    bottleneck = models.ForeignKey(
        Bottleneck, models.PROTECT, related_name="escalations"
    )
    level = models.CharField("naar", max_length=10, choices=Level)
    reason = models.CharField("waarom", max_length=300)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    raised_on = models.DateField("op")

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.bottleneck_id} naar {self.get_level_display()}"


class CalendarFeed(models.Model):
    """The secret address at which somebody's calendar program fetches his meetings."""

    user = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds")
    secret_sha256 = models.CharField(
        "kenmerk van het adres", max_length=64, unique=True
    )
    made_at = models.DateTimeField("gemaakt op")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    fetched_at = models.DateTimeField("laatst opgehaald op", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="calendar_feed_one_at_a_time",
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"Agenda van {self.user_id}"
