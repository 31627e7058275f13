"""Why children are not reached, in the words of IND-07, and who can change that."""

from collections.abc import Iterable
from typing import Final

from monitoring.definitions.vocabulary import UNKNOWN
from referrals.reasons import NonReach

# Whoever is still on the way has no reason yet, and who stopped told another one.
ON_THE_WAY: Final = "on_the_way"
STOPPED: Final = "stopped"
KNOWN: Final[tuple[str, ...]] = tuple(
    code for code in NonReach.values if code != NonReach.UNKNOWN
)
# Groups of IND-07 that are no reason of non-reach (RN01 to RN15), so not in IND-08.
NOT_A_REASON: Final[tuple[str, ...]] = (ON_THE_WAY, STOPPED, UNKNOWN)
# These states say themselves why a child is not there, whatever was told before.
REASON_OF_STATE: Final[dict[str, str]] = {
    "S32": NonReach.NOT_REACHED,
    "S51": NonReach.WAITING_LIST,
    "S93": NonReach.HEALTH,
}
REASON_NAMES: Final[dict[str, str]] = {
    **{code: str(NonReach(code).label) for code in KNOWN},
    ON_THE_WAY: "Nog onderweg naar de voorschool",
    STOPPED: "Begonnen en weer gestopt",
    UNKNOWN: "Onbekend",
}
# Who can do something about a reason; a reason that is left out is the parents' own.
INFLUENCE: Final[dict[str, tuple[str, ...]]] = {
    NonReach.REGULAR_DAYCARE: ("gemeente",),
    NonReach.TOO_YOUNG: ("JGZ",),
    NonReach.AT_HOME: ("JGZ", "toeleiding"),
    NonReach.COSTS: ("gemeente",),
    NonReach.DISTANCE: ("gemeente",),
    NonReach.WAITING_LIST: ("gemeente", "houder"),
    NonReach.REGISTERING: ("toeleiding",),
    NonReach.IMAGE: ("gemeente", "JGZ", "houder"),
    NonReach.TRUST: ("toeleiding",),
    NonReach.FAMILY: ("JGZ", "lokaal team"),
    NonReach.HEALTH: ("JGZ", "zorg"),
    NonReach.NOT_REACHED: ("toeleiding",),
    ON_THE_WAY: ("JGZ", "houder"),
    STOPPED: ("JGZ", "houder"),
    UNKNOWN: ("JGZ",),
}
PARENTS: Final = "ouders zelf"


def who_can_change(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return who can do something about these reasons, each once."""
    found = (name for code in reasons for name in INFLUENCE.get(code, (PARENTS,)))
    return tuple(dict.fromkeys(found))
