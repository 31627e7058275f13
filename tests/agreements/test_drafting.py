"""Starting an agreement, and changing its frame and the values in its text."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.areas import AREA_NUMBERS, Chapter
from agreements.models import Agreement, Clause, ModelClause
from agreements.models.vocabulary import Kind
from agreements.queries import load_clauses
from agreements.services.clauses import content_of_version
from agreements.services.drafting import (
    Source,
    change_frame,
    set_terms,
    start_agreement,
)
from agreements.services.starting import mover
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    let_agree,
)
from tests.factories import AgreementFactory, BudgetLineFactory, PartnershipFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.usefixtures("at_home")


def start(partnership: Partnership, actor: User, **changes: Any) -> Agreement:
    """Start an agreement for 2027, but for `changes`."""
    fields: dict[str, Any] = {
        "partnership": partnership,
        "title": "Samenwerkingsovereenkomst VVE 2027",
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "source": Source.EMPTY,
        "earlier": None,
        "actor": actor,
        "now": datetime.fromisoformat("2026-11-20T09:30:00+00:00"),
    }
    return start_agreement(**{**fields, **changes})


@pytest.mark.sqlite
def test_the_model_set_gives_every_model_clause_a_first_version(
    partnership: Partnership, advisor: User
) -> None:
    agreement = start(partnership, advisor, source=Source.MODEL)

    clauses = load_clauses(agreement)
    models = ModelClause.objects.order_by("chapter", "position")
    assert [clause.code for clause in clauses] == [model.code for model in models]
    assert {current_of(clause).number for clause in clauses} == {1}
    assert agreement.status == Agreement.Status.DRAFT
    assert agreement.drafted_by == advisor.organisation
    g4_02 = next(clause for clause in clauses if clause.code == "G4-02")
    version = current_of(g4_02)
    assert version.text == (
        "De JGZ controleert twee weken na de verwijsbrief of het kind is aangemeld en "
        "belt ouders als dat niet zo is."
    )
    assert version.indicator == "verwijzingen gecontroleerd binnen twee weken"
    assert version.in_draft


def test_an_empty_start_has_the_general_part_and_annexes_only(
    partnership: Partnership, advisor: User
) -> None:
    agreement = start(partnership, advisor, source=Source.EMPTY)

    chapters = {clause.chapter for clause in load_clauses(agreement)}
    assert chapters == {Chapter.GENERAL, Chapter.ANNEXES}


def test_starting_works_within_the_scope_of_who_starts(
    in_scope: Callable[[User], AbstractContextManager[None]],
    partnership: Partnership,
    advisor: User,
) -> None:
    with in_scope(advisor):
        agreement = start(partnership, advisor, source=Source.MODEL)

        entry = Entry.objects.about(agreement).get()
        assert entry.reach == Entry.Reach.ORGANISATION
        assert entry.summary == (
            f"Overeenkomst {agreement.reference} is begonnen als concept."
        )


def test_references_count_per_partnership_and_year(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    first = start(partnership, advisor)
    second = start(partnership, manager)
    later = start(
        partnership, advisor, starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31)
    )

    code = partnership.code
    assert [first.reference, second.reference, later.reference] == [
        f"VVE-2027-{code}-1",
        f"VVE-2027-{code}-2",
        f"VVE-2028-{code}-1",
    ]


def test_pressing_twice_starts_an_agreement_once(
    partnership: Partnership, advisor: User
) -> None:
    first = start(partnership, advisor)

    with pytest.raises(ValidationError, match=f"looptijd: {first.reference}"):
        start(partnership, advisor)

    assert Agreement.objects.get() == first


@pytest.mark.parametrize("name", ["coordinator", "contract_manager", "nurse", "clerk"])
def test_who_may_not_start_gets_the_reason(
    name: str, partnership: Partnership, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(name)

    with pytest.raises(PermissionDenied, match="Uw rol geeft u hiervoor geen recht"):
        start(partnership, actor)

    assert not Agreement.objects.exists()


def test_nobody_starts_in_a_partnership_of_others(advisor: User) -> None:
    elsewhere = PartnershipFactory.create()

    with pytest.raises(PermissionDenied, match="geen partij in deze samenwerking"):
        start(elsewhere, advisor)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"title": " "}, {"title": ["Geef de overeenkomst een titel."]}),
        (
            {"title": "t" * 201},
            {"title": ["Houd de titel korter dan 200 tekens."]},
        ),
        (
            {"ends_on": date(2026, 12, 31)},
            {"ends_on": ["Kies een einddatum op of na de begindatum."]},
        ),
        (
            {"source": Source.EARLIER},
            {"earlier": ["Kies de overeenkomst waar u van uitgaat."]},
        ),
    ],
)
def test_a_start_that_will_not_do_gets_a_sentence(
    changes: dict[str, Any],
    faults: dict[str, list[str]],
    partnership: Partnership,
    advisor: User,
) -> None:
    with pytest.raises(ValidationError) as refusal:
        start(partnership, advisor, **changes)

    assert refusal.value.message_dict == faults
    assert not Agreement.objects.exists()


@pytest.fixture
def signed(partnership: Partnership, colleague: User) -> Agreement:
    """Last year's agreement: a plus clause with money and dates, and a dropped one."""
    made: Agreement = AgreementFactory.create(
        partnership=partnership,
        created_by=colleague,
        signed=True,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        terms={"controletermijn": "tien dagen"},
        indexation="Bedragen stijgen met de CPI.",
    )
    kept = add_clause_of(
        made,
        code="G4-02",
        source="eigen voorstel",
        version__kind=Kind.PLUS,
        version__source_text="Binnen {controletermijn}.",
        version__starts_on=date(2026, 3, 31),
        version__ends_on=date(2026, 12, 31),
    )
    BudgetLineFactory.create(version=kept.current)
    dropped = add_clause_of(made, code="G4-03")
    add_version_of(dropped, is_dropped=True)
    return made


