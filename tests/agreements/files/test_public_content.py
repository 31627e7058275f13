"""What everybody may read: nobody below the board, no contact data, no remarks."""

import copy
import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from agreements.content import canonical_json, sha256_of
from agreements.content.public import (
    CONTACTS_LEFT_OUT,
    NO_EMAIL,
    NO_NAME,
    NO_PHONE,
    Signed,
    names_in,
    public_content,
)
from agreements.content.public import FORMAT as PUBLIC_FORMAT
from agreements.content.schemas import find_schema
from agreements.content.whole import FORMAT
from agreements.models import Agreement
from tests.agreements.whole import whole_of

PROXY = "Bea Gevolmachtigde"
STAFF = ("Noor Voorbeeld", "Jan de Vries")
SIGNED = {
    "municipality": Signed(date(2026, 12, 8), "digitaal"),
    "jgz": Signed(date(2026, 12, 7), "op papier"),
}


@pytest.fixture
def content(agreement: Agreement) -> dict[str, Any]:
    """A whole text, in which the municipality's signer is no board member."""
    whole = copy.deepcopy(whole_of(agreement).content)
    signer = whole["parties"][0]["signers"][0]
    signer.update(name=PROXY, function="hoofd jeugd", is_board=False)
    return whole


def article_of(content: dict[str, Any]) -> dict[str, Any]:
    """Return the first article."""
    found: dict[str, Any] = content["areas"][0]["articles"][0]
    return found


def test_signer_below_the_board_keeps_his_function_alone(
    content: dict[str, Any],
) -> None:
    board = content["parties"][1]["signers"][0]

    shown = public_content(content, signed=SIGNED)

    (proxy,), (member,) = (party["signers"] for party in shown["parties"])
    assert (proxy["name"], proxy["function"]) == ("", "hoofd jeugd")
    assert (member["name"], member["function"]) == (board["name"], board["function"])
    assert (proxy["signed_on"], proxy["how"]) == ("2026-12-08", "digitaal")
    assert (member["signed_on"], member["how"]) == ("2026-12-07", "op papier")
    assert PROXY not in canonical_json(shown)


def test_earlier_format_without_board_members_shows_no_name(
    content: dict[str, Any],
) -> None:
    for party in content["parties"]:
        del party["signers"][0]["is_board"]

    shown = public_content(content)

    names = [one["name"] for party in shown["parties"] for one in party["signers"]]
    assert names == ["", ""]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Mail noor@waterrijk.example.", f"Mail {NO_EMAIL}."),
        ("mailto:Noor.Voorbeeld+vve@jgz-delta.example", NO_EMAIL),
        ("Bel 0118-123456.", f"Bel {NO_PHONE}."),
        ("Bel 06 12 34 56 78 of 0612345678", f"Bel {NO_PHONE} of {NO_PHONE}"),
        ("Bel +31 (0)6 1234 5678!", f"Bel {NO_PHONE}!"),
        ("Bel 0031 118 12 34 56, graag", f"Bel {NO_PHONE}, graag"),
        ("Bel (0118) 12 34 56", f"Bel {NO_PHONE}"),
        ("Vraag het Jan de Vries.", f"Vraag het {NO_NAME}."),
        ("Vraag het NOOR  voorbeeld's team.", f"Vraag het {NO_NAME}'s team."),
        (f"{PROXY} leidt het.", f"{NO_NAME} leidt het."),
    ],
)
def test_what_leads_to_a_person_is_left_out_of_every_text(
    content: dict[str, Any], typed: str, shown: str
) -> None:
    article_of(content)["text"] = typed
    content["general"]["closing"][0]["explanation"] = typed
    content["summary"]["following"] = [typed]
    content["annexes"][1]["tables"] = [
        {"caption": typed, "columns": [typed], "rows": [[typed]]}
    ]

    public = public_content(content, people=STAFF)

    assert article_of(public)["text"] == shown
    assert public["general"]["closing"][0]["explanation"] == shown
    assert public["summary"]["following"] == [shown]
    assert public["annexes"][1]["tables"] == [
        {"caption": shown, "columns": [shown], "rows": [[shown]]}
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("José de Vries", NO_NAME),
        ("Jose\N{COMBINING ACUTE ACCENT} de Vries", NO_NAME),
        ("Jose de Vries", NO_NAME),
        ("José\N{NO-BREAK SPACE}de Vries", NO_NAME),
        ("José\N{ZERO WIDTH SPACE}de Vries", NO_NAME),
        ("Jo\N{SOFT HYPHEN}sé de Vries", NO_NAME),
        ("Anne\N{NON-BREAKING HYPHEN}Marie Smit", NO_NAME),
        ("06\N{NO-BREAK SPACE}12345678", NO_PHONE),
        ("06\N{EN DASH}12345678", NO_PHONE),
        ("+32 470 12 34 56", NO_PHONE),
        ("j.devries (at) waterrijk.example", NO_EMAIL),
    ],
)
def test_word_processor_does_not_hide_a_person(
    content: dict[str, Any], typed: str, shown: str
) -> None:
    article_of(content)["text"] = f"Vraag {typed}."

    public = public_content(content, people=("José de Vries", "Anne-Marie Smit"))

    assert article_of(public)["text"] == f"Vraag {shown}."


