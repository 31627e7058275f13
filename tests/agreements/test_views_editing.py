"""Changing a clause on the screen, by whoever may and nobody else."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.areas import Chapter
from agreements.models import Agreement, Clause, Consent
from agreements.models.vocabulary import Kind
from agreements.services.clauses import (
    WHY_CHANGED,
    content_of_version,
)
from tests.agreements.building import add_clause_of, current_of
from tests.agreements.pages import errors_of, refused, row_errors_of, told, typed
from tests.factories import NOW, BudgetLineFactory
from vve_portal.accounts.models import User

pytestmark = [
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
    """A clause in area 4."""
    return add_clause_of(agreement, code="G4-02", version__kind=Kind.PLUS)


def add_url(agreement: Agreement, chapter: int = Chapter.REACH) -> str:
    return reverse("agreements:clause-add", args=[agreement.pk, chapter])


def edit_url(clause: Clause) -> str:
    return reverse("agreements:clause-edit", args=[clause.pk])


def test_lines_are_changed_added_and_taken_away(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    for position, activity in enumerate(("Blijft", "Leeg", "Weg"), start=1):
        BudgetLineFactory.create(
            version=current_of(clause), position=position, activity=activity
        )
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    client.post(
        edit_url(clause),
        typed(
            page,
            **{
                "lines-0-amount": "7.000",
                "lines-1-activity": "",
                "lines-1-settlement": "lumpsum",
                "lines-1-funding": "",
                "lines-1-amount": "",
                "lines-1-hours": "",
                "lines-2-DELETE": "on",
                "lines-2-amount": "maakt niet uit",
                "lines-3-activity": "Nieuw",
                "lines-3-funding": "none",
                "lines-3-amount": "50",
                "reason": "De begroting is bijgesteld.",
            },
        ),
    )

    lines = content_of_version(current_of(clause)).lines
    assert [(line.activity, line.amount) for line in lines] == [
        ("Blijft", Decimal(7000)),
        ("Nieuw", Decimal(50)),
    ]


def test_a_change_needs_a_reason_and_is_kept_with_it(
    clause: Clause, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    page = client.get(edit_url(clause))

    without = client.post(edit_url(clause), typed(page, title="Beter"))
    response = client.post(
        edit_url(clause), typed(without, reason="Zo is het duidelijker."), follow=True
    )

    assert errors_of(without) == {"reason": [WHY_CHANGED]}
    version = current_of(clause)
    assert (version.number, version.title, version.reason) == (
        2,
        "Beter",
        "Zo is het duidelijker.",
    )
    assert told(response) == [
        "Versie 2 van afspraak G4-02 is bewaard. De andere partij kan nu antwoorden."
    ]


def test_a_draft_asks_no_reason(
    draft: Agreement, advisor: User, as_user: SignIn
) -> None:
    clause = add_clause_of(draft, code="G4-02")
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    response = client.post(edit_url(clause), typed(page, title="Beter"), follow=True)

    assert "reason" not in page.context["form"].fields
    assert current_of(clause).title == "Beter"
    assert told(response) == ["Versie 2 van afspraak G4-02 is bewaard."]


def test_saving_without_a_change_says_so(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    response = client.post(edit_url(clause), typed(page, reason="Zomaar."))

    assert errors_of(response) == {
        "__all__": [
            "U hebt niets gewijzigd. Pas iets aan, of ga terug naar de afspraak."
        ]
    }
    assert current_of(clause).number == 1


def test_one_button_saves_and_agrees(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    response = client.post(
        edit_url(clause),
        typed(page, title="Beter", reason="Duidelijker.", agree="1"),
        follow=True,
    )

    consent = Consent.objects.get()
    assert (consent.version, consent.organisation, consent.decision) == (
        current_of(clause),
        advisor.organisation,
        Consent.Decision.AGREED,
    )
    assert told(response) == [
        "Versie 2 van afspraak G4-02 is bewaard. U bent akkoord namens uw organisatie."
    ]


def test_who_may_not_agree_has_no_such_button_and_changes_nothing_with_it(
    clause: Clause, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    page = client.get(edit_url(clause))

    response = client.post(
        edit_url(clause), typed(page, title="Beter", reason="Zo.", agree="1")
    )

    assert "Bewaar en geef akkoord" not in page.content.decode()
    assert refused(response) == (
        403,
        "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder.",
    )
    assert current_of(clause).number == 1
    assert not Consent.objects.exists()


def test_the_contract_manager_changes_the_lines_and_nothing_else(
    clause: Clause, contract_manager: User, as_user: SignIn
) -> None:
    client = as_user(contract_manager)
    page = client.get(edit_url(clause))

    client.post(
        edit_url(clause),
        typed(
            page,
            **{
                "title": "Binnengesmokkeld",
                "lines-0-activity": "Huisbezoek",
                "lines-0-funding": "spuk_oab",
                "lines-0-amount": "6.750",
                "reason": "Zo is het begroot.",
            },
        ),
    )

    assert list(page.context["form"].fields) == ["base_number", "reason"]
    version = current_of(clause)
    assert (version.number, version.title) == (2, "Controle van de aanmelding")
    assert [line.activity for line in version.lines.all()] == ["Huisbezoek"]


def test_a_provision_has_no_money_to_change(
    agreement: Agreement, contract_manager: User, as_user: SignIn
) -> None:
    provision = add_clause_of(
        agreement,
        code="ALG-01",
        chapter=Chapter.GENERAL,
        version__kind=Kind.PROVISION,
        version__responsible="",
    )

    response = as_user(contract_manager).get(edit_url(provision))

    assert refused(response) == (
        403,
        "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder.",
    )


@pytest.mark.parametrize("name", ["clause-edit", "clause-drop"])
def test_a_text_that_closed_meanwhile_is_not_written_in(
    clause: Clause, advisor: User, as_user: SignIn, name: str
) -> None:
    client = as_user(advisor)
    address = reverse(f"agreements:{name}", args=[clause.pk])
    page = client.get(address)
    Agreement.objects.update(status=Agreement.Status.READY)

    response = client.post(address, typed(page, title="Te laat", reason="Toch."))

    assert refused(response) == (
        403,
        "De tekst is klaar gemeld voor ondertekening. Open de overeenkomst eerst weer.",
    )
    assert current_of(clause).number == 1


@pytest.mark.parametrize("name", ["clause-edit", "clause-drop"])
def test_a_stranger_finds_no_clause(
    clause: Clause, stranger: User, as_user: SignIn, name: str
) -> None:
    response = as_user(stranger).post(reverse(f"agreements:{name}", args=[clause.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("who", ["nurse", "alderman", "contract_manager"])
def test_who_may_not_write_gets_no_form_but_the_reason(
    request: pytest.FixtureRequest, clause: Clause, as_user: SignIn, who: str
) -> None:
    client = as_user(request.getfixturevalue(who))
    drop_url = reverse("agreements:clause-drop", args=[clause.pk])
    addresses = [add_url(clause.agreement), drop_url]
    if who != "contract_manager":
        addresses.append(edit_url(clause))

    answers = [refused(client.get(address)) for address in addresses]

    reason = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
    assert answers == [(403, reason)] * len(addresses)


def test_another_row_comes_without_losing_what_was_typed(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    page = client.get(edit_url(clause))
    wanted = typed(page, **{"title": "Nieuw", "lines-0-amount": "veel"})

    response = client.post(edit_url(clause), {**wanted, "add_line": "1"})

    again = typed(response)
    assert (wanted["lines-TOTAL_FORMS"], again["lines-TOTAL_FORMS"]) == ("2", "3")
    assert {name: again[name] for name in wanted if name != "lines-TOTAL_FORMS"} | {
        "csrfmiddlewaretoken": ""
    } == {
        name: value for name, value in wanted.items() if name != "lines-TOTAL_FORMS"
    } | {"csrfmiddlewaretoken": ""}
    assert row_errors_of(response) == [{}, {}, {}]
    assert current_of(clause).number == 1


def test_the_form_goes_to_its_own_address_whatever_part_of_the_page_is_shown(
    clause: Clause, advisor: User, as_user: SignIn
) -> None:
    page = as_user(advisor).get(edit_url(clause)).content.decode()

    # Else "#regels" stays in the address, and keeps the focus from what went wrong.
    assert f'<form method="post" action="{edit_url(clause)}"' in page


@pytest.mark.parametrize("total", ["", "veel", "-1", "9" * 5000])
def test_a_forged_number_of_rows_breaks_nothing(
    clause: Clause, advisor: User, as_user: SignIn, total: str
) -> None:
    client = as_user(advisor)
    page = client.get(edit_url(clause))

    response = client.post(
        edit_url(clause),
        typed(page, **{"lines-TOTAL_FORMS": total, "add_line": "1"}),
    )

    assert response.status_code == 200
    assert current_of(clause).number == 1
