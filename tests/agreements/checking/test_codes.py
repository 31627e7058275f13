"""What anybody is told about a document by the code that is printed on it."""

from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from agreements.forms.checking import NO_CODE
from agreements.models import Agreement, Signature, SigningRound
from agreements.queries.frozen import content_of_round
from agreements.views import coded
from agreements.views.answers import Answer
from tests.agreements.checking.scenes import (
    IN_FORCE,
    look_up,
    outside_any_scope,
    signed_round,
)
from tests.agreements.signing.scenes import Scene, place_of
from vve_portal.documents.models import CheckCount

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

Publicity = Agreement.Publicity
NOWHERE: Final = "0000-0000-0000"


@pytest.fixture
def signed(scene: Scene) -> SigningRound:
    """A round that both signed, with its code."""
    return signed_round(scene)


def facts_of(answer: Answer) -> dict[str, str]:
    """Return what is told of the document."""
    return {fact.key: fact.value for fact in answer.points}


def people_in(response: Any) -> list[str]:
    """Return the people of the scene who are named on a page."""
    shown = response.content.decode()
    return [name for name in ("Roos Testman", "Mees Fictief") if name in shown]


@time_machine.travel(IN_FORCE, tick=False)
def test_the_printed_address_opens(signed: SigningRound, client: Client) -> None:
    address = urlsplit(content_of_round(signed)["check"]["address"])

    with outside_any_scope():
        response = client.get(address.path)

    assert response.status_code == 200
    assert response.context["answer"].headline.title == (
        "Dit is de overeenkomst die nu geldt."
    )


@time_machine.travel(IN_FORCE, tick=False)
def test_of_a_public_one_it_tells_what_it_is(
    signed: SigningRound, client: Client
) -> None:
    answer = look_up(client, signed.check_code).context["answer"]

    content = content_of_round(signed)
    names = [party["name"] for party in content["parties"]]
    assert facts_of(answer) == {
        "Controlecode": signed.check_code,
        "Document": f"{content['title']}, versie 1",
        "Kenmerk": content["reference"],
        "Partijen": " en ".join(names),
        "Looptijd": "1 januari tot en met 31 december 2027",
    }
    assert signed.document is not None
    assert answer.sha256 == signed.document.sha256
    assert answer.unknowns == (coded.PAPER,)


@time_machine.travel(IN_FORCE, tick=False)
def test_of_a_public_one_it_names_who_is_answerable(
    signed: SigningRound, client: Client
) -> None:
    answer = look_up(client, signed.check_code).context["answer"]

    assert [(one.name, one.label) for one in answer.signers] == [
        ("Roos Testman", "Getekend"),
        ("Mees Fictief", "Getekend"),
    ]


@time_machine.travel(IN_FORCE, tick=False)
def test_of_others_it_names_the_organisation_only(
    signed: SigningRound, client: Client
) -> None:
    frozen = signed.content.replace('"is_board":true', '"is_board":false')
    SigningRound.objects.filter(pk=signed.pk).update(content=frozen)

    response = look_up(client, signed.check_code)

    parties = content_of_round(signed)["parties"]
    assert people_in(response) == []
    assert [one.name for one in response.context["answer"].signers] == [
        parties[1]["name"],
        parties[0]["name"],
    ]


@time_machine.travel(IN_FORCE, tick=False)
def test_of_what_is_not_public_it_names_nobody(
    signed: SigningRound, client: Client
) -> None:
    Agreement.objects.update(
        publicity=Publicity.INTERNAL, publicity_ground="Woo, art. 5.1"
    )

    response = look_up(client, signed.check_code)

    answer = response.context["answer"]
    assert people_in(response) == []
    assert answer.signers == ()
    assert list(facts_of(answer)) == [
        *("Controlecode", "Document", "Kenmerk", "Partijen", "Looptijd"),
        "Openbaarheid",
    ]
    assert facts_of(answer)["Openbaarheid"].endswith(". Woo, art. 5.1")
    assert answer.unknowns == (coded.NOT_PUBLIC, coded.PAPER)
    assert answer.headline.title == "Dit is de overeenkomst die nu geldt."


@time_machine.travel(IN_FORCE, tick=False)
def test_of_what_is_secret_the_term_and_the_ground_are_not_told(
    signed: SigningRound, client: Client
) -> None:
    Agreement.objects.update(
        publicity=Publicity.SECRET, publicity_ground="Woo, art. 5.1"
    )

    response = look_up(client, signed.check_code)

    answer = response.context["answer"]
    assert (answer.headline, answer.signers, answer.sha256) == (coded.SECRET, (), "")
    assert facts_of(answer) == {"Controlecode": signed.check_code}
    shown = response.content.decode()
    assert [one for one in ("2027", "Woo, art. 5.1") if one in shown] == []


@time_machine.travel(IN_FORCE, tick=False)
def test_of_what_is_not_signed_by_both_it_names_nobody(
    signed: SigningRound, client: Client
) -> None:
    Agreement.objects.update(status=Agreement.Status.SIGNING, signed_at=None)

    response = look_up(client, signed.check_code)

    assert people_in(response) == []
    assert response.context["answer"].signers == ()


@time_machine.travel(IN_FORCE, tick=False)
def test_a_signature_in_ink_is_told_apart(signed: SigningRound, client: Client) -> None:
    assert signed.document is not None
    Signature.objects.filter(pk=place_of(signed, 2).pk).update(
        route=Signature.Route.INK,
        place="Verzonnen",
        brought_by=signed.frozen_by,
        scan=signed.document,
    )

    answer = look_up(client, signed.check_code).context["answer"]

    assert [one.label for one in answer.signers] == ["Getekend", "Op papier"]


@time_machine.travel(IN_FORCE, tick=False)
def test_a_code_may_be_typed_in_any_way(signed: SigningRound, client: Client) -> None:
    typed = signed.check_code.replace("-", " ").lower()

    by_form = client.get("/controle/", {"code": typed})
    by_address = client.get(f"/controle/{typed}/")

    address = f"/controle/{signed.check_code}/"
    assert (by_form.status_code, by_form["Location"]) == (302, address)
    assert (by_address.status_code, by_address["Location"]) == (302, address)


@time_machine.travel(IN_FORCE, tick=False)
def test_a_code_that_does_not_exist_is_no_error(client: Client, db: None) -> None:
    del db

    response = look_up(client, NOWHERE)

    assert response.status_code == 200
    assert response.context["answer"] == Answer(coded.UNKNOWN_CODE)


def test_a_slip_of_the_finger_is_told_at_the_field_and_not_counted(
    client: Client, db: None
) -> None:
    del db

    by_form = client.get("/controle/", {"code": "0000-0000-0001"})
    by_address = client.get("/controle/0000-0000-0001/")

    for response in (by_form, by_address):
        assert response.status_code == 200
        assert response.context["code_form"].errors == {"code": [NO_CODE]}
        assert "<title>Fout: " in response.content.decode()
    assert CheckCount.objects.count() == 0
