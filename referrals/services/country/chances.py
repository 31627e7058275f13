"""What usually happens after each state, and after how many days: invented shares."""

from typing import Final, NamedTuple

from referrals.reasons import Decline, NonReach, Stop


class Chance(NamedTuple):
    """A way on, how often it is taken, and after how many days at least and at most.

    Without outcome nothing more happens: the trajectory stays closed.
    """

    outcome: str
    weight: float
    soonest: int = 0
    latest: int = 0


Chances = dict[str, tuple[Chance, ...]]
NOTHING: Final = ""

CHANCES: Final[Chances] = {
    "S00": (
        Chance("test", 88, 5, 60),
        Chance("indicate", 9, 30, 200),
        Chance("moved", 2, 20, 200),
    ),
    "S10": (
        Chance("indicate", 80, 10, 75),
        Chance("not_indicated", 13, 10, 75),
        Chance("moved", 2, 20, 90),
    ),
    "S21": (
        Chance("looked_again", 50, 150, 330),
        Chance("indicate", 8, 150, 300),
        Chance(NOTHING, 42),
    ),
    "S20": (
        Chance("talk", 91, 2, 26),
        Chance("drop_indication", 3, 10, 60),
        Chance("moved", 2, 5, 60),
        Chance("elsewhere", 1, 10, 60),
        Chance("talk", 2, 45, 120),
    ),
    "S30": (
        Chance("consent", 110, 0, 7),
        Chance("location", 60, 0, 3),
        Chance("refer", 400, 0, 4),
        Chance("attempt", 22, 1, 7),
        Chance("refuse", 2, 3, 25),
        Chance("not_reached", 300, 1, 6),
        Chance("attempt", 2, 30, 70),
    ),
    "S31": (Chance("talk", 12, 120, 210), Chance(NOTHING, 88)),
    "S32": (
        Chance("outreach", 60, 5, 35),
        Chance("talk", 18, 10, 50),
        Chance("refuse", 12, 10, 50),
        Chance("moved", 6, 10, 60),
        Chance("outreach", 4, 50, 100),
    ),
    "S40": (
        Chance("confirm", 82, 1, 6),
        Chance("register", 7, 3, 12),
        Chance("outreach", 5, 15, 28),
        Chance("decline", 3, 2, 10),
        Chance("refuse", 1, 5, 20),
        Chance("outreach", 1, 30, 60),
    ),
    "S41": (
        Chance("register", 85, 2, 13),
        Chance("outreach", 9, 14, 26),
        Chance("decline", 2, 3, 14),
        Chance("refuse", 1, 5, 20),
    ),
    "S42": (
        Chance("register", 60, 8, 44),
        Chance("refuse", 14, 8, 44),
        Chance("not_reached", 10, 20, 44),
        Chance("extend", 9, 40, 46),
        Chance("moved", 3, 10, 40),
    ),
    "S50": (
        Chance("place", 70, 4, 26),
        Chance("waiting", 24, 5, 30),
        Chance("decline", 2, 5, 20),
        Chance("refuse", 1, 5, 20),
    ),
    "S51": (
        Chance("place", 84, 14, 85),
        Chance("refuse", 7, 20, 80),
        Chance("elsewhere", 5, 20, 80),
        Chance("decline", 4, 20, 80),
    ),
    "S60": (
        Chance("start", 94, 0, 8),
        Chance("no_show", 4, 8, 16),
        Chance("decline", 2, 0, 8),
    ),
    "S70": (
        Chance("handover", 78, 0, 100),
        Chance("absence", 9, 40, 250),
        Chance("interrupt", 4, 30, 250),
        Chance("stop", 5, 30, 250),
        Chance("moved", 3, 30, 250),
        Chance("care_elsewhere", 1, 60, 250),
    ),
    "S71": (Chance("resume", 76, 4, 24), Chance("stop", 24, 10, 40)),
    "S72": (Chance("resume", 86, 15, 45), Chance("stop", 14, 20, 50)),
    "S80": (Chance("warm", 76, 5, 28), Chance("cold", 24, 10, 30)),
    "S81": (Chance("school_confirmed", 85, 3, 14), Chance("finish", 15, 0, 12)),
    "S82": (Chance("school_confirmed", 75, 4, 20), Chance("finish", 25, 0, 12)),
    "Z00": (Chance("agree", 90, 1, 14), Chance("no_agreement", 10, 3, 20)),
    "Z10": (Chance("enough", 45, 42, 60), Chance("up", 55, 35, 56)),
    "Z20": (
        Chance("evaluate", 70, 60, 84),
        Chance("case_meeting", 20, 20, 60),
        Chance("up", 10, 40, 80),
    ),
    "Z30": (Chance("plan", 75, 7, 28), Chance("up", 25, 7, 28)),
    "Z40": (Chance("evaluate", 80, 70, 86), Chance("up", 20, 60, 90)),
    "Z50": (Chance("back", 60, 80, 160), Chance("care", 40, 60, 160)),
    "Z60": (
        Chance("finish", 50, 3, 20),
        Chance("to_level_1", 30, 3, 20),
        Chance("to_level_0", 20, 3, 20),
    ),
    "T00": (Chance("register", 85, 2, 13), Chance("not_started", 15, 10, 28)),
    "T10": (Chance("start", 88, 5, 21), Chance("not_started", 12, 10, 28)),
    "T20": (Chance("feedback", 88, 90, 150), Chance("stop", 12, 30, 100)),
    "T30": (Chance("finish", 100, 3, 14),),
}
# How often each reason is given; the ones left out: once in a hundred.
REASONS: Final[dict[str, int]] = {
    NonReach.REGULAR_DAYCARE: 26,
    NonReach.REGISTERING: 18,
    NonReach.TOO_YOUNG: 15,
    NonReach.AT_HOME: 9,
    NonReach.COSTS: 7,
    NonReach.WAITING_LIST: 6,
    NonReach.UNKNOWN: 5,
    NonReach.NOT_REACHED: 4,
    Stop.MOVED: 30,
    Stop.WORK_CHANGED: 22,
    Stop.ABSENCE: 14,
    Stop.ELSEWHERE: 12,
    Decline.NO_FITTING_HOURS: 40,
    Decline.OTHER_LOCATION: 30,
    Decline.NO_CONTACT: 18,
}
