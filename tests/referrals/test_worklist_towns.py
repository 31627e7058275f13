"""The worklist of a JGZ with several towns: one list, in order, read town by town."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import pytest
from pytest_django import DjangoAssertNumQueries

from referrals.models import Trajectory
from referrals.queries.worklist import Order, Page, Place, page_of
from tests.factories import TODAY, PartnershipFactory, TrajectoryFactory
from tests.referrals.listing import pks
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership

pytestmark = pytest.mark.django_db
# Days from today, town after town: the order of the list mixes the towns.
DAYS: Final = ((3, 1, 5), (2, 6), (4, 1))


@pytest.fixture
def towns(provider: Organisation, partnership: Partnership) -> list[Partnership]:
    """Three towns of one JGZ."""
    others = PartnershipFactory.create_batch(2, provider=provider)
    return [partnership, *others]


@contextmanager
def all_children(towns: list[Partnership]) -> Iterator[None]:
    """Reach the children of every town."""
    ids = frozenset(town.pk for town in towns)
    with scope(Scope(partnerships=ids, children=ids, locations="all")):
        yield


def fill(towns: list[Partnership]) -> list[int]:
    """Make the rows of each town; return them as the list has them."""
    made = [
        TrajectoryFactory.create(partnership=town, due_on=TODAY + timedelta(days=days))
        for town, days_of_town in zip(towns, DAYS, strict=True)
        for days in days_of_town
    ]
    return [row.pk for row in sorted(made, key=lambda row: (row.due_on, row.pk))]


@pytest.mark.sqlite
def test_pages_of_several_towns_are_one_list_both_ways(
    towns: list[Partnership],
) -> None:
    with all_children(towns):
        expected = fill(towns)
        rows = Trajectory.objects.filter(due_on__isnull=False)
        ids = [town.pk for town in towns]

        def turn(**place: Place | None) -> Page:
            return page_of(rows, Order(), size=2, towns=ids, **place)

        first = turn()
        second = turn(after=Place.read(first.after))
        third = turn(after=Place.read(second.after))
        again = turn(before=Place.read(third.before))

        assert pks(first.rows) == expected[:2]
        assert pks(second.rows) == expected[2:4]
        assert pks(third.rows) == expected[4:6]
        assert pks(again.rows) == expected[2:4]
        assert (first.before, bool(third.after)) == ("", True)


@pytest.mark.postgresql
def test_towns_are_read_apart_and_only_as_far_as_the_page(
    towns: list[Partnership],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with all_children(towns):
        expected = fill(towns)
        rows = Trajectory.objects.filter(due_on__isnull=False)

        with django_assert_num_queries(2) as asked:
            page = page_of(rows, Order(), size=2, towns=[town.pk for town in towns])

        assert pks(page.rows) == expected[:2]
        assert asked[0]["sql"].count("LIMIT 3") == len(towns)
