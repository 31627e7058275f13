"""The basic route from first signal to primary school, step by step."""

from dataclasses import dataclass
from typing import Final

from agreements.annexes import AnnexTable


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a route: exactly one leads; others help or are told.

    Ages and terms stand in the articles, where the parties set them.
    """

    number: int
    name: str
    leads: str
    helps: str
    informed: str


NURSE: Final = "Jeugdverpleegkundige"
PRESCHOOL: Final = "Voorschool"
NOBODY: Final = "Niemand"

BASIC_ROUTE: Final[tuple[Step, ...]] = (
    Step(
        number=1,
        name="Ouders informeren over de voorschool",
        leads=NURSE,
        helps=NOBODY,
        informed="Ouders",
    ),
    Step(
        number=2,
        name="Indicatie stellen",
        leads=NURSE,
        helps="Jeugdarts",
        informed="Ouders",
    ),
    Step(
        number=3,
        name="Tweede kans op een indicatie, op grond van taal",
        leads=NURSE,
        helps="Jeugdarts",
        informed="Ouders",
    ),
    Step(
        number=4,
        name="Toestemming van ouders en voorkeur voor een locatie",
        leads=NURSE,
        helps="Ouders",
        informed=NOBODY,
    ),
    Step(
        number=5,
        name="Verwijsbrief naar de voorschool",
        leads=NURSE,
        helps=NOBODY,
        informed="Ouders en voorschool",
    ),
    Step(
        number=6,
        name="Ontvangst bevestigen en kind aanmelden",
        leads=PRESCHOOL,
        helps="Ouders; zo nodig team toeleiding",
        informed=NURSE,
    ),
    Step(
        number=7,
        name="Plaats aanbieden",
        leads=PRESCHOOL,
        helps="Gemeente, als er te weinig plaatsen zijn",
        informed="Ouders en jeugdverpleegkundige",
    ),
    Step(
        number=8,
        name="Deelnemen",
        leads=PRESCHOOL,
        helps="Ouders",
        informed="Jeugdverpleegkundige bij start, verzuim en einde",
    ),
    Step(
        number=9,
        name="Tussenbalans",
        leads=NURSE,
        helps=PRESCHOOL,
        informed="Ouders",
    ),
    Step(
        number=10,
        name="Overdracht naar de basisschool",
        leads=PRESCHOOL,
        helps="Basisschool; JGZ bij zorgen",
        informed="Ouders",
    ),
    Step(
        number=11,
        name="Afsluiten",
        leads=PRESCHOOL,
        helps=NOBODY,
        informed=NURSE,
    ),
)


def annex_tables(
    indicator_codes: frozenset[str],  # noqa: ARG001 - the route is the same for all
) -> tuple[AnnexTable, ...]:
    """Return the route as the table of annex B."""
    return (
        AnnexTable(
            caption="De stappen van de basisroute",
            columns=(
                "Stap",
                "Voortouw",
                "Werkt mee",
                "Geïnformeerd",
            ),
            rows=tuple(_row(step) for step in BASIC_ROUTE),
        ),
    )


def _row(step: Step) -> tuple[str, ...]:
    return (
        f"{step.number}. {step.name}",
        step.leads,
        step.helps,
        step.informed,
    )
