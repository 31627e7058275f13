"""The check of a route: each way to lose a child is told, with the shortest way."""

from dataclasses import replace

import pytest

from referrals.routes.check import check
from referrals.routes.definition import Outcome, Route, Step
from referrals.routes.walk import Walk
from referrals.states import Fact, RouteKind
from tests.referrals.damage import (
    BASIC,
    SUPPORT,
    TO_LETTER,
    TO_SEAT,
    with_outcome,
    with_step,
    without_outcomes,
    without_step,
)
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite


def test_step_without_anyone() -> None:
    assert check(with_step(BASIC, "waiting_list", owner=None)) == [
        (
            "Bij stap “Wachtlijst” is niemand aan zet: kies wie de stap doet. "
            f"Kortste weg: {TO_LETTER} → Aangemeld → Wachtlijst."
        )
    ]


def test_step_of_somebody_who_may_not_see_a_child() -> None:
    assert check(with_step(BASIC, "offer", owner=Role.POLICY_ADVISOR)) == [
        (
            "Bij stap “Plaats aanbieden” is niemand aan zet: de rol “Beleidsadviseur” "
            f"werkt niet met trajecten. Kortste weg: {TO_LETTER} → Aangemeld."
        )
    ]


@pytest.mark.parametrize("days", [None, 0, -1])
def test_step_without_a_term(days: int | None) -> None:
    assert check(with_step(BASIC, "outreach", days=days)) == [
        (
            "Stap “Inzet team toeleiding” heeft geen termijn, dus niemand merkt dat "
            "een "
            f"kind blijft staan. Kortste weg: {TO_LETTER} → Toeleiding ingezet."
        )
    ]


def test_state_that_no_step_serves() -> None:
    assert check(without_step(BASIC, "absence")) == [
        (
            "In “Frequent verzuim” is niemand aan zet: geen stap hoort bij deze "
            "status. "
            f"Kortste weg: {TO_SEAT} (leeftijd: startleeftijd) → Neemt deel → "
            "Frequent verzuim."
        ),
        (
            "Een kind kan vastlopen in “Frequent verzuim”: er is geen enkele "
            "uitkomst die "
            f"verder leidt. Kortste weg: {TO_SEAT} (leeftijd: startleeftijd) → "
            f"Neemt deel "
            "→ Frequent verzuim."
        ),
    ]


def test_outcome_to_a_state_that_does_not_exist() -> None:
    assert check(with_outcome(BASIC, "offer", "waiting", to="S55")) == [
        (
            "Stap “Plaats aanbieden” leidt met “Op de wachtlijst” naar status S55, "
            "maar die bestaat niet."
        )
    ]


def test_two_steps_for_one_state() -> None:
    assert check(with_step(BASIC, "offer", at=("S50", "S51"))) == [
        (
            "Status “Wachtlijst” hoort bij meer dan één stap: “Plaats aanbieden” en "
            "“Wachtlijst”. Kies er één."
        )
    ]


def test_child_that_grew_too_old_for_every_outcome() -> None:
    too_narrow = with_outcome(BASIC, "start", "start", needs={Fact.AGE: ("start_age",)})

    assert check(without_outcomes(too_narrow, "start", "no_show", "decline")) == [
        (
            "Een kind kan vastlopen in “Geplaatst”: elke uitkomst vraagt meer "
            "(leeftijd "
            f"is startleeftijd). Kortste weg: {TO_SEAT} (leeftijd: drieënhalf)."
        )
    ]


def test_step_without_outcomes_and_what_it_cuts_off() -> None:
    assert check(with_step(BASIC, "handover", outcomes=())) == [
        (
            "Een kind kan vastlopen in “Overdracht voorbereid”: er is geen enkele "
            f"uitkomst die verder leidt. Kortste weg: {TO_SEAT} (leeftijd: "
            f"startleeftijd) "
            "→ Neemt deel (leeftijd: drieënhalf) → Overdracht voorbereid."
        ),
        "Stap “Afsluiten na warme overdracht” wordt nooit bereikt.",
        "Stap “Afsluiten na koude overdracht” wordt nooit bereikt.",
    ]


def test_ring_without_a_way_out() -> None:
    to_cold, to_warm = Outcome("to", "Over", "S82"), Outcome("to", "Over", "S81")
    ring = with_step(BASIC, "finish_warm", outcomes=(to_cold,))

    assert check(with_step(ring, "finish_cold", outcomes=(to_warm,))) == [
        (
            "Een kind kan blijven ronddraaien zonder ooit af te sluiten (Overdracht "
            "voorbereid, Warm overgedragen, Koud overgedragen). Kortste weg: "
            f"{TO_SEAT} (leeftijd: startleeftijd) → Neemt deel (leeftijd: "
            f"drieënhalf) → "
            "Overdracht voorbereid."
        )
    ]


def test_ring_that_turns_without_anyone() -> None:
    half = with_outcome(BASIC, "reach_again", "outreach", by_itself=True)

    assert check(with_outcome(half, "outreach", "not_reached", by_itself=True)) == [
        (
            "Zonder dat iemand iets doet draait dit rond: Toeleiding ingezet → "
            "Ouders niet "
            f"bereikt → Toeleiding ingezet. Kortste weg: {TO_LETTER} → Toeleiding "
            f"ingezet."
        )
    ]


def test_letter_without_consent() -> None:
    assert check(with_outcome(BASIC, "talk", "refer", needs={})) == [
        (
            "Een kind kan zonder toestemming van ouders in “Verwezen” komen. "
            "Kortste weg: Geïndiceerd → In gesprek met ouders → Verwezen."
        )
    ]


