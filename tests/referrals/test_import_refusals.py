"""What of a delivery is refused or forgotten, who may hand one in, and the record."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.models import (
    ColumnMapping,
    Import,
)
from referrals.services.importing.checking import check_import, drop_import
from referrals.services.importing.forgetting import forget_files
from tests.referrals.delivering import CODE, HEADER, Desk, open_desk, row
from tests.referrals.samples import as_csv
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("every_child")]

Status = Import.Status


@pytest.fixture
def desk(partnership: Partnership, coordinator: User, now: datetime) -> Desk:
    """The counter where the coordinator hands files in."""
    return open_desk(partnership, coordinator, now)


def test_a_file_with_personal_data_leaves_nothing_behind(desk: Desk) -> None:
    content = as_csv([(*HEADER, "BSN"), [*row("S20", "2026-10-01"), "111222333"]])

    with pytest.raises(ValidationError, match="burgerservicenummer"):
        desk.receive(content)

    assert Import.objects.count() == 0
    assert "111222333" not in str(list(Entry.objects.values()))


def test_free_text_about_children_is_refused(desk: Desk) -> None:
    content = as_csv([(*HEADER, "Opmerking"), [*row("S20", "2026-10-01"), ""]])

    with pytest.raises(ValidationError, match="vrije tekst over kinderen"):
        desk.receive(content)


def test_dates_elsewhere_than_in_the_chosen_columns_throw_the_file_away(
    desk: Desk,
) -> None:
    content = as_csv([(*HEADER, "datum"), [*row("S20", "2026-10-01"), "2024-06-12"]])
    with pytest.raises(ValidationError, match="volledige geboortedatum"):
        desk.receive(content)
    upload = desk.receive(
        as_csv([HEADER, row("S20", "2026-10-01", startdatum="2026-10-12")])
    )
    columns = {k: v for k, v in upload.columns.items() if k != "startdatum"}

    checked = check_import(
        upload=upload, columns=columns, actor=desk.actor, now=desk.now
    )

    assert (checked.status, checked.content) == (Status.DROPPED, None)
    assert "“startdatum”, lijkt een volledige geboortedatum" in checked.errors[0][1]
    assert not ColumnMapping.objects.exists()


def test_a_name_in_the_name_of_the_file_is_not_kept(desk: Desk) -> None:
    content = as_csv([HEADER, row("S20", "2026-10-01")])

    assert desk.receive(content, r"C:\werk\export 2026.csv").file_name == (
        "export 2026.csv"
    )
    assert desk.receive(content, "Voornaam Achternaam.csv").file_name == "bestand"


def test_required_columns_are_asked_for(desk: Desk) -> None:
    upload = desk.receive(as_csv([HEADER, row("S20", "2026-10-01")]))

    with pytest.raises(ValidationError) as refusal:
        check_import(
            upload=upload,
            columns={"trajectcode": "trajectcode"},
            actor=desk.actor,
            now=desk.now,
        )

    assert sorted(refusal.value.message_dict) == [
        "datum_gebeurtenis",
        "geboortemaand",
        "toestand",
    ]


def test_content_is_gone_after_applying_dropping_or_thirty_days(desk: Desk) -> None:
    applied = desk.deliver(row("S20", "2026-10-01"))
    dropped = drop_import(
        upload=desk.check(row("S30", "2026-10-02")), actor=desk.actor, now=desk.now
    )
    waiting = desk.check(row("S30", "2026-10-02"))

    early = forget_files(now=desk.now + timedelta(days=29))
    late = forget_files(now=desk.now + timedelta(days=30))

    assert (applied.content, dropped.content) == (None, None)
    assert (early, late) == (0, 1)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.content) == (Status.DROPPED, None)
    [entry] = Entry.objects.filter(verb="import.forget")
    assert (entry.subject_id, entry.actor, entry.reach) == (waiting.pk, None, "child")


@pytest.mark.parametrize("who", ["nurse", "manager", "advisor", "stranger"])
def test_only_who_may_import_hands_files_in(
    desk: Desk, who: str, request: pytest.FixtureRequest
) -> None:
    desk.actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        desk.receive(as_csv([HEADER, row("S20", "2026-10-01")]))


def test_what_was_applied_is_on_record_for_the_jgz_only(
    desk: Desk, advisor: User
) -> None:
    desk.deliver(row("S20", "2026-10-01"))

    entries = Entry.objects.filter(verb__startswith="import.").order_by("pk")
    assert [(entry.verb, entry.reach) for entry in entries] == [
        ("import.receive", "organisation"),
        ("import.start", "organisation"),
        ("import.apply", "child"),
        ("import.finish", "organisation"),
    ]
    assert entries[2].details["codes"] == [CODE]
    assert Entry.objects.visible_to(advisor).filter(pk__in=entries).count() == 0
