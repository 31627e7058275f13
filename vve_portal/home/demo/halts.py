"""Where children of the demo wait for somebody: so many at each step, since when."""

from dataclasses import dataclass
from typing import Final

from referrals.services.country.chances import Chance, Chances

# The shortest way; a child halts in the state that is left out.
STRAIGHT: Final[Chances] = {
    "S20": (Chance("talk", 1, 1, 3),),
    "S30": (
        Chance("consent", 1, 0, 1),
        Chance("location", 1),
        Chance("refer", 9, 0, 1),
    ),
    "S40": (Chance("confirm", 1, 1, 3),),
    "S41": (Chance("register", 1, 2, 5),),
    "S50": (Chance("place", 1, 3, 7),),
    "S60": (Chance("start", 1, 0, 1),),
    "S70": (Chance("absence", 1, 40, 80),),
}


@dataclass(frozen=True, slots=True)
class Halt:
    """So many children, of which age in months, who began so many days ago."""

    number: int
    months: tuple[int, int]
    days_ago: tuple[int, int]
    chances: Chances
    neighbourhood: str = ""
    is_at_first_location: bool = False


def until(state: str, **others: tuple[Chance, ...]) -> Chances:
    """Return the way that ends in a state, with some steps taken otherwise."""
    ways = {**STRAIGHT, **others}
    return {at: chances for at, chances in ways.items() if at != state}


CONSENT_ONLY: Final[Chances] = {
    "S20": STRAIGHT["S20"],
    "S30": STRAIGHT["S30"][:1],
}
# A letter that the first preschool did not answer yet: its code is there to try.
LETTERS: Final = Halt(3, (28, 33), (19, 24), until("S40"), is_at_first_location=True)
IN_WATERRIJK: Final = (
    LETTERS,
    Halt(3, (11, 13), (8, 25), {}),
    # Nobody began to talk with these parents: the coordinator is asked.
    Halt(4, (16, 26), (48, 75), until("S20")),
    Halt(3, (16, 24), (8, 16), until("S30")),
    # The test is due, and parents said yes but have no letter yet.
    Halt(3, (15, 16), (112, 130), {}, neighbourhood="Noord"),
    Halt(4, (18, 26), (18, 28), CONSENT_ONLY, neighbourhood="Centrum"),
    Halt(
        2,
        (29, 36),
        (40, 60),
        until("S42", S40=(Chance("outreach", 1, 8, 14),)),
    ),
    Halt(
        6,
        (31, 36),
        (75, 150),
        until("S51", S50=(Chance("waiting", 1, 2, 6),)),
        neighbourhood="Noord",
    ),
    Halt(2, (35, 42), (160, 210), until("S71"), is_at_first_location=True),
)
IN_ZANDKREEK: Final = (LETTERS,)
