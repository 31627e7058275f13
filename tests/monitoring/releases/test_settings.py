"""How careful the figures are: set by the JGZ, lowered only with nothing in sight."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.models import FigureSettings
from monitoring.services.figure_settings import change_thresholds, settings_of
from tests.factories import NOW
from tests.monitoring.factories import FigureSettingsFactory, QuarterFactory
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]


def change(
    partnership: Partnership, actor: User, partner: int, council: int
) -> FigureSettings:
    """Change both thresholds now."""
    return change_thresholds(
        partnership=partnership, partner=partner, council=council, actor=actor, now=NOW
    )


def now_is(partnership: Partnership) -> tuple[int, int]:
    """Return both thresholds."""
    current = settings_of(partnership)
    return current.partner_threshold, current.council_threshold


@pytest.mark.sqlite
def test_by_default_five_and_ten(partnership: Partnership) -> None:
    assert now_is(partnership) == (5, 10)


def test_the_jgz_raises_also_while_a_quarter_is_open(
    partnership: Partnership, manager: User
) -> None:
    QuarterFactory.create(partnership=partnership)

    change(partnership, manager, 7, 20)

    assert now_is(partnership) == (7, 20)
    entry = Entry.objects.get(verb="figure_settings.change")
    assert (entry.details["before"], entry.details["after"]) == ([5, 10], [7, 20])


@pytest.mark.parametrize(
    "who", ["advisor", "contract_manager", "alderman", "nurse", "stranger"]
)
def test_nobody_else_changes_them(
    request: pytest.FixtureRequest, partnership: Partnership, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        change(partnership, request.getfixturevalue(who), 7, 10)


@pytest.mark.parametrize(("partner", "council"), [(5, 10), (7, 19), (5, 20)])
def test_lowering_waits_while_a_quarter_is_open(
    partnership: Partnership, manager: User, partner: int, council: int
) -> None:
    FigureSettingsFactory.create(
        partnership=partnership, partner_threshold=7, council_threshold=20
    )
    quarter = QuarterFactory.create(partnership=partnership)

    with pytest.raises(ValidationError, match="geen kwartaal meer open"):
        change(partnership, manager, partner, council)
    assert now_is(partnership) == (7, 20)

    quarter.status, quarter.provisional_at = "provisional", NOW
    quarter.save()
    change(partnership, manager, partner, council)
    assert now_is(partnership) == (partner, council)


@pytest.mark.parametrize(("partner", "council"), [(4, 10), (6, 10), (5, 9), (5, 51)])
def test_other_numbers_are_refused(
    partnership: Partnership, manager: User, partner: int, council: int
) -> None:
    with pytest.raises(ValidationError):
        change(partnership, manager, partner, council)
    assert now_is(partnership) == (5, 10)


def test_what_stays_the_same_is_not_recorded(
    partnership: Partnership, manager: User
) -> None:
    change(partnership, manager, 5, 10)

    assert Entry.objects.filter(verb="figure_settings.change").count() == 0
