"""The factories of monitoring make rows that the database accepts."""

import factory
import pytest
from django.db.models import Model

from tests.monitoring import factories
from vve_portal.accounts.models import Partnership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_figure")]

FACTORIES = [
    made
    for made in vars(factories).values()
    if isinstance(made, type)
    and issubclass(made, factory.django.DjangoModelFactory)
    and made.__module__ == factories.__name__
]


# By which name each factory is told in which partnership it makes a row.
WAYS = {
    "MeetingFactory": "series__partnership",
    "ParticipantFactory": "meeting__series__partnership",
    "AgendaItemFactory": "meeting__series__partnership",
    "DecisionFactory": "meeting__series__partnership",
}
OF_A_QUARTER = {
    factories.FigureFactory,
    factories.DeliveryFactory,
    factories.ReleaseFactory,
    factories.AreaWordsFactory,
    factories.ClauseStatusFactory,
    factories.StoryFactory,
    factories.DialogueFactory,
}


@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_factory_makes_a_row_that_the_database_takes(
    partnership: Partnership,
    made: type[factory.django.DjangoModelFactory[Model]],
) -> None:
    way = "quarter__partnership" if made in OF_A_QUARTER else "partnership"
    told = {WAYS.get(made.__name__, way): partnership}

    row = made.create(**told)

    assert getattr(row, "partnership_id", None) == partnership.pk
