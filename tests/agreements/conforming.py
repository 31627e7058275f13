"""Whether plain data is what the schema of its format says."""

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from agreements.content.schemas import find_schema


def errors_in(content: Mapping[str, Any]) -> list[str]:
    """Return what the schema has against content, with the place."""
    schema = find_schema(content["format"])
    assert schema is not None, content["format"]
    found = Draft202012Validator(json.loads(schema)).iter_errors(content)
    return [f"{error.json_path}: {error.message}" for error in found]
