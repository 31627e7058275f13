"""Checking a file with the columns somebody chose: what it would do, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.models.vocabulary import IndicatorCode
from referrals import policies_imports
from referrals.codes import shown_code
from referrals.models import ColumnMapping, FileKind, Import
from referrals.queries.imports import Town, told_of, totals_of, town_of
from referrals.services.importing import totals
from referrals.services.importing.judging import Counts, Judge, in_order
from referrals.services.importing.receiving import SCHEMAS, refuse_content
from referrals.states import ALL_STATES
from referrals.tables.columns import Fault
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY, Table, TableError
from referrals.tables.totals import TOTALS, TotalRow, parse_totals
from referrals.tables.trajectories import (
    TRAJECTORIES,
    TrajectoryRow,
    parse_trajectories,
)
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day, long_date, month_year

# As many wrong rows as anybody mends at once; the page says how many there are.
MOST_FAULTS: Final = 1_000
FIRST_ROWS: Final = 5
Sample = list[list[str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would do, what is wrong in it, and how its first rows are read."""

    counts: Counts
    faults: list[Fault]
    sample: Sample


Status = Import.Status


@transaction.atomic
def check_import(
    *, upload: Import, columns: Mapping[str, str], actor: User, now: datetime
) -> Import:
    """Read a file by these columns, and keep what it would do and which rows are wrong.

    The columns are remembered for the organisation. A file that turns out to have
    personal data is thrown away. Raises PermissionDenied, or ValidationError when a
    column is missing.
    """
    current: Import = Import.objects.select_for_update().get(pk=upload.pk)
    policies_imports.may_choose_columns(actor, current).enforce()
    _refuse_missing(FileKind(current.kind), columns)
    current.columns = dict(columns)
    try:
        table = read_table(bytes(current.content or b""), DELIVERY)
        refuse_content(table, FileKind(current.kind), current.columns)
        checked = judge_table(table, current, actor=actor, now=now)
    except TableError as refusal:
        return throw_away(current, actor=actor, now=now, why=str(refusal))

    ColumnMapping.objects.update_or_create(
        organisation_id=actor.organisation_id,
        kind=current.kind,
        defaults={"columns": current.columns},
    )
    current.counts["sample"] = checked.sample
    keep_check(current, checked.counts, checked.faults)
    return current


def _refuse_missing(kind: FileKind, columns: Mapping[str, str]) -> None:
    missing = SCHEMAS[kind].missing(columns)
    if missing:
        raise ValidationError(
            {one.key: f"Kies de kolom voor “{one.label}”." for one in missing}
        )
    chosen = [name for name in columns.values() if not name.startswith("=")]
    if len(set(chosen)) < len(chosen):
        message = "Kies elke kolom van uw bestand hooguit één keer."
        raise ValidationError(message)


def keep_check(
    upload: Import, counts: Counts, faults: Sequence[Fault], *, moved: bool = False
) -> None:
    """Keep what came out of a check; `moved` says that it differs from before."""
    upload.counts = {
        **upload.counts,
        **asdict(counts),
        "faults": len(faults),
        "moved": moved,
    }
    upload.errors = [list(fault) for fault in sorted(faults)[:MOST_FAULTS]]
    upload.status = Status.CHECKED
    upload.rows_done = 0
    upload.save(update_fields=["columns", "counts", "errors", "status", "rows_done"])


def throw_away(upload: Import, *, actor: User, now: datetime, why: str) -> Import:
    """Drop a file with its content; the caller holds the lock."""
    upload.status, upload.content, upload.finished_at = Status.DROPPED, None, now
    upload.errors = [[0, why]] if why else []
    forget_rows(upload)
    upload.save(update_fields=["status", "content", "finished_at", "errors", "counts"])
    record(
        at=now,
        actor=actor,
        verb="import.drop",
        subject=upload,
        summary="Aangeleverd bestand weggedaan.",
        reach=Entry.Reach.ORGANISATION,
        refused=bool(why),
    )
    return upload


def forget_rows(upload: Import) -> None:
    """Take what stood in rows of the file from what is kept about it."""
    for name in ("header", "first", "sample"):
        upload.counts.pop(name, None)


@transaction.atomic
def drop_import(*, upload: Import, actor: User, now: datetime) -> Import:
    """Throw a file away that is not applied. Raises PermissionDenied."""
    current: Import = Import.objects.select_for_update().get(pk=upload.pk)
    policies_imports.may_choose_columns(actor, current).enforce()
    return throw_away(current, actor=actor, now=now, why="")


def judge_table(table: Table, upload: Import, *, actor: User, now: datetime) -> Checked:
    """Return what a file would do, and what is wrong in it."""
    if upload.kind == FileKind.TOTALS:
        figures, faults = read_totals(table, upload.columns)
        quarters = {row.quarter for row in figures}
        judged = totals.judge(figures, totals_of(upload.partnership, quarters))
        return Checked(judged.counts, faults, _sample_of_totals(figures))
    town = town_of(upload.partnership, local_day(now))
    rows, faults = read_trajectories(table, upload.columns, town)
    told = told_of(upload.partnership, {row.code for row in rows})
    judgement = Judge(town, told, actor, now).judge(in_order(rows))
    sample = _sample_of_trajectories(rows)
    return Checked(judgement.counts, faults + judgement.faults, sample)


def _sample_of_trajectories(rows: Sequence[TrajectoryRow]) -> Sample:
    return [
        [
            f"Rij {row.number}",
            shown_code(row.code),
            f"geboren in {month_year(row.birth_month)}",
            ALL_STATES[row.state].label,
            long_date(row.occurred_on),
        ]
        for row in rows[:FIRST_ROWS]
    ]


def _sample_of_totals(rows: Sequence[TotalRow]) -> Sample:
    return [
        [
            f"Rij {row.number}",
            row.quarter,
            IndicatorCode(row.indicator).label,
            f"{row.breakdown} {row.breakdown_code}".strip() or "hele gemeente",
            f"{row.numerator} van {row.denominator}"
            if row.denominator is not None
            else str(row.numerator),
        ]
        for row in rows[:FIRST_ROWS]
    ]


def read_trajectories(
    table: Table, columns: Mapping[str, str], town: Town
) -> tuple[list[TrajectoryRow], list[Fault]]:
    """Return the rows with trajectories that were understood, and the others."""
    return parse_trajectories(TRAJECTORIES.mapped(table, columns), town.known)


def read_totals(
    table: Table, columns: Mapping[str, str]
) -> tuple[list[TotalRow], list[Fault]]:
    """Return the figures that were understood, and the wrong rows."""
    return parse_totals(TOTALS.mapped(table, columns), IndicatorCode.values)
