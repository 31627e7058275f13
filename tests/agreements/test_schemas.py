"""The schemas: strict, and true of every text that the portal freezes."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agreements.content import content_of, negotiation_of
from agreements.content.schemas import find_schema
from agreements.models import Agreement
from tests.agreements.conforming import errors_in
from tests.agreements.whole import Whole, whole_of

pytestmark = pytest.mark.sqlite

FOLDER = Path(__file__).parents[2] / "agreements/data"
NAMES = ["vve-overeenkomst-2", "vve-overleg-1"]
PUBLIC = "vve-overeenkomst-openbaar-1"
WORDS = frozenset({"$id", "title", "description"})


def schemas() -> list[dict[str, Any]]:
    files = sorted(FOLDER.glob("*.schema.json"))
    return [json.loads(file.read_text()) for file in files]


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes an object."""
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for inner in value.values():
            yield from objects_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects_in(inner)


def test_schemas_are_schemas_and_allow_nothing_unnamed() -> None:
    found = [part for schema in schemas() for part in objects_in(schema)]

    for schema in schemas():
        Draft202012Validator.check_schema(schema)
    assert len(found) > 20
    assert {part["additionalProperties"] for part in found} == {False}
    assert [
        part for part in found if set(part["required"]) != set(part["properties"])
    ] == []


def test_schema_is_found_by_the_name_of_its_format() -> None:
    for name in NAMES:
        schema = find_schema(name)
        assert schema is not None
        assert json.loads(schema)["$id"] == f"urn:vve-portaal:{name}"
    assert find_schema("vve-overeenkomst-1") is None


def test_draft_without_anything_conforms(agreement: Agreement) -> None:
    assert errors_in(content_of(agreement)) == []
    assert errors_in(negotiation_of(agreement)) == []


def test_whole_agreement_conforms(agreement: Agreement) -> None:
    whole = whole_of(agreement)

    assert errors_in(whole.content) == []
    assert errors_in(json.loads(whole.negotiation)) == []


def test_public_version_differs_from_what_was_signed_only_where_it_says_so() -> None:
    signed, public = (bare(schema_of(name)) for name in (NAMES[0], PUBLIC))

    del public["properties"]["source"]
    public["required"].remove("source")
    for part in (signed, public):
        del part["properties"]["format"]
        del part["$defs"]["article"]["properties"]["kind_reason"]
    signer = public["$defs"]["signer"]
    for key in ("signed_on", "how"):
        del signer["properties"][key]
        signer["required"].remove(key)

    assert public == signed


def schema_of(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(find_schema(name) or b"{}")
    return schema


def bare(value: Any) -> Any:
    """A schema without what it says to people."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    # A property may be called title too; then it is no text but a part.
    return {
        key: bare(one)
        for key, one in value.items()
        if key not in WORDS or not isinstance(one, str)
    }


@pytest.fixture
def whole(agreement: Agreement) -> Whole:
    """The whole agreement."""
    return whole_of(agreement)


def test_what_is_missing_or_unknown_is_refused(whole: Whole) -> None:
    content = copy.deepcopy(whole.content)
    article = content["areas"][0]["articles"][0]
    article["advice"] = "Niet doen."
    del article["norm"]
    content["check"]["code"] = "7RK2-0M9X-41BL"
    content["money"]["total"]["amount"] = "1.250,50"

    places = sorted(error.partition(":")[0] for error in errors_in(content))

    assert places == [
        "$.areas[0].articles[0]",
        "$.areas[0].articles[0]",
        "$.check.code",
        "$.money.total.amount",
    ]
