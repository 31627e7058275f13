"""The chain from the first signal to school: the steps of the funnel, one by one.

Of the children who turned four in the quarter and did not move away or die; each step
is within the one before it, as who came further passed it too.
"""

from typing import Final

# Not an indicator: the numbers between which children are lost.
FUNNEL: Final = "FUNNEL"
SEEN: Final = "seen"
INDICATED: Final = "indicated"
CONSENT: Final = "consent"
REFERRED: Final = "referred"
REGISTERED: Final = "registered"
PLACED: Final = "placed"
TOOK_PART: Final = "took_part"
HANDED_OVER: Final = "handed_over"
STEPS: Final[dict[str, str]] = {
    SEEN: "Gezien",
    INDICATED: "Geïndiceerd",
    CONSENT: "Toestemming",
    REFERRED: "Verwezen",
    REGISTERED: "Aangemeld",
    PLACED: "Geplaatst",
    TOOK_PART: "Deelgenomen",
    HANDED_OVER: "Overgedragen aan de basisschool",
}
# Which step a state proves that a child came to; any state proves it was seen.
STEP_OF_STATE: Final[dict[str, str]] = {
    "S20": INDICATED,
    "S22": INDICATED,
    "S30": INDICATED,
    "S31": INDICATED,
    "S32": INDICATED,
    "S40": REFERRED,
    "S41": REFERRED,
    # Parents who were not reached are helped on without a letter.
    "S42": INDICATED,
    "S50": REGISTERED,
    "S51": REGISTERED,
    "S60": PLACED,
    "S70": TOOK_PART,
    "S71": TOOK_PART,
    "S72": TOOK_PART,
    "S80": TOOK_PART,
    "S81": HANDED_OVER,
    "S82": HANDED_OVER,
    "S90": TOOK_PART,
    # Also of who got a place and never came.
    "S91": INDICATED,
}
