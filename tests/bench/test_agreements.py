"""The agreement to measure with is one that the portal could have frozen."""

import json

from jsonschema import Draft202012Validator

from agreements.content.schemas import find_schema
from bench.agreements import made_up_content
from bench.pipeline import AGREEMENT, LONG_AGREEMENT


def test_made_up_agreement_keeps_to_the_schema() -> None:
    content = made_up_content(**LONG_AGREEMENT)

    schema = json.loads(find_schema(content["format"]) or b"")
    faults = [one.message for one in Draft202012Validator(schema).iter_errors(content)]
    assert faults == []


def test_agreement_has_as_many_articles_as_asked_for() -> None:
    content = made_up_content(**AGREEMENT)

    articles = [
        [one["number"] for one in area["articles"]] for area in content["areas"]
    ]
    assert articles == [
        ["1.1", "1.2", "1.3"],
        ["2.1", "2.2", "2.3"],
        ["3.1", "3.2", "3.3"],
    ]
    assert [annex["letter"] for annex in content["annexes"]] == ["A", "B", "C"]
    texts = [one["text"] for area in content["areas"] for one in area["articles"]]
    assert [text for text in texts if "{" in text] == []
