"""What became of referrals: for who wrote the letter, and for who is outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from agreements.queries import Task
from referrals.models import Event, EventReason, Trajectory
from referrals.models.trajectories import TrajectoryQuerySet
from referrals.policies_counts import OUTSIDE, may_read_counts
from referrals.states import ALL_STATES, CLOSING
from vve_portal.accounts.roles import Ability

MOST: Final = 50
# Who referred hears of what was decided in the last half year.
RECENT: Final = timedelta(days=183)
WORDS: Final[dict[str, str]] = {
    "S30": "Het kind is terug bij het gesprek met de ouders.",
    "S32": "De ouders zijn niet bereikt.",
    "S40": "De brief is weg. De voorschool heeft nog niet geantwoord.",
    "S41": "De voorschool heeft de brief ontvangen.",
    "S42": "Team toeleiding helpt de ouders.",
    "S50": "Het kind is aangemeld bij de voorschool.",
    "S51": "Het kind staat op de wachtlijst.",
    "S60": "Het kind heeft een plaats.",
    "S70": "Het kind is begonnen.",
    "S71": "Het kind is vaak afwezig. De voorschool spreekt de ouders.",
    "S72": "Het kind is tijdelijk gestopt.",
    "S80": "De voorschool bereidt de overdracht naar school voor.",
}
# What a referrer outside waits for: a place, or the end. Nobody is asked to call
# about a child that died.
ARRIVED: Final = (frozenset({"S60", "S70", "T20", "T30"}) | CLOSING) - {"S96"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one child, in words."""

    trajectory: Trajectory
    words: str
    reason: str = ""

    @property
    def referrer(self) -> str:
        """Who is to be told."""
        return referrer_of(self.trajectory)


def referrer_of(trajectory: Trajectory) -> str:
    """Return who formally referred a child, or else who saw it first."""
    formally = trajectory.get_referred_by_display()
    return str(formally or trajectory.get_first_signalled_by_display())


def feedback_tasks(actor: Any, *, today: date) -> Iterator[Task]:
    """Yield that there is news about the actor's letters, and who is to be told."""
    if not may_read_counts(actor):
        return
    url = reverse("referrals:feedback")
    if news := _news(actor)[:MOST].count():
        yield Task(
            "Lees wat er van uw verwijzingen werd",
            url,
            f"Er is nieuws over {_many(news)}.",
        )
    if waiting := _untold(actor, today)[:MOST].count():
        yield Task(
            "Laat verwijzers weten hoe het afliep",
            url,
            f"Wie {_many(waiting)} zag of verwees, weet het nog niet.",
        )


def new_outcomes(actor: Any) -> list[Outcome]:
    """Return what happened to the reader's own referrals since they were last seen."""
    return _outcomes(_news(actor), actor)


def untold(actor: Any, today: date) -> list[Outcome]:
    """Return children whose referrer outside the portal has not been told yet."""
    return _outcomes(_untold(actor, today), actor)


def _news(actor: Any) -> TrajectoryQuerySet:
    since_seen = Q(registered_at__gt=OuterRef("feedback_seen_at"))
    since_letter = Q(occurred_on__gte=OuterRef("letter_on"))
    news = (
        Event.objects.filter(trajectory=OuterRef("pk"), corrections__isnull=True)
        .filter(since_seen | (since_letter & Q(trajectory__feedback_seen_at=None)))
        .exclude(kind__in=[Event.Kind.FEEDBACK, Event.Kind.ORIGIN])
        .exclude(actor=actor.pk)
    )
    return _shown(actor).filter(letter_by=actor.pk).filter(Exists(news))


def _untold(actor: Any, today: date) -> TrajectoryQuerySet:
    told = Event.objects.filter(
        trajectory=OuterRef("pk"),
        kind=Event.Kind.FEEDBACK,
        occurred_on__gte=OuterRef("since"),
    )
    by_outsider = Q(referred_by__in=OUTSIDE)
    seen_by_outsider = Q(referred_by="", first_signalled_by__in=OUTSIDE)
    rows = _shown(actor).filter(state__in=ARRIVED, since__gte=today - RECENT)
    return rows.filter(by_outsider | seen_by_outsider).exclude(Exists(told))


def _many(count: int) -> str:
    if count == MOST:
        return f"{MOST} kinderen of meer"
    return "1 kind" if count == 1 else f"{count} kinderen"


def _shown(actor: Any) -> TrajectoryQuerySet:
    return Trajectory.objects.visible_to(actor).select_related(
        "location", "partnership__municipality"
    )


def _outcomes(found: TrajectoryQuerySet, actor: Any) -> list[Outcome]:
    rows = list(found.order_by("-since", "-pk")[:MOST])
    reasons = _reasons_of(rows) if actor.may(Ability.READ_REASONS) else {}
    return [Outcome(row, _words(row), reasons.get(row.pk, "")) for row in rows]


def _words(trajectory: Trajectory) -> str:
    return WORDS.get(trajectory.state, f"{ALL_STATES[trajectory.state].label}.")


def _reasons_of(rows: list[Trajectory]) -> dict[int, str]:
    """Return why each is where it is, when a reason was told with that."""
    reasons = EventReason.objects.filter(
        event__trajectory__in=[one.pk for one in rows],
        event__state=F("event__trajectory__state"),
        event__corrections__isnull=True,
    ).select_related("event")
    ordered = reasons.order_by("event_id")
    return {row.event.trajectory_id: row.get_code_display() for row in ordered}
