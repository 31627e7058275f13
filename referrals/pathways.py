"""The basic route from first signal to primary school, step by step."""

from dataclasses import dataclass
from typing import Final

from agreements.annexes import AnnexTable


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a route: exactly one leads; others help or are told."""

    number: int
    name: str
    age: str
    leads: str
    helps: str
    informed: str
    term: str


NURSE: Final = "Jeugdverpleegkundige"
PRESCHOOL: Final = "Voorschool"
NOBODY: Final = "Niemand"

BASIC_ROUTE: Final[tuple[Step, ...]] = (
    Step(
        number=1,
        name="Ouders informeren over de voorschool",
        age="11 tot en met 14 maanden",
        leads=NURSE,
        helps=NOBODY,
        informed="Ouders",
        term="Bij een gewoon contact op die leeftijd",
    ),
    Step(
        number=2,
        name="Indicatie stellen",
        age="14 maanden",
        leads=NURSE,
        helps="Jeugdarts",
        informed="Ouders",
        term="Uiterlijk bij 18 maanden",
    ),
    Step(
        number=3,
        name="Tweede kans op een indicatie, op grond van taal",
        age="24 maanden",
        leads=NURSE,
        helps="Jeugdarts",
        informed="Ouders",
        term="Tussen 23 en 27 maanden; bij twijfel nog eens rond 30 maanden",
    ),
    Step(
        number=4,
        name="Toestemming van ouders en voorkeur voor een locatie",
        age="Na de indicatie",
        leads=NURSE,
        helps="Ouders",
        informed=NOBODY,
        term="Binnen 4 weken na de indicatie",
    ),
    Step(
        number=5,
        name="Verwijsbrief naar de voorschool",
        age="Na de toestemming",
        leads=NURSE,
        helps=NOBODY,
        informed="Ouders en voorschool",
        term="Binnen 5 werkdagen na de toestemming",
    ),
    Step(
        number=6,
        name="Ontvangst bevestigen en kind aanmelden",
        age="Na de verwijsbrief",
        leads=PRESCHOOL,
        helps="Ouders; zo nodig team toeleiding",
        informed=NURSE,
        term="Bevestigen binnen 5 werkdagen, aanmelden binnen 14 dagen",
    ),
    Step(
        number=7,
        name="Plaats aanbieden",
        age="Voor de startleeftijd",
        leads=PRESCHOOL,
        helps="Gemeente, als er te weinig plaatsen zijn",
        informed="Ouders en jeugdverpleegkundige",
        term="Aanbod binnen 4 weken; start uiterlijk een maand na de startleeftijd",
    ),
    Step(
        number=8,
        name="Deelnemen",
        age="Vanaf de startleeftijd tot 4 jaar",
        leads=PRESCHOOL,
        helps="Ouders",
        informed="Jeugdverpleegkundige bij start, verzuim en einde",
        term="Doorlopend",
    ),
    Step(
        number=9,
        name="Tussenbalans",
        age="35 tot en met 39 maanden",
        leads=NURSE,
        helps=PRESCHOOL,
        informed="Ouders",
        term="Rond de derde verjaardag",
    ),
    Step(
        number=10,
        name="Overdracht naar de basisschool",
        age="3 jaar en 9 maanden; bij zorgen 3 jaar en 6 maanden",
        leads=PRESCHOOL,
        helps="Basisschool; JGZ bij zorgen",
        informed="Ouders",
        term="De school bevestigt binnen 2 weken",
    ),
    Step(
        number=11,
        name="Afsluiten",
        age="4 jaar",
        leads=PRESCHOOL,
        helps=NOBODY,
        informed=NURSE,
        term="Binnen 4 weken na de vierde verjaardag",
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
                "Leeftijd",
                "Voortouw",
                "Werkt mee",
                "Geïnformeerd",
                "Termijn",
            ),
            rows=tuple(_row(step) for step in BASIC_ROUTE),
        ),
    )


def _row(step: Step) -> tuple[str, ...]:
    return (
        f"{step.number}. {step.name}",
        step.age,
        step.leads,
        step.helps,
        step.informed,
        step.term,
    )
