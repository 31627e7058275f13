"""Applying a checked file: judged outside any lock, written in one short transaction.

What was judged holds only when nothing changed in between; otherwise nothing is
written and the file waits for another look.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from referrals import policies_imports
from referrals.models import FileKind, Import
from referrals.queries.imports import told_of, totals_of, town_of, versions_of
from referrals.services.importing import saving, totals
from referrals.services.importing.checking import (
    MOST_FAULTS,
    forget_rows,
    keep_check,
    read_totals,
    read_trajectories,
    throw_away,
)
from referrals.services.importing.judging import Counts, Judge, Judgement, in_order
from referrals.tables.columns import Fault
from referrals.tables.reading import read_table
from referrals.tables.table import DELIVERY
from referrals.tables.totals import TotalRow
from referrals.tables.trajectories import TrajectoryRow
from vve_portal.accounts.models import User
from vve_portal.audit.models import Entry
from vve_portal.audit.services import record
from vve_portal.ui.dates import local_day

Status = Import.Status
ROWS_PER_REPORT: Final = 500
Report = Callable[[int], None]


@transaction.atomic
def start_applying(*, upload: Import, actor: User, now: datetime) -> Import:
    """Hand a checked file to the task that applies it; pressing twice changes nothing.

    Raises PermissionDenied when it is not checked, has wrong rows, or was applied.
    """
    current: Import = Import.objects.select_for_update().get(pk=upload.pk)
    if policies_imports.may_resume_import(actor, current):
        return current
    policies_imports.may_apply_import(actor, current).enforce()
    current.status, current.rows_done = Status.APPLYING, 0
    current.save(update_fields=["status", "rows_done"])
    record(
        at=now,
        actor=actor,
        verb="import.start",
        subject=current,
        summary="Verwerken van een bestand gestart.",
        reach=Entry.Reach.ORGANISATION,
    )
    return current


class Application:
    """The work on one file: `load`, then `judge`, then `finish`.

    Each of the first and last needs a scope of its own; judging asks no database.
    """

    def __init__(self, upload: Import, actor: User, now: datetime) -> None:
        self.upload = upload
        self.actor = actor
        self.now = now
        self.rows: list[TrajectoryRow] = []
        self.faults: list[Fault] = []
        self.judgement = Judgement()
        self.read: list[TotalRow] = []
        self.quarters: set[str] = set()
        self.changed: list[list[object]] = []
        self.figures: totals.JudgedTotals | None = None

    def load(self) -> None:
        """Read the file and what the portal knows; raises TableError."""
        upload = self.upload
        table = read_table(bytes(upload.content or b""), DELIVERY)
        if upload.kind == FileKind.TOTALS:
            self.read, self.faults = read_totals(table, upload.columns)
            self.quarters = {row.quarter for row in self.read}
            known = totals_of(upload.partnership, self.quarters)
            self.figures = totals.judge(self.read, known)
            self.changed = totals.differences(self.figures)
            return
        self.town = town_of(upload.partnership, local_day(self.now))
        rows, self.faults = read_trajectories(table, upload.columns, self.town)
        self.rows = in_order(rows)
        self.told = told_of(upload.partnership, {row.code for row in rows})

    def judge(self, report: Report) -> None:
        """Judge the rows, and tell now and then how many are done."""
        if self.figures is not None:
            return
        judge = Judge(self.town, self.told, self.actor, self.now)
        for at in range(0, len(self.rows), ROWS_PER_REPORT):
            part = self.rows[at : at + ROWS_PER_REPORT]
            self.judgement = judge.judge(part)
            report(at + len(part))

    @property
    def counts(self) -> Counts:
        """What the file would do now."""
        return self.figures.counts if self.figures else self.judgement.counts

    @transaction.atomic
    def finish(self) -> Import:
        """Write all of it when it is what was checked; else ask for another look."""
        current: Import = Import.objects.select_for_update().get(pk=self.upload.pk)
        if current.status != Status.APPLYING:
            return current
        if not self._is_as_checked(current):
            return self._look_again(current)
        try:
            with transaction.atomic():
                self._save(current)
        except IntegrityError:
            # Somebody added the same just now, or a code is another town's.
            if self._is_as_known():
                return throw_away(
                    current, actor=self.actor, now=self.now, why=saving.TAKEN
                )
            return self._look_again(current)
        return self._close(current)

    @property
    def all_faults(self) -> list[Fault]:
        """What is wrong in rows by themselves, and in what they would do."""
        return [*self.faults, *self.judgement.faults]

    def _look_again(self, current: Import) -> Import:
        anew = Application(current, self.actor, self.now)
        anew.load()
        anew.judge(lambda _done: None)
        keep_check(current, anew.counts, anew.all_faults, moved=True)
        return current

    def _is_as_checked(self, current: Import) -> bool:
        now = asdict(self.counts)
        told = {name: current.counts.get(name) for name in now}
        return not self.all_faults and told == now and self._is_as_known()

    def _is_as_known(self) -> bool:
        """Return whether the portal is as it was when this was judged."""
        if self.figures is not None:
            known = totals_of(self.upload.partnership, self.quarters, lock=True)
            return totals.judge(self.read, known).is_like(self.figures)
        codes = {row.code for row in self.rows}
        return versions_of(self.upload.partnership, codes) == self.judgement.versions

    def _save(self, current: Import) -> None:
        if self.figures is not None:
            totals.save(
                self.figures,
                partnership=current.partnership,
                actor=self.actor,
                now=self.now,
            )
            return
        saving.save(
            self.judgement.changes,
            known=self.judgement.versions,
            upload=current,
            actor=self.actor,
            now=self.now,
        )

    def _close(self, current: Import) -> Import:
        current.status, current.content = Status.APPLIED, None
        current.finished_at, current.rows_done = self.now, current.rows_total
        forget_rows(current)
        current.save(
            update_fields=["status", "content", "finished_at", "rows_done", "counts"]
        )
        record(
            at=self.now,
            actor=self.actor,
            verb="import.finish",
            subject=current,
            summary=f"Bestand met {current.get_kind_display().lower()} verwerkt.",
            reach=Entry.Reach.ORGANISATION,
            counts=current.counts,
            changed_figures=self.changed[:MOST_FAULTS],
        )
        return current


@transaction.atomic
def report_progress(*, upload_pk: int, done: int) -> None:
    """Tell who waits how many rows were judged."""
    running = Import.objects.filter(pk=upload_pk, status=Status.APPLYING)
    running.update(rows_done=done)


@transaction.atomic
def give_up(*, upload_pk: int, actor: User, now: datetime, why: str) -> None:
    """Throw away a file that can't be read any more; nothing of it was applied."""
    current: Import = Import.objects.select_for_update().get(pk=upload_pk)
    if current.status == Status.APPLYING:
        throw_away(current, actor=actor, now=now, why=why)
