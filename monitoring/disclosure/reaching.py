"""Children with an indication, and those who take part: one is partly in the other."""

from itertools import product
from typing import Final

from monitoring.disclosure.families import Family
from monitoring.disclosure.numbers import Parts, parts_of

_HOURS: Final = ("fewer", "many")
_HELP: Final = ("alone", "supported")
# Who takes part and has a valid indication at the right age, and who else takes part.
REACHED: Final = tuple(" ".join(one) for one in product(["reached"], _HOURS, _HELP))
OUTSIDE: Final = tuple(" ".join(one) for one in product(["outside"], _HOURS, _HELP))
TAKE_PART: Final = parts_of(*REACHED, *OUTSIDE)
NOT_REACHED: Final = ("known", "unknown")
INDICATED: Final = parts_of(*NOT_REACHED, *REACHED)
ALL: Final = parts_of("other", *INDICATED)


def _of_those(word: str) -> Parts:
    return tuple(one for one in TAKE_PART if word in one.split())


_OF_AGE: Final = ("IND-04:N", "IND-03:T", "IND-05:T", "IND-07:T", "IND-08:T")
# A town in which few take part besides those reached shows no number of participants.
REACH: Final = Family(
    "reach",
    "Bereik, indicaties, non-bereik en wie deelneemt",
    figures={
        "IND-03:T": INDICATED,
        "IND-05:T": parts_of(*REACHED),
        "IND-05:N": INDICATED,
        "IND-05c:T": parts_of(*REACHED),
        "IND-04:N": ALL,
        "IND-04:T": INDICATED,
        "IND-07:T": NOT_REACHED,
        "IND-07:N": INDICATED,
        "IND-08:T": ("known",),
        "IND-08:N": NOT_REACHED,
        "IND-15:N": TAKE_PART,
        "IND-15/at_least_16:N": TAKE_PART,
        "IND-15/at_least_16:T": _of_those("many"),
        "IND-27:N": TAKE_PART,
        "IND-27:T": _of_those("supported"),
    },
    offers=(
        (*_OF_AGE, "IND-27:T", "IND-15:N", "IND-15/at_least_16:T"),
        (*_OF_AGE, "IND-27:T", "IND-15:N"),
        (*_OF_AGE, "IND-27:T"),
        _OF_AGE,
        ("IND-04:N", "IND-03:T", "IND-05:T", "IND-07:T"),
        ("IND-04:N", "IND-03:T"),
        ("IND-04:N",),
    ),
    table=("IND-03:T", "IND-05:T", "IND-05:N", "IND-04:N", "IND-04:T"),
    tables={
        "location": ("IND-05:T",),
        "route": ("IND-05:T", "IND-05:N"),
        "reason": ("IND-07:T",),
        "level": ("IND-27:T",),
    },
    is_stock=True,
    # On the way, stopped and unknown are no reasons: the rest is known.
    only={"reason": {"unknown": frozenset({"on_the_way", "stopped", "unknown"})}},
)
