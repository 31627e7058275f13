"""Actions have one owner and one day; who is no party sees his own only."""

from datetime import date, datetime
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.models import Action
from monitoring.queries.actions import Lane, in_lane, lateness
from monitoring.queries.people import people_of
from monitoring.services.actions import (
    NewAction,
    change_action,
    drop_action,
    finish_action,
    note_action,
)
from monitoring.services.stale import Stale
from tests.conftest import person
from tests.monitoring.factories import ActionFactory
from tests.monitoring.scenes import World
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]
DAY: Final = date(2026, 12, 4)


def action_for(owner: User, partnership: Partnership, **fields: Any) -> Action:
    """Make an action of somebody."""
    made: Action = ActionFactory.create(
        partnership=partnership,
        owner=owner,
        organisation=owner.organisation,
        **fields,
    )
    return made


def test_action_gets_its_owner_and_day(
    partnership: Partnership, advisor: User, coordinator: User, now: datetime
) -> None:
    new = NewAction(
        text=" Bel de houders ", owner=coordinator, due_on=DAY, reason="RN06"
    )

    action = note_action(partnership=partnership, new=new, actor=advisor, now=now)

    assert (action.text, action.owner, action.due_on, action.reason) == (
        "Bel de houders",
        coordinator,
        DAY,
        "RN06",
    )
    assert (action.organisation, action.noted_by) == (
        coordinator.organisation,
        advisor,
    )


def test_action_for_a_reason_that_is_none_is_refused(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    new = NewAction(text="Bel ouders", owner=advisor, due_on=DAY, reason="RN99")

    with pytest.raises(ValidationError) as refused:
        note_action(partnership=partnership, new=new, actor=advisor, now=now)

    assert refused.value.message_dict == {"reason": ["Kies een reden uit de lijst."]}
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("text", "day", "field"),
    [
        ("", DAY, "text"),
        ("x" * 201, DAY, "text"),
        ("Bel de moeder van Jayden", DAY, "text"),
        ("Bel de houders", date(2026, 11, 19), "due_on"),
    ],
)
def test_action_that_makes_no_sense_is_refused(
    partnership: Partnership,
    advisor: User,
    now: datetime,
    text: str,
    day: date,
    field: str,
) -> None:
    new = NewAction(text=text, owner=advisor, due_on=day)

    with pytest.raises(ValidationError) as refusal:
        note_action(partnership=partnership, new=new, actor=advisor, now=now)

    assert list(refusal.value.message_dict) == [field]
    assert Action.objects.count() == 0


def test_owner_works_in_the_partnership(
    partnership: Partnership, advisor: User, stranger: User, now: datetime
) -> None:
    new = NewAction(text="Bel de houders", owner=stranger, due_on=DAY)

    with pytest.raises(ValidationError) as refusal:
        note_action(partnership=partnership, new=new, actor=advisor, now=now)

    assert list(refusal.value.message_dict) == ["owner"]


def test_people_of_the_other_party_are_who_sits_at_the_table(
    world: World,
    advisor: User,
    manager: User,
    nurse: User,
    clerk: User,
    stranger: User,
    today: date,
) -> None:
    helpers = {world.people["preschool_contact"], world.people["helper"]}

    to_advisor = set(people_of(world.partnership, asker=advisor, today=today))
    to_manager = set(people_of(world.partnership, asker=manager, today=today))

    shared = {advisor, manager, world.people["coordinator"], *helpers}
    shared.add(world.people["other_preschool"])
    assert to_advisor == {*shared, world.people["privacy_officer"]}
    assert to_manager == {*shared, nurse, world.people["planner"]}
    assert {clerk, stranger} & (to_advisor | to_manager) == set()


def test_preschool_sees_and_finishes_its_own_action_only(
    world: World, now: datetime, advisor: User
) -> None:
    contact, other = world.people["preschool_contact"], world.people["other_preschool"]
    colleague = person(contact.organisation, Role.PRESCHOOL_CONTACT, name="Bo Naast")
    mine = action_for(contact, world.partnership)
    for somebody_else in (other, advisor, colleague):
        action_for(somebody_else, world.partnership)

    with scope(scope_of(contact)):
        assert list(Action.objects.visible_to(contact)) == [mine]
        finish_action(
            action=mine, result="Gebeld.", seen_version=0, actor=contact, now=now
        )
        entry = Entry.objects.about(mine).get()

    mine.refresh_from_db()
    assert (mine.status, mine.result) == (Action.Status.DONE, "Gebeld.")
    assert mine.done_on == now.date()
    assert (entry.reach, entry.organisation) == ("organisation", contact.organisation)


