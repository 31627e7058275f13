"""The definitions of indicators, and what they add to annex E of an agreement."""

from datetime import date

import pytest

from agreements.annexes import AnnexRequest, tables_for
from agreements.models.vocabulary import IndicatorCode
from monitoring.definitions import INDICATORS

pytestmark = pytest.mark.sqlite


def naming(*codes: str) -> AnnexRequest:
    """Return what an agreement asks that names these indicators."""
    return AnnexRequest(1, date(2027, 1, 1), frozenset(codes))


def test_every_indicator_a_clause_can_name_is_defined() -> None:
    assert set(INDICATORS) == set(IndicatorCode)


def test_every_definition_is_complete_and_names_no_code_of_a_state() -> None:
    for indicator in INDICATORS.values():
        words = (indicator.name, indicator.numerator, indicator.denominator)
        assert all(words)
        assert indicator.moment
        assert not any(" S7" in one or "verify" in one for one in words)


def test_definitions_refer_only_to_indicators_that_exist() -> None:
    texts = " ".join(
        f"{one.numerator} {one.denominator}" for one in INDICATORS.values()
    )
    named = {word.strip("().,;") for word in texts.split() if "IND-" in word}

    assert named <= {code.value for code in IndicatorCode}


def test_annex_e_holds_the_indicators_that_are_named_in_fixed_order() -> None:
    (table,) = tables_for("E", naming("IND-13", "IND-05"))

    assert [row[0] for row in table.rows] == [
        "IND-05 Bereik VE op peildatum",
        "IND-13 Wachtlijst",
    ]
    assert table.rows[0][2] == "Kinderen met een geldige indicatie (IND-03)"


def test_annex_e_has_no_empty_table() -> None:
    assert tables_for("E", naming()) == ()
