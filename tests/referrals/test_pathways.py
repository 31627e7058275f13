"""The basic route, and what it adds to annex B of an agreement."""

import pytest

from agreements.annexes import ANNEX_TITLES, AnnexTable, register, tables_for
from referrals.pathways import BASIC_ROUTE

pytestmark = pytest.mark.sqlite


def test_steps_count_on_and_each_is_complete() -> None:
    assert [step.number for step in BASIC_ROUTE] == list(range(1, 12))
    assert all(
        step.name and step.leads and step.helps and step.informed
        for step in BASIC_ROUTE
    )


def test_exactly_one_leads_each_step() -> None:
    assert {step.leads for step in BASIC_ROUTE} == {
        "Jeugdverpleegkundige",
        "Voorschool",
    }


def test_nobody_helps_or_is_told_about_what_he_leads() -> None:
    for step in BASIC_ROUTE:
        assert step.leads.lower() not in step.helps.lower()
        assert step.leads.lower() not in step.informed.lower()


def test_annex_b_holds_the_steps() -> None:
    (table,) = tables_for("B", frozenset())

    assert table.columns == (
        "Stap",
        "Voortouw",
        "Werkt mee",
        "Geïnformeerd",
    )
    assert len(table.rows) == len(BASIC_ROUTE)
    assert table.rows[4] == (
        "5. Verwijsbrief naar de voorschool",
        "Jeugdverpleegkundige",
        "Niemand",
        "Ouders en voorschool",
    )


def test_annex_without_provider_gets_no_tables() -> None:
    assert tables_for("A", frozenset({"IND-05"})) == ()


def test_no_one_can_fill_an_annex_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="'Z'"):
        register("Z", lambda _codes: ())

    assert "Z" not in ANNEX_TITLES


def test_table_with_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError, match="cell per column"):
        AnnexTable("Titel", ("een", "twee"), (("een", "twee"), ("een",)))
