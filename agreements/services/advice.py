"""The three questions that help to choose between basis and plus."""

from typing import Final, NamedTuple

from agreements.models.vocabulary import Kind


class Advice(NamedTuple):
    """What the answers point to, and why in one sentence."""

    kind: Kind
    sentence: str


BASIS: Final = Advice(
    Kind.BASIS,
    "De JGZ doet dit al voor elk kind (Besluit publieke gezondheid, artikel 3 tot en "
    "met 7): dat wijst op het basispakket.",
)
PLUS: Final = Advice(
    Kind.PLUS,
    "De gemeente vraagt hier extra tijd, plaats, herhaling of verslag voor VVE: dat "
    "wijst op plus-inzet.",
)
BOTH: Final = Advice(
    Kind.UNDECIDED,
    "De JGZ doet dit voor elk kind én de gemeente vraagt er meer van: bespreek het, of "
    "maak er twee afspraken van.",
)
NEITHER: Final = Advice(
    Kind.UNDECIDED,
    "Dit is geen basispakket en geen plus-inzet: kies gemeentelijk of derde, of "
    "bespreek het.",
)
UNSURE: Final = Advice(
    Kind.UNDECIDED,
    "U twijfelt nog. Bespreek dit met de andere partij en kies dan: vóór de "
    "ondertekening moet de soort vaststaan.",
)


def advise_kind(
    *,
    for_every_child: bool | None,
    extra_for_vve: bool | None,
    needs_discussion: bool | None,
) -> Advice:
    """Return what the answers point to; None is "weet ik niet". People decide."""
    if needs_discussion or for_every_child is None or extra_for_vve is None:
        return UNSURE
    if for_every_child:
        return BOTH if extra_for_vve else BASIS
    return PLUS if extra_for_vve else NEITHER
