"""The escalation rules are those of the field, and a town may change their terms."""

import pytest

from referrals.routes.definition import WORKING_ROLES
from referrals.routes.rules import RULES, Clock, Setting, Term, Unit, rules_with
from referrals.states import PRESCHOOL_STATES
from tests.referrals.building import SINCE
from vve_portal.accounts.roles import Role

N, C = Role.NURSE, Role.VVE_COORDINATOR
P, O = Role.PRESCHOOL_CONTACT, Role.OUTREACH_WORKER  # noqa: E741 - reads as a table

# domain: first signal, to whom; later signal, to whom.
TABLE = {
    "E01": ("15 maanden", N, "16 maanden", C),
    "E02": ("28 dagen", N, "42 dagen", C),
    "E03": ("5 werkdagen", N, "10 werkdagen", C),
    "E04": ("5 werkdagen", P, "14 dagen", N),
    "E05": ("14 dagen", N, "28 dagen", C),
    "E06": ("42 dagen", O, "None", None),
    "E07": ("28 dagen", P, "None", None),
    "E08": ("28 dagen", C, "56 dagen", C),
    "E09": ("7 dagen", P, "14 dagen", N),
    "E10": ("7 dagen", P, "21 dagen", C),
    "E11": ("30 maanden", N, "36 maanden", N),
    "E12": ("42 maanden", P, "46 maanden", C),
    "E13": ("14 dagen", P, "None", None),
    "E14": ("48 maanden", N, "49 maanden", C),
    "E15": ("12 maanden", N, "None", None),
}


def test_the_rules_are_those_of_the_table() -> None:
    found = {
        code: (str(rule.first), rule.to, str(rule.later), rule.then)
        for code, rule in RULES.items()
    }

    assert found == TABLE


def test_who_is_told_on_the_same_day() -> None:
    also = {code: rule.also for code, rule in RULES.items() if rule.also}

    assert also == {"E04": N, "E06": C}


@pytest.mark.parametrize("code", RULES)
def test_a_rule_speaks_of_states_and_roles_that_exist(code: str) -> None:
    rule = RULES[code]

    assert set(rule.states) <= PRESCHOOL_STATES.keys()
    assert rule.roles <= set(WORKING_ROLES)


@pytest.mark.parametrize("code", RULES)
def test_a_later_signal_comes_later_and_to_somebody(code: str) -> None:
    rule = RULES[code]

    assert (rule.later is None) == (rule.then is None)
    if rule.later is not None:
        assert rule.later.after(SINCE) > rule.first.after(SINCE)
        assert rule.later_task > ""


def test_a_rule_without_settings_stays_as_it_is() -> None:
    assert rules_with({}) == RULES


def test_a_town_may_switch_a_rule_off() -> None:
    rules = rules_with({"E08": Setting(is_on=False)})

    assert RULES.keys() - rules.keys() == {"E08"}


def test_a_town_may_move_the_terms_of_a_rule() -> None:
    rules = rules_with({"E03": Setting(first=3, later=6)})

    assert rules["E03"].first == Term(3, Unit.WORKING_DAYS)
    assert rules["E03"].later == Term(6, Unit.WORKING_DAYS)
    assert rules["E02"] == RULES["E02"]


def test_a_later_term_means_nothing_where_there_is_no_later_signal() -> None:
    rules = rules_with({"E07": Setting(later=99)})

    assert rules["E07"] == RULES["E07"]


def test_a_term_reads_as_people_say_it() -> None:
    terms = [Term(1), Term(2), Term(1, Unit.WORKING_DAYS), Term(1, Unit.MONTHS)]

    assert [str(term) for term in terms] == [
        "1 dag",
        "2 dagen",
        "1 werkdag",
        "1 maand",
    ]


def test_only_ages_and_indications_are_counted_in_months() -> None:
    in_months = {
        rule.clock for rule in RULES.values() if rule.first.unit is Unit.MONTHS
    }

    assert in_months == {Clock.BIRTH, Clock.INDICATION}