def test_an_earlier_agreement_gives_its_text_terms_and_money(
    signed: Agreement, partnership: Partnership, advisor: User
) -> None:
    agreement = start(partnership, advisor, source=Source.EARLIER, earlier=signed)

    [clause] = load_clauses(agreement)
    version = current_of(clause)
    assert (clause.code, clause.source, version.number) == (
        "G4-02",
        "eigen voorstel",
        1,
    )
    assert version.text == "Binnen tien dagen."
    assert (version.starts_on, version.ends_on) == (
        date(2027, 3, 31),
        date(2027, 12, 31),
    )
    assert [line.amount for line in version.lines.all()] == [6750]
    assert version.consents.count() == 0
    assert agreement.based_on == signed
    assert agreement.terms == {"controletermijn": "tien dagen"}
    assert agreement.indexation == "Bedragen stijgen met de CPI."


def test_only_a_signed_or_void_agreement_is_copied(
    agreement: Agreement, partnership: Partnership, advisor: User
) -> None:
    with pytest.raises(PermissionDenied, match="ondertekend of vervallen is"):
        start(partnership, advisor, source=Source.EARLIER, earlier=agreement)


@pytest.mark.parametrize(
    ("old", "new", "day", "moved"),
    [
        ("2026-01-01", "2027-01-01", "2026-11-01", "2027-11-01"),
        # A leap day in between moves nothing along.
        ("2027-01-01", "2028-01-01", "2027-11-01", "2028-11-01"),
        ("2028-01-01", "2029-01-01", "2028-02-29", "2029-02-28"),
        ("2026-01-01", "2026-09-15", "2026-03-31", "2026-12-14"),
        ("2027-01-01", "2026-07-01", "2027-01-31", "2026-07-31"),
    ],
)
def test_dates_move_as_far_as_the_start(
    old: str, new: str, day: str, moved: str
) -> None:
    move = mover(date.fromisoformat(old), date.fromisoformat(new))

    assert move(date.fromisoformat(day)) == date.fromisoformat(moved)


def frame(agreement: Agreement, **changes: Any) -> dict[str, Any]:
    """Return the frame as it is, but for `changes`."""
    fields = {
        "title": agreement.title,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "indexation": agreement.indexation,
        "publicity": agreement.publicity,
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


def test_starting_takes_as_many_queries_for_many_clauses_as_for_few(
    partnership: Partnership, advisor: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        agreement = start(partnership, advisor, source=Source.MODEL)

    assert Clause.objects.filter(agreement=agreement, chapter__in=AREA_NUMBERS)
