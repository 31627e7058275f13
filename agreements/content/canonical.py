"""One text for one content: the bytes that are hashed, kept and put in the PDF."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(content: Mapping[str, Any]) -> str:
    """Write content so that the same content always gives the same text.

    Raises TypeError for anything that is not plain data. A float is refused too: its
    digits differ between systems, so decimals come as text.
    """
    _refuse_floats(content)
    return json.dumps(
        content,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        message = f"Content holds the float {value!r}; write decimals as text."
        raise TypeError(message)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                message = f"Content holds the key {key!r}; keys are text."
                raise TypeError(message)
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
