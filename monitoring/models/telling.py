"""The words beside the figures: per area, per clause, stories, signals, dialogues."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from agreements.areas import Chapter
from agreements.models import Clause
from agreements.models.vocabulary import Progress
from monitoring.models.quarters import Quarter, SharedQuerySet
from vve_portal.access.querysets import ScopedQuerySet
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Kind


class ToldQuerySet(ScopedQuerySet[Any]):
    """What somebody told, which others read once it is shared."""

    def visible_to(self, actor: Any) -> Self:
        """Keep what is shared, the actor's own, and for the JGZ all."""
        own = Q(organisation=actor.organisation_id)
        shared = Q(partnership__in=actor.partnership_ids, is_shared=True)
        if actor.organisation.kind == Kind.JGZ:
            shared |= Q(partnership__in=actor.children_ids & actor.partnership_ids)
        within = Q(partnership__in=actor.partnership_ids | actor.children_ids)
        return self.filter(within & (own | shared))


class AreaWords(models.Model):
    """What the parties see, do and ask of each other in an area this quarter."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="words")
    area = models.PositiveSmallIntegerField("gebied", choices=Chapter)
    seen = models.TextField("wat zien we", blank=True)
    done = models.TextField("wat doen we", blank=True)
    asked = models.TextField("wat vragen we van elkaar", blank=True)
    status = models.CharField("status", max_length=14, choices=Progress, blank=True)
    sentence = models.CharField("waarom", max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven op")
    version = models.PositiveIntegerField(default=0)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="area_words_once_a_quarter", fields=["quarter", "area"]
            ),
            models.CheckConstraint(
                name="area_status_has_sentence",
                condition=Q(status="") | Q(sentence__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_area_display()} {self.quarter_id}"


class ClauseStatus(models.Model):
    """How a clause stood in a quarter: set by people, with a sentence."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="statuses")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    status = models.CharField("status", max_length=14, choices=Progress)
    sentence = models.CharField("waarom", max_length=300)
    # What the figure and its norm suggested at that moment; empty without either.
    proposed = models.CharField("voorstel", max_length=14, choices=Progress, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("gezet op")
    version = models.PositiveIntegerField(default=0)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="clause_status_once_a_quarter", fields=["quarter", "clause"]
            ),
            models.CheckConstraint(
                name="clause_status_has_sentence", condition=Q(sentence__gt="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.clause_id} {self.quarter_id}"


class Story(models.Model):
    """A story from practice that leads to no family, and what partners learn of it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Concept"
        OFFERED = "offered", "Wacht op een tweede lezer"
        APPROVED = "approved", "Akkoord"
        RETURNED = "returned", "Terug naar de schrijver"

    class Publish(models.TextChoices):
        PARTNERS = "partners", "Alleen voor het overleg"
        COUNCIL = "council", "Ook voor de raad"
        PUBLIC = "public", "Voor iedereen"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="stories")
    area = models.PositiveSmallIntegerField("gebied", choices=Chapter)
    title = models.CharField("titel", max_length=120)
    situation = models.TextField("situatie")
    did = models.TextField("wat deden we")
    brought = models.TextField("wat leverde het op voor de ouders")
    learned = models.TextField("wat leren we")

    # The check-list, ticked by the writer and again by the second reader.
    checks = models.JSONField("controlelijst", default=list)
    consent = models.BooleanField("ouders stemmen in", default=False)
    publish = models.CharField(
        "voor wie", max_length=8, choices=Publish, default=Publish.PARTNERS
    )
    status = models.CharField(
        "stand", max_length=8, choices=Status, default=Status.DRAFT
    )
    is_shared = models.BooleanField("gedeeld", default=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven op")
    read_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField("gelezen op", null=True, blank=True)
    reader_note = models.CharField("van de lezer", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ToldQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="story_shared_means_approved_by_another",
                condition=Q(is_shared=False)
                | (
                    Q(status="approved", read_by__isnull=False)
                    & ~Q(read_by=F("written_by"))
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Signal(models.Model):
    """What somebody at work notices, about no child; a coordinator bundles these."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area = models.PositiveSmallIntegerField("gebied", choices=Chapter)
    text = models.CharField("signaal", max_length=300)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("gegeven op")
    # Taken up in the report of a quarter by a coordinator, or laid aside.
    is_shared = models.BooleanField("gedeeld", default=False)
    quarter = models.ForeignKey(
        Quarter, models.PROTECT, null=True, blank=True, related_name="signals"
    )
    shared_text = models.CharField("in het rapport", max_length=300, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField("behandeld op", null=True, blank=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="signal_shared_means_in_a_quarter",
                condition=Q(is_shared=False)
                | Q(
                    quarter__isnull=False,
                    shared_text__gt="",
                    handled_at__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return self.text


class Dialogue(models.Model):
    """A table at which professionals of several organisations learned together."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="dialogues")
    held_on = models.DateField("datum")
    organisations = models.CharField("wie waren er", max_length=300)
    theme = models.CharField("thema", max_length=160)
    outcome = models.TextField("opbrengst")
    agreed = models.TextField("afspraken", blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("vastgelegd op")

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.theme} {self.held_on}"
