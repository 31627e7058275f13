"""Deliveries of trajectories: new, further on, nothing new or wrong, as a whole."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from referrals.models import (
    Event,
    EventReason,
    FileKind,
    Import,
    Trajectory,
)
from referrals.queries.imports import saved_mapping
from referrals.services.importing.applying import Application, start_applying
from referrals.services.importing.checking import check_import
from referrals.tables.trajectories import CONSENT_ON_RECORD
from referrals.tables.writing import Format
from tests.factories import (
    PathwayFactory,
    PathwayVersionFactory,
    TeamFactory,
)
from tests.referrals.delivering import CODE, HEADER, OTHER, Desk, open_desk, row
from tests.referrals.samples import DELIVERY_HEADER, as_csv, as_file
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.roles import Role

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("every_child")]

Status = Import.Status


@pytest.fixture
def desk(partnership: Partnership, coordinator: User, now: datetime) -> Desk:
    """The counter where the coordinator hands files in."""
    return open_desk(partnership, coordinator, now)


def counts_of(upload: Import) -> tuple[int, int, int, int]:
    """Return how many are new, changed, unchanged and behind."""
    counts = upload.counts
    return (counts["new"], counts["changed"], counts["unchanged"], counts["behind"])


def test_rows_become_trajectories_with_a_next_step(desk: Desk) -> None:
    upload = desk.deliver(
        row("S00", "2026-09-01", team="Team Noord"),
        row("S20", "2026-10-01"),
        row("S10", "2026-10-05", code=OTHER),
    )

    assert upload.status == Status.APPLIED
    assert counts_of(upload) == (2, 0, 0, 0)
    first, second = Trajectory.objects.order_by("code")
    assert (first.state, first.since) == ("S20", date(2026, 10, 1))
    assert (first.team and first.team.name, second.team) == ("Team Noord", None)
    assert first.neighbourhood
    assert first.neighbourhood.code == "WK075801"
    assert all(
        one.is_open and one.next_step and one.owner and one.due_on
        for one in (first, second)
    )
    assert list(
        Event.objects.filter(trajectory=first).values_list(
            "kind", "from_state", "state", "occurred_on"
        )
    ) == [
        ("import", "", "S00", date(2026, 9, 1)),
        ("import", "S00", "S20", date(2026, 10, 1)),
    ]


@pytest.mark.parametrize("form", Format)
def test_every_form_of_file_gives_the_same(desk: Desk, form: Format) -> None:
    upload = desk.receive(as_file(form, [HEADER, row("S20", "2026-10-01")]))
    checked = check_import(
        upload=upload, columns=upload.columns, actor=desk.actor, now=desk.now
    )

    assert counts_of(checked) == (1, 0, 0, 0)
    assert checked.errors == []


def test_bringing_a_file_in_again_changes_nothing(desk: Desk) -> None:
    rows = [row("S00", "2026-09-01"), row("S20", "2026-10-01")]
    desk.deliver(*rows)
    before = Trajectory.objects.values().get()

    again = desk.check(*rows)

    assert counts_of(again) == (0, 0, 2, 0)
    with pytest.raises(PermissionDenied, match="Alles uit dit bestand staat al"):
        start_applying(upload=again, actor=desk.actor, now=desk.now)
    assert Trajectory.objects.values().get() == before
    assert Event.objects.count() == 2


def test_a_later_file_takes_a_trajectory_further(desk: Desk) -> None:
    desk.deliver(row("S20", "2026-10-01"))

    upload = desk.deliver(row("S20", "2026-10-01"), row("S30", "2026-10-20"))

    assert counts_of(upload) == (0, 1, 1, 0)
    child = Trajectory.objects.get()
    assert (child.state, child.version) == ("S30", 2)
    assert child.next_step


def test_the_portal_being_further_on_is_left_as_it_is(desk: Desk) -> None:
    desk.deliver(row("S20", "2026-10-01"), row("S30", "2026-10-20"))

    checked = desk.check(row("S10", "2026-09-15"))

    assert counts_of(checked) == (0, 0, 0, 1)
    assert checked.errors == []


def test_a_referral_needs_consent(desk: Desk) -> None:
    bare = desk.check(row("S40", "2026-10-01"))
    dated = desk.deliver(
        row(
            "S40",
            "2026-10-01",
            datum_toestemming="2026-09-28",
            locatie_lrk_id="212345678",
        )
    )

    assert bare.errors == [
        [
            2,
            (
                "Rij 2: vul bij datum van de toestemming in wanneer de ouders die "
                "gaven: zonder toestemming gaat er geen verwijsbrief uit."
            ),
        ]
    ]
    assert dated.status == Status.APPLIED
    child = Trajectory.objects.get()
    assert (child.consent, child.consent_on) == ("yes", date(2026, 9, 28))
    assert (child.consent_by, child.letter_on) == (
        Role.VVE_COORDINATOR,
        date(2026, 10, 1),
    )
    assert child.wished_location
    assert child.wished_location.lrk_id == "212345678"
    assert child.location is None
    # The coordinator brought the file in; somebody else wrote the letter.
    assert child.letter_by is None
    assert "letter_by_id" not in Event.objects.get().changes


def test_consent_may_be_on_record_at_the_jgz(desk: Desk) -> None:
    upload = desk.receive(as_csv([DELIVERY_HEADER, row("S40", "2026-10-01")[:9]]))
    columns = {**upload.columns, "datum_toestemming": CONSENT_ON_RECORD}

    checked = check_import(
        upload=upload, columns=columns, actor=desk.actor, now=desk.now
    )
    desk.apply(checked)

    child = Trajectory.objects.get()
    assert (child.state, child.consent_on) == ("S40", date(2026, 10, 1))
    assert saved_mapping(desk.actor.organisation_id, FileKind.TRAJECTORIES) == columns


def test_a_child_that_takes_part_has_its_start_and_hours(desk: Desk) -> None:
    desk.deliver(row("S70", "2026-10-01", uren_per_week="16"))

    child = Trajectory.objects.get()
    assert (child.start_on, child.hours_per_week) == (
        date(2026, 10, 1),
        Decimal(16),
    )


def test_a_closing_row_keeps_its_reason(desk: Desk) -> None:
    desk.deliver(row("S31", "2026-10-01", reden_code="RN04"))

    child = Trajectory.objects.get()
    assert (child.is_open, child.closed_on) == (False, date(2026, 10, 1))
    assert EventReason.objects.get().code == "RN04"


WRONG = {
    "not reached": (
        [row("S32", "2026-10-01")],
        (
            "Rij 2: “Ouders niet bereikt” vraagt om de pogingen. Leg die bij het "
            "traject zelf vast, en haal deze rij weg."
        ),
    ),
    "two months": (
        [row("S20", "2026-10-01"), row("S30", "2026-10-02", geboortemaand="2024-07")],
        (
            "Rij 3: deze code heeft in een eerdere rij een andere geboortemaand. "
            "Verbeter er één."
        ),
    ),
    "reason too much": (
        [row("S20", "2026-10-01", reden_code="RN04")],
        "Rij 2: Bij deze stap hoort geen reden. Laat de reden leeg.",
    ),
    "placed without start": (
        [row("S60", "2026-10-01", uren_per_week="16")],
        "Rij 2: Vul de dag in waarop het kind begint.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_one_wrong_row_keeps_the_whole_file_out(desk: Desk, case: str) -> None:
    rows, sentence = WRONG[case]

    checked = desk.check(*rows, row("S20", "2026-10-01", code=OTHER))

    assert [text for _, text in checked.errors] == [sentence]
    with pytest.raises(PermissionDenied, match="Er zijn rijen met een fout"):
        start_applying(upload=checked, actor=desk.actor, now=desk.now)
    assert Trajectory.objects.count() == 0


def test_a_team_that_ended_takes_nobody_in(desk: Desk) -> None:
    TeamFactory.create(
        organisation=desk.partnership.provider, name="Team Zuid", ended_at=desk.now
    )

    checked = desk.check(row("S20", "2026-10-01", team="Team Zuid"))

    assert checked.errors == [
        [
            2,
            (
                "Rij 2: dit team kent het portaal niet. Gebruik de naam die bij de "
                "teams staat, of laat de cel leeg."
            ),
        ]
    ]


def test_a_state_that_the_route_leaves_out_is_told(desk: Desk) -> None:
    pathway = PathwayFactory.create(partnership=desk.partnership, code="R-KORT")
    PathwayVersionFactory.create(pathway=pathway, published=True)

    checked = desk.check(
        row("S30", "2026-10-01", route="R-KORT"),
        row("S21", "2026-10-01", code=OTHER, route="R-KORT"),
    )

    assert checked.errors == [
        [
            2,
            "Rij 2: op de route R-KORT komt deze toestand niet voor. Verbeter de rij.",
        ]
    ]
    assert checked.counts["new"] == 1


def test_a_known_code_with_another_month_is_not_the_same_child(desk: Desk) -> None:
    desk.deliver(row("S20", "2026-10-01"))

    checked = desk.check(row("S30", "2026-10-02", geboortemaand="2024-07"))

    assert [text for _, text in checked.errors] == [
        (
            "Rij 2: dit traject heeft in het portaal een andere geboortemaand. "
            "Kijk of de code klopt."
        )
    ]


def test_what_changed_since_the_check_asks_for_another_look(desk: Desk) -> None:
    desk.deliver(row("S20", "2026-10-01"))
    checked = desk.check(row("S30", "2026-10-20"))
    desk.deliver(row("S30", "2026-10-21"))

    looked = desk.apply(checked)

    assert (looked.status, counts_of(looked)) == (Status.CHECKED, (0, 0, 0, 1))
    assert looked.counts["moved"]
    assert Trajectory.objects.get().since == date(2026, 10, 21)


def test_who_moves_a_trajectory_during_the_work_keeps_the_file_out(desk: Desk) -> None:
    desk.deliver(row("S20", "2026-10-01"))
    checked = desk.check(row("S30", "2026-10-20"))
    work = Application(
        start_applying(upload=checked, actor=desk.actor, now=desk.now),
        desk.actor,
        desk.now,
    )
    work.load()
    work.judge(lambda _done: None)
    Trajectory.objects.update(version=9)

    work.finish()

    checked.refresh_from_db()
    assert (checked.status, checked.counts["moved"]) == (Status.CHECKED, True)
    assert Trajectory.objects.get().state == "S20"
    assert desk.apply(checked).status == Status.APPLIED


def test_a_child_that_somebody_else_adds_during_the_work_keeps_the_file_out(
    desk: Desk,
) -> None:
    checked = desk.check(row("S20", "2026-10-01"))
    work = Application(
        start_applying(upload=checked, actor=desk.actor, now=desk.now),
        desk.actor,
        desk.now,
    )
    work.load()
    work.judge(lambda _done: None)
    desk.deliver(row("S20", "2026-10-03"))

    looked = work.finish()

    assert (looked.status, counts_of(looked)) == (Status.CHECKED, (0, 0, 0, 1))
    assert Trajectory.objects.get().since == date(2026, 10, 3)


def test_two_people_with_one_file_add_each_child_once(desk: Desk) -> None:
    rows = [row("S20", "2026-10-01"), row("S20", "2026-10-02", code=OTHER)]
    mine, theirs = desk.check(*rows), desk.check(*rows)

    desk.apply(mine)
    second = desk.apply(theirs)

    assert (second.status, counts_of(second)) == (Status.CHECKED, (0, 0, 2, 0))
    assert (Trajectory.objects.count(), Event.objects.count()) == (2, 2)


def test_pressing_apply_twice_and_working_twice_applies_once(desk: Desk) -> None:
    checked = desk.check(row("S20", "2026-10-01"))
    started = start_applying(upload=checked, actor=desk.actor, now=desk.now)
    again = start_applying(upload=checked, actor=desk.actor, now=desk.now)
    works = [Application(one, desk.actor, desk.now) for one in (started, again)]
    for work in works:
        work.load()
        work.judge(lambda _done: None)

    results = [work.finish().status for work in works]

    assert results == [Status.APPLIED, Status.APPLIED]
    assert (Trajectory.objects.count(), Event.objects.count()) == (1, 1)


def test_a_code_of_somebody_else_keeps_the_file_out(desk: Desk, stranger: User) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    theirs = PathwayVersionFactory.create(pathway__partnership=elsewhere)
    Trajectory.objects.create(
        partnership=elsewhere,
        code=CODE,
        kind="preschool",
        birth_month=date(2024, 6, 1),
        pathway_version=theirs,
        state="S00",
        since=date(2026, 1, 1),
        next_step="Kijken",
        owner=Role.NURSE,
        due_on=date(2026, 2, 1),
    )

    upload = desk.deliver(
        row("S20", "2026-10-01"), row("S20", "2026-10-01", code=OTHER)
    )

    assert (upload.status, upload.content) == (Status.DROPPED, None)
    assert upload.errors == [
        [
            0,
            (
                "Een van de nieuwe trajectcodes is al in gebruik. "
                "Geef nieuwe kinderen een code die het portaal maakt."
            ),
        ]
    ]
    assert Trajectory.objects.count() == 1
