"""Every state, every way on and every role: written by hand from the agreed table."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.lifecycle.deeds import Deed
from referrals.models import Trajectory
from referrals.reasons import Channel
from referrals.states import PRESCHOOL_STATES
from tests.factories import TODAY
from tests.referrals.building import BASIC, PLACE, SINCE, child, ground, take
from vve_portal.accounts.roles import Role

N, D, C = Role.NURSE, Role.DOCTOR, Role.VVE_COORDINATOR
P, O = Role.PRESCHOOL_CONTACT, Role.OUTREACH_WORKER  # noqa: E741 - reads as a table
Ways = dict[str, tuple[str, set[Role]]]

# What can happen to any open trajectory.
ALWAYS: Final[Ways] = {
    "elsewhere": ("S92", {P, N, C}),
    "care_elsewhere": ("S93", {N, D, C}),
    "moved": ("S94", {N, C}),
    "four_without": ("S95", {N, C}),
    "deceased": ("S96", {N, C}),
}
GIVE_BACK: Final[Ways] = {
    "decline": ("S30", {P}),
    "refuse": ("S31", {P, N, C}),
}
MATRIX: Final[dict[str, Ways]] = {
    "S00": {
        "test": ("S10", {N, D, C}),
        "indicate": ("S20", {N, D, C}),
        **ALWAYS,
    },
    "S10": {
        "indicate": ("S20", {N, D, C}),
        "not_indicated": ("S21", {N, D, C}),
        **ALWAYS,
    },
    "S20": {
        "talk": ("S30", {N, C}),
        "drop_indication": ("S22", {N, D, C}),
        **ALWAYS,
    },
    "S21": {
        "indicate": ("S20", {N, D, C}),
        "looked_again": ("S21", {N, D, C}),
    },
    "S22": {},
    "S30": {
        "reassess": ("S30", {N, C}),
        "consent": ("S30", {N, C}),
        "location": ("S30", {N, C}),
        "attempt": ("S30", {N, C}),
        "refer": ("S40", {N, C}),
        "refuse": ("S31", {N, C}),
        "not_reached": ("S32", {N, C}),
        **ALWAYS,
    },
    "S31": {"talk": ("S30", {N, C})},
    "S32": {
        "reassess": ("S32", {N, C}),
        "talk": ("S30", {N, C}),
        "outreach": ("S42", {N, C}),
        "refuse": ("S31", {N, C}),
        **ALWAYS,
    },
    "S40": {
        "reassess": ("S40", {N, C}),
        "confirm": ("S41", {P}),
        "register": ("S50", {P, N, C}),
        "outreach": ("S42", {N, C}),
        **GIVE_BACK,
        **ALWAYS,
    },
    "S41": {
        "reassess": ("S41", {N, C}),
        "register": ("S50", {P, N, C}),
        "outreach": ("S42", {N, C}),
        **GIVE_BACK,
        **ALWAYS,
    },
    "S42": {
        "register": ("S50", {O, C}),
        "refuse": ("S31", {O, C}),
        "not_reached": ("S32", {O, C}),
        "reassess": ("S42", {N, C}),
        "extend": ("S42", {C}),
        **ALWAYS,
    },
    "S50": {
        "reassess": ("S50", {N, C}),
        "waiting": ("S51", {P}),
        "place": ("S60", {P}),
        **GIVE_BACK,
        **ALWAYS,
    },
    "S51": {
        "reassess": ("S51", {N, C}),
        "place": ("S60", {P}),
        **GIVE_BACK,
        **ALWAYS,
    },
    "S60": {
        "start": ("S70", {P}),
        "no_show": ("S91", {P}),
        "decline": ("S30", {P}),
        **ALWAYS,
    },
    "S70": {
        "absence": ("S71", {P, C}),
        "interrupt": ("S72", {P}),
        "handover": ("S80", {P}),
        "stop": ("S91", {P}),
        **ALWAYS,
    },
    "S71": {"resume": ("S70", {P, C}), "stop": ("S91", {P, C}), **ALWAYS},
    "S72": {"resume": ("S70", {P}), "stop": ("S91", {P}), **ALWAYS},
    "S80": {"warm": ("S81", {P}), "cold": ("S82", {P}), **ALWAYS},
    "S81": {
        "school_confirmed": ("S81", {P, C}),
        "finish": ("S90", {P, C}),
        **ALWAYS,
    },
    "S82": {
        "school_confirmed": ("S82", {P, C}),
        "finish": ("S90", {P, C}),
        **ALWAYS,
    },
    "S90": {},
    "S91": {},
    "S92": {},
    "S93": {},
    "S94": {},
    "S95": {},
    "S96": {},
}
KEYS: Final = sorted({key for ways in MATRIX.values() for key in ways})
REASONS: Final = {
    "refuse": "RN03",
    "elsewhere": "RN01",
    "four_without": "RN14",
    "decline": "RA01",
    "stop": "RS02",
    "no_show": "RS99",
}
THREE_AND_A_HALF, FOUR = date(2023, 3, 1), date(2022, 11, 1)


def ready_for(state: str, key: str) -> Trajectory:
    """Return a trajectory of which nothing but the role can stand in the way."""
    four = key in {"finish", "four_without"}
    fields: dict[str, Any] = {
        "birth_month": FOUR if four else THREE_AND_A_HALF,
        "consent": "not_asked" if key == "consent" else "yes",
        "consent_on": SINCE,
        "consent_by": N,
        "attempts": 3,
        "channels": [Channel.PHONE, Channel.VISIT],
        "location_known": True,
        "location_id": PLACE if state > "S40" else None,
        "start_on": SINCE,
        "indicated_on": SINCE,
        "letter_on": SINCE,
    }
    return child(state, **fields)


def deed_of(key: str) -> Deed:
    """Return everything a way could ask for, and no more reasons than it takes."""
    return Deed(
        occurred_on=TODAY,
        reason=REASONS.get(key, ""),
        channel=Channel.CONSULT,
        location_id=PLACE,
        start_on=TODAY,
        hours_per_week=Decimal(16),
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", PRESCHOOL_STATES)
def test_each_role_takes_the_ways_of_the_table_and_no_other(
    state: str, role: Role
) -> None:
    allowed = {
        key: target for key, (target, roles) in MATRIX[state].items() if role in roles
    }

    taken = {}
    for key in KEYS:
        trajectory = ready_for(state, key)
        before = trajectory.state
        try:
            take(trajectory, key, deed_of(key), role=role)
        except (PermissionDenied, ValidationError):
            assert trajectory.state == before
        else:
            taken[key] = trajectory.state

    assert taken == allowed


def test_the_table_has_every_state() -> None:
    assert MATRIX.keys() == PRESCHOOL_STATES.keys()


@pytest.mark.parametrize("state", PRESCHOOL_STATES)
def test_the_table_has_every_way_of_the_route(state: str) -> None:
    ways = {outcome.key for outcome in BASIC.outcomes_at(state)}

    assert ways == set(MATRIX[state])


@pytest.mark.parametrize("state", PRESCHOOL_STATES)
def test_the_portal_itself_only_plans_the_test(state: str) -> None:
    taken = []
    for key in KEYS:
        try:
            take(ready_for(state, key), key, deed_of(key), role=None)
        except (PermissionDenied, ValidationError):
            continue
        taken.append(key)

    assert taken == (["test"] if state == "S00" else [])


def test_nobody_finishes_a_trajectory_before_the_child_is_four() -> None:
    last_day = date(2026, 10, 31)
    nearly = child("S81", birth_month=FOUR, since=date(2026, 9, 1), location_id=PLACE)
    done = replace(deed_of("finish"), occurred_on=last_day)

    with pytest.raises(ValidationError, match="als de leeftijd van het kind dit is"):
        take(nearly, "finish", done, role=P, on=ground(today=last_day))

    assert nearly.state == "S81"
