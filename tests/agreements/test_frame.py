"""Changing the frame of an agreement and the values in its text."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Agreement
from agreements.services.clauses import content_of_version
from agreements.services.drafting import (
    change_frame,
    set_terms,
)
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    let_agree,
)
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")


def frame(agreement: Agreement, **changes: Any) -> dict[str, Any]:
    """Return the frame as it is, but for `changes`."""
    fields = {
        "title": agreement.title,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "indexation": agreement.indexation,
        "publicity": agreement.publicity,
        "publicity_ground": agreement.publicity_ground,
    }
    return {**fields, **changes}


def test_a_new_term_renews_the_clauses_that_name_it(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    term = add_clause_of(agreement, version__source_text="Tot en met {einddatum}.")
    other = add_clause_of(agreement, version__source_text="Binnen {wachttijd}.")
    let_agree(term)
    let_agree(other)

    change_frame(
        agreement=agreement,
        **frame(agreement, ends_on=date(2028, 12, 31)),
        actor=advisor,
        now=now,
    )

    renewed = current_of(term)
    assert renewed.text == "Tot en met 31 december 2028."
    assert renewed.reason == (
        "De looptijd of de indexering is gewijzigd: "
        "1 januari 2027 tot en met 31 december 2028."
    )
    assert (renewed.number, renewed.consents.count()) == (2, 0)
    assert (current_of(other).number, current_of(other).consents.count()) == (1, 2)
    entry = Entry.objects.about(agreement).get()
    assert entry.summary == (
        f"De gegevens van de overeenkomst zijn gewijzigd, ook in {term.code}."
    )
    assert entry.details["after"]["ends_on"] == "2028-12-31"


def test_the_record_says_who_may_read_it_from_now_on(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    ground = "artikel 5.1, tweede lid, onder f, Woo"

    change_frame(
        agreement=agreement,
        **frame(agreement, publicity="internal", publicity_ground=ground),
        actor=advisor,
        now=now,
    )

    assert Entry.objects.about(agreement).get().summary == (
        "De gegevens van de overeenkomst zijn gewijzigd. Openbaarheid: Intern "
        "(artikel 5.1, tweede lid, onder f, Woo)."
    )


def test_the_same_frame_again_changes_nothing(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    change_frame(agreement=agreement, **frame(agreement), actor=advisor, now=now)

    assert not Entry.objects.about(agreement).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"indexation": "i" * 301}, "indexation"),
        ({"publicity": "iets"}, "publicity"),
        ({"publicity": "internal"}, "publicity_ground"),
        ({"publicity": "secret", "publicity_ground": "  "}, "publicity_ground"),
        ({"publicity": "secret", "publicity_ground": "g" * 301}, "publicity_ground"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
    ],
)
def test_a_wrong_frame_gets_a_sentence(
    changes: dict[str, Any],
    field: str,
    agreement: Agreement,
    advisor: User,
    now: datetime,
) -> None:
    with pytest.raises(ValidationError) as refusal:
        change_frame(
            agreement=agreement, **frame(agreement, **changes), actor=advisor, now=now
        )

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("publicity", "kept"), [("secret", "Artikel 87 Gemeentewet."), ("public", "")]
)
def test_only_what_is_not_public_has_a_ground(
    publicity: str, kept: str, agreement: Agreement, advisor: User, now: datetime
) -> None:
    ground = " Artikel 87 Gemeentewet. "
    changed = frame(agreement, publicity=publicity, publicity_ground=ground, title="T")

    change_frame(agreement=agreement, **changed, actor=advisor, now=now)

    agreement.refresh_from_db()
    assert (agreement.publicity, agreement.publicity_ground) == (publicity, kept)
    entry = Entry.objects.about(agreement).get()
    assert entry.details["after"]["publicity_ground"] == kept


@pytest.mark.parametrize("name", ["coordinator", "contract_manager", "stranger"])
def test_the_frame_is_not_for_everybody(
    name: str, agreement: Agreement, now: datetime, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(name)

    with pytest.raises(PermissionDenied):
        change_frame(
            agreement=agreement,
            **frame(agreement, title="Gekaapt"),
            actor=actor,
            now=now,
        )

    agreement.refresh_from_db()
    assert agreement.title == "Samenwerkingsovereenkomst VVE 2027"


def test_a_changed_value_renews_text_title_indicator_and_frequency(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(
        agreement,
        version__source_title="Toets bij {leeftijd_toets} maanden",
        version__source_text="De JGZ toetst bij {leeftijd_toets} maanden.",
        version__source_indicator="getoetst op {leeftijd_toets} maanden",
        version__source_frequency="bij {leeftijd_toets} maanden",
    )
    let_agree(clause)

    changed = set_terms(
        agreement=agreement,
        terms={"leeftijd_toets": "11"},
        reason="Zo doen we het al.",
        actor=manager,
        now=now,
    )

    version = current_of(clause)
    assert changed.terms == {"leeftijd_toets": "11"}
    assert [version.title, version.text, version.indicator, version.frequency] == [
        "Toets bij 11 maanden",
        "De JGZ toetst bij 11 maanden.",
        "getoetst op 11 maanden",
        "bij 11 maanden",
    ]
    assert (version.number, version.consents.count()) == (2, 0)
    assert version.organisation == manager.organisation
    assert content_of_version(version).title == "Toets bij {leeftijd_toets} maanden"


def test_a_value_that_no_clause_uses_renews_nothing(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)

    set_terms(
        agreement=agreement,
        terms={"wachttijd": "acht weken"},
        reason="Krapte.",
        actor=manager,
        now=now,
    )

    assert current_of(clause).number == 1


def test_a_clause_proposed_to_lapse_is_not_renewed(
    agreement: Agreement, manager: User, now: datetime
) -> None:
    clause = add_clause_of(agreement, version__source_text="{wachttijd}")
    add_version_of(clause, is_dropped=True, source_text="{wachttijd}")

    set_terms(
        agreement=agreement,
        terms={"wachttijd": "acht weken"},
        reason="Krapte.",
        actor=manager,
        now=now,
    )

    assert current_of(clause).number == 2


def test_terms_need_a_reason_once_shared(
    agreement: Agreement, draft: Agreement, advisor: User, now: datetime
) -> None:
    terms = {"wachttijd": "acht weken"}

    with pytest.raises(ValidationError) as refusal:
        set_terms(agreement=agreement, terms=terms, reason=" ", actor=advisor, now=now)
    changed = set_terms(agreement=draft, terms=terms, reason="", actor=advisor, now=now)

    assert list(refusal.value.message_dict) == ["reason"]
    assert changed.terms == terms


def test_wrong_terms_change_nothing(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        set_terms(
            agreement=agreement,
            terms={"wachttijd": "acht weken", "ondergrens": "veel"},
            reason="Krapte.",
            actor=advisor,
            now=now,
        )

    agreement.refresh_from_db()
    assert list(refusal.value.message_dict) == ["ondergrens"]
    assert agreement.terms == {}


def test_setting_the_same_terms_changes_nothing(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    set_terms(
        agreement=agreement,
        terms={"wachttijd": "vier weken"},
        reason="",
        actor=advisor,
        now=now,
    )

    assert not Entry.objects.about(agreement).exists()