@pytest.mark.postgresql
def test_database_keeps_actions_of_others_from_a_preschool(
    world: World, advisor: User
) -> None:
    contact = world.people["preschool_contact"]
    action_for(advisor, world.partnership)
    action_for(world.people["other_preschool"], world.partnership)
    mine = action_for(contact, world.partnership)

    with scope(scope_of(contact)):
        found = list(Action.objects.values_list("pk", flat=True))

    assert found == [mine.pk]


def test_colleague_reads_but_does_not_finish_it(
    partnership: Partnership, coordinator: User, nurse: User, now: datetime
) -> None:
    action = action_for(coordinator, partnership)

    with pytest.raises(PermissionDenied):
        finish_action(action=action, result="", seen_version=0, actor=nurse, now=now)

    action.refresh_from_db()
    assert action.status == Action.Status.OPEN


def test_action_moves_to_another_owner(
    partnership: Partnership, advisor: User, coordinator: User, now: datetime
) -> None:
    action = action_for(coordinator, partnership)

    moved = change_action(
        action=action,
        owner=advisor,
        due_on=action.due_on,
        seen_version=0,
        actor=coordinator,
        now=now,
    )

    assert (moved.owner, moved.organisation) == (advisor, advisor.organisation)
    assert moved.version == 1


def test_dropping_asks_why(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    action = action_for(advisor, partnership)

    with pytest.raises(ValidationError):
        drop_action(action=action, reason=" ", seen_version=0, actor=advisor, now=now)
    drop_action(
        action=action, reason="Is al gedaan.", seen_version=0, actor=advisor, now=now
    )

    action.refresh_from_db()
    assert (action.status, action.result) == (Action.Status.DROPPED, "Is al gedaan.")
    assert action.done_on is None


def test_what_is_over_stays_over(
    partnership: Partnership, advisor: User, now: datetime
) -> None:
    action = action_for(advisor, partnership, done=True)

    with pytest.raises(PermissionDenied):
        finish_action(action=action, result="", seen_version=0, actor=advisor, now=now)


def test_who_is_second_hears_of_the_first(
    partnership: Partnership, advisor: User, coordinator: User, now: datetime
) -> None:
    action = action_for(advisor, partnership)
    change_action(
        action=action,
        owner=coordinator,
        due_on=action.due_on,
        seen_version=0,
        actor=advisor,
        now=now,
    )

    with pytest.raises(Stale):
        drop_action(
            action=action, reason="Hoeft niet.", seen_version=0, actor=advisor, now=now
        )

    action.refresh_from_db()
    assert (action.owner, action.status) == (coordinator, Action.Status.OPEN)


def test_lists_show_mine_ours_late_all_and_done(
    partnership: Partnership, advisor: User, coordinator: User, nurse: User, today: date
) -> None:
    late = action_for(coordinator, partnership, due_on=date(2026, 11, 1))
    ahead = action_for(nurse, partnership, due_on=DAY)
    mine = action_for(advisor, partnership, due_on=DAY)
    done = action_for(advisor, partnership, done=True)

    found = {lane: list(in_lane(coordinator, lane, today=today)) for lane in Lane}

    assert found == {
        Lane.MINE: [late],
        Lane.OURS: [late, ahead],
        Lane.LATE: [late],
        Lane.ALL: [late, ahead, mine],
        Lane.DONE: [done],
    }


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (date(2026, 11, 20), ""),
        (date(2026, 11, 19), "Te laat"),
        (date(2026, 10, 24), "Te laat"),
        (
            date(2026, 10, 23),
            "Vier weken of meer te laat: komt op het kwartaaloverleg",
        ),
    ],
)
def test_four_weeks_late_comes_on_the_quarterly(
    partnership: Partnership, advisor: User, today: date, due_on: date, said: str
) -> None:
    action = action_for(advisor, partnership, due_on=due_on)

    assert lateness(action, today=today) == said
