"""What comes next: the earliest term or rule, and who is asked after it."""

from datetime import date
from typing import Any

import pytest

from referrals.models import Trajectory
from referrals.routes.definition import Outcome, Route, Step
from referrals.routes.planning import NoStepError, Plan, plan
from referrals.routes.rules import RULES, Setting, rules_with
from referrals.routes.templates import TEMPLATES
from referrals.states import RouteKind
from tests.factories import TODAY
from tests.referrals.building import BASIC, PLACE, SINCE, child
from vve_portal.accounts.roles import Role

N, C = Role.NURSE, Role.VVE_COORDINATOR
P, O = Role.PRESCHOOL_CONTACT, Role.OUTREACH_WORKER  # noqa: E741 - reads as a table
Told = tuple[str, Role | None, date | None, Role | None, date | None]


def planned(trajectory: Trajectory, today: date = SINCE, reason: str = "") -> Told:
    """Return rule, owner, deadline, and who is asked when after that."""
    found = plan(trajectory, BASIC, RULES, today, reason)
    return (
        found.rule,
        found.owner,
        found.due_on,
        found.escalates_to,
        found.escalates_on,
    )


# Born in June 2024, in this state since Monday 2 November 2026.
PLANS: dict[str, tuple[dict[str, Any], Told]] = {
    "S00": (
        {"birth_month": date(2026, 6, 1)},
        ("", N, date(2027, 7, 30), C, date(2027, 10, 1)),
    ),
    "S10": (
        {"birth_month": date(2025, 11, 1)},
        ("E01", N, date(2027, 2, 1), C, date(2027, 3, 1)),
    ),
    "S20": (
        {"indicated_on": SINCE},
        ("", N, date(2026, 11, 30), C, date(2026, 12, 14)),
    ),
    "S30": (
        {"consent": "yes", "consent_on": date(2026, 11, 5)},
        ("E03", N, date(2026, 11, 12), C, date(2026, 11, 19)),
    ),
    "S32": ({}, ("", N, date(2026, 12, 14), C, date(2028, 7, 1))),
    "S40": (
        {"letter_on": SINCE},
        ("", P, date(2026, 11, 9), N, date(2026, 11, 9)),
    ),
    "S41": (
        {"letter_on": date(2026, 10, 30), "location_id": PLACE},
        ("E05", N, date(2026, 11, 13), P, date(2026, 11, 16)),
    ),
    "S42": ({}, ("", O, date(2026, 12, 14), C, date(2026, 12, 14))),
    "S50": (
        {"location_id": PLACE},
        ("", P, date(2026, 11, 30), N, date(2028, 6, 1)),
    ),
    "S51": (
        {"location_id": PLACE},
        ("", P, date(2026, 11, 30), C, date(2026, 11, 30)),
    ),
    "S60": (
        {"location_id": PLACE, "start_on": date(2027, 1, 4)},
        ("", P, date(2027, 1, 11), N, date(2027, 1, 18)),
    ),
    "S70": (
        {"location_id": PLACE},
        ("E12", P, date(2027, 12, 1), C, date(2028, 4, 1)),
    ),
    "S71": (
        {"location_id": PLACE},
        ("", P, date(2026, 11, 9), C, date(2026, 11, 23)),
    ),
    "S72": (
        {"location_id": PLACE},
        ("", P, date(2026, 11, 30), C, date(2028, 7, 1)),
    ),
    "S80": (
        {"location_id": PLACE},
        ("", P, date(2027, 12, 29), C, date(2028, 7, 1)),
    ),
    "S81": (
        {"location_id": PLACE},
        ("E13", P, date(2026, 11, 16), C, date(2028, 7, 1)),
    ),
    "S82": (
        {"location_id": PLACE},
        ("E13", P, date(2026, 11, 16), C, date(2028, 7, 1)),
    ),
}


@pytest.mark.parametrize("state", PLANS)
def test_each_open_state_has_somebody_by_a_day(state: str) -> None:
    fields, expected = PLANS[state]

    assert planned(child(state, **fields)) == expected


def test_every_open_state_is_in_the_table() -> None:
    assert set(PLANS) == {
        code for code, state in BASIC.states.items() if not state.closes
    }


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 8), (P, date(2026, 11, 9), "Bevestig de verwijsbrief")),
        (date(2026, 11, 9), (N, date(2026, 11, 9), "Vraag de voorschool of")),
        (date(2026, 11, 15), (N, date(2026, 11, 9), "Vraag de voorschool of")),
        (date(2026, 11, 16), (N, date(2026, 11, 16), "Bel de ouders: er is nog")),
        (date(2026, 11, 30), (C, date(2026, 11, 30), "Zet toeleiding in, als de")),
    ],
)
def test_a_letter_without_answer_climbs_from_preschool_to_coordinator(
    today: date, expected: tuple[Role, date, str]
) -> None:
    found = plan(child("S40", letter_on=SINCE), BASIC, RULES, today)

    owner, due_on, words = expected
    assert (found.owner, found.due_on) == (owner, due_on)
    assert found.next_step.startswith(words)


