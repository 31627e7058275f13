"""What has to be filled in for a child, by how far it came: what IND-26 looks at."""

from typing import Final, NamedTuple

from referrals.states import PRESCHOOL_STATES, ReasonList

_INDICATED: Final = ("S20", "S30", "S31", "S32")
_REFERRED: Final = ("S40", "S41")
_REGISTERED: Final = ("S50", "S51")
_PLACED: Final = ("S60", "S70", "S71", "S72", "S80", "S81", "S82", "S90")


class Required(NamedTuple):
    """A field of the trajectory, and the states in which it has to be there."""

    field: str
    states: tuple[str, ...]


REQUIRED: Final[tuple[Required, ...]] = (
    Required("neighbourhood_id", tuple(PRESCHOOL_STATES)),
    Required("team_id", tuple(PRESCHOOL_STATES)),
    Required("indicated_on", (*_INDICATED, *_REFERRED, *_REGISTERED, *_PLACED)),
    Required("consent_on", (*_REFERRED, *_REGISTERED, *_PLACED)),
    Required("letter_on", _REFERRED),
    Required("location_id", _PLACED),
    Required("start_on", _PLACED),
    Required("hours_per_week", _PLACED),
)
# In these a reason has to be told, and "unknown" is none.
WITH_REASON: Final[tuple[str, ...]] = tuple(
    code
    for code, state in PRESCHOOL_STATES.items()
    if state.reasons in {ReasonList.NON_REACH, ReasonList.STOP}
)
