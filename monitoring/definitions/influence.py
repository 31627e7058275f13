"""Who can do something about the reasons for which children are not reached."""

from typing import Final

from referrals.reasons import NonReach

NOBODY: Final = "Hier hoeft of kan niemand iets aan doen"
INFLUENCE: Final[dict[str, str]] = {
    NonReach.REGULAR_DAYCARE: "Gemeente, met voorschoolse educatie in de kinderopvang",
    NonReach.TOO_YOUNG: "JGZ, door het opnieuw te vragen",
    NonReach.AT_HOME: "JGZ en toeleiding",
    NonReach.COSTS: "Gemeente",
    NonReach.DISTANCE: "Gemeente, met plekken dichtbij",
    NonReach.WAITING_LIST: "Gemeente en houders",
    NonReach.REGISTERING: "Toeleiding",
    NonReach.IMAGE: "Gemeente, JGZ en houders samen",
    NonReach.TRUST: "Toeleiding",
    NonReach.FAMILY: "JGZ en lokaal team",
    NonReach.HEALTH: "JGZ en zorg",
    NonReach.OTHER_OFFER: NOBODY,
    NonReach.LEAVING: NOBODY,
    NonReach.NOT_REACHED: "Toeleiding",
    NonReach.CONSENT_REFUSED: NOBODY,
    NonReach.UNKNOWN: "JGZ, door naar de reden te vragen",
}
