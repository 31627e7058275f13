"""The demo: loads once, tells its story, and belongs to trying out only."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from agreements.areas import AREA_NUMBERS
from agreements.models import Agreement, Clause, Consent, SigningRound
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership, User

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


def test_all_names_are_clearly_invented(settings: Settings) -> None:
    settings.DEBUG = True
    load()

    domains = {
        email.rpartition(".")[2] for (email,) in User.objects.values_list("email")
    }

    assert domains == {"example"}
