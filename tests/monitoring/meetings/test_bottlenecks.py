"""A bottleneck goes up the ladder by hand, after the portal proposes it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.areas import Chapter
from monitoring.models import Bottleneck, Escalation, Level
from monitoring.queries.bottlenecks import bottlenecks_for, is_ripe, stays_of
from monitoring.services.bottlenecks import escalate, raise_bottleneck, solve
from monitoring.services.stale import Stale
from tests.monitoring.meetings.building import bottleneck_of
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def up(bottleneck: Bottleneck, actor: User, now: datetime) -> Escalation:
    """Bring a bottleneck up from what it is now."""
    current = Bottleneck.objects.get(pk=bottleneck.pk)
    return escalate(
        bottleneck=current,
        reason="Het lukt hier niet.",
        seen_version=current.version,
        actor=actor,
        now=now,
    )


def test_nurse_raises_what_she_meets(
    partnership: Partnership, nurse: User, now: datetime
) -> None:
    raised = raise_bottleneck(
        partnership=partnership,
        area=Chapter.REACH,
        title="Wachtlijst in het noorden",
        description="Er zijn te weinig plaatsen.",
        level=Level.WORK_FLOOR,
        actor=nurse,
        now=now,
    )

    assert (raised.raised_by, raised.raised_on) == (nurse, now.date())
    assert (raised.level, raised.times_discussed) == ("work_floor", 0)


@pytest.mark.parametrize("who", ["alderman", "clerk", "stranger"])
def test_others_do_not_raise(
    request: pytest.FixtureRequest, partnership: Partnership, now: datetime, who: str
) -> None:
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        raise_bottleneck(
            partnership=partnership,
            area=Chapter.REACH,
            title="Wachtlijst",
            description="",
            level=Level.WORK_FLOOR,
            actor=actor,
            now=now,
        )

    assert Bottleneck.objects.count() == 0


@pytest.mark.parametrize(
    ("title", "area", "field"),
    [
        (" ", Chapter.REACH, "title"),
        ("x" * 161, Chapter.REACH, "title"),
        ("Wachtlijst", Chapter.GENERAL, "area"),
        ("De vader van Jayden klaagt", Chapter.REACH, "title"),
        ("wachtlijst in noord", Chapter.REACH, "title"),
    ],
)
def test_bottleneck_that_makes_no_sense_is_refused(
    partnership: Partnership,
    nurse: User,
    now: datetime,
    title: str,
    area: int,
    field: str,
) -> None:
    bottleneck_of(partnership)

    with pytest.raises(ValidationError) as refusal:
        raise_bottleneck(
            partnership=partnership,
            area=area,
            title=title,
            description="",
            level=Level.WORK_FLOOR,
            actor=nurse,
            now=now,
        )

    assert list(refusal.value.message_dict) == [field]
    assert Bottleneck.objects.count() == 1


@pytest.mark.parametrize(
    ("times", "level", "ripe"),
    [
        (1, Level.WORK_FLOOR, False),
        (2, Level.WORK_FLOOR, True),
        (2, Level.MANAGERS, True),
        (5, Level.BOARD, False),
    ],
)
def test_portal_proposes_to_go_up_after_two_meetings(
    partnership: Partnership,
    times: int,
    level: Level,
    ripe: bool,  # noqa: FBT001 - a column of the table
) -> None:
    one = bottleneck_of(partnership, times_discussed=times, level=level)

    assert is_ripe(one) == ripe


def test_going_up_starts_counting_anew(
    partnership: Partnership, coordinator: User, now: datetime
) -> None:
    one = bottleneck_of(partnership, times_discussed=2)

    step = up(one, coordinator, now)

    one.refresh_from_db()
    assert (one.level, one.times_discussed) == (Level.MANAGERS, 0)
    assert (step.level, step.reason) == (Level.MANAGERS, "Het lukt hier niet.")


def test_nothing_lies_above_the_board(
    partnership: Partnership, coordinator: User, now: datetime
) -> None:
    one = bottleneck_of(partnership)
    for _step in range(2):
        up(one, coordinator, now)

    with pytest.raises(PermissionDenied):
        up(one, coordinator, now)

    one.refresh_from_db()
    assert one.level == Level.BOARD


def test_going_up_asks_why(
    partnership: Partnership, coordinator: User, now: datetime
) -> None:
    one = bottleneck_of(partnership)

    with pytest.raises(ValidationError):
        escalate(bottleneck=one, reason=" ", seen_version=0, actor=coordinator, now=now)

    one.refresh_from_db()
    assert one.level == Level.WORK_FLOOR


def test_nurse_does_not_decide_on_levels(
    partnership: Partnership, nurse: User, now: datetime
) -> None:
    one = bottleneck_of(partnership)

    with pytest.raises(PermissionDenied):
        up(one, nurse, now)
    with pytest.raises(PermissionDenied):
        solve(bottleneck=one, solution="Klaar.", seen_version=0, actor=nurse, now=now)

    one.refresh_from_db()
    assert (one.level, one.status) == (Level.WORK_FLOOR, Bottleneck.Status.OPEN)


def test_two_who_press_bring_it_up_once(
    partnership: Partnership, coordinator: User, advisor: User, now: datetime
) -> None:
    one = bottleneck_of(partnership)
    up(one, coordinator, now)

    with pytest.raises(Stale):
        escalate(
            bottleneck=one, reason="Ook ik.", seen_version=0, actor=advisor, now=now
        )

    assert Escalation.objects.filter(bottleneck=one).count() == 1


def test_time_per_level_is_told(
    partnership: Partnership, coordinator: User, today: date, now: datetime
) -> None:
    one = bottleneck_of(partnership, raised_on=date(2026, 9, 1))
    up(one, coordinator, now - timedelta(days=40))
    up(one, coordinator, now - timedelta(days=10))
    (read,) = bottlenecks_for(coordinator)

    stays = stays_of(read, today=today)

    assert [(one.level, one.since, one.days) for one in stays] == [
        (Level.WORK_FLOOR, date(2026, 9, 1), 40),
        (Level.MANAGERS, date(2026, 10, 11), 30),
        (Level.BOARD, date(2026, 11, 10), 10),
    ]


def test_solved_with_words_it_no_longer_counts_days(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    one = bottleneck_of(partnership, raised_on=date(2026, 11, 10))

    with pytest.raises(ValidationError):
        solve(bottleneck=one, solution="", seen_version=0, actor=advisor, now=now)
    solved = solve(
        bottleneck=one,
        solution="Er is een groep bij.",
        seen_version=0,
        actor=advisor,
        now=now,
    )

    (stay,) = stays_of(solved, today=date(2027, 1, 1))
    assert (solved.status, stay.days) == (Bottleneck.Status.SOLVED, 10)
    with pytest.raises(PermissionDenied):
        up(one, advisor, now)
