"""The figure of the last quarter on the page of a clause in an agreement."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Clause
from agreements.models.vocabulary import Progress
from monitoring.beside_clause import figure_beside
from tests.monitoring.factories import ClauseStatusFactory, QuarterFactory
from tests.monitoring.screens.reading import text_of
from tests.monitoring.screens.scenes import clause_in_force, release_of, row
from vve_portal.accounts.models import Partnership, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_figure", "on_the_day"),
]

SignIn = Callable[[User], Client]


@pytest.fixture
def clause(partnership: Partnership) -> Clause:
    """A clause that says 90% at least, with 88% in its last quarter."""
    made = clause_in_force(partnership, code="IND-05", norm=90)
    for number, reached in ((2, 80), (3, 88)):
        quarter = QuarterFactory.create(
            partnership=partnership, number=number, provisional=True
        )
        release_of(quarter, row("IND-05", reached, 100))
        ClauseStatusFactory.create(
            quarter=quarter,
            clause=made,
            status=Progress.ATTENTION,
            sentence=f"We zagen {reached}.",
        )
    later = QuarterFactory.create(partnership=partnership, year=2027, number=1)
    release_of(later, row("IND-05", 99, 100))
    return made


def test_the_clause_shows_the_last_quarter_of_its_term(
    clause: Clause, as_user: SignIn, advisor: User
) -> None:
    said = text_of(as_user(advisor).get(clause.get_absolute_url()).content.decode())

    assert "Cijfer, derde kwartaal 2026" in said
    assert "Bereik VE op peildatum: 88% (88 van de 100), norm ten minste 90%." in said
    assert "Aandacht We zagen 88." in said
    assert "99%" not in said


def test_it_takes_one_query(clause: Clause, advisor: User) -> None:
    fresh = Clause.objects.select_related("current", "agreement").get(pk=clause.pk)

    with CaptureQueriesContext(connection) as asked:
        figure = figure_beside(fresh, advisor)

    assert figure is not None
    assert len(asked) == 1


def test_who_may_not_read_figures_sees_none(clause: Clause, clerk: User) -> None:
    assert figure_beside(clause, clerk) is None


def test_a_clause_without_indicator_asks_nothing(
    partnership: Partnership, advisor: User
) -> None:
    bare = clause_in_force(partnership)

    with CaptureQueriesContext(connection) as asked:
        figure = figure_beside(bare, advisor)

    assert (figure, len(asked)) == (None, 0)