def test_step_that_nobody_comes_to() -> None:
    assert check(without_outcomes(BASIC, "offer", "waiting")) == [
        "Stap “Wachtlijst” wordt nooit bereikt."
    ]


def test_outcome_that_can_never_be_chosen() -> None:
    at_four_with_consent = {Fact.CONSENT: ("yes",)}

    assert check(
        with_outcome(BASIC, "talk_again", "talk", needs=at_four_with_consent)
    ) == [
        (
            "Stap “Opnieuw bespreken” kan met “Opnieuw in gesprek met ouders” nooit "
            "uitkomen op “In gesprek met ouders”: wat die uitkomst vraagt, komt daar "
            "niet voor."
        )
    ]


def test_fact_that_the_kind_of_route_does_not_know() -> None:
    needs = {Fact.CONSENT: ("yes",)}

    assert check(with_outcome(SUPPORT, "level_0", "up", needs=needs)) == [
        (
            "Stap “Niveau 0: basis versterken” vraagt bij “Opschalen naar niveau 1” "
            "naar "
            "toestemming, maar dat speelt op deze route niet."
        )
    ]


def test_value_that_a_fact_does_not_have() -> None:
    wrong = with_outcome(BASIC, "start", "start", needs={Fact.AGE: ("six",)})

    assert check(wrong) == [
        "Stap “Start” noemt bij “Gestart” leeftijd “six”, maar die waarde bestaat niet."
    ]


def test_outcome_that_is_left_to_the_municipality() -> None:
    by = (Role.CONTRACT_MANAGER,)

    assert check(with_outcome(BASIC, "offer", "place", by=by)) == [
        (
            "Stap “Plaats aanbieden” laat “Plaatsen” over aan de rol "
            "“Contractmanager”, "
            "maar die werkt niet met trajecten."
        )
    ]


def test_outcomes_and_steps_with_one_key() -> None:
    step = BASIC.steps[0]
    twice = replace(BASIC, activities=(*BASIC.activities, BASIC.activities[0]))

    assert check(with_step(BASIC, step.key, outcomes=step.outcomes * 2)) == [
        "Stap “Ouders informeren over de voorschool” heeft uitkomst “test” 2 keer.",
        "Stap “Ouders informeren over de voorschool” heeft uitkomst “indicate” 2 keer.",
    ]
    assert check(twice) == [
        "Het kenmerk “interim” komt 2 keer voor. Geef elk een eigen."
    ]


def test_names_that_are_missing() -> None:
    assert check(replace(BASIC, name=" ")) == [
        "De route heeft geen naam. Vul een naam in."
    ]
    assert check(with_step(BASIC, "offer", name="")) == [
        "Een stap heeft geen naam. Vul een naam in."
    ]
    assert check(with_outcome(BASIC, "offer", "place", label="")) == [
        "Stap “Plaats aanbieden” heeft een uitkomst zonder naam. Vul een naam in."
    ]


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        (
            (),
            "De route begint nergens. Kies een status waarin een traject begint.",
        ),
        (("S01",), "De route begint in S01, maar die status bestaat niet."),
        (
            ("S31",),
            (
                "De route begint in “Ouders willen niet”, maar die status sluit een "
                "traject."
            ),
        ),
    ],
)
def test_beginnings_that_lead_nowhere(start: tuple[str, ...], fault: str) -> None:
    assert check(replace(BASIC, start=start)) == [fault]


def test_levels_and_money_that_do_not_exist() -> None:
    wrong = with_step(SUPPORT, "level_1", level="4", funding=("OAB", "Loterij"))

    assert check(wrong) == [
        "Stap “Niveau 1: nabij of op de groep” noemt niveau 4, maar die bestaat niet.",
        (
            "Stap “Niveau 1: nabij of op de groep” noemt geldbron Loterij, maar die "
            "bestaat niet."
        ),
    ]


def test_turning_four_is_never_the_plan() -> None:
    # With what comes from outside as a plan the route would seem to close.
    stuck = with_step(BASIC, "finish_warm", outcomes=())
    plans = tuple(replace(one, fallback=False) for one in stuck.everywhere)

    assert [fault[:22] for fault in check(stuck)] == ["Een kind kan vastlopen"]
    assert check(replace(stuck, everywhere=plans)) == []


def test_a_way_with_several_changes_reads_as_one_bracket() -> None:
    walk = Walk(BASIC)
    last = next(
        place
        for place in walk.moves
        if place.state == "S32" and dict(place.facts)[Fact.AGE] == "four"
    )

    assert walk.way_to(last) == (
        "Geïndiceerd → In gesprek met ouders (pogingen: 3 langs 2 kanalen) → "
        "Ouders niet bereikt (leeftijd: vier)"
    )


def test_every_place_of_the_basic_route_is_visited() -> None:
    walk = Walk(BASIC)

    visited = {place.state for place in walk.moves}

    assert visited == set(BASIC.states)
    assert len(walk.moves) == 843


def test_counting_stops_at_the_last_value() -> None:
    walk = Walk(BASIC)

    attempts = {dict(place.facts)[Fact.ATTEMPTS] for place in walk.moves}

    assert attempts == {"0", "1", "2", "3"}


def test_smallest_route_that_closes() -> None:
    close = Outcome("finish", "Afgerond", "T80")
    step = Step("a", "Programma", ("T00",), Role.PROGRAMME_WORKER, 14, (close,))

    assert check(Route("Kort", RouteKind.HOME, ("T00",), (step,))) == []
