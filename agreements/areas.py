"""The seven areas of an agreement, and the parts around them, in code."""

from dataclasses import dataclass
from typing import Final

from django.db import models


class Chapter(models.IntegerChoices):
    """A part of the document; 1 to 7 are the seven areas."""

    GENERAL = 0, "Algemeen deel"
    ROLES = 1, "Heldere taak- en rolafspraken"
    INFORMATION = 2, "Afspraken over informatie-uitwisseling"
    PROCESSES = 3, "Gezamenlijke werkprocessen"
    REACH = 4, "Afspraken over bereik en toeleiding"
    QUALITY = 5, "Kwaliteitsafspraken"
    MEETINGS = 6, "Structurele overleg- en afstemmingsmomenten"
    MONITORING = 7, "Afspraken over monitoring en verantwoording"
    ANNEXES = 8, "Bijlagen"


@dataclass(frozen=True, slots=True)
class Area:
    """One of the seven areas: its names, what it is for, and questions that help."""

    chapter: Chapter
    short: str
    intention: str
    questions: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number people use: 1 to 7."""
        return self.chapter.value

    @property
    def title(self) -> str:
        """The title in the document."""
        return str(self.chapter.label)


AREAS: Final[tuple[Area, ...]] = (
    Area(
        Chapter.ROLES,
        "Taken en rollen",
        "Iedereen weet wie wat doet, en bij wie u terecht kunt.",
        (
            "Wie stelt de doelgroep vast, wie indiceert, wie leidt toe?",
            "Wat hoort bij het basispakket en wat is plus-inzet?",
            "Wie vervangt wie bij ziekte of tekort?",
        ),
    ),
    Area(
        Chapter.INFORMATION,
        "Informatie delen",
        "We delen wat nodig is, en niet meer. De AVG is daarbij het kader.",
        (
            "Welke gegevens gaan van wie naar wie, en waarvoor?",
            "Op welke grond en met welke toestemming?",
            "Hoe lang bewaren we ze?",
        ),
    ),
    Area(
        Chapter.PROCESSES,
        "Werkprocessen",
        "De weg van signaal tot school ligt vast, stap voor stap.",
        (
            "Welke stappen zijn er, op welke leeftijd, en wie is aan zet?",
            "Wat doen we als een stap blijft liggen?",
            "Wat doen we bij extra zorg?",
        ),
    ),
    Area(
        Chapter.REACH,
        "Bereik en toeleiding",
        "Kinderen die het nodig hebben komen op tijd op een goede plek.",
        (
            "Welk bereik willen we halen?",
            "Wie belt ouders als een aanmelding uitblijft?",
            "Wat weten we van gezinnen die we niet bereiken?",
        ),
    ),
    Area(
        Chapter.QUALITY,
        "Kwaliteit",
        "We doen het werk overal even goed, en blijven leren.",
        (
            "Wie is geschoold, en waarin?",
            "Hoe houden we indiceren eenduidig?",
            "Wat vinden ouders ervan?",
        ),
    ),
    Area(
        Chapter.MEETINGS,
        "Overleg",
        "We spreken elkaar op vaste momenten, op elk niveau.",
        (
            "Wie spreekt wie, hoe vaak, met welke agenda?",
            "Wie brengt wat in?",
            "Waar gaat een knelpunt heen dat blijft liggen?",
        ),
    ),
    Area(
        Chapter.MONITORING,
        "Monitoring",
        "We tellen en vertellen, en sturen bij.",
        (
            "Welke cijfers volgen we, met welke norm?",
            "Wie levert wat, wanneer?",
            "Hoe laten we zien wat het geld oplevert?",
        ),
    ),
)
AREA_NUMBERS: Final = tuple(area.number for area in AREAS)


class Wpo160Topic(models.TextChoices):
    """The four topics of WPO art. 160 lid 1 (before 2022: art. 167)."""

    TARGET_GROUP = "target_group", "Doelgroep"
    REFERRAL = "referral", "Toeleiding"
    CONTINUITY = "continuity", "Doorgaande lijn"
    RESULTS = "results", "Resultaten vroegschool"
