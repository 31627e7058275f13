"""The demo: loads once, tells its story, and belongs to trying out only."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from agreements.areas import AREA_NUMBERS
from agreements.models import Agreement, Clause, Consent, SigningRound
from referrals.models import Attendance, Location, Trajectory
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job
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
def test_it_loads_once_and_prints_who_can_sign_in(settings: Settings) -> None:
    settings.DEBUG = True

    first, second = load(), load()

    emails = User.objects.values_list("email", flat=True)
    assert {email.rpartition(".")[2] for email in emails} == {"example"}
    assert first == second
    assert all(email in first for email in emails)
    assert Partnership.objects.count() == 2
    partnerships = frozenset(Partnership.objects.values_list("pk", flat=True))
    organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    with scope(Scope(partnerships, organisations=organisations)):
        states = dict(Agreement.objects.values_list("reference", "status"))
        signed = Agreement.objects.get(status=Agreement.Status.SIGNED)
        assert sorted(states.values()) == ["negotiating", "negotiating", "signed"]
        in_areas = Clause.objects.filter(agreement=signed, chapter__in=AREA_NUMBERS)
        assert in_areas.count() == 53
        assert Consent.objects.filter(decision="refused").count() == 1
        assert SigningRound.objects.get().document is not None


def test_it_tells_of_children_who_wait_for_somebody(settings: Settings) -> None:
    settings.DEBUG = True

    printed = load()

    waterrijk = Partnership.objects.get(code="WAT")
    with scope(scope_of_children_job(waterrijk)):
        children = Trajectory.objects.filter(partnership=waterrijk)
        today = timezone.localdate()
        kinds = {kind for (kind,) in children.values_list("kind").distinct()}
        valid = [child for child in children if is_valid(child, today)]
        waiting = children.filter(state="S51", neighbourhood__name="Noord").count()
        late = children.filter(due_on__lt=today)
        letter = children.get(code=printed.split()[-1].replace("-", ""))
        assert kinds == {"preschool", "support", "home"}
        assert len(valid) == 265
        assert waiting >= 6
        assert late.count() >= 15
        assert late.filter(owner=Role.VVE_COORDINATOR).exists()
        assert children.filter(neighbourhood__name="Polder").count() < 10
        assert (letter.state, letter.location_id) == ("S40", None)
        assert Location.objects.count() == 14
        assert not Location.objects.exclude(lrk_id__startswith="99").exists()
        assert Attendance.objects.filter(trajectory__in=children).count() > 500
    elsewhere = Partnership.objects.get(code="ZAN")
    with scope(scope_of_children_job(elsewhere)):
        assert 10 < Trajectory.objects.filter(partnership=elsewhere).count() < 40
