"""An agenda is made of what is fixed, deviates, knelt or waits; people change it."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models.vocabulary import Progress
from monitoring.models import AgendaItem, Meeting
from monitoring.services.agenda import (
    add_item,
    invite,
    move_item,
    prepare_agenda,
    remove_item,
    uninvite,
)
from tests.monitoring.factories import (
    ActionFactory,
    ClauseStatusFactory,
    QuarterFactory,
)
from tests.monitoring.meetings.building import (
    NEXT_WEEK,
    bottleneck_of,
    clause_of,
    in_force,
    items_of,
    meeting_of,
    people_at,
    progress_of,
    series_of,
    titles_of,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
Origin = AgendaItem.Origin


@pytest.fixture
def quarterly(partnership: Partnership, every_figure: None) -> Meeting:  # noqa: ARG001 - opens the scope
    """The quarterly meeting of next week."""
    return meeting_of(series_of(partnership), NEXT_WEEK)


def test_agenda_holds_what_asks_attention_between_the_fixed_points(
    partnership: Partnership, quarterly: Meeting, advisor: User, now: datetime
) -> None:
    quarter = QuarterFactory.create(partnership=partnership, year=2026, number=3)
    agreement = in_force(partnership)
    for code, status in (("G6-01", Progress.MISSED), ("G6-02", Progress.ON_COURSE)):
        ClauseStatusFactory.create(
            quarter=quarter,
            clause=clause_of(agreement, code, f"Afspraak {code}", "per jaar"),
            status=status,
            sentence="Te weinig plaatsen.",
        )
    bottleneck_of(partnership, level="managers")
    bottleneck_of(partnership, title="Op de werkvloer")
    late = date(2026, 10, 23)  # four weeks before the day of the tests
    ActionFactory.create(partnership=partnership, text="Oud", due_on=late)
    ActionFactory.create(
        partnership=partnership, text="Net te laat", due_on=date(2026, 10, 24)
    )
    ActionFactory.create(partnership=partnership, text="Klaar", due_on=late, done=True)

    added = prepare_agenda(meeting=quarterly, actor=advisor, now=now)

    quarterly.refresh_from_db()
    assert quarterly.quarter == quarter
    assert added == 5
    assert [(one.origin, one.title) for one in items_of(quarterly)] == [
        (Origin.FIXED, "Opening"),
        (Origin.DEVIATION, "G6-01 Afspraak G6-01"),
        (Origin.BOTTLENECK, "Knelpunt: Wachtlijst in Noord"),
        (Origin.ACTION, "Actie: Oud"),
        (Origin.FIXED, "Rondvraag"),
    ]
    assert items_of(quarterly)[1].why == "Niet gehaald. Te weinig plaatsen."


def test_progress_meeting_takes_each_late_action_and_its_own_bottlenecks(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    meeting = meeting_of(progress_of(partnership, fixed_items=[]), NEXT_WEEK)
    bottleneck_of(partnership, level="managers")
    bottleneck_of(partnership, title="Op de werkvloer")
    for day in (19, 20):
        ActionFactory.create(
            partnership=partnership, text=f"Van {day}", due_on=date(2026, 11, day)
        )

    prepare_agenda(meeting=meeting, actor=advisor, now=now)

    assert titles_of(meeting) == ["Knelpunt: Op de werkvloer", "Actie: Van 19"]


def test_agenda_of_another_partnership_stays_out(
    quarterly: Meeting, stranger: User, advisor: User, now: datetime
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    bottleneck_of(elsewhere, level="managers")
    ActionFactory.create(partnership=elsewhere, due_on=date(2026, 1, 5))

    prepare_agenda(meeting=quarterly, actor=advisor, now=now)

    assert titles_of(quarterly) == ["Opening", "Rondvraag"]


def test_made_up_again_nothing_comes_twice_and_own_points_stay(
    partnership: Partnership, quarterly: Meeting, advisor: User, now: datetime
) -> None:
    prepare_agenda(meeting=quarterly, actor=advisor, now=now)
    add_item(
        meeting=quarterly,
        title="Zomervakantie",
        why="",
        brings="",
        actor=advisor,
        now=now,
    )
    bottleneck_of(partnership, level="managers")

    added = prepare_agenda(meeting=quarterly, actor=advisor, now=now)

    assert added == 1
    assert titles_of(quarterly) == [
        "Opening",
        "Knelpunt: Wachtlijst in Noord",
        "Zomervakantie",
        "Rondvraag",
    ]


def test_what_no_longer_belongs_there_goes_unless_it_has_words(
    partnership: Partnership, quarterly: Meeting, advisor: User, now: datetime
) -> None:
    first = bottleneck_of(partnership, level="managers")
    second = bottleneck_of(partnership, level="managers", title="Geld")
    prepare_agenda(meeting=quarterly, actor=advisor, now=now)
    AgendaItem.objects.filter(bottleneck=second).update(said="Besproken.", version=1)
    for one in (first, second):
        one.level = "board"
        one.save(update_fields=["level"])

    prepare_agenda(meeting=quarterly, actor=advisor, now=now)

    assert titles_of(quarterly) == ["Opening", "Knelpunt: Geld", "Rondvraag"]


def test_own_point_comes_before_the_one_that_closes(
    quarterly: Meeting, advisor: User, now: datetime
) -> None:
    prepare_agenda(meeting=quarterly, actor=advisor, now=now)

    add_item(meeting=quarterly, title="Uren", why="", brings="", actor=advisor, now=now)

    assert titles_of(quarterly) == ["Opening", "Uren", "Rondvraag"]


def test_point_is_brought_in_once(
    quarterly: Meeting, advisor: User, now: datetime
) -> None:
    words = {"title": "Uren", "why": "", "brings": ""}
    add_item(meeting=quarterly, **words, actor=advisor, now=now)

    with pytest.raises(ValidationError):
        add_item(meeting=quarterly, **words, actor=advisor, now=now)

    assert titles_of(quarterly) == ["Uren"]


def test_points_change_places(quarterly: Meeting, advisor: User, now: datetime) -> None:
    prepare_agenda(meeting=quarterly, actor=advisor, now=now)
    opening, closing = items_of(quarterly)

    move_item(item=closing, up=True, actor=advisor, now=now)
    assert titles_of(quarterly) == ["Rondvraag", "Opening"]
    move_item(item=closing, up=True, actor=advisor, now=now)
    assert titles_of(quarterly) == ["Rondvraag", "Opening"]
    move_item(item=closing, up=False, actor=advisor, now=now)
    assert items_of(quarterly) == [opening, closing]


def test_point_with_words_stays_on_the_agenda(
    quarterly: Meeting, advisor: User, now: datetime
) -> None:
    prepare_agenda(meeting=quarterly, actor=advisor, now=now)
    opening, closing = items_of(quarterly)
    AgendaItem.objects.filter(pk=opening.pk).update(said="Welkom.")

    with pytest.raises(PermissionDenied):
        remove_item(item=opening, actor=advisor, now=now)
    remove_item(item=closing, actor=advisor, now=now)

    assert titles_of(quarterly) == ["Opening"]


@pytest.mark.parametrize("status", ["missed", "cancelled"])
def test_agenda_of_what_did_not_go_on_stays_as_it_was(
    quarterly: Meeting, advisor: User, now: datetime, status: str
) -> None:
    Meeting.objects.filter(pk=quarterly.pk).update(status=status, status_reason="Ziek.")

    with pytest.raises(PermissionDenied):
        prepare_agenda(meeting=quarterly, actor=advisor, now=now)

    assert titles_of(quarterly) == []


def test_somebody_is_asked_once(
    quarterly: Meeting, advisor: User, coordinator: User, now: datetime
) -> None:
    asked = {
        "function": "VVE-coördinator",
        "brings": "De cijfers",
        "is_required": True,
        "actor": advisor,
        "now": now,
    }
    invite(meeting=quarterly, user=coordinator, **asked)  # type: ignore[arg-type]  # mixed values

    with pytest.raises(ValidationError):
        invite(meeting=quarterly, user=coordinator, **asked)  # type: ignore[arg-type]  # mixed values

    (person,) = people_at(quarterly)
    assert (person.user, person.organisation) == (
        coordinator,
        coordinator.organisation,
    )


def test_who_works_in_another_town_is_not_asked(
    quarterly: Meeting, advisor: User, stranger: User, now: datetime
) -> None:
    with pytest.raises(ValidationError) as refused:
        invite(
            meeting=quarterly,
            user=stranger,
            function="",
            brings="",
            is_required=False,
            actor=advisor,
            now=now,
        )

    assert refused.value.message_dict == {"user": ["Kies iemand uit de lijst."]}
    assert people_at(quarterly) == []


def test_nobody_leaves_the_list_once_people_met(
    quarterly: Meeting, advisor: User, now: datetime
) -> None:
    person = invite(
        meeting=quarterly,
        user=None,
        function="Manager kinderopvang",
        brings="",
        is_required=False,
        actor=advisor,
        now=now,
    )
    Meeting.objects.filter(pk=quarterly.pk).update(status=Meeting.Status.RUNNING)

    with pytest.raises(PermissionDenied):
        uninvite(participant=person, actor=advisor, now=now)

    assert people_at(quarterly) == [person]
