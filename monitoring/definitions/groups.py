"""The groups that are the same in every town: their names, and what goes together."""

from typing import Any, Final

from monitoring.definitions.reasons import ON_THE_WAY, REASON_NAMES, STOPPED
from monitoring.definitions.vocabulary import UNKNOWN, Dimension
from referrals.reasons import NonReach, ReasonGroup

# Ages in months, and who belongs to each other: neighbours first.
AGES: Final[dict[str, str]] = {
    "0-13": "0 tot en met 13 maanden",
    "14-23": "14 tot en met 23 maanden",
    "24-29": "24 tot en met 29 maanden",
    "30-35": "30 tot en met 35 maanden",
    "36-47": "36 tot en met 47 maanden",
}
N: Final = NonReach

# Pairs of pairs: what stands deepest is taken together first. What is alike goes
# together, so that a group of several still says something.
FIXED_TREES: Final[dict[str, Any]] = {
    Dimension.AGE: [
        ["0-13", ["14-23", UNKNOWN]],
        [["24-29", "30-35"], "36-47"],
    ],
    Dimension.REASON: [
        # A municipality, a holder or an outreach worker can do something about these.
        [
            [N.REGULAR_DAYCARE.value, [N.COSTS.value, N.DISTANCE.value]],
            [
                N.WAITING_LIST.value,
                [N.REGISTERING.value, [N.IMAGE.value, N.TRUST.value]],
            ],
        ],
        [
            # A talk with parents may help, or the child needs something else first.
            [
                [N.TOO_YOUNG.value, N.AT_HOME.value],
                [N.FAMILY.value, [N.HEALTH.value, N.LEAVING.value]],
            ],
            # No reason told, or none that somebody can change.
            [
                STOPPED,
                [
                    ON_THE_WAY,
                    [
                        [N.NOT_REACHED.value, N.CONSENT_REFUSED.value],
                        [N.OTHER_OFFER.value, UNKNOWN],
                    ],
                ],
            ],
        ],
    ],
    Dimension.REASON_GROUP: [
        [ReasonGroup.LANGUAGE.value, ReasonGroup.SURROUNDINGS.value],
        [
            [ReasonGroup.FAMILY.value, ReasonGroup.CHILD.value],
            [ReasonGroup.OTHER.value, UNKNOWN],
        ],
    ],
}
FIXED_NAMES: Final[dict[str, dict[str, str]]] = {
    Dimension.AGE: AGES,
    Dimension.REASON: REASON_NAMES,
    Dimension.REASON_GROUP: {one.value: str(one.label) for one in ReasonGroup},
}