def test_who_was_asked_before_still_sees_what_was_passed_on() -> None:
    waiting = child("S51", location_id=PLACE)

    found = plan(waiting, BASIC, RULES, date(2026, 12, 20))

    assert (found.owner, found.due_on) == (C, date(2026, 11, 30))
    assert (found.escalates_to, found.escalates_on) == (P, date(2026, 11, 30))


def test_a_child_that_is_late_already_is_due_on_the_day_it_came_in() -> None:
    late = child("S10", birth_month=date(2024, 6, 1))

    assert planned(late) == ("E01", N, SINCE, C, date(2026, 11, 30))


@pytest.mark.parametrize("state", ["S41", "S50", "S51", "S60", "S70", "S81"])
def test_a_preschool_is_not_asked_about_a_child_it_does_not_know(state: str) -> None:
    found = plan(child(state), BASIC, RULES, SINCE)

    assert found.owner == N


def test_a_confirmed_handover_waits_for_the_fourth_birthday_only() -> None:
    confirmed = child("S81", location_id=PLACE, school_confirmed_on=SINCE)

    assert planned(confirmed) == ("E14", P, date(2028, 6, 1), C, date(2028, 7, 1))


def test_parents_who_wanted_to_wait_are_asked_at_two_and_a_half() -> None:
    refused = child("S31")

    assert planned(refused, reason="RN02") == ("E11", N, date(2026, 12, 1), None, None)


def test_parents_who_wanted_to_wait_later_are_asked_at_three() -> None:
    refused = child("S31", since=date(2026, 12, 2))

    assert planned(refused, reason="RN02") == ("E11", N, date(2027, 6, 1), None, None)


@pytest.mark.parametrize(
    ("state", "fields", "reason"),
    [
        ("S31", {}, "RN03"),
        ("S31", {}, ""),
        ("S31", {"since": date(2027, 6, 2)}, "RN02"),
        ("S21", {"birth_month": date(2022, 11, 1)}, ""),
        ("S21", {"birth_month": date(2023, 1, 1)}, ""),
        ("S91", {}, "RS02"),
        ("S94", {}, ""),
        ("S96", {}, ""),
    ],
)
def test_what_is_closed_for_good_asks_nothing(
    state: str, fields: dict[str, Any], reason: str
) -> None:
    assert plan(child(state, **fields), BASIC, RULES, TODAY, reason) == Plan()


def test_a_child_without_indication_gets_a_second_look() -> None:
    young = child("S21", birth_month=date(2025, 8, 1))

    found = plan(young, BASIC, RULES, SINCE)

    # The window opens at 23 months: July 2027.
    assert (found.owner, found.due_on) == (N, date(2027, 10, 29))


def test_a_rule_that_is_off_asks_nobody() -> None:
    rules = rules_with({"E04": Setting(is_on=False), "E05": Setting(is_on=False)})

    found = plan(child("S40", letter_on=SINCE), BASIC, rules, SINCE)

    assert (found.rule, found.owner, found.due_on) == ("", P, SINCE.replace(day=9))


def test_a_town_may_ask_sooner() -> None:
    rules = rules_with({"E02": Setting(first=7, later=14)})

    found = plan(child("S20", indicated_on=SINCE), BASIC, rules, SINCE)

    assert (found.rule, found.due_on) == ("E02", date(2026, 11, 9))
    assert (found.escalates_to, found.escalates_on) == (C, date(2026, 11, 16))


def test_an_old_indication_is_looked_at_again() -> None:
    old = child("S51", location_id=PLACE, indicated_on=date(2025, 12, 1))

    found = plan(old, BASIC, RULES, date(2026, 12, 1))

    assert (found.rule, found.owner) == ("E15", N)
    assert (found.escalates_to, found.escalates_on) == (C, date(2026, 12, 28))


def test_a_place_still_held_at_four_is_the_preschools_to_close() -> None:
    found = plan(child("S70", location_id=PLACE), BASIC, RULES, date(2028, 6, 1))

    assert (found.rule, found.owner, found.escalates_to) == ("E14", P, C)


@pytest.mark.parametrize("code", ["R-AANV", "R-THUIS"])
def test_a_side_route_has_its_own_steps_and_terms(code: str) -> None:
    route = TEMPLATES[code]
    begun = child(route.start[0], kind=route.kind)

    found = plan(begun, route, RULES, SINCE)

    step = route.step_at(route.start[0])
    assert step is not None
    assert step.days is not None
    assert found.step == step.key
    assert found.due_on is not None
    assert (found.due_on - SINCE).days == step.days


@pytest.mark.parametrize("step", [None, {"owner": None}, {"days": None}])
def test_an_open_state_without_anybody_is_an_error(
    step: dict[str, None] | None,
) -> None:
    served = {"key": "a", "name": "A", "at": ("T00",), "owner": N, "days": 7}
    outcomes = (Outcome("stop", "Stoppen", "T82"),)
    steps = () if step is None else (Step(**{**served, **step}, outcomes=outcomes),)  # type: ignore[arg-type]  # faulty on purpose
    route = Route(name="Stuk", kind=RouteKind.HOME, start=("T00",), steps=steps)

    with pytest.raises(NoStepError):
        plan(child("T00", kind=RouteKind.HOME), route, RULES, SINCE)
