"""The groups that are the same in every town: their names, and what goes together."""

from typing import Any, Final

from monitoring.definitions.ages import AGE_NAMES, SEVERAL_GROUPS
from monitoring.definitions.reasons import ON_THE_WAY, REASON_NAMES, STOPPED
from monitoring.definitions.vocabulary import UNKNOWN, Dimension
from referrals.reasons import NonReach, ReasonGroup

N: Final = NonReach

# Pairs of pairs: what stands deepest is taken together first. What is alike goes
# together, as ages that follow each other, so that a group still says something.
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
            [ReasonGroup.OTHER.value, [SEVERAL_GROUPS, UNKNOWN]],
        ],
    ],
}
FIXED_NAMES: Final[dict[str, dict[str, str]]] = {
    Dimension.AGE: AGE_NAMES,
    Dimension.REASON: REASON_NAMES,
    Dimension.REASON_GROUP: {
        **{one.value: str(one.label) for one in ReasonGroup},
        SEVERAL_GROUPS: "Meer groepen tegelijk",
    },
}
