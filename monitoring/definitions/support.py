"""The levels of extra support that IND-27 counts."""

from typing import Final

# Which state puts a child on which level; talks and evaluations leave it there.
LEVELS: Final[dict[str, str]] = {
    "Z10": "level_0",
    "Z20": "level_1",
    "Z40": "level_2",
    "Z50": "level_3",
}
LEVEL_NAMES: Final[dict[str, str]] = {
    "level_0": "Niveau 0: basis versterken",
    "level_1": "Niveau 1: nabij of op de groep",
    "level_2": "Niveau 2: buiten de groep",
    "level_3": "Niveau 3: buiten de opvang",
}
