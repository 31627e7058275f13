"""What the pages of an agreement show, and what they keep when somebody was first."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Clause, Consent
from agreements.models.vocabulary import Funding, Kind, Lead, Operator, Responsible
from agreements.services.progress import set_progress
from agreements.services.versions import Stale
from agreements.views.facts import facts_of_version
from agreements.views.history import ENTRIES_PER_PAGE
from agreements.views.progressing import NOT_FINISHED
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    finish_text,
)
from tests.factories import (
    NOW,
    AgreementFactory,
    BudgetLineFactory,
    ClauseFactory,
    ClauseVersionFactory,
    PartnershipFactory,
)
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.services import record

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.usefixtures("everywhere"),
]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clause(agreement: Agreement) -> Clause:
    """A clause in area 4 that nobody has answered."""
    return add_clause_of(agreement)


def messages_of(response: object) -> list[str]:
    """Return what the page says on top."""
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]  # of the test client


def sign(agreement: Agreement) -> None:
    """Let the agreement be signed, without going through a round."""
    agreement.status, agreement.signed_at = Agreement.Status.SIGNED, NOW
    agreement.save(update_fields=["status", "signed_at"])


def test_a_reaction_to_an_older_version_is_kept_beside_the_newer_one(
    advisor: User, clause: Clause, as_user: SignIn
) -> None:
    old = current_of(clause)
    newer = add_version_of(clause)

    response = as_user(advisor).post(
        clause.get_absolute_url(),
        {"version": old.pk, "reason": "Vier weken is te lang.", "refuse": "1"},
    )

    assert messages_of(response) == [str(Stale(newer))]
    assert response.context["form"].initial == {
        "version": newer.pk,
        "reason": "Vier weken is te lang.",
    }
    assert response.context["version"] == newer
    assert not Consent.objects.exists()


def test_a_selection_in_which_one_clause_changed_keeps_its_ticks(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    same, changed = ClauseFactory.create_batch(2, agreement=agreement)
    ticked = [current_of(same).pk, current_of(changed).pk]
    newer = add_version_of(changed)

    response = as_user(advisor).post(
        reverse("agreements:waiting", args=[agreement.pk]), {"version": ticked}
    )

    page = response.content.decode()
    assert not Consent.objects.exists()
    assert messages_of(response) == [str(Stale(newer))]
    assert is_ticked(page, current_of(same).pk)
    assert not is_ticked(page, newer.pk)


def test_who_answers_to_many_sees_their_money_too(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    clause = add_clause_of(agreement, version__kind=Kind.PLUS)
    BudgetLineFactory.create(version=current_of(clause), activity="Nabellen")

    page = as_user(advisor).get(reverse("agreements:waiting", args=[agreement.pk]))

    assert "Nabellen" in page.content.decode()


def is_ticked(page: str, version: int) -> bool:
    """Return whether the box of a version, which must be there, is ticked."""
    _, found, rest = page.partition(f'id="versie-{version}"')
    assert found
    return "checked" in rest.partition(">")[0]


def test_everything_that_is_agreed_to_is_shown() -> None:
    version = ClauseVersionFactory.build(
        responsible=Responsible.JOINT,
        lead=Lead.JGZ,
        executing_role="de jeugdverpleegkundige",
        kind=Kind.PLUS,
        kind_reason="Extra tijd voor VVE.",
        funding=Funding.SPUK_OAB,
        hours_per_year=Decimal("90.50"),
        indicator="aangemeld binnen zes weken",
        norm_operator=Operator.AT_LEAST,
        norm_value=Decimal("60.00"),
        norm_unit="procent",
        frequency="per kwartaal",
        starts_on=date(2027, 2, 1),
        ends_on=date(2027, 6, 30),
        evidence="het verslag",
        wpo_topic="referral",
        clause=None,
        partnership=None,
        author=None,
        organisation=None,
        pk=1,
    )

    found = facts_of_version(version, source="Breda")

    assert found == [
        ("Wie", "Gezamenlijk (trekker: JGZ)"),
        ("Uitvoering door", "de jeugdverpleegkundige"),
        ("Soort", "Plus-inzet"),
        ("Waarom deze soort", "Extra tijd voor VVE."),
        ("Uren per jaar", "90,5 uur"),
        ("Bron van het geld", "SPUK OAB"),
        ("Meten", "aangemeld binnen zes weken, ten minste 60 procent"),
        ("Hoe vaak", "per kwartaal"),
        ("Geldt", "vanaf 1 februari 2027 tot en met 30 juni 2027"),
        ("Bewijsstuk", "het verslag"),
        ("Artikel 160 WPO", "Toeleiding"),
        ("Herkomst", "Breda"),
    ]


def test_hours_and_source_are_said_once_when_there_are_lines(
    agreement: Agreement,
) -> None:
    clause = add_clause_of(
        agreement,
        version__kind=Kind.PLUS,
        version__hours_per_year=90,
        version__funding=Funding.SPUK_OAB,
    )
    BudgetLineFactory.create(version=current_of(clause))

    assert facts_of_version(current_of(clause)) == [
        ("Wie", "JGZ"),
        ("Soort", "Plus-inzet"),
    ]


def test_versions_show_what_changed_besides_the_text(
    advisor: User, clause: Clause, as_user: SignIn
) -> None:
    add_version_of(clause, responsible=Responsible.MUNICIPALITY)

    page = as_user(advisor).get(reverse("agreements:clause-history", args=[clause.pk]))

    assert [
        (version.number, dict(facts)["Wie"])
        for version, facts in page.context["versions"]
    ] == [(2, "Gemeente"), (1, "JGZ")]


def test_both_parties_read_how_a_signed_clause_is_going(
    advisor: User,
    coordinator: User,
    agreement: Agreement,
    clause: Clause,
    as_user: SignIn,
) -> None:
    sign(agreement)
    set_progress(
        clause=clause,
        progress="missed",
        note="Er was geen plek.",
        actor=coordinator,
        now=NOW,
    )

    page = as_user(advisor).get(clause.get_absolute_url())

    (row,) = page.context["rows"]
    assert (row.state.label, row.state.tone) == ("Niet gehaald", "danger")
    assert "Er was geen plek." in page.content.decode()


def test_history_goes_on_on_a_next_page(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    for number in range(ENTRIES_PER_PAGE + 1):
        record(
            at=NOW, actor=advisor, verb="a.b", subject=agreement, summary=f"Nr {number}"
        )
    address = reverse("agreements:history", args=[agreement.pk])
    client = as_user(advisor)

    first, last = client.get(address), client.get(f"{address}?page=2")

    assert len(first.context["items"]) == ENTRIES_PER_PAGE
    assert [item.text for item in last.context["items"]] == ["Nr 0"]


def test_an_unfinished_text_is_not_offered_to_be_declared_ready(
    advisor: User, agreement: Agreement, clause: Clause, as_user: SignIn
) -> None:
    page = as_user(advisor).get(reverse("agreements:readiness", args=[agreement.pk]))

    ready = next(s for s in page.context["steps"] if s["step"] == "declare_ready")
    assert ready["verdict"].reason == NOT_FINISHED
    assert page.context["obstacles"][0].url == clause.get_absolute_url()


def test_a_finished_text_is_offered_to_be_declared_ready(
    advisor: User, agreement: Agreement, as_user: SignIn
) -> None:
    finish_text(agreement)

    page = as_user(advisor).get(reverse("agreements:readiness", args=[agreement.pk]))

    ready = next(s for s in page.context["steps"] if s["step"] == "declare_ready")
    assert ready["verdict"]


def test_opening_the_address_of_a_step_takes_nothing(
    advisor: User, draft: Agreement, as_user: SignIn
) -> None:
    response = as_user(advisor).get(
        reverse("agreements:step", args=[draft.pk, "share"])
    )

    draft.refresh_from_db()
    assert response.headers["Location"] == reverse(
        "agreements:readiness", args=[draft.pk]
    )
    assert draft.status == Agreement.Status.DRAFT


def test_the_list_narrows_down_by_year_status_and_partnership(
    advisor: User, partnership: Partnership, agreement: Agreement, as_user: SignIn
) -> None:
    AgreementFactory.create(
        partnership=partnership,
        created_by=agreement.created_by,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        signed=True,
    )
    client, address = as_user(advisor), reverse("agreements:list")

    found = {
        query: [row.pk for row, _ in client.get(f"{address}?{query}").context["rows"]]
        for query in (
            "year=2027",
            "status=negotiating",
            f"partnership={partnership.pk}&year=2027",
        )
    }

    assert found == {query: [agreement.pk] for query in found}


@pytest.mark.usefixtures("agreement")
def test_a_year_that_is_none_says_what_to_do(advisor: User, as_user: SignIn) -> None:
    page = as_user(advisor).get(reverse("agreements:list"), {"year": "morgen"})

    assert page.context["filter"].form.errors == {
        "year": ["Vul bij “Jaar” een jaartal in, zoals 2027."]
    }


@pytest.mark.parametrize("year", ["0", "-5", "99999999999999999999", "2027.5"])
def test_a_year_that_never_was_is_an_answer_too(
    advisor: User, agreement: Agreement, as_user: SignIn, year: str
) -> None:
    page = as_user(advisor).get(reverse("agreements:list"), {"year": year})

    found = [row.pk for row, _ in page.context["rows"]]
    assert found == ([agreement.pk] if year == "2027.5" else [])


@pytest.mark.usefixtures("agreement")
def test_the_list_offers_own_partnerships_only(
    advisor: User, partnership: Partnership, as_user: SignIn
) -> None:
    PartnershipFactory.create(municipality__name="Gemeente Elders")

    page = as_user(advisor).get(reverse("agreements:list"))

    field = page.context["filter"].form.fields["partnership"]
    assert list(field.queryset) == [partnership]
    assert "Gemeente Elders" not in page.content.decode()
