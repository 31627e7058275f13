"""The escalation rules against a route: who is asked is there, and can help."""

from dataclasses import replace

import pytest

from referrals.routes.check import check
from referrals.routes.rules import RULES, Setting, Term, Unit, rules_with
from referrals.states import Fact
from tests.referrals.damage import (
    BASIC,
    SUPPORT,
    TO_LETTER,
    without_outcomes,
    without_step,
)
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite


def test_rule_that_asks_somebody_who_is_not_on_the_route() -> None:
    nobody = without_step(BASIC, "outreach")
    for step in ("reach_again", "confirm", "register"):
        nobody = without_outcomes(nobody, step, "outreach")
    watched = {"E06": replace(RULES["E06"], states=("S32",))}

    assert check(nobody, watched) == [
        (
            "Regel E06 vraagt iets van de rol “Toeleider”, maar die heeft op deze "
            "route "
            "niets te doen. Geef die rol een stap, of zet de regel uit."
        )
    ]
    assert check(nobody) == []


def test_rule_that_asks_somebody_who_can_do_nothing_there() -> None:
    watched = {"E07": replace(RULES["E07"], to=Role.DOCTOR)}
    everywhere = tuple(one for one in BASIC.everywhere if one.key != "care_elsewhere")

    assert check(replace(BASIC, everywhere=everywhere), watched) == [
        (
            "Regel E07 vraagt in “Aangemeld” iets van Jeugdarts, maar daar valt "
            "voor die "
            "rol niets te kiezen."
        )
    ]


def test_second_signal_comes_after_the_first() -> None:
    rules = rules_with({"E02": Setting(first=42, later=42)})

    assert check(BASIC, rules) == [
        (
            "Bij regel E02 komt de tweede termijn (42 dagen) niet na de eerste "
            "(42 dagen). Kies een latere tweede termijn."
        )
    ]


def test_terms_are_compared_over_their_units() -> None:
    working_days = replace(RULES["E04"], first=Term(10, Unit.WORKING_DAYS))

    assert check(BASIC, {"E04": working_days}) == [
        (
            "Bij regel E04 komt de tweede termijn (14 dagen) niet na de eerste "
            "(10 werkdagen). Kies een latere tweede termijn."
        )
    ]


def test_first_signal_has_a_term() -> None:
    assert check(BASIC, {"E07": replace(RULES["E07"], first=Term(0))}) == [
        "Regel E07 heeft geen eerste termijn. Vul een getal vanaf 1 in."
    ]


def test_child_of_four_that_cannot_be_closed() -> None:
    kept = tuple(one for one in BASIC.everywhere if one.key == "four_without")
    late = tuple(replace(one, needs={Fact.CONSENT: ("no",)}) for one in kept)
    held = replace(BASIC, everywhere=late)
    closing = {"E14": replace(RULES["E14"], states=("S51",))}

    held = without_outcomes(held, "waiting_list", "refuse")

    assert check(held, closing) == [
        (
            "Een kind van vier kan in “Wachtlijst” niet worden afgesloten (regel E14). "
            f"Kortste weg: {TO_LETTER} → Aangemeld → Wachtlijst (leeftijd: vier)."
        )
    ]


def test_rule_of_other_states_is_not_asked_for() -> None:
    assert check(SUPPORT, RULES) == []
    assert check(SUPPORT, {"E02": replace(RULES["E02"], later=Term(1))}) == []
