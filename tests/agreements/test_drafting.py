"""Starting an agreement: empty, from the model set, or from an earlier one."""

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
from agreements.services.drafting import (
    Source,
    start_agreement,
)
from agreements.services.starting import mover
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
)
from tests.factories import AgreementFactory, BudgetLineFactory, PartnershipFactory
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.queries import with_reach
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


@pytest.mark.usefixtures("everywhere")
def test_the_text_of_one_partnership_is_not_copied_into_another(
    signed: Agreement, provider: Organisation, manager: User, today: date
) -> None:
    second = PartnershipFactory.create(provider=provider)
    reaching_both = with_reach(manager, today=today)

    with pytest.raises(ValidationError, match="dezelfde twee partijen"):
        start(second, reaching_both, source=Source.EARLIER, earlier=signed)


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


def test_starting_takes_as_many_queries_for_many_clauses_as_for_few(
    partnership: Partnership, advisor: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        agreement = start(partnership, advisor, source=Source.MODEL)

    assert Clause.objects.filter(agreement=agreement, chapter__in=AREA_NUMBERS)
