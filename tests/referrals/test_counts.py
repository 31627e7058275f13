"""Counts per month and team: noted, corrected with history, and the JGZ's alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.models import ActivityCount
from referrals.queries.counts import activities_of, counts_of, last_months, rows_of
from referrals.services.counts import (
    NOT_BEGUN,
    OTHERS_TEAM,
    TOO_MANY,
    UNKNOWN,
    note_counts,
)
from tests.factories import PartnershipFactory, TeamFactory
from vve_portal.accounts.models import Organisation, Partnership, Team, User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.sqlite

NOVEMBER = date(2026, 11, 1)
InScope = Callable[[User], AbstractContextManager[None]]


@pytest.fixture
def team(provider: Organisation) -> Team:
    """A team of the provider."""
    made: Team = TeamFactory.create(organisation=provider, name="Team Noord")
    return made


@pytest.fixture
def note(
    partnership: Partnership, nurse: User, now: datetime, in_scope: InScope
) -> Callable[..., dict[str, tuple[int | None, int]]]:
    """Note counts of November as the nurse."""

    def act(
        counts: dict[str, int],
        *,
        team: Team | None = None,
        month: date = NOVEMBER,
        actor: User = nurse,
    ) -> dict[str, tuple[int | None, int]]:
        with in_scope(actor):
            return note_counts(
                partnership=partnership,
                month=month,
                team=team,
                counts=counts,
                actor=actor,
                now=now,
            )

    return act


Note = Callable[..., dict[str, tuple[int | None, int]]]


def kept(every_child: None) -> list[tuple[str, date, str | None, int]]:  # noqa: ARG001 - opens the scope
    """Return all counts there are."""
    rows = ActivityCount.objects.order_by("pk")
    return list(rows.values_list("activity", "month", "team__name", "count"))


def test_numbers_are_kept_per_activity_month_and_team(
    note: Note, team: Team, every_child: None
) -> None:
    note({"reading_advice": 12, "interim": 0}, team=team)
    note({"reading_advice": 3})

    assert kept(every_child) == [
        ("interim", NOVEMBER, "Team Noord", 0),
        ("reading_advice", NOVEMBER, "Team Noord", 12),
        ("reading_advice", NOVEMBER, None, 3),
    ]


def test_correction_replaces_the_number_and_the_record_keeps_what_it_was(
    note: Note, team: Team, every_child: None
) -> None:
    note({"reading_advice": 12, "interim": 1}, team=team)

    changes = note({"reading_advice": 14, "interim": 1}, team=team)

    assert changes == {"reading_advice": (12, 14)}
    assert kept(every_child) == [
        ("interim", NOVEMBER, "Team Noord", 1),
        ("reading_advice", NOVEMBER, "Team Noord", 14),
    ]
    entries = Entry.objects.filter(verb="counts.noted").order_by("pk")
    first, second = entries
    assert first.details["changes"] == {
        "interim": [None, 1],
        "reading_advice": [None, 12],
    }
    assert second.details["changes"] == {"reading_advice": [12, 14]}
    assert second.summary == ("Tellingen van november 2026 vastgelegd voor Team Noord.")
    assert second.reach == Entry.Reach.ORGANISATION
    assert second.organisation_id == team.organisation_id


def test_same_numbers_again_change_nothing_and_leave_no_entry(
    note: Note, every_child: None
) -> None:
    note({"interim": 4})

    changes = note({"interim": 4})

    assert changes == {}
    assert kept(every_child) == [("interim", NOVEMBER, None, 4)]
    assert Entry.objects.filter(verb="counts.noted").count() == 1


def test_month_to_come_is_refused(note: Note, every_child: None) -> None:
    with pytest.raises(ValidationError) as caught:
        note({"interim": 4}, month=date(2026, 12, 1))

    assert caught.value.messages == [NOT_BEGUN]
    assert kept(every_child) == []


@pytest.mark.parametrize("count", [-1, 10_000])
def test_number_that_cannot_be_is_refused_at_its_field(
    count: int, note: Note, every_child: None
) -> None:
    with pytest.raises(ValidationError) as caught:
        note({"interim": count, "care_meeting": 2})

    assert caught.value.message_dict == {"interim": [TOO_MANY]}
    assert kept(every_child) == []


def test_activity_that_no_route_has_is_refused(note: Note, every_child: None) -> None:
    with pytest.raises(ValidationError) as caught:
        note({"made_up": 1})

    assert caught.value.messages == [UNKNOWN]
    assert kept(every_child) == []


def test_team_of_another_organisation_is_refused(note: Note, every_child: None) -> None:
    with pytest.raises(ValidationError) as caught:
        note({"interim": 1}, team=TeamFactory.create())

    assert caught.value.messages == [OTHERS_TEAM]
    assert kept(every_child) == []


@pytest.mark.parametrize("who", ["advisor", "manager", "stranger", "preschool_contact"])
def test_nobody_counts_but_who_works_with_the_children(
    who: str, note: Note, every_child: None, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        note({"interim": 1}, actor=request.getfixturevalue(who))

    assert kept(every_child) == []


def test_months_stand_beside_each_other_with_their_sum(
    note: Note,
    team: Team,
    nurse: User,
    partnership: Partnership,
    today: date,
    in_scope: InScope,
) -> None:
    note({"interim": 2}, month=date(2026, 9, 1), team=team)
    note({"interim": 5}, team=team)
    note({"interim": 1})
    months = last_months(today, 3)

    with in_scope(nurse):
        counts = counts_of(partnership, months=months, teams=[None, team.pk])
        rows = rows_of({"interim": "Tussenbalans"}, counts, months)

    assert months == [date(2026, 9, 1), date(2026, 10, 1), NOVEMBER]
    assert [(row.name, row.total) for row in rows] == [("Tussenbalans", 8)]
    assert [count for _, count in rows[0].cells] == [2, None, 6]


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert last_months(date(2026, 2, 27), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_usual_activities_are_counted_without_any_route(
    partnership: Partnership, nurse: User, today: date, in_scope: InScope
) -> None:
    with in_scope(nurse):
        activities = activities_of(partnership, today)

    assert list(activities.values()) == [
        "Leesadvies en boekje (Lezen op Recept)",
        "BoekStartcoach in de wachtruimte",
        "Ouderbijeenkomst op de voorschool",
        "Zorgoverleg JGZ en voorschool",
        "Tussenbalans",
    ]


@pytest.mark.parametrize(
    ("who", "seen"), [("nurse", 1), ("advisor", 0), ("stranger", 0)]
)
def test_database_and_queryset_show_counts_to_the_jgz_alone(
    who: str,
    seen: int,
    note: Note,
    in_scope: InScope,
    request: pytest.FixtureRequest,
) -> None:
    note({"interim": 1})
    actor = request.getfixturevalue(who)

    with in_scope(actor):
        visible = ActivityCount.objects.visible_to(actor).count()

    assert visible == seen


@pytest.mark.postgresql
def test_database_itself_hides_counts_from_a_municipality(
    note: Note, advisor: User, in_scope: InScope
) -> None:
    note({"interim": 1})

    with in_scope(advisor):
        rows = ActivityCount.objects.count()

    assert rows == 0


def test_counts_of_another_partnership_stay_out(
    note: Note, provider: Organisation, every_child: None
) -> None:
    note({"interim": 1})
    elsewhere = PartnershipFactory.create(provider=provider)

    counts = counts_of(elsewhere, months=[NOVEMBER], teams=[None])

    assert counts == {}
    assert len(kept(every_child)) == 1
