"""What a route says: as JSON, in words, changed, and compared."""

import json
from dataclasses import replace

import pytest

from referrals.routes import editing
from referrals.routes.changes import Change, changes_between, step_in_words
from referrals.routes.definition import Step, from_json, to_json
from referrals.routes.sheet import sheet_of
from referrals.routes.templates import TEMPLATES
from referrals.routes.words import (
    age_in_words,
    needs_in_words,
    roles_in_words,
    term_in_words,
    window_in_words,
)
from referrals.states import Fact
from tests.referrals.routing import BASIC
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.sqlite


def test_json_is_plain_and_in_a_fixed_order() -> None:
    once = json.dumps(to_json(BASIC))

    assert from_json(json.loads(once)) == BASIC
    assert json.dumps(to_json(from_json(json.loads(once)))) == once


@pytest.mark.parametrize("damage", [{"kind": "elsewhere"}, {"steps": [{"key": "x"}]}])
def test_json_that_is_no_route_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        from_json({**to_json(BASIC), **damage})


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "geen termijn"),
        (1, "1 dag"),
        (7, "7 dagen"),
        (14, "2 weken"),
        (28, "4 weken"),
        (90, "3 maanden"),
        (100, "100 dagen"),
        (730, "2 jaar"),
    ],
)
def test_terms_in_words(days: int | None, words: str) -> None:
    assert term_in_words(days) == words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "1 maand"),
        (14, "14 maanden"),
        (24, "2 jaar"),
        (25, "2 jaar en 1 maand"),
        (42, "3 jaar en 6 maanden"),
    ],
)
def test_ages_in_words(months: int, words: str) -> None:
    assert age_in_words(months) == words


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ((None, None), ""),
        ((None, 48), "tot 4 jaar"),
        ((18, None), "vanaf 18 maanden"),
        ((0, 1), "0 tot 1 maand"),
        ((11, 14), "11 tot 14 maanden"),
        ((24, 48), "2 tot 4 jaar"),
        ((23, 33), "23 maanden tot 2 jaar en 9 maanden"),
    ],
)
def test_windows_in_words(window: tuple[int | None, int | None], words: str) -> None:
    assert window_in_words(*window) == words


def test_conditions_in_words() -> None:
    assert needs_in_words({}) == ""
    assert needs_in_words({Fact.AGE: ("half_past_three", "four")}) == (
        "vanaf drieënhalf jaar"
    )
    assert needs_in_words({Fact.CONSENT: ("yes",), Fact.LOCATION: ("known",)}) == (
        "met toestemming van ouders, met een voorkeurslocatie"
    )
    assert needs_in_words({Fact.AGE: ("start_age",)}) == (
        "als leeftijd is: startleeftijd"
    )


def test_roles_in_words() -> None:
    nurse, doctor, coordinator = Role.NURSE, Role.DOCTOR, Role.VVE_COORDINATOR

    assert roles_in_words((nurse,)) == "Jeugdverpleegkundige"
    assert roles_in_words((nurse, doctor, coordinator)) == (
        "Jeugdverpleegkundige, Jeugdarts of VVE-coördinator"
    )


def test_step_in_words() -> None:
    level = next(one for one in TEMPLATES["R-AANV"].steps if one.key == "level_2")

    assert step_in_words(level) == {
        "Naam": "Niveau 2: buiten de groep of locatie",
        "Bij": "Niveau 2: buiten de groep",
        "Wie": "VVE-coördinator",
        "Termijn": "12 weken",
        "Leeftijd": "",
        "Taak": "Verwijs binnen 2 weken en combineer waar het kan met VE",
        "Werkt mee": "Jeugdhulp, Kentalis of Auris, orthopedagogiek",
        "Geïnformeerd": "Ouders en voorschool",
        "Documenten": "Verwijzing",
        "Niveau": "Niveau 2: buiten de groep of locatie",
        "Geld": "Jeugdwet, Zvw",
        "Uitkomsten": (
            "Evalueren: wordt “Evaluatie en afschalen” (VVE-coördinator)\n"
            "Afschalen naar niveau 1: wordt “Niveau 1: nabij of op de groep” "
            "(VVE-coördinator)\n"
            "Opschalen naar niveau 3: wordt “Niveau 3: buiten de opvang” "
            "(VVE-coördinator)"
        ),
    }


