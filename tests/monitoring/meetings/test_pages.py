"""The pages of meetings: from clause to calendar, minutes of two people, queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import (
    Action,
    AgendaItem,
    Bottleneck,
    Decision,
    Meeting,
    MeetingSeries,
)
from tests.monitoring.factories import (
    ActionFactory,
    DecisionFactory,
)
from tests.monitoring.meetings.building import (
    NEXT_WEEK,
    bottleneck_of,
    clause_of,
    in_force,
    items_of,
    meeting_of,
    people_at,
    running_of,
    series_of,
    titles_of,
)
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("everywhere", "on_the_day"),
]


@pytest.fixture
def desk(as_user: Callable[[User], Client], coordinator: User) -> Client:
    """The coordinator, signed in."""
    return as_user(coordinator)


def minutes_of(meeting: Meeting, **changes: object) -> dict[str, Any]:
    """Return what a browser sends of the page of minutes, but for `changes`."""
    sent: dict[str, Any] = {"present": [], "present_base": ""}
    for item in items_of(meeting):
        sent |= {
            f"said_{item.pk}": item.said,
            f"base_{item.pk}": item.said,
            f"seen_{item.pk}": str(item.version),
            f"decision_{item.pk}": "",
            f"clause_{item.pk}": "",
            f"action_{item.pk}": "",
            f"owner_{item.pk}": "",
        }
    return {**sent, **changes}


def test_from_clause_to_a_year_on_the_calendar(
    partnership: Partnership, desk: Client
) -> None:
    clause = clause_of(
        in_force(partnership), "G6-02", "Kwartaaloverleg", "vier keer per jaar"
    )
    page = desk.get(reverse("monitoring:series-create"), {"afspraak": clause.pk})
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"starts_on_day": 1, "starts_on_month": 1, "starts_on_year": 2027}

    desk.post(f"{reverse('monitoring:series-create')}?afspraak={clause.pk}", sent)
    series = MeetingSeries.objects.get()
    plan = reverse("monitoring:series-plan", args=[series.pk])
    asked: dict[str, str | int] = {
        "first_day": 1,
        "first_month": 1,
        "first_year": 2027,
        "until_day": 31,
        "until_month": 12,
        "until_year": 2027,
        "clock": "13.30",
    }
    offered = desk.get(plan, asked).context["form"]
    days = [value for value, _ in offered.fields["days"].choices]
    desk.post(plan, {"clock": "13.30", "days": days[:2]})

    assert (series.clause, series.per_year) == (clause, 4)
    assert days == ["2027-02-11", "2027-05-12", "2027-08-11", "2027-11-11"]
    assert [one.starts_at for one in Meeting.objects.order_by("starts_at")] == [
        datetime(2027, 2, 11, 12, 30, tzinfo=UTC),
        datetime(2027, 5, 12, 11, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("clock", "days"),
    [("25.00", ["2027-02-11"]), ("02.30", ["2027-03-28"]), ("13.30", ["morgen"])],
)
def test_hour_or_day_that_does_not_exist_is_refused(
    partnership: Partnership, desk: Client, clock: str, days: list[str]
) -> None:
    series = series_of(partnership)

    page = desk.post(
        reverse("monitoring:series-plan", args=[series.pk]),
        {"clock": clock, "days": days},
    )

    assert page.status_code == 200
    assert page.context["form"].errors != {}
    assert Meeting.objects.count() == 0


def test_meeting_is_moved_over_the_change_of_the_clock(
    partnership: Partnership, desk: Client
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)
    sent = {
        "day_day": 28,
        "day_month": 3,
        "day_year": 2027,
        "begins": "1.30",
        "ends": "3:30",
        "place": "",
        "seen": 0,
    }
    path = reverse("monitoring:meeting-move", args=[meeting.pk])

    skipped = desk.post(path, {**sent, "begins": "2.30"})
    desk.post(path, sent)

    meeting.refresh_from_db()
    assert list(skipped.context["form"].errors) == ["begins"]
    # Half past one until half past three by the clock is one hour that night.
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)


def test_two_who_write_minutes_at_once_keep_both_texts(
    partnership: Partnership, desk: Client
) -> None:
    meeting = running_of(series_of(partnership))
    first, second = items_of(meeting)
    path = reverse("monitoring:meeting-minutes", args=[meeting.pk])
    # What both had on their page; the other one saves first.
    sent = minutes_of(meeting)
    AgendaItem.objects.filter(pk=first.pk).update(said="Van de ander.", version=1)

    page = desk.post(
        path, {**sent, f"said_{first.pk}": "Van mij.", f"said_{second.pk}": "Ook."}
    )

    assert [one.said for one in items_of(meeting)] == ["Van de ander.", "Ook."]
    form = page.context["form"]
    assert form[f"said_{first.pk}"].value() == "Van de ander.\n\nVan mij."
    assert form[f"seen_{first.pk}"].value() == 1

    desk.post(path, {**minutes_of(meeting), f"said_{first.pk}": "Van ons samen."})
    assert items_of(meeting)[0].said == "Van ons samen."


def test_point_that_was_left_alone_is_not_put_back(
    partnership: Partnership, desk: Client
) -> None:
    meeting = running_of(series_of(partnership))
    first, second = items_of(meeting)
    sent = minutes_of(meeting, **{f"said_{second.pk}": "Alleen dit."})
    AgendaItem.objects.filter(pk=first.pk).update(said="Van de ander.", version=1)

    page = desk.post(reverse("monitoring:meeting-minutes", args=[meeting.pk]), sent)

    assert page.status_code == 302
    assert [one.said for one in items_of(meeting)] == ["Van de ander.", "Alleen dit."]


def test_presence_that_another_noted_is_not_put_back(
    partnership: Partnership, desk: Client
) -> None:
    meeting = running_of(series_of(partnership))
    sent = minutes_of(meeting)
    meeting.participants.update(was_present=True)

    desk.post(reverse("monitoring:meeting-minutes", args=[meeting.pk]), sent)

    assert [one.was_present for one in people_at(meeting)] == [True]


def test_one_page_keeps_words_decision_action_and_presence(
    partnership: Partnership, desk: Client, advisor: User
) -> None:
    meeting = running_of(series_of(partnership))
    first, _ = items_of(meeting)
    (person,) = people_at(meeting)
    sent = minutes_of(
        meeting,
        present=[str(person.pk)],
        **{
            f"said_{first.pk}": "Er zijn te weinig\r\nplaatsen.",
            f"decision_{first.pk}": "We openen op vrijdag.",
            f"action_{first.pk}": "Vraag de houders",
            f"owner_{first.pk}": str(advisor.pk),
            f"due_{first.pk}_day": "4",
            f"due_{first.pk}_month": "12",
            f"due_{first.pk}_year": "2026",
        },
    )

    desk.post(reverse("monitoring:meeting-minutes", args=[meeting.pk]), sent)

    action = Action.objects.get()
    assert items_of(meeting)[0].said == "Er zijn te weinig\nplaatsen."
    assert (action.owner, action.due_on) == (advisor, date(2026, 12, 4))
    assert action.decision == Decision.objects.get()
    assert [one.was_present for one in people_at(meeting)] == [True]


def test_fault_leaves_what_was_typed_on_the_page(
    partnership: Partnership, desk: Client
) -> None:
    meeting = running_of(series_of(partnership))
    first, second = items_of(meeting)
    sent = minutes_of(
        meeting,
        **{f"said_{first.pk}": "Een lang verhaal.", f"action_{second.pk}": "Bel"},
    )

    page = desk.post(reverse("monitoring:meeting-minutes", args=[meeting.pk]), sent)

    form = page.context["form"]
    assert sorted(form.errors) == [f"due_{second.pk}", f"owner_{second.pk}"]
    assert form[f"said_{first.pk}"].value() == "Een lang verhaal."
    assert items_of(meeting)[0].said == ""


def test_cancelling_asks_why_on_a_page_of_its_own(
    partnership: Partnership, desk: Client
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)
    path = reverse("monitoring:meeting-step", args=[meeting.pk, "afzeggen"])

    asked = desk.get(path)
    empty = desk.post(path, {"reason": " "})
    desk.post(path, {"reason": "Iedereen is ziek."})

    meeting.refresh_from_db()
    assert (asked.status_code, empty.status_code) == (200, 200)
    assert (meeting.status, meeting.status_reason) == (
        Meeting.Status.CANCELLED,
        "Iedereen is ziek.",
    )


def test_a_meeting_of_next_week_offers_no_step_of_its_own_day(
    partnership: Partnership, desk: Client
) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)

    context = desk.get(meeting.get_absolute_url()).context

    assert [step["label"] for step in context["steps"]] == ["Zeg af"]


def test_unknown_step_is_no_page(partnership: Partnership, desk: Client) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)

    assert desk.post(f"/overleg/{meeting.pk}/stap/verzonnen/").status_code == 404


def test_who_is_second_at_an_action_can_send_it_again(
    partnership: Partnership, desk: Client
) -> None:
    action = ActionFactory.create(partnership=partnership, version=3)
    path = reverse("monitoring:action-drop", args=[action.pk])

    first = desk.post(path, {"reason": "Hoeft niet meer.", "seen": 2})
    again = first.context["form"]["seen"].value()
    desk.post(path, {"reason": "Hoeft niet meer.", "seen": again})

    action.refresh_from_db()
    assert list(first.context["form"].errors) == ["__all__"]
    assert action.status == Action.Status.DROPPED


def test_bottleneck_goes_up_from_its_page(
    partnership: Partnership, desk: Client
) -> None:
    one = bottleneck_of(partnership, times_discussed=2)
    path = reverse("monitoring:bottleneck-escalate", args=[one.pk])

    desk.post(path, {"reason": "Hier is geen geld voor.", "seen": 0})

    one.refresh_from_db()
    assert one.level == "managers"


def test_coordinator_of_two_towns_says_for_which(
    partnership: Partnership, stranger: User, desk: Client
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    Partnership.objects.filter(pk=elsewhere.pk).update(provider=partnership.provider)
    sent = {"area": 4, "title": "Wachtlijst", "description": "", "level": "managers"}
    path = reverse("monitoring:bottleneck-create")

    unsaid = desk.post(path, sent)
    desk.post(path, {**sent, "partnership": elsewhere.pk})

    assert list(unsaid.context["form"].errors) == ["partnership"]
    assert Bottleneck.objects.get().partnership == elsewhere


def test_decision_of_a_stranger_starts_no_action(stranger: User, desk: Client) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    decision = DecisionFactory.create(meeting=meeting_of(series_of(elsewhere)))

    page = desk.get(reverse("monitoring:action-create"), {"besluit": decision.pk})

    assert page.status_code == 404


def test_action_about_two_towns_at_once_is_no_page(
    partnership: Partnership, stranger: User, desk: Client
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    Partnership.objects.filter(pk=elsewhere.pk).update(provider=partnership.provider)
    decision = DecisionFactory.create(meeting=meeting_of(series_of(partnership)))
    asked = {"besluit": decision.pk, "knelpunt": bottleneck_of(elsewhere).pk}

    page = desk.get(reverse("monitoring:action-create"), asked)

    assert page.status_code == 404


@pytest.mark.parametrize("asked", ["9" * 30, "-1", "x", ""])
def test_odd_numbers_in_an_address_are_no_fault(desk: Client, asked: str) -> None:
    for name, key in (("action-create", "besluit"), ("series-create", "afspraak")):
        page = desk.get(reverse(f"monitoring:{name}"), {key: asked})

        assert page.status_code == 200


def test_agenda_is_made_from_the_page(partnership: Partnership, desk: Client) -> None:
    meeting = meeting_of(series_of(partnership), NEXT_WEEK)

    desk.post(reverse("monitoring:meeting-agenda", args=[meeting.pk]))
    desk.post(
        reverse("monitoring:meeting-point", args=[meeting.pk]),
        {"title": "Zomer", "why": "", "brings": ""},
    )

    assert titles_of(meeting) == ["Opening", "Zomer", "Rondvraag"]
