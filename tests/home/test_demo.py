"""The demo: loads once, tells its story, and belongs to trying out only."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from agreements.areas import AREA_NUMBERS
from agreements.content import content_of
from agreements.models import Agreement, Clause, Consent, SigningRound
from monitoring.models import (
    Bottleneck,
    HoursEntry,
    Level,
    Meeting,
    MeetingKind,
    Publication,
    Quarter,
    Release,
    ReleaseTest,
    Story,
)
from monitoring.queries.released import find_releases
from referrals.models import Attendance, Location, Trajectory
from tests.agreements.conforming import errors_in
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job
from vve_portal.documents.models import FileOrder
from vve_portal.home.demo.children import is_valid

pytestmark = pytest.mark.django_db


def load() -> str:
    """Load the demo and return what it prints."""
    printed = StringIO()
    call_command("demo", stdout=printed)
    return printed.getvalue()


def test_it_is_not_there_in_production() -> None:
    with pytest.raises(CommandError, match="alleen om uit te proberen"):
        load()

    assert not Partnership.objects.exists()


@pytest.mark.sqlite
def test_it_loads_once_prints_who_can_sign_in_and_tells_its_story(
    settings: Settings,
) -> None:
    settings.DEBUG = True

    first, second = load(), load()

    emails = User.objects.values_list("email", flat=True)
    assert {email.rpartition(".")[2] for email in emails} == {"example"}
    assert first == second
    assert all(email in first for email in emails)
    assert Partnership.objects.count() == 2
    it_has_one_signed_agreement()
    waterrijk = Partnership.objects.get(code="WAT")
    with scope(scope_of_children_job(waterrijk)):
        children_wait_for_somebody(waterrijk, code=first.split()[-1])
        quarters_were_settled_and_one_is_open(waterrijk)
        people_met_and_worked(waterrijk)
    elsewhere = Partnership.objects.get(code="ZAN")
    with scope(scope_of_children_job(elsewhere)):
        assert 10 < Trajectory.objects.filter(partnership=elsewhere).count() < 40


def it_has_one_signed_agreement() -> None:
    """Look at the agreements of both partnerships."""
    partnerships = frozenset(Partnership.objects.values_list("pk", flat=True))
    organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    with scope(Scope(partnerships, organisations=organisations)):
        states = dict(Agreement.objects.values_list("reference", "status"))
        signed = Agreement.objects.get(status=Agreement.Status.SIGNED)
        assert sorted(states.values()) == ["negotiating", "negotiating", "signed"]
        in_areas = Clause.objects.filter(agreement=signed, chapter__in=AREA_NUMBERS)
        assert in_areas.count() == 53
        assert Consent.objects.filter(decision="refused").count() == 1
        signing_round = SigningRound.objects.get()
        assert signing_round.document is not None
        assert errors_in(json.loads(signing_round.content)) == []
        assert errors_in(json.loads(signing_round.negotiation)) == []
        texts = [content_of(one) for one in Agreement.objects.with_parties()]
        assert [errors_in(text) for text in texts] == [[]] * 3
        for_council = FileOrder.objects.filter(document__isnull=False)
        kinds = for_council.order_by("kind").values_list("kind", flat=True)
        assert list(kinds) == ["openbaar", "raadsbrief", "raadspakket"]


def children_wait_for_somebody(town: Partnership, *, code: str) -> None:
    """Look at the trajectories."""
    children = Trajectory.objects.filter(partnership=town)
    today = timezone.localdate()
    kinds = {kind for (kind,) in children.values_list("kind").distinct()}
    valid = [child for child in children if is_valid(child, today)]
    wijken = [child.neighbourhood and child.neighbourhood.name for child in valid]
    waiting = children.filter(state="S51", neighbourhood__name="Noord").count()
    late = children.filter(due_on__lt=today)
    letter = children.get(code=code.replace("-", ""))
    assert kinds == {"preschool", "support", "home"}
    assert len(valid) == 265
    assert waiting >= 6
    assert late.count() >= 15
    assert late.filter(owner=Role.VVE_COORDINATOR).exists()
    assert wijken.count("Polder") < 10
    assert (letter.state, letter.location_id) == ("S40", None)
    assert Location.objects.filter(partnership=town).count() == 14
    assert not Location.objects.exclude(lrk_id__startswith="99").exists()
    assert Attendance.objects.filter(trajectory__in=children).count() > 500


def quarters_were_settled_and_one_is_open(town: Partnership) -> None:
    """Look at the quarters: reach rises, small wijken stand together, no one won."""
    quarters = list(Quarter.objects.filter(partnership=town).latest_first())[::-1]
    releases = find_releases(quarters, Release.Audience.PARTNER)
    reach = [releases[one.pk].figure("IND-05") for one in quarters[:-1]]
    rates = [shown.percentage for shown in reach if shown and shown.percentage]
    groups = releases[quarters[3].pk].table("IND-05", "neighbourhood")
    together = [group for group in groups if group.is_together]
    outcomes = ReleaseTest.objects.filter(partnership=town)
    assert [one.status for one in quarters] == [*["settled"] * 4, "open"]
    assert len(rates) == 4
    assert rates[0] < rates[-1]
    assert together
    assert all(one.outcome["survives"] for one in outcomes)
    assert outcomes.count() == 4


def people_met_and_worked(town: Partnership) -> None:
    """Look at meetings, a bottleneck, stories, hours and what was published."""
    quarterly = Meeting.objects.filter(
        partnership=town, series__kind=MeetingKind.QUARTERLY
    )
    held = quarterly.order_by("starts_at").values_list("status", flat=True)
    stories = Story.objects.filter(partnership=town).order_by("quarter")
    hours = HoursEntry.objects.filter(partnership=town)
    assert list(held) == ["held", "missed", "held", "held", "planned"]
    assert Bottleneck.objects.get(partnership=town).level == Level.BOARD
    assert [one.status for one in stories] == ["approved", "approved", "offered"]
    assert set(hours.values_list("status", flat=True)) == {"approved", "entered"}
    assert Publication.objects.filter(partnership=town).count() == 1