def test_ways_on_stand_under_who_may_choose_them() -> None:
    step = next(
        one for one in sheet_of(BASIC).steps if one.row.step.key == "participate"
    )

    assert step.summary == "Contactpersoon voorschool, 2 jaar, leeftijd tot 4 jaar"
    assert step.outcomes == (
        (
            "Contactpersoon voorschool of VVE-coördinator",
            ("Frequent verzuim melden: wordt “Frequent verzuim”",),
        ),
        (
            "Contactpersoon voorschool",
            (
                "Tijdelijk onderbreken: wordt “Onderbroken”",
                (
                    "Overdracht voorbereiden: wordt “Overdracht voorbereid”, "
                    "vanaf drieënhalf jaar"
                ),
                "Vroegtijdig gestopt",
            ),
        ),
    )


def test_the_same_route_has_no_changes() -> None:
    assert changes_between(BASIC, BASIC) == []


def test_changes_name_what_reads_differently() -> None:
    first = replace(BASIC.steps[0], days=60)
    extra = Step("extra", "Nabellen", (), Role.NURSE, 7, ())
    after = editing.put_step(editing.put_step(BASIC, first), extra)
    after = editing.drop_activity(editing.drop_step(after, "absence"), "interim")
    after = replace(editing.move_step(after, "test", -1), side_routes=())

    found = changes_between(BASIC, after)

    told = [(one.label, one.note, one.before, one.after) for one in found]
    assert told[:2] == [
        ("De route", "Zijroutes", "R-AANV, R-THUIS", ""),
        (
            "Stap “Ouders informeren over de voorschool”",
            "Termijn",
            "3 maanden",
            "2 maanden",
        ),
    ]
    assert [(one.label, one.note) for one in found[2:]] == [
        ("Stap “Nabellen”", "Nieuw"),
        ("Stap “Frequent verzuim oppakken”", "Vervalt"),
        ("Activiteit “Tussenbalans”", "Vervalt"),
        ("Volgorde van de stappen", ""),
    ]
    assert found[2] == Change(
        "Stap “Nabellen”",
        "",
        "Naam: Nabellen\nWie: Jeugdverpleegkundige\nTermijn: 7 dagen",
        "Nieuw",
    )


def test_what_an_outcome_leaves_behind_is_a_change_too() -> None:
    refer = editing.find_outcome(BASIC, "talk", "refer")
    changed = replace(refer, sets={Fact.LOCATION: "unknown"})

    (found,) = changes_between(BASIC, editing.put_outcome(BASIC, "talk", changed))

    assert found.note == "Uitkomsten"
    assert found.after.splitlines()[2] == (
        f"{found.before.splitlines()[2]}; voorkeurslocatie wordt onbekend"
    )


def test_steps_move_no_further_than_the_ends() -> None:
    keys = [step.key for step in BASIC.steps]

    def moved(key: str, by: int) -> list[str]:
        return [step.key for step in editing.move_step(BASIC, key, by).steps]

    assert moved(keys[0], -1) == keys
    assert moved(keys[-1], 1) == keys
    assert moved(keys[1], -1) == [keys[1], keys[0], *keys[2:]]


def test_keys_are_free_when_they_are_given() -> None:
    assert editing.free_key("stap", []) == "stap"
    assert editing.free_key("stap", ["stap", "stap_2"]) == "stap_3"


def test_unknown_parts_are_not_found() -> None:
    with pytest.raises(KeyError):
        editing.find_step(BASIC, "x")
    with pytest.raises(KeyError):
        editing.find_activity(BASIC, "x")
    with pytest.raises(KeyError):
        editing.find_outcome(BASIC, editing.EVERYWHERE, "x")
