"""The levels of extra support that IND-27 counts; routes name them."""

from typing import Final

# Which state puts a child on which level; talks and evaluations leave it there.
LEVEL_OF_STATE: Final[dict[str, str]] = {
    "Z10": "0",
    "Z20": "1",
    "Z40": "2",
    "Z50": "3",
}
