"""The starting routes: complete, sound, and no step of them can be missed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from referrals.routes.check import check
from referrals.routes.definition import Route, Step, from_json, to_json
from referrals.routes.offers import OFFERS
from referrals.routes.templates import TEMPLATES
from referrals.states import RouteKind
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite

NURSE, COORDINATOR, DOCTOR = Role.NURSE, Role.VVE_COORDINATOR, Role.DOCTOR
PRESCHOOL, OUTREACH = Role.PRESCHOOL_CONTACT, Role.OUTREACH_WORKER

# Who may take a child where, written out by hand from the field's own table.
MOVES = {
    ("S00", "S10"): {NURSE, DOCTOR, COORDINATOR},
    ("S00", "S20"): {NURSE, DOCTOR, COORDINATOR},
    ("S10", "S20"): {NURSE, DOCTOR, COORDINATOR},
    ("S10", "S21"): {NURSE, DOCTOR, COORDINATOR},
    ("S20", "S22"): {NURSE, DOCTOR, COORDINATOR},
    ("S20", "S30"): {NURSE, COORDINATOR},
    ("S21", "S20"): {NURSE, DOCTOR, COORDINATOR},
    ("S21", "S21"): {NURSE, DOCTOR, COORDINATOR},
    ("S30", "S30"): {NURSE, COORDINATOR},
    ("S30", "S31"): {NURSE, COORDINATOR},
    ("S30", "S32"): {NURSE, COORDINATOR},
    ("S30", "S40"): {NURSE, COORDINATOR},
    ("S31", "S30"): {NURSE, COORDINATOR},
    ("S32", "S32"): {NURSE, COORDINATOR},
    ("S32", "S30"): {NURSE, COORDINATOR},
    ("S32", "S31"): {NURSE, COORDINATOR},
    ("S32", "S42"): {NURSE, COORDINATOR},
    ("S40", "S40"): {NURSE, COORDINATOR},
    ("S40", "S30"): {PRESCHOOL},
    ("S40", "S31"): {PRESCHOOL, NURSE, COORDINATOR},
    ("S40", "S41"): {PRESCHOOL},
    ("S40", "S42"): {NURSE, COORDINATOR},
    ("S40", "S50"): {PRESCHOOL, NURSE, COORDINATOR},
    ("S41", "S41"): {NURSE, COORDINATOR},
    ("S41", "S30"): {PRESCHOOL},
    ("S41", "S31"): {PRESCHOOL, NURSE, COORDINATOR},
    ("S41", "S42"): {NURSE, COORDINATOR},
    ("S41", "S50"): {PRESCHOOL, NURSE, COORDINATOR},
    ("S42", "S31"): {OUTREACH, COORDINATOR},
    ("S42", "S32"): {OUTREACH, COORDINATOR},
    ("S42", "S42"): {NURSE, COORDINATOR},
    ("S42", "S50"): {OUTREACH, COORDINATOR},
    ("S50", "S50"): {NURSE, COORDINATOR},
    ("S50", "S30"): {PRESCHOOL},
    ("S50", "S31"): {PRESCHOOL, NURSE, COORDINATOR},
    ("S50", "S51"): {PRESCHOOL},
    ("S50", "S60"): {PRESCHOOL},
    ("S51", "S51"): {NURSE, COORDINATOR},
    ("S51", "S30"): {PRESCHOOL},
    ("S51", "S31"): {PRESCHOOL, NURSE, COORDINATOR},
    ("S51", "S60"): {PRESCHOOL},
    ("S60", "S30"): {PRESCHOOL},
    ("S60", "S70"): {PRESCHOOL},
    ("S60", "S91"): {PRESCHOOL},
    ("S70", "S71"): {PRESCHOOL, COORDINATOR},
    ("S70", "S72"): {PRESCHOOL},
    ("S70", "S80"): {PRESCHOOL},
    ("S70", "S91"): {PRESCHOOL},
    ("S71", "S70"): {PRESCHOOL, COORDINATOR},
    ("S71", "S91"): {PRESCHOOL, COORDINATOR},
    ("S72", "S70"): {PRESCHOOL},
    ("S72", "S91"): {PRESCHOOL},
    ("S80", "S81"): {PRESCHOOL},
    ("S80", "S82"): {PRESCHOOL},
    ("S81", "S81"): {PRESCHOOL, COORDINATOR},
    ("S81", "S90"): {PRESCHOOL, COORDINATOR},
    ("S82", "S82"): {PRESCHOOL, COORDINATOR},
    ("S82", "S90"): {PRESCHOOL, COORDINATOR},
}
# The screening of Bergen op Zoom may end at once, and its doctor may refer to care.
EXTRA = {
    "R-BASIS": {},
    "R-BREDA": {},
    "R-BOZ": {
        ("S00", "S21"): {NURSE, DOCTOR, COORDINATOR},
        ("S10", "S93"): {DOCTOR, COORDINATOR},
    },
}
EVERYWHERE = {
    "S92": {PRESCHOOL, NURSE, COORDINATOR},
    "S93": {NURSE, DOCTOR, COORDINATOR},
    "S94": {NURSE, COORDINATOR},
    "S95": {NURSE, COORDINATOR},
    "S96": {NURSE, COORDINATOR},
}


def test_the_five_starting_routes_are_there() -> None:
    assert {code: (route.name, route.kind) for code, route in TEMPLATES.items()} == {
        "R-BASIS": ("Basisroute", RouteKind.PRESCHOOL),
        "R-BREDA": ("Vroeg beginnen (model Breda)", RouteKind.PRESCHOOL),
        "R-BOZ": (
            "Zorg op maat met leesadvies (model Bergen op Zoom)",
            RouteKind.PRESCHOOL,
        ),
        "R-AANV": ("Aanvullende ondersteuning", RouteKind.SUPPORT),
        "R-THUIS": ("Thuisprogramma's", RouteKind.HOME),
    }


@pytest.mark.parametrize("code", TEMPLATES)
def test_no_child_is_lost_on_a_starting_route(code: str) -> None:
    assert check(TEMPLATES[code]) == []


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_route_survives_being_stored(code: str) -> None:
    assert from_json(to_json(TEMPLATES[code])) == TEMPLATES[code]


def _serving_an_open_state() -> Iterator[tuple[str, str]]:
    for code, route in TEMPLATES.items():
        for step in route.steps:
            if any(not route.states[state].closes for state in step.at):
                yield code, step.key


@pytest.mark.slow
@pytest.mark.parametrize(("code", "key"), list(_serving_an_open_state()))
def test_a_missing_step_is_noticed(code: str, key: str) -> None:
    route = TEMPLATES[code]
    missing = next(step for step in route.steps if step.key == key)
    without = replace(route, steps=tuple(s for s in route.steps if s is not missing))

    faults = check(without)

    label = route.states[missing.at[0]].label
    assert faults[0].startswith(
        f"In “{label}” is niemand aan zet: geen stap hoort bij deze status. Kortste weg"
    )


@pytest.mark.parametrize("code", EXTRA)
def test_who_may_take_a_child_where(code: str) -> None:
    route = TEMPLATES[code]

    assert _moves(route) == {**MOVES, **EXTRA[code]}
    assert {one.to: set(one.by) for one in route.everywhere} == EVERYWHERE


def _moves(route: Route) -> dict[tuple[str, str], set[Role]]:
    return {
        (state, outcome.to): set(outcome.by)
        for step in route.steps
        for state in step.at
        for outcome in step.outcomes
    }


@pytest.mark.parametrize("code", TEMPLATES)
def test_what_comes_from_outside_is_never_a_plan(code: str) -> None:
    route = TEMPLATES[code]

    assert {one.fallback for one in route.everywhere} == {True}
    assert {one.fallback for s in route.steps for one in s.outcomes} == {False}


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_step_says_what_to_do(code: str) -> None:
    assert [step.key for step in TEMPLATES[code].steps if not step.task] == []


def test_preschools_give_back_a_referral_until_the_child_starts() -> None:
    route = TEMPLATES["R-BASIS"]

    declined = [s.at for s in route.steps if "decline" in {o.key for o in s.outcomes}]

    assert declined == [("S40",), ("S41",), ("S50",), ("S51",), ("S60",)]


def test_levels_of_support_say_who_pays() -> None:
    paid: list[tuple[str, tuple[str, ...]]] = [
        (step.level, step.funding) for step in TEMPLATES["R-AANV"].steps if step.level
    ]

    assert paid == [
        ("0", ("OAB",)),
        ("1", ("OAB", "Jeugdwet", "Zvw")),
        ("2", ("Jeugdwet", "Zvw")),
        ("3", ("Wlz", "Jeugdwet")),
    ]


def test_side_routes_are_routes() -> None:
    named = {code for route in TEMPLATES.values() for code in route.side_routes}

    assert named <= set(TEMPLATES)
    assert TEMPLATES["R-BREDA"].side_routes == ("R-THUIS", "R-AANV")


def test_activities_have_a_name_of_their_own_and_no_state() -> None:
    names = {
        code: [one.name for one in route.activities]
        for code, route in TEMPLATES.items()
    }

    assert names == {
        "R-BASIS": ["Tussenbalans", "Zorgoverleg JGZ en voorschool"],
        "R-BREDA": [
            "Kennismaking en omgevingsfactoren",
            "Zorgpad aanmaken",
            "Zorgoverleg JGZ en voorschool",
        ],
        "R-BOZ": [
            "Leesadvies en boekje (Lezen op Recept)",
            "BoekStartcoach in de wachtruimte",
            "Bezoek aan de locatie en observatie",
            "Niet-bereikte gezinnen bespreken in het VVE-overleg",
        ],
        "R-AANV": ["Vliegende brigade denkt mee op de groep"],
        "R-THUIS": [
            "Dreumes Spel aan huis",
            "Peuter Spel aan huis",
            "VoorleesExpress",
            "Ouderbijeenkomst op de voorschool",
        ],
    }


def test_age_windows_open_before_they_close() -> None:
    windows = [
        *((s.from_months, s.to_months) for r in TEMPLATES.values() for s in r.steps),
        *(
            (a.from_months, a.to_months)
            for r in TEMPLATES.values()
            for a in r.activities
        ),
    ]

    assert [
        (opens, closes)
        for opens, closes in windows
        if opens is not None and closes is not None and opens >= closes
    ] == []


def test_offers_are_named_once_each_with_a_source() -> None:
    names = [offer.name for offer in OFFERS]

    assert len(set(names)) == len(names) == 23
    assert {offer.source for offer in OFFERS} == {
        "GOAB 2023",
        "GOAB 2026",
        "ActiZ 2024",
    }


def test_a_step_is_found_by_the_state_it_serves() -> None:
    route = TEMPLATES["R-BASIS"]

    found: list[Step | None] = [route.step_at("S51"), route.step_at("S22")]

    assert [step.key if step else None for step in found] == ["waiting_list", None]
