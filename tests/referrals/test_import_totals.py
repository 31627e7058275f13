"""Figures that the JGZ delivers itself: new, changed or known, as a whole."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from referrals.models import DeliveredTotal, FileKind, Import
from referrals.services.importing.applying import Application, start_applying
from referrals.services.importing.checking import check_import
from referrals.services.importing.receiving import receive_file
from tests.referrals.samples import as_csv
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("every_child")]

HEADER = (
    "kwartaal",
    "indicator_code",
    "uitsplitsing_type",
    "uitsplitsing_code",
    "teller",
    "noemer",
    "bron",
    "opmerking",
)
NORTH = ("2026Q3", "IND-05", "wijk", "WK075801", "41", "48", "Systeem", "")
ALL = ("2026Q3", "IND-05", "", "", "90", "110", "Systeem", "")
Status = Import.Status
Check = Callable[..., Import]


@pytest.fixture
def check(partnership: Partnership, coordinator: User, now: datetime) -> Check:
    """Return what hands figures in and has them checked."""

    def hand_in(*rows: Sequence[str]) -> Import:
        upload = receive_file(
            partnership=partnership,
            kind=FileKind.TOTALS,
            file_name="totalen.csv",
            content=as_csv([HEADER, *rows]),
            actor=coordinator,
            now=now,
        )
        return check_import(
            upload=upload, columns=upload.columns, actor=coordinator, now=now
        )

    return hand_in


@pytest.fixture
def deliver(check: Check, coordinator: User, now: datetime) -> Check:
    """Return what hands figures in and applies them."""

    def apply(*rows: Sequence[str]) -> Import:
        started = start_applying(upload=check(*rows), actor=coordinator, now=now)
        work = Application(started, coordinator, now)
        work.load()
        work.judge(lambda _done: None)
        return work.finish()

    return apply


def figures() -> list[tuple[str, int, int | None]]:
    """Return what was delivered."""
    rows = DeliveredTotal.objects.order_by("breakdown_code")
    return [(row.breakdown_code, row.numerator, row.denominator) for row in rows]


def test_figures_come_in(deliver: Check, coordinator: User) -> None:
    upload = deliver(NORTH, ALL)

    assert (upload.status, upload.content) == (Status.APPLIED, None)
    assert figures() == [("", 90, 110), ("WK075801", 41, 48)]
    assert {row.delivered_by for row in DeliveredTotal.objects.all()} == {coordinator}


def test_the_same_figures_again_change_nothing(deliver: Check, check: Check) -> None:
    deliver(NORTH, ALL)
    before = list(DeliveredTotal.objects.order_by("pk").values())

    again = check(NORTH, ALL)

    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    assert again.counts["unchanged"] == 2
    assert list(DeliveredTotal.objects.order_by("pk").values()) == before


def test_a_figure_that_changed_is_overwritten_and_on_record(deliver: Check) -> None:
    deliver(NORTH, ALL)

    upload = deliver((*NORTH[:4], "42", *NORTH[5:]), ALL)

    assert (upload.counts["changed"], upload.counts["unchanged"]) == (1, 1)
    assert figures() == [("", 90, 110), ("WK075801", 42, 48)]
    entry = Entry.objects.filter(verb="import.finish").latest("pk")
    assert entry.details["changed_figures"] == [
        [
            "2026Q3/IND-05/wijk/WK075801",
            [41, 48, "Systeem", ""],
            [42, 48, "Systeem", ""],
        ]
    ]


def test_a_figure_delivered_by_another_meanwhile_asks_for_another_look(
    check: Check, deliver: Check, coordinator: User, now: datetime
) -> None:
    mine = check(NORTH)
    deliver(NORTH)
    work = Application(
        start_applying(upload=mine, actor=coordinator, now=now), coordinator, now
    )
    work.load()

    looked = work.finish()

    assert (looked.status, looked.counts["unchanged"]) == (Status.CHECKED, 1)
    assert looked.counts["moved"]


def test_figures_that_come_in_during_the_work_keep_a_file_out(
    check: Check, deliver: Check, coordinator: User, now: datetime
) -> None:
    mine = check(NORTH)
    work = Application(
        start_applying(upload=mine, actor=coordinator, now=now), coordinator, now
    )
    work.load()
    deliver((*NORTH[:4], "40", *NORTH[5:]))

    looked = work.finish()

    assert (looked.status, looked.counts["changed"]) == (Status.CHECKED, 1)
    assert figures() == [("WK075801", 40, 48)]


def test_one_wrong_figure_keeps_all_out(check: Check) -> None:
    checked = check(NORTH, (*ALL[:4], "120", *ALL[5:]))

    assert checked.errors == [
        [3, "Rij 3: de teller is groter dan de noemer. Kijk of ze verwisseld zijn."]
    ]
    assert figures() == []
