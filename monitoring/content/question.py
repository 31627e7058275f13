"""An answer for the council: text, table, source, definition and caveat in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agreements.models.vocabulary import IndicatorCode as Code
from monitoring.content.comparing import DIFFERING
from monitoring.content.lines import name_of
from monitoring.content.pictures import why_of
from monitoring.definitions import Dimension
from monitoring.queries.released import Released
from monitoring.queries.shown import Shown
from monitoring.queries.trends import warnings
from vve_portal.ui.dates import long_date

NO_FIGURE: Final = "Van dit kwartaal is dit niet geteld."
HIDDEN: Final = (
    "De aantallen zijn te klein om te tonen: iemand zou een kind kunnen herkennen."
)


class Topic(StrEnum):
    """What councils ask."""

    NOT_REACHED = "niet-bereikt"
    REACH = "bereik"
    WAITING = "wachtlijst"


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    code: Code
    dimension: str
    sentence: str


QUESTIONS: Final[dict[Topic, _Asked]] = {
    Topic.NOT_REACHED: _Asked(
        "Hoeveel kinderen bereiken we niet, en waarom?",
        Code.NOT_REACHED,
        Dimension.REASON,
        "Op {day} deden {counts} kinderen met een geldige indicatie niet mee aan"
        " voorschoolse educatie ({text}).",
    ),
    Topic.REACH: _Asked(
        "Hoeveel kinderen bereiken we?",
        Code.REACH,
        Dimension.NEIGHBOURHOOD,
        "Op {day} deden {counts} kinderen met een geldige indicatie mee aan"
        " voorschoolse educatie ({text}).",
    ),
    Topic.WAITING: _Asked(
        "Hoeveel kinderen wachten op een plek?",
        Code.WAITING_LIST,
        Dimension.NEIGHBOURHOOD,
        "Op {day} wachtten {text} kinderen op een plaats bij een voorschool.",
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and all that belongs with it when it is passed on."""

    topic: Topic
    question: str
    sentence: str
    heading: str
    rows: tuple[tuple[str, str], ...]
    source: str
    definition: str
    caveats: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it as plain text; a tab between the columns, for a table."""
        rows = [f"{name}\t{figure}" for name, figure in self.rows]
        table = [f"{self.heading}\tAantal of percentage", *rows] if rows else []
        parts = [
            self.question,
            self.sentence,
            "\n".join(table),
            f"Bron: {self.source}",
            f"Definitie: {self.definition}",
            "Let op: " + " ".join(self.caveats),
        ]
        return "\n\n".join(part for part in parts if part)


def answer_to(topic: Topic, released: Released) -> Answer:
    """Return the answer to a question, of figures that everybody may see."""
    asked = QUESTIONS[topic]
    origin = released.origin(asked.code)
    groups = released.table(asked.code, asked.dimension) if origin else []
    definition = (
        f"{name_of(asked.code)} ({asked.code}, versie {origin.version}). Teller:"
        f" {origin.numerator}. Noemer: {origin.denominator}."
        if origin
        else f"{name_of(asked.code)} ({asked.code})."
    )
    return Answer(
        topic=topic,
        question=asked.question,
        sentence=_sentence(asked, released),
        heading=str(Dimension(asked.dimension).label),
        rows=tuple((group.name, _figure(group.shown)) for group in groups),
        source=_source(released, origin.source if origin else ""),
        definition=definition,
        caveats=tuple(_caveats(released, asked)),
    )


def _sentence(asked: _Asked, released: Released) -> str:
    shown = released.figure(asked.code)
    if shown is None:
        return NO_FIGURE
    if shown.is_hidden:
        return HIDDEN
    day = long_date(released.quarter.ends_on)
    return asked.sentence.format(day=day, counts=shown.counts, text=shown.text)


def _figure(shown: Shown) -> str:
    has_counts = shown.counts and shown.counts != shown.text and not shown.is_hidden
    return f"{shown.text} ({shown.counts})" if has_counts else shown.text


def _source(released: Released, source: str) -> str:
    quarter = released.quarter
    town = quarter.partnership.municipality.name
    settled = long_date(quarter.settled_at) if quarter.settled_at else ""
    words = f"{town}, kwartaalrapportage {quarter.name}, vastgesteld op {settled}"
    return f"{words}. {source}." if source else f"{words}."


def _caveats(released: Released, asked: _Asked) -> Sequence[str]:
    why = why_of(released, asked.dimension)
    return [DIFFERING, why, *warnings([released], asked.code)]
