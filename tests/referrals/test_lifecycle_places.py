"""What a preschool reports: accepting, placing, starting, sending back; in memory."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from referrals.lifecycle.moves import accept
from referrals.models import Trajectory
from referrals.reasons import Decline
from tests.factories import NOW, TODAY
from tests.referrals.building import (
    PLACE,
    SINCE,
    WILLING,
    child,
    deed,
    ground,
    placing,
    refused,
    someone,
    take,
)
from vve_portal.accounts.roles import Role

N, C = Role.NURSE, Role.VVE_COORDINATOR
P, O = Role.PRESCHOOL_CONTACT, Role.OUTREACH_WORKER  # noqa: E741 - reads as a table


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"start_on": None}, "Vul de dag in waarop het kind begint."),
        (
            {"start_on": SINCE},
            "Het kind kan niet beginnen voor de dag waarop de plaats er is.",
        ),
        (
            {"start_on": date(2028, 6, 1)},
            "Kies een startdatum voordat het kind vier wordt.",
        ),
        (
            {"hours_per_week": None},
            "Vul in hoeveel uren per week het kind komt.",
        ),
        (
            {"hours_per_week": Decimal(41)},
            "Vul een aantal uren per week in tussen 1 en 40.",
        ),
        (
            {"hours_per_week": Decimal(0)},
            "Vul een aantal uren per week in tussen 1 en 40.",
        ),
    ],
)
def test_a_place_has_a_start_and_hours(parts: dict[str, Any], sentence: str) -> None:
    waiting = child("S50", location_id=PLACE)

    assert refused(waiting, "place", placing(**parts), P) == sentence


def test_a_child_starts_on_the_agreed_day_or_later() -> None:
    placed = child(
        "S60", location_id=PLACE, start_on=date(2026, 11, 19), start_age_months=24
    )
    early = deed(date(2026, 11, 18))

    assert refused(placed, "start", early, P) == (
        "De afgesproken startdatum is 19 november 2026. Kies die dag of later."
    )
    take(placed, "start", role=P)

    assert (placed.state, placed.start_on) == ("S70", TODAY)


def test_a_child_that_comes_back_keeps_the_day_it_started() -> None:
    ill = child("S72", location_id=PLACE, start_on=date(2026, 9, 1))

    take(ill, "resume", role=P)

    assert (ill.state, ill.start_on) == ("S70", date(2026, 9, 1))


def test_waiting_keeps_the_first_day_and_a_priority_of_the_list() -> None:
    waiting = child("S50", location_id=PLACE)
    assert refused(waiting, "waiting", deed(priority="9"), P) == (
        "Kies een voorrang uit de lijst."
    )

    take(waiting, "waiting", deed(priority="1"), role=P)

    assert (waiting.waiting_since, waiting.priority) == (TODAY, "1")


def test_a_preschool_that_declines_no_longer_knows_the_child() -> None:
    fields = {
        **WILLING,
        "location_id": PLACE,
        "wished_location_id": PLACE,
        "accepted_on": SINCE,
        "waiting_since": SINCE,
        "letter_on": SINCE,
        "priority": "1",
    }
    sent_back = child("S51", **fields)

    change = take(sent_back, "decline", deed(reason=Decline.NO_PLACE), role=P)

    emptied = (
        sent_back.location_id,
        sent_back.wished_location_id,
        sent_back.accepted_on,
        sent_back.waiting_since,
        sent_back.letter_on,
    )
    assert emptied == (None,) * 5
    assert (sent_back.location_known, sent_back.priority) == (False, "2")
    assert (sent_back.consent, sent_back.owner) == ("yes", N)
    # Whoever declined may still read that he did.
    assert change.event.location_id == PLACE


def test_a_school_that_confirmed_is_not_asked_again() -> None:
    handed = child("S81", location_id=PLACE)

    take(handed, "school_confirmed", role=P)

    assert (handed.school_confirmed_on, handed.since) == (TODAY, SINCE)
    assert handed.rule == "E14"


def entered(state: str, **fields: Any) -> Trajectory:
    """Let a preschool type the code of a child."""
    letter = child(state, **fields)
    accept(
        trajectory=letter,
        deed=deed(location_id=PLACE),
        ground=ground(),
        actor=someone(P),
        now=NOW,
        last_on=SINCE,
    )
    return letter


def test_a_code_confirms_a_letter_and_tells_the_preschool() -> None:
    letter = entered("S40", **WILLING, letter_on=SINCE)

    assert (letter.state, letter.location_id) == ("S41", PLACE)
    assert letter.accepted_on == TODAY


@pytest.mark.parametrize("state", ["S42", "S50", "S51", "S60", "S70"])
def test_a_code_that_comes_later_leaves_the_child_where_it_is(state: str) -> None:
    letter = entered(state, **WILLING, letter_on=SINCE)

    assert (letter.state, letter.location_id) == (state, PLACE)
    assert letter.accepted_on == TODAY


@pytest.mark.parametrize(
    ("state", "fields", "words"),
    [
        ("S41", {"location_id": 99}, "al aangenomen"),
        ("S30", {}, "wacht niet op een voorschool"),
        ("S31", {}, "wacht niet op een voorschool"),
    ],
)
def test_a_code_is_of_no_use_to_a_second_preschool_or_too_soon(
    state: str, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        entered(state, **fields)