def test_staff_typed_in_loose_letters_are_found(content: dict[str, Any]) -> None:
    article_of(content)["text"] = "Vraag Jose\N{COMBINING ACUTE ACCENT} de Vries."

    assert names_in(content, ("José de Vries",)) == ["José de Vries"]


@pytest.mark.parametrize(
    "typed",
    [
        "Van 0\N{EN DASH}4 jaar, 2020\N{EN DASH}2026; + 10 uur.",
        "Op 01-01-2026 en 31/12/2026.",
        "Zaak 0717-2026-0001234, kenmerk Z-2026-0612345678.",
        "€ 133.762,50 voor 1.639,5 uur; 0,5 fte.",
        "Van 0 tot 48 maanden, 960 uur, 10 uur per week.",
        "Jan en Noor zijn gewone woorden; zo ook de Vries.",
        "Artikel 160, eerste lid; KvK 12345678; postbus 0118.",
    ],
)
def test_ordinary_numbers_and_words_stay(content: dict[str, Any], typed: str) -> None:
    article_of(content)["text"] = typed

    assert article_of(public_content(content, people=STAFF))["text"] == typed


def test_name_and_address_in_a_reference_are_left_out(
    content: dict[str, Any],
) -> None:
    signer = content["parties"][0]["signers"][0]
    signer["reference"] = "Volmacht 12 van Jan de Vries, j.devries@waterrijk.example"

    public = public_content(content, people=STAFF)

    shown = public["parties"][0]["signers"][0]["reference"]
    assert shown == f"Volmacht 12 van {NO_NAME}, {NO_EMAIL}"


def test_account_with_one_word_for_a_name_wipes_no_word(
    content: dict[str, Any],
) -> None:
    article_of(content)["text"] = "De griffie en de beleidsadviseur lezen mee."

    public = public_content(content, people=("Griffie", "Beleidsadviseur"))

    assert article_of(public)["text"] == article_of(content)["text"]


def test_staff_named_in_a_text_are_found(content: dict[str, Any]) -> None:
    article_of(content)["text"] = "Vraag het jan  de vries."

    named = names_in(content, (*STAFF, "Niemand Hier", "De"))

    assert named == ["Jan de Vries"]


def test_case_number_that_looks_like_a_telephone_number_stays(
    content: dict[str, Any],
) -> None:
    content["approvals"][0]["reference"] = "0717202601"

    public = public_content(content)

    assert public["approvals"][0]["reference"] == "0717202601"


def test_contacts_and_remarks_between_parties_are_left_out(
    content: dict[str, Any],
) -> None:
    contacts = next(one for one in content["annexes"] if one["letter"] == "G")
    assert contacts["provisions"]
    assert any(
        article["kind_reason"]
        for area in content["areas"]
        for article in area["articles"]
    )

    public = public_content(content)

    left = next(one for one in public["annexes"] if one["letter"] == "G")
    assert (left["provisions"], left["tables"]) == ([], [])
    assert left["introduction"] == CONTACTS_LEFT_OUT
    reasons = {
        article["kind_reason"]
        for area in public["areas"]
        for article in area["articles"]
    }
    assert reasons == {""}


def test_everything_else_is_as_it_was_signed(content: dict[str, Any]) -> None:
    before = copy.deepcopy(content)

    public = public_content(content, signed=SIGNED)

    changed = {name for name in content if public[name] != content[name]}
    articles = [
        {**article, "kind_reason": ""}
        for area in content["areas"]
        for article in area["articles"]
    ]
    assert content == before
    assert changed == {"format", "parties", "areas", "annexes"}
    assert [one for area in public["areas"] for one in area["articles"]] == articles
    assert public["source"] == {
        "format": content["format"],
        "sha256": sha256_of(content),
    }


def test_its_schema_is_that_of_the_agreement_with_named_differences() -> None:
    whole, public = (schema_of(name) for name in (FORMAT, PUBLIC_FORMAT))
    party, article = (public["$defs"][name] for name in ("signer", "article"))

    differences = {
        name: public["properties"][name]
        for name in public["properties"]
        if public["properties"][name] != whole["properties"].get(name)
    }
    others = {
        name
        for name in public["$defs"]
        if public["$defs"][name] != whole["$defs"][name]
    }
    assert differences.keys() == {"format", "source"}
    assert others == {"signer", "article"}
    assert public["$defs"].keys() == whole["$defs"].keys()
    assert set(public["required"]) == {*whole["required"], "source"}
    assert party["properties"].keys() - whole["$defs"]["signer"][
        "properties"
    ].keys() == {
        "signed_on",
        "how",
    }
    assert article["properties"] == {
        **whole["$defs"]["article"]["properties"],
        "kind_reason": article["properties"]["kind_reason"],
    }


def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a format."""
    found = find_schema(name)
    assert found is not None
    schema: dict[str, Any] = json.loads(found)
    return schema


def test_it_is_what_its_schema_says(content: dict[str, Any]) -> None:
    public = public_content(content, signed=SIGNED)
    schema = find_schema(public["format"])
    assert schema is not None

    jsonschema.Draft202012Validator(json.loads(schema)).validate(public)
