"""What holds for the whole agreement, on the screen: frame, values and decisions."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Approval
from agreements.services.drafting import WHY_NOT_PUBLIC, WHY_TERMS, set_terms
from agreements.terms import TERMS
from agreements.views.frame import NOTHING_CHANGED
from tests.agreements.building import add_clause_of, current_of
from tests.agreements.pages import errors_of, refused, told, typed
from tests.factories import NOW
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("everywhere")]
SignIn = Callable[[User], Client]
NO_ROLE = "Uw rol geeft u hiervoor geen recht. Vraag het uw beheerder."
CLOSED = "De tekst is klaar gemeld voor ondertekening. Open de overeenkomst eerst weer."


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let the pages read the same clock as the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


def url_of(name: str, agreement: Agreement) -> str:
    return reverse(f"agreements:{name}", args=[agreement.pk])


def test_the_frame_is_kept_as_it_was_typed(
    agreement: Agreement, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    address = url_of("frame", agreement)

    response = client.post(
        address,
        typed(
            client.get(address),
            title="Samen voor het jonge kind",
            starts_on_day="1",
            starts_on_month="8",
            starts_on_year="2027",
            ends_on_day="31",
            ends_on_month="juli",
            ends_on_year="2028",
            indexation="Bedragen volgen de OVA-index.",
            publicity="internal",
            publicity_ground="Artikel 5.1, tweede lid, onder e, van de Woo.",
        ),
        follow=True,
    )

    agreement.refresh_from_db()
    assert response.redirect_chain == [(address, 302)]
    assert told(response) == ["De gegevens zijn bewaard."]
    assert agreement.title == "Samen voor het jonge kind"
    assert (agreement.starts_on, agreement.ends_on) == (
        date(2027, 8, 1),
        date(2028, 7, 31),
    )
    assert agreement.indexation == "Bedragen volgen de OVA-index."
    assert agreement.publicity == Agreement.Publicity.INTERNAL
    assert agreement.publicity_ground == "Artikel 5.1, tweede lid, onder e, van de Woo."


def test_what_is_wrong_with_the_frame_is_said_at_its_field(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    address = url_of("frame", agreement)
    page = client.get(address)

    unread = client.post(address, typed(page, title=" ", ends_on_day="31-2-2027"))
    unwise = client.post(address, typed(page, ends_on_year="2026"))
    baseless = client.post(address, typed(page, publicity="secret"))

    assert errors_of(unread) == {
        "title": ["Geef de overeenkomst een titel."],
        "ends_on": ["Vul bij “Laatste dag” een datum in die bestaat, zoals 8 12 2026."],
    }
    assert errors_of(unwise) == {
        "ends_on": ["Kies een einddatum op of na de begindatum."]
    }
    assert errors_of(baseless) == {"publicity_ground": [WHY_NOT_PUBLIC]}
    assert typed(unwise)["ends_on_year"] == "2026"
    agreement.refresh_from_db()
    assert agreement.ends_on == date(2027, 12, 31)


@pytest.mark.parametrize("name", ["frame", "terms"])
def test_saving_what_was_there_already_says_so(
    agreement: Agreement, advisor: User, as_user: SignIn, name: str
) -> None:
    client = as_user(advisor)
    address = url_of(name, agreement)

    response = client.post(address, typed(client.get(address)), follow=True)

    assert told(response) == [NOTHING_CHANGED]


@pytest.mark.parametrize("name", ["frame", "terms", "approvals"])
def test_who_may_not_change_reads_and_is_told_why(
    agreement: Agreement, nurse: User, as_user: SignIn, name: str
) -> None:
    client = as_user(nurse)
    address = url_of(name, agreement)

    page = client.get(address)

    html = page.content.decode()
    assert NO_ROLE in html
    assert "Bewaar de" not in html
    assert "Leg vast</button>" not in html


@pytest.mark.parametrize("name", ["frame", "terms", "approvals"])
def test_a_stranger_finds_no_agreement(
    agreement: Agreement, stranger: User, as_user: SignIn, name: str
) -> None:
    assert as_user(stranger).post(url_of(name, agreement)).status_code == 404


@pytest.mark.parametrize("name", ["frame", "terms"])
def test_a_text_that_closed_meanwhile_is_not_changed(
    agreement: Agreement, advisor: User, as_user: SignIn, name: str
) -> None:
    client = as_user(advisor)
    address = url_of(name, agreement)
    page = client.get(address)
    Agreement.objects.update(status=Agreement.Status.READY)

    response = client.post(
        address, typed(page, title="Te laat", antwoordtermijn="nooit", reason="Toch.")
    )

    assert refused(response) == (403, CLOSED)
    agreement.refresh_from_db()
    assert (agreement.title, agreement.terms) == (
        "Samenwerkingsovereenkomst VVE 2027",
        {},
    )


def test_a_changed_value_changes_the_clauses_that_name_it(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    text = "Na {controletermijn}."
    naming = add_clause_of(agreement, version__source_text=text)
    other = add_clause_of(agreement)
    client = as_user(advisor)
    address = url_of("terms", agreement)

    response = client.post(
        address,
        typed(client.get(address), controletermijn="drie weken", reason="Het lukt."),
        follow=True,
    )

    agreement.refresh_from_db()
    assert agreement.terms == {"controletermijn": "drie weken"}
    assert told(response) == ["De termijnen en waarden zijn bewaard."]
    changed = current_of(naming)
    assert (changed.number, changed.text, changed.reason) == (
        2,
        "Na drie weken.",
        "Het lukt.",
    )
    assert current_of(other).number == 1


def test_what_is_wrong_with_values_is_said_at_their_fields(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    address = url_of("terms", agreement)

    response = client.post(
        address,
        typed(
            client.get(address),
            controletermijn="",
            leeftijd_toets="veertien",
            wachttijd="{gemeente}",
        ),
    )

    assert errors_of(response) == {
        "leeftijd_toets": [
            "Vul bij “Toets op de leeftijd van (maanden)” een heel getal vanaf 1 in."
        ],
        "controletermijn": [
            (
                "Vul iets in bij “Aanmelding gecontroleerd na”. Schrijf het zoals "
                "het in de zin komt. Gebruikelijk is: twee weken."
            )
        ],
        "wachttijd": [
            "Gebruik bij “Langste wachttijd voor een plaats” geen accolades."
        ],
        "reason": [WHY_TERMS],
    }
    assert typed(response)["leeftijd_toets"] == "veertien"


def test_a_draft_asks_no_reason_for_values(
    draft: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    address = url_of("terms", draft)
    page = client.get(address)

    client.post(address, typed(page, ondergrens="10"))

    draft.refresh_from_db()
    assert "reason" not in page.context["form"].fields
    assert draft.terms == {"ondergrens": "10"}


def test_two_people_changing_different_values_keep_both(
    agreement: Agreement, advisor: User, manager: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    address = url_of("terms", agreement)
    mine = typed(client.get(address), controletermijn="drie weken", reason="Zo.")
    set_terms(
        agreement=agreement,
        terms={"ondergrens": "10"},
        reason="Veiliger.",
        actor=manager,
        now=NOW,
    )

    client.post(address, mine)

    agreement.refresh_from_db()
    assert agreement.terms == {"controletermijn": "drie weken", "ondergrens": "10"}


def test_every_variable_has_its_field(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    page = as_user(advisor).get(url_of("terms", agreement))

    shown = [field.name for field in page.context["form"].fields_in_order()]
    assert sorted(shown) == sorted([*(term.key for term in TERMS), "reason"])


def test_a_decision_is_kept_as_it_was_typed(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    address = url_of("approvals", agreement)
    given = typed(
        client.get(address),
        kind="college",
        reference="2026-0114",
        decided_on_day="14",
        decided_on_month="11",
        decided_on_year="2026",
    )

    response = client.post(address, given, follow=True)
    again = client.post(address, given, follow=True)

    approval = Approval.objects.get()
    assert (approval.kind, approval.reference, approval.decided_on) == (
        "college",
        "2026-0114",
        date(2026, 11, 14),
    )
    assert told(response) == ["Collegebesluit ligt vast: 2026-0114."]
    assert told(again) == ["Collegebesluit ligt vast: 2026-0114."]
    assert "Noor Voorbeeld, 20 november 2026" in response.content.decode()


def test_what_is_wrong_with_a_decision_is_said_at_its_field(
    agreement: Agreement, advisor: User, as_user: SignIn
) -> None:
    client = as_user(advisor)
    address = url_of("approvals", agreement)
    page = client.get(address)

    empty = client.post(address, typed(page))
    future = client.post(
        address,
        typed(
            page,
            kind="legal",
            reference="Z-1",
            decided_on_day="1",
            decided_on_month="1",
            decided_on_year="2027",
        ),
    )

    assert errors_of(empty) == {
        "kind": ["Kies welke toets of welk besluit u vastlegt."],
        "reference": ["Vul het kenmerk of zaaknummer in."],
        "decided_on": ["Vul een datum in bij “Datum van de toets of het besluit”."],
    }
    assert errors_of(future) == {
        "decided_on": ["Kies een datum die niet in de toekomst ligt."]
    }
    assert not Approval.objects.exists()


def test_each_party_is_offered_what_it_records(
    agreement: Agreement, advisor: User, manager: User, as_user: SignIn
) -> None:
    address = url_of("approvals", agreement)

    forms = [as_user(who).get(address).context["form"] for who in (advisor, manager)]

    offered = [[kind for kind, _ in form.fields["kind"].choices] for form in forms]
    assert offered == [
        ["privacy_municipality", "legal", "college"],
        ["privacy_provider", "legal"],
    ]


def test_a_decision_of_the_other_party_is_no_choice(
    agreement: Agreement, manager: User, as_user: SignIn
) -> None:
    client = as_user(manager)
    address = url_of("approvals", agreement)

    response = client.post(address, typed(client.get(address), kind="college"))

    assert errors_of(response)["kind"] == [
        "Kies bij “Wat legt u vast?” een van de antwoorden die er staan."
    ]
