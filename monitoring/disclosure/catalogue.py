"""Which indicators are about the same children, and which say nothing of a child.

Nested by definition, so in one family: reached within indicated within all children,
known reasons within those not reached, reached within participants (IND-15, of any
age) as those with support are (IND-27), timely within early enough within started,
longer waiting within waiting, each step of the funnel within the one before it.
Not in one family: a stock and a flow, as neither is within the other by definition, so
their difference is not a number of children.
"""

from typing import Final

from monitoring.disclosure.chain import TURNED_FOUR
from monitoring.disclosure.families import Family
from monitoring.disclosure.numbers import Parts
from monitoring.disclosure.reaching import REACH

# No child can have more hours in a quarter: 13 weeks of 40.
MOST_HOURS: Final = 520
# The coach has ten hours a year for every child.
COACH_HOURS: Final = 10

STARTS: Final = Family(
    "starts",
    "Gestarte kinderen",
    figures={
        "IND-12:N": ("early", "late", "timely"),
        "IND-12/p90:N": ("early", "late", "timely"),
        "IND-12/gross:N": ("early", "late", "timely"),
        # All who started took the same days; when it is of fewer children it is left
        # out, as the difference would be few.
        "IND-12b:N": ("early", "late", "timely"),
        "IND-14:N": ("early", "timely"),
        "IND-14:T": ("timely",),
    },
    offers=(
        ("IND-12:N", "IND-14:N", "IND-14:T"),
        ("IND-12:N", "IND-14:N"),
        ("IND-12:N",),
    ),
    table=("IND-12:N", "IND-12/p90:N", "IND-12/gross:N", "IND-14:N", "IND-14:T"),
    tables={"route": ("IND-12b:N",)},
)
WAITING: Final = Family(
    "waiting",
    "Wachtlijst",
    figures={
        "IND-13:T": ("longest", "middle", "shortest"),
        "IND-13/over_28:N": ("longest", "middle", "shortest"),
        "IND-13/over_56:N": ("longest", "middle", "shortest"),
        "IND-13/over_28:T": ("longest", "middle"),
        "IND-13/over_56:T": ("longest",),
    },
    offers=(
        ("IND-13:T", "IND-13/over_28:T", "IND-13/over_56:T"),
        ("IND-13:T", "IND-13/over_28:T"),
        ("IND-13:T",),
    ),
    table=("IND-13:T",),
    is_stock=True,
)
LETTERS: Final = Family(
    "letters",
    "Verwijsbrieven",
    figures={
        "IND-10:T": ("answered", "early", "unanswered"),
        "IND-11:N": ("answered", "unanswered"),
        "IND-11:T": ("answered",),
        "IND-11/too_early:T": ("early",),
    },
    offers=(
        ("IND-10:T", "IND-11:N", "IND-11:T", "IND-11/too_early:T"),
        ("IND-10:T", "IND-11:N", "IND-11/too_early:T"),
    ),
    table=("IND-10:T", "IND-11:N", "IND-11:T"),
    # When a letter was sent says nothing of what came of it.
    harmless=frozenset([("early",)]),
)
HOME_PROGRAMME: Final = Family(
    "home_programme",
    "Spel aan huis of thuisprogramma",
    figures={
        "IND-24:N": ("applied", "both", "started"),
        "IND-24:T": ("both", "started"),
        "IND-24/applied:T": ("applied", "both"),
    },
    offers=(
        ("IND-24:N", "IND-24:T", "IND-24/applied:T"),
        ("IND-24:N", "IND-24:T"),
        ("IND-24:N",),
    ),
    table=("IND-24:N", "IND-24:T"),
)


def _ratio(
    code: str,
    name: str,
    indicator: str,
    *,
    is_stock: bool = False,
    harmless: tuple[Parts, ...] = (),
    unit: int = 1,
) -> Family:
    top, bottom = f"{indicator}:T", f"{indicator}:N"
    return Family(
        code,
        name,
        figures={bottom: ("in", "out"), top: ("in",)},
        offers=((bottom, top), (bottom,)),
        table=(bottom, top),
        is_stock=is_stock,
        harmless=frozenset(harmless),
        unit=unit,
    )


def _number(
    code: str, name: str, figure: str, *, is_stock: bool = False, unit: int = 1
) -> Family:
    return Family(
        code,
        name,
        figures={figure: ("in",)},
        offers=((figure,),),
        table=(figure,),
        is_stock=is_stock,
        unit=unit,
    )


# Who said yes may take it back: a consent that ended a step can be either answer, and
# an answer without an indication before it ends no step.
_CONSENT: Final = Family(
    "consent",
    "Toestemming",
    figures={
        "IND-09:N": ("no", "no after a step", "yes", "yes after a step"),
        "IND-09:T": ("yes", "yes after a step"),
        "IND-12b/indication_consent:N": ("no after a step", "yes after a step"),
    },
    offers=(
        ("IND-09:N", "IND-09:T", "IND-12b/indication_consent:N"),
        ("IND-09:N", "IND-09:T"),
        ("IND-09:N",),
    ),
    table=("IND-09:N", "IND-09:T"),
    tables={"route": ("IND-12b/indication_consent:N",)},
)
_STEPS: Final = {
    "consent_letter": "Van toestemming tot brief",
    "letter_registration": "Van brief tot aanmelding",
    "registration_placement": "Van aanmelding tot plaatsing",
    "placement_start": "Van plaatsing tot start",
}

FAMILIES: Final[tuple[Family, ...]] = (
    _ratio("contact", "Contact bij 14 maanden", "IND-01"),
    _number("new", "Nieuwe indicaties", "IND-02:T"),
    _number("again", "Indicaties die opnieuw zijn gesteld", "IND-02/again:T"),
    REACH,
    TURNED_FOUR,
    _CONSENT,
    LETTERS,
    STARTS,
    *(
        _number(
            f"step_{step}" if step else "steps",
            name,
            f"IND-12b/{step}:N" if step else "IND-12b:N",
        )
        for step, name in _STEPS.items()
    ),
    WAITING,
    # Hours missed or taken are no number of children; those they are of are guarded.
    _ratio(
        "hours",
        "Gerealiseerde uren",
        "IND-16",
        harmless=(("in",), ("out",)),
        unit=MOST_HOURS,
    ),
    _ratio("absence", "Frequent verzuim", "IND-17"),
    _ratio("solved", "Verzuim opgelost", "IND-17b"),
    _ratio("confirmed", "Overdracht bevestigd", "IND-18b"),
    _ratio("outreach", "Toeleiding effectief", "IND-23"),
    HOME_PROGRAMME,
    _number("home_finished", "Thuisprogramma afgerond", "IND-24/finished:T"),
    _ratio("reading", "Voorleesadvies", "IND-25"),
    _number("booklets", "Uitgereikte boekjes", "IND-25/booklets:T"),
    _number("members", "Nieuwe leden van de bibliotheek", "IND-25/members:T"),
    # That a file misses something says nothing of the child.
    _ratio("quality", "Datakwaliteit", "IND-26", is_stock=True, harmless=(("out",),)),
    # Ten hours for every child of a location: the hours tell how many there are.
    _number("coached", "Uren beleidsmedewerker", "IND-29:N", unit=COACH_HOURS),
    _number("parents", "Gesprekken met ouders", "IND-30:N"),
)


def own_family(code: str) -> Family:
    """Return the family of an indicator of the partners themselves."""
    top, bottom = f"{code}:T", f"{code}:N"
    return Family(
        f"own_{code}",
        code,
        figures={bottom: ("in", "out"), top: ("in",)},
        offers=((bottom, top), (bottom,)),
        table=(bottom, top),
    )
