"""Frozen texts of an earlier format, read as those of today."""

from typing import Any

from agreements.content.checking import check_of


def current_shape(content: dict[str, Any]) -> dict[str, Any]:
    """Return content with what its format did not have yet, for who reads or draws it.

    Only for reading: the hash is over the content as it was frozen.
    """
    parties = [
        {
            **party,
            "signers": [{"is_board": False, **signer} for signer in party["signers"]],
        }
        for party in content["parties"]
    ]
    defaults = {"publicity_ground": "", "check": check_of("")}
    return {**defaults, **content, "parties": parties}
