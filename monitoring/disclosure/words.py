"""What readers are told about small figures, in sentences."""

from collections.abc import Sequence
from typing import Final

TOO_SMALL: Final = "te klein om te tonen"
ROUNDED: Final = (
    "Alle aantallen zijn afgerond op vijf. Daardoor tellen ze niet altijd precies op."
)

_GROUPS: Final = {
    "neighbourhood": ("die wijk", "een andere wijk", "wijken"),
    "location": ("die locatie", "een andere locatie", "locaties"),
    "team": ("dat team", "een ander team", "teams"),
    "reason": ("die reden", "een andere reden", "redenen"),
    "age": ("die leeftijd", "een andere leeftijd", "leeftijden"),
}
_ANY_GROUP: Final = ("die groep", "een andere groep", "groepen")


def why_together(threshold: int, dimension: str = "neighbourhood") -> str:
    """Tell why categories are taken together, with the threshold of the reader."""
    this, other, _ = _GROUPS.get(dimension, _ANY_GROUP)
    return (
        f"Gaat een getal over minder dan {threshold} kinderen, dan tellen we {this}"
        f" samen met {other}. Pas als beide groot genoeg zijn, tonen we ze apart."
    )


def which_first(dimension: str = "neighbourhood") -> str:
    """Tell how it is chosen which categories are taken together."""
    _, _, several = _GROUPS.get(dimension, _ANY_GROUP)
    return (
        f"Welke {several} we samen nemen, ligt een jaar lang vast. We kiezen dat op"
        " openbare aantallen, niet op deze cijfers."
    )


def names_together(names: Sequence[str]) -> str:
    """Write "Noord, Oost en West samen"; a single one by itself."""
    if len(names) < 2:  # noqa: PLR2004 - one group is not together with anything
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]} samen"
