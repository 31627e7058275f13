"""What was told: for a report, for the pages, and what waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from agreements.areas import Chapter
from agreements.queries import Task
from monitoring.models import Dialogue, Quarter, Release, Signal, Story
from monitoring.policies_telling import OPEN, may_bundle, may_tell
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Kind

# For whom a story must be meant before an audience reads it.
MEANT_FOR: Final[dict[str, tuple[str, ...]]] = {
    Release.Audience.PARTNER: tuple(Story.Publish.values),
    Release.Audience.COUNCIL: (Story.Publish.COUNCIL, Story.Publish.PUBLIC),
}
MOST_SHOWN: Final = 50
Status = Story.Status


@dataclass(frozen=True, slots=True)
class BundledSignal:
    """What the report says about signals of an area, and how many it comes from."""

    area: int
    text: str
    count: int

    @property
    def area_name(self) -> str:
        """The name of the area."""
        return str(Chapter(self.area).label)


def stories_for(quarter: Quarter, audience: str) -> list[Story]:
    """Return the stories an audience reads: approved by a second reader, per area."""
    rows = Story.objects.filter(
        quarter=quarter,
        is_shared=True,
        status=Status.APPROVED,
        publish__in=MEANT_FOR[audience],
    )
    return list(rows.select_related("organisation").order_by("area", "pk"))


def signals_for(quarter: Quarter) -> list[BundledSignal]:
    """Return the sentences about signals in the report of a quarter, per area."""
    rows = Signal.objects.filter(quarter=quarter, is_shared=True)
    grouped = rows.values_list("area", "shared_text").annotate(count=Count("pk"))
    return [
        BundledSignal(area, text, count)
        for area, text, count in grouped.order_by("area", "shared_text")
    ]


def dialogues_for(quarter: Quarter) -> list[Dialogue]:
    """Return the dialogue tables in the report of a quarter, in order of time."""
    return list(Dialogue.objects.filter(quarter=quarter).order_by("held_on", "pk"))


def towns_of(actor: User) -> QuerySet[Partnership]:
    """Return where somebody tells something."""
    reach = actor.partnership_ids | actor.children_ids
    rows = Partnership.objects.filter(pk__in=reach).select_related("municipality")
    return rows.order_by("municipality__name", "pk")


def open_quarters(actor: User) -> QuerySet[Quarter]:
    """Return the quarters to which something can still be told, the latest first."""
    rows: QuerySet[Quarter] = Quarter.objects.visible_to(actor).filter(status__in=OPEN)
    return rows.select_related("partnership__municipality").order_by(
        "-year", "-number", "partnership__municipality__name", "pk"
    )


def _stories(actor: User) -> QuerySet[Story]:
    rows: QuerySet[Story] = Story.objects.visible_to(actor)
    return rows.select_related(
        "quarter__partnership__municipality", "written_by", "organisation"
    )


def own_stories(actor: User) -> list[Story]:
    """Return what somebody wrote, the latest first."""
    rows = _stories(actor).filter(written_by=actor)
    return list(rows.order_by("-written_at", "-pk")[:MOST_SHOWN])


def stories_to_read(actor: User) -> list[Story]:
    """Return the stories that wait for a second reader, when the actor may be one."""
    return list(_to_read(actor).order_by("written_at", "pk")[:MOST_SHOWN])


def _to_read(actor: User) -> QuerySet[Story]:
    if actor.organisation.kind != Kind.JGZ:
        return _stories(actor).none()
    rows = _stories(actor).filter(
        status=Status.OFFERED,
        partnership__in=actor.partnership_ids,
        quarter__status__in=OPEN,
    )
    return rows.exclude(written_by=actor)


def shared_stories(actor: User) -> list[Story]:
    """Return the latest stories that were shared."""
    rows = _stories(actor).filter(is_shared=True)
    return list(
        rows.order_by("-quarter__year", "-quarter__number", "area", "pk")[:MOST_SHOWN]
    )


def own_signals(actor: User) -> list[Signal]:
    """Return what somebody noticed, and what became of it."""
    rows = Signal.objects.visible_to(actor).filter(given_by=actor)
    rows = rows.select_related("quarter", "partnership__municipality")
    return list(rows.order_by("-given_at", "-pk")[:MOST_SHOWN])


def waiting_signals(actor: User) -> list[Signal]:
    """Return the signals that nobody handled yet, area by area."""
    rows = _waiting(actor).select_related("organisation", "partnership__municipality")
    return list(rows.order_by("partnership", "area", "given_at", "pk"))


def _waiting(actor: User) -> QuerySet[Signal]:
    rows: QuerySet[Signal] = Signal.objects.visible_to(actor)
    return rows.filter(partnership__in=actor.partnership_ids, handled_at__isnull=True)


def bundles_of(actor: User) -> list[tuple[Quarter, list[BundledSignal]]]:
    """Return what the reports of the open quarters say about signals."""
    quarters = {one.pk: one for one in open_quarters(actor)}
    rows = Signal.objects.visible_to(actor).filter(quarter__in=quarters, is_shared=True)
    grouped = rows.values_list("quarter", "area", "shared_text").annotate(
        count=Count("pk")
    )
    found: dict[int, list[BundledSignal]] = {}
    for quarter, area, text, count in grouped.order_by(
        "quarter", "area", "shared_text"
    ):
        found.setdefault(quarter, []).append(BundledSignal(area, text, count))
    return [(quarters[pk], bundles) for pk, bundles in found.items()]


def dialogues_of(actor: User) -> list[Dialogue]:
    """Return the dialogue tables of the actor's partnerships, the latest first."""
    rows = Dialogue.objects.visible_to(actor).select_related(
        "quarter__partnership__municipality"
    )
    return list(rows.order_by("-held_on", "-pk")[:MOST_SHOWN])


def telling_tasks(
    actor: Any,
    *,
    today: date,  # noqa: ARG001 - every source of tasks is asked on a day
) -> Iterator[Task]:
    """Yield stories to read or to write again, and signals to bundle."""
    if not may_tell(actor):
        return
    url = reverse("monitoring:stories")
    returned = Q(written_by=actor, status=Status.RETURNED, quarter__status__in=OPEN)
    if Story.objects.visible_to(actor).filter(returned).exists():
        yield Task(
            "Pas uw verhaal aan",
            url,
            "De tweede lezer schreef wat er anders moet.",
        )
    waiting = _to_read(actor).count()
    if waiting:
        stories = "Eén verhaal wacht" if waiting == 1 else f"{waiting} verhalen wachten"
        yield Task(
            "Lees een verhaal als tweede", url, f"{stories} op een tweede lezer."
        )
    signals = _waiting(actor).count() if may_bundle(actor) else 0
    if signals:
        given = (
            "Er wacht één signaal" if signals == 1 else f"Er wachten {signals} signalen"
        )
        yield Task(
            "Bundel de signalen van de werkvloer",
            reverse("monitoring:signals-bundle"),
            f"{given} van collega's en partners.",
        )
