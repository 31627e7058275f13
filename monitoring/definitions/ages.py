"""The classes of age that figures are broken down by, in months."""

from typing import Final

# Below how many months each class ends.
AGES: Final[dict[str, int]] = {
    "0-13": 14,
    "14-23": 24,
    "24-29": 30,
    "30-35": 36,
    "36-47": 48,
}
AGE_NAMES: Final[dict[str, str]] = {
    code: f"{code.replace('-', ' tot en met ')} maanden" for code in AGES
}
# A child with more than one group of reasons is counted once, here.
SEVERAL_GROUPS: Final = "several"
