"""Minutes: what is written stays, also of two people, and freezes when settled."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.lifecycle_meetings import Step
from monitoring.models import Action, AgendaItem, Decision, Meeting
from monitoring.services.meetings import take_step
from monitoring.services.minutes import Written, save_minutes
from tests.monitoring.meetings.building import (
    items_of,
    people_at,
    running_of,
    series_of,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def meeting(partnership: Partnership, everywhere: None) -> Meeting:  # noqa: ARG001 - opens the scope
    """A meeting that is going on, with two points."""
    return running_of(series_of(partnership))


def wrote(item: AgendaItem, said: str, *, seen: int | None = None) -> Written:
    """Return what somebody wrote at a point."""
    return Written(item.pk, item.version if seen is None else seen, said=said)


def test_words_are_kept_at_their_point(
    meeting: Meeting, advisor: User, now: datetime
) -> None:
    first, second = items_of(meeting)

    clashes = save_minutes(
        meeting=meeting,
        written=[wrote(first, "We bellen de houders."), Written(second.pk, 0)],
        present=None,
        actor=advisor,
        now=now,
    )

    assert clashes == []
    assert [(one.said, one.version) for one in items_of(meeting)] == [
        ("We bellen de houders.", 1),
        ("", 0),
    ]


def test_of_two_who_write_at_one_point_nothing_is_lost(
    meeting: Meeting, advisor: User, coordinator: User, now: datetime
) -> None:
    first, second = items_of(meeting)
    save_minutes(
        meeting=meeting,
        written=[wrote(first, "Er komt een groep bij.")],
        present=None,
        actor=advisor,
        now=now,
    )

    (clash,) = save_minutes(
        meeting=meeting,
        written=[wrote(first, "De groep start in mei.", seen=0), wrote(second, "Ok.")],
        present=None,
        actor=coordinator,
        now=now,
    )

    assert clash.together == "Er komt een groep bij.\n\nDe groep start in mei."
    assert [one.said for one in items_of(meeting)] == ["Er komt een groep bij.", "Ok."]


def test_same_words_of_two_people_are_no_clash(
    meeting: Meeting, advisor: User, coordinator: User, now: datetime
) -> None:
    first, _ = items_of(meeting)
    for actor in (advisor, coordinator):
        clashes = save_minutes(
            meeting=meeting,
            written=[wrote(first, "Zo doen we het.", seen=0)],
            present=None,
            actor=actor,
            now=now,
        )

    assert clashes == []
    assert items_of(meeting)[0].version == 1


def test_decision_and_action_come_from_one_point(
    meeting: Meeting, advisor: User, coordinator: User, now: datetime
) -> None:
    first, _ = items_of(meeting)
    written = Written(
        first.pk,
        0,
        decision="We openen op vrijdag.",
        action="Vraag de houders om personeel",
        owner=coordinator,
        due_on=date(2026, 12, 4),
    )

    for _again in range(2):  # Whoever presses twice decides once.
        save_minutes(
            meeting=meeting, written=[written], present=None, actor=advisor, now=now
        )

    decision = Decision.objects.get(meeting=meeting)
    action = Action.objects.get(decision=decision)
    assert (decision.text, decision.item) == ("We openen op vrijdag.", first)
    assert (action.owner, action.due_on) == (coordinator, date(2026, 12, 4))
    assert action.organisation == coordinator.organisation


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner": None}, "owner"),
        ({"due_on": None}, "due"),
        ({"due_on": date(2026, 11, 19)}, "due"),
        ({"action": ""}, "action"),
        ({"action": "x" * 201}, "action"),
        ({"decision": "x" * 301}, "decision"),
    ],
)
def test_action_without_one_owner_and_one_day_is_refused(
    meeting: Meeting,
    advisor: User,
    now: datetime,
    changes: dict[str, object],
    field: str,
) -> None:
    first, _ = items_of(meeting)
    whole = {
        "decision": "We bellen.",
        "action": "Bel de houders",
        "owner": advisor,
        "due_on": date(2026, 12, 4),
    }
    written = Written(first.pk, 0, **{**whole, **changes})  # type: ignore[arg-type]  # mixed values

    with pytest.raises(ValidationError) as refusal:
        save_minutes(
            meeting=meeting, written=[written], present=None, actor=advisor, now=now
        )

    assert list(refusal.value.message_dict) == [f"{field}_{first.pk}"]
    assert Action.objects.filter(partnership=meeting.partnership).count() == 0
    assert Decision.objects.filter(meeting=meeting).count() == 0


def test_action_goes_to_nobody_of_another_town(
    meeting: Meeting, advisor: User, stranger: User, now: datetime
) -> None:
    first, _ = items_of(meeting)
    written = Written(
        first.pk, 0, action="Bel", owner=stranger, due_on=date(2026, 12, 4)
    )

    with pytest.raises(ValidationError) as refusal:
        save_minutes(
            meeting=meeting, written=[written], present=None, actor=advisor, now=now
        )

    assert list(refusal.value.message_dict) == [f"owner_{first.pk}"]
    assert Action.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "De moeder van Jayden wil niet.",
        "Bel 06-12345678 terug.",
        "Mail naar ouder@voorbeeld.nl gestuurd.",
        "Nummer 111222333 staat dubbel.",
    ],
)
def test_words_about_a_child_or_parent_are_refused(
    meeting: Meeting, advisor: User, now: datetime, text: str
) -> None:
    first, _ = items_of(meeting)

    with pytest.raises(ValidationError) as refusal:
        save_minutes(
            meeting=meeting,
            written=[wrote(first, text)],
            present=None,
            actor=advisor,
            now=now,
        )

    assert list(refusal.value.message_dict) == [f"said_{first.pk}"]
    assert items_of(meeting)[0].said == ""


def test_names_of_colleagues_and_parties_may_be_written(
    meeting: Meeting, advisor: User, coordinator: User, now: datetime
) -> None:
    first, _ = items_of(meeting)
    town = meeting.partnership.municipality.name.removeprefix("Gemeente ")
    text = f"Dan belt {coordinator.name} namens {town} met de JGZ."

    clashes = save_minutes(
        meeting=meeting,
        written=[wrote(first, text)],
        present=None,
        actor=advisor,
        now=now,
    )

    assert clashes == []
    assert items_of(meeting)[0].said == text


def test_presence_is_noted_for_all(
    meeting: Meeting, advisor: User, now: datetime
) -> None:
    (person,) = people_at(meeting)

    save_minutes(
        meeting=meeting,
        written=[],
        present={person.pk: True},
        actor=advisor,
        now=now,
    )

    assert [one.was_present for one in people_at(meeting)] == [True]


def test_settled_minutes_are_frozen(
    meeting: Meeting, advisor: User, now: datetime
) -> None:
    first, _ = items_of(meeting)
    meeting.participants.update(was_present=True)
    for step in (Step.HOLD, Step.CLOSE):
        take_step(step=step, meeting=meeting, actor=advisor, now=now)

    with pytest.raises(PermissionDenied):
        save_minutes(
            meeting=meeting,
            written=[wrote(first, "Toch anders.")],
            present=None,
            actor=advisor,
            now=now,
        )

    assert items_of(meeting)[0].said == ""


def test_minutes_begin_with_the_meeting(
    meeting: Meeting, advisor: User, now: datetime
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.PLANNED)
    first, _ = items_of(meeting)

    with pytest.raises(PermissionDenied):
        save_minutes(
            meeting=meeting,
            written=[wrote(first, "Vooraf.")],
            present=None,
            actor=advisor,
            now=now,
        )

    assert items_of(meeting)[0].said == ""


def test_point_of_another_meeting_is_passed_over(
    meeting: Meeting, partnership: Partnership, advisor: User, now: datetime
) -> None:
    other = running_of(series_of(partnership, name="Werkgroep VVE"))
    foreign = items_of(other)[0]

    save_minutes(
        meeting=meeting,
        written=[wrote(foreign, "Niet van hier.")],
        present=None,
        actor=advisor,
        now=now,
    )

    assert [one.said for one in items_of(other)] == ["", ""]
