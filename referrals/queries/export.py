"""The worklist as a table for a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from referrals.codes import shown_code
from referrals.models import Trajectory
from referrals.queries.options import Options
from referrals.queries.worklist import SHOWN
from referrals.routes.facts import age_in_months
from referrals.tables.writing import Record, Sheet

# More rows than somebody works through; who needs more narrows the list down.
MOST_ROWS: Final = 5000
COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("Trajectcode", "De code van het traject. Wie het kind is, weet alleen de JGZ."),
    ("Geboortemaand", "Jaar en maand, nooit een dag."),
    ("Leeftijd in maanden", "Geteld vanaf de eerste dag van de geboortemaand."),
    ("Status", "Waar het traject nu staat."),
    ("Sinds", "De dag waarop deze status begon."),
    ("Volgende stap", "Wat er nu moet gebeuren."),
    ("Aan zet", "Wie dat doet."),
    ("Uiterlijk", "De dag waarop het gedaan moet zijn."),
    ("Dagen te laat", "Leeg als de dag nog niet voorbij is."),
    ("Wijk", "De wijk waar het kind woont."),
    ("Team", "Het team van de JGZ."),
    ("Gemeente", "Leeg als u voor één gemeente werkt."),
)
EXPORTED: Final = (*SHOWN, "since")


def sheet_of(
    rows: Iterable[Trajectory], options: Options, *, today: date
) -> tuple[Sheet, Sheet]:
    """Return trajectories as a sheet, and a sheet that says what its columns mean."""
    header = [name for name, _ in COLUMNS]
    lines = list(_lines(rows, options, today=today))
    return (
        Sheet("Trajecten", header, lines),
        Sheet("Uitleg", ("Kolom", "Betekenis"), COLUMNS),
    )


def _lines(
    rows: Iterable[Trajectory], options: Options, *, today: date
) -> Iterator[Record]:
    for one in rows:
        late = (today - one.due_on).days if one.due_on else 0
        yield (
            shown_code(one.code),
            f"{one.birth_month:%Y-%m}",
            age_in_months(one.birth_month, today),
            one.get_state_display(),
            one.since,
            one.next_step,
            one.get_owner_display(),
            one.due_on,
            late if late > 0 else None,
            options.neighbourhoods.get(one.neighbourhood_id or 0, ""),
            options.teams.get(one.team_id or 0, ""),
            options.municipalities.get(one.partnership_id, ""),
        )
