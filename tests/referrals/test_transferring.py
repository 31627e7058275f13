"""Handing over to another JGZ, with a code that works once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from referrals.codes import check_character
from referrals.models import Event, PathwayVersion, Trajectory, Transfer, WrongCode
from referrals.services.guessing import GuessError, count_wrong_code
from referrals.services.transferring import (
    digest_of,
    offer,
    read_code,
    take_over,
    withdraw,
)
from tests.conftest import person
from tests.factories import (
    NOW,
    TODAY,
    PartnershipFactory,
    TeamFactory,
    TeamMembershipFactory,
)
from tests.referrals.building import BIRTH_MONTH, publish, stored
from tests.referrals.referred import Scene
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, Team, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
InScope = Callable[[User], AbstractContextManager[None]]


@dataclass
class Elsewhere:
    """Another town with its own JGZ, where the family moves to."""

    partnership: Partnership
    version: PathwayVersion
    nurse: User
    team: Team


@pytest.fixture
def elsewhere(db: None) -> Elsewhere:  # noqa: ARG001 - opens the database
    """The JGZ that takes over, in a town of its own."""
    partnership: Partnership = PartnershipFactory.create(code="NDZ")
    nurse = person(partnership.provider, Role.NURSE, name="Ned Nieuw")
    team: Team = TeamFactory.create(organisation=partnership.provider)
    TeamMembershipFactory.create(team=team, user=nurse)
    with scope(scope_of_children_job(partnership)):
        version = publish(partnership)
    return Elsewhere(partnership, version, with_reach(nurse, today=TODAY), team)


@pytest.fixture
def referred(scene: Scene) -> Trajectory:
    """A child that waits for an answer of its preschool."""
    return stored(
        scene.versions["R-BASIS"],
        "S41",
        team=scene.team,
        location=scene.location,
        first_signalled_by="parents",
    )


@pytest.fixture
def offered(
    referred: Trajectory, nurse: User, now: datetime, in_scope: InScope
) -> tuple[Transfer, str]:
    """The offer of that child to another JGZ."""
    with in_scope(nurse):
        return offer(
            trajectory=referred,
            occurred_on=TODAY,
            seen_version=0,
            actor=nurse,
            now=now,
        )


@pytest.fixture
def takes_over(elsewhere: Elsewhere, in_scope: InScope) -> Callable[..., Trajectory]:
    """Return what lets the other JGZ type a code."""

    def type_in(code: str, when: datetime = NOW) -> Trajectory:
        try:
            with in_scope(elsewhere.nurse):
                return take_over(
                    code=code,
                    pathway_version=elsewhere.version,
                    team=elsewhere.team,
                    actor=elsewhere.nurse,
                    now=when,
                )
        except GuessError:
            verb = "transfer.wrong_code"
            count_wrong_code(actor=elsewhere.nurse, now=when, verb=verb)
            raise

    return type_in


def test_an_offer_closes_here_and_asks_whether_somebody_took_over(
    offered: tuple[Transfer, str], referred: Trajectory
) -> None:
    transfer, code = offered

    referred.refresh_from_db()
    assert (referred.state, referred.is_open) == ("S94", False)
    assert referred.next_step == "Vraag de andere JGZ of zij dit kind heeft overgenomen"
    assert (referred.owner, referred.due_on) == (Role.NURSE, date(2026, 12, 4))
    assert transfer.expires_at == NOW + timedelta(days=28)
    town, secret = read_code(code)
    assert town == referred.partnership.code
    assert transfer.token_hash == digest_of(secret)
    assert secret not in transfer.token_hash
    assert secret != referred.code


def test_the_other_jgz_begins_before_the_test_with_what_may_go_along(
    offered: tuple[Transfer, str],
    referred: Trajectory,
    elsewhere: Elsewhere,
    takes_over: Callable[..., Trajectory],
) -> None:
    taken = takes_over(offered[1])

    with scope(scope_of_children_job(elsewhere.partnership)):
        taken.refresh_from_db()
        event = Event.objects.get(trajectory=taken)
    assert taken.partnership == elsewhere.partnership
    assert (taken.state, taken.birth_month) == ("S10", BIRTH_MONTH)
    assert (taken.first_signalled_by, taken.team) == ("parents", elsewhere.team)
    assert (taken.consent, taken.location_known) == ("not_asked", False)
    assert (taken.indicated_on, taken.location) == (None, None)
    assert (taken.owner, taken.due_on, taken.is_open) == (Role.NURSE, TODAY, True)
    assert taken.code != referred.code
    assert (event.kind, event.from_state) == ("transfer", "")


def test_who_handed_over_is_not_asked_any_more(
    offered: tuple[Transfer, str],
    referred: Trajectory,
    scene: Scene,
    takes_over: Callable[..., Trajectory],
) -> None:
    takes_over(offered[1])

    with scope(scope_of_children_job(scene.partnership)):
        referred.refresh_from_db()
        offered[0].refresh_from_db()
        verbs = [entry.verb for entry in Entry.objects.about(referred).order_by("pk")]
        people = set(Entry.objects.about(referred).values_list("actor_name", flat=True))
    assert offered[0].accepted_at == NOW
    assert (referred.state, referred.next_step, referred.due_on) == ("S94", "", None)
    assert verbs == ["trajectory.offer", "trajectory.handed_over"]
    # Who works elsewhere is nobody's business here.
    assert people == {"Fenna Proef", "Het portaal"}


def test_a_code_works_once(
    offered: tuple[Transfer, str], takes_over: Callable[..., Trajectory]
) -> None:
    takes_over(offered[1])

    with pytest.raises(ValidationError, match="kennen wij niet"):
        takes_over(offered[1])


@pytest.mark.parametrize("why", ["expired", "withdrawn", "other town", "no town"])
def test_every_code_that_does_not_work_gets_the_same_answer(
    why: str,
    offered: tuple[Transfer, str],
    elsewhere: Elsewhere,
    nurse: User,
    in_scope: InScope,
    takes_over: Callable[..., Trajectory],
) -> None:
    transfer, code = offered
    secret = code.split("-", 1)[1]
    when = NOW
    if why == "expired":
        when = NOW + timedelta(days=28, seconds=1)
    elif why == "withdrawn":
        with in_scope(nurse):
            withdraw(transfer=transfer, actor=nurse, now=NOW)
    else:
        town = elsewhere.partnership.code if why == "other town" else "BESTAATNIET"
        code = f"{town}-{secret}"

    with pytest.raises(ValidationError) as refusal:
        takes_over(code, when)

    assert refusal.value.messages == [
        (
            "Deze overdrachtscode kennen wij niet. "
            "Vraag de andere JGZ of de code nog geldig is."
        )
    ]
    assert WrongCode.objects.get(user=elsewhere.nurse).count == 1


def test_a_typing_error_is_told_and_not_counted(
    offered: tuple[Transfer, str],
    elsewhere: Elsewhere,
    takes_over: Callable[..., Trajectory],
) -> None:
    code = offered[1]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    with pytest.raises(ValidationError, match="Dit is een typefout"):
        takes_over(wrong)

    counted = WrongCode.objects.filter(user=elsewhere.nurse, count__gt=0)
    assert not counted.exists()


def test_after_five_wrong_codes_even_the_right_one_waits_half_an_hour(
    offered: tuple[Transfer, str],
    elsewhere: Elsewhere,
    takes_over: Callable[..., Trajectory],
) -> None:
    wrong = f"BESTAATNIET-{offered[1].split('-', 1)[1]}"
    for _ in range(5):
        with pytest.raises(ValidationError, match="kennen wij niet"):
            takes_over(wrong)

    with pytest.raises(ValidationError, match="Wacht een half uur"):
        takes_over(offered[1], NOW + timedelta(minutes=29))
    taken = takes_over(offered[1], NOW + timedelta(minutes=30))

    assert taken.state == "S10"
    assert WrongCode.objects.get(user=elsewhere.nurse).count == 0


def test_a_wrong_code_is_on_record_without_the_code(
    offered: tuple[Transfer, str],
    elsewhere: Elsewhere,
    takes_over: Callable[..., Trajectory],
) -> None:
    wrong = f"BESTAATNIET-{offered[1].split('-', 1)[1]}"
    with pytest.raises(ValidationError):
        takes_over(wrong)

    with scope(scope_of_children_job(elsewhere.partnership)):
        [entry] = Entry.objects.filter(verb="transfer.wrong_code")
    assert (entry.actor, entry.reach) == (elsewhere.nurse, "organisation")
    assert entry.summary == "Een verkeerde code, de 1e keer."
    assert "BESTAATNIET" not in str(entry.details)


def test_a_withdrawn_offer_opens_the_trajectory_where_it_was(
    offered: tuple[Transfer, str],
    referred: Trajectory,
    nurse: User,
    in_scope: InScope,
) -> None:
    with in_scope(nurse):
        withdraw(transfer=offered[0], actor=nurse, now=NOW)

    referred.refresh_from_db()
    assert (referred.state, referred.is_open, referred.closed_on) == ("S41", True, None)
    assert referred.due_on is not None
    with in_scope(nurse), pytest.raises(ValidationError, match="of ingetrokken"):
        withdraw(transfer=offered[0], actor=nurse, now=NOW)


def test_a_child_is_offered_once_at_a_time(
    offered: tuple[Transfer, str], referred: Trajectory, nurse: User, in_scope: InScope
) -> None:
    del offered
    with in_scope(nurse), pytest.raises(ValidationError, match="al een overdrachtsc"):
        offer(
            trajectory=referred,
            occurred_on=TODAY,
            seen_version=1,
            actor=nurse,
            now=NOW,
        )


def test_a_family_that_moved_before_can_still_be_handed_over(
    scene: Scene, nurse: User, now: datetime, in_scope: InScope
) -> None:
    moved = stored(scene.versions["R-BASIS"], "S94", team=scene.team)

    with in_scope(nurse):
        transfer, _ = offer(
            trajectory=moved, occurred_on=TODAY, seen_version=0, actor=nurse, now=now
        )

    moved.refresh_from_db()
    assert (moved.state, moved.due_on) == ("S94", date(2026, 12, 4))
    assert transfer.trajectory == moved


def test_a_side_route_is_not_taken_over_as_a_way_to_a_preschool(
    scene: Scene,
    nurse: User,
    now: datetime,
    in_scope: InScope,
    takes_over: Callable[..., Trajectory],
) -> None:
    beside = stored(scene.versions["R-THUIS"], "T10", team=scene.team)
    with in_scope(nurse):
        transfer, code = offer(
            trajectory=beside, occurred_on=TODAY, seen_version=0, actor=nurse, now=now
        )

    with pytest.raises(ValidationError, match="dezelfde soort: thuisprogramma"):
        takes_over(code)

    transfer.refresh_from_db()
    assert transfer.accepted_at is None


def test_a_preschool_hands_nothing_over(
    referred: Trajectory, preschool_contact: User, now: datetime
) -> None:
    with transaction.atomic(), pytest.raises(PermissionDenied, match="Alleen de JGZ"):
        offer(
            trajectory=referred,
            occurred_on=TODAY,
            seen_version=0,
            actor=preschool_contact,
            now=now,
        )


@pytest.mark.parametrize(
    "typed",
    [
        "P-12-K7QM-4X2P-{}",
        "p-12-k7qm4x2p{}",
        " P-12 - K7QM 4X2P {} ",
        "P-12-K7QM4X2P{}",
    ],
)
def test_a_code_is_read_however_it_is_parted(typed: str) -> None:
    code = typed.format(check_character("K7QM4X2P").lower())

    assert read_code(code) == ("P-12", "K7QM4X2P" + check_character("K7QM4X2P"))


@pytest.mark.parametrize("typed", ["", "-", "P12", "K7QM-4X2P-0", "P12-K7QM"])
def test_what_is_no_code_is_a_typing_error(typed: str) -> None:
    with pytest.raises(ValidationError, match="typefout"):
        read_code(typed)


@time_machine.travel(NOW, tick=False)
def test_a_wrong_code_typed_on_the_page_is_counted_after_it(
    offered: tuple[Transfer, str],
    elsewhere: Elsewhere,
    as_user: Callable[[User], Client],
) -> None:
    secret = offered[1].split("-", 1)[1]
    browser = as_user(elsewhere.nurse)
    filled = {"code": f"BESTAATNIET-{secret}", "route": elsewhere.version.pk}

    page = browser.post(reverse("referrals:trajectory-take-over"), filled)

    assert page.status_code == 200
    assert page.context["form"].non_field_errors() == [
        (
            "Deze overdrachtscode kennen wij niet. "
            "Vraag de andere JGZ of de code nog geldig is."
        )
    ]
    assert WrongCode.objects.get(user=elsewhere.nurse).count == 1
