"""What a settled quarter says, broken in raw SQL: the database refuses every way."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

import pytest
from django.db import IntegrityError, connection, transaction

from monitoring.models import Quarter, Release
from tests.factories import NOW
from tests.monitoring.factories import (
    AreaWordsFactory,
    ClauseStatusFactory,
    FigureFactory,
    QuarterFactory,
    ReleaseFactory,
    StoryFactory,
)
from tests.monitoring.quarters.building import settle_row
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("every_figure")]
CHANGES: Final = {
    "monitoring_figure": "numerator = 99",
    "monitoring_release": "threshold = 7",
    "monitoring_revision": "before = '{}'",
    "monitoring_areawords": "seen = 'Iets anders.'",
    "monitoring_clausestatus": "sentence = 'Toch niet.'",
    "monitoring_story": "title = 'Anders'",
}


@pytest.fixture
def quarter(partnership: Partnership, coordinator: User) -> Quarter:
    """A settled quarter with a row of everything that hangs on it."""
    made: Quarter = QuarterFactory.create(partnership=partnership, provisional=True)
    FigureFactory.create(quarter=made)
    ReleaseFactory.create(quarter=made)
    AreaWordsFactory.create(quarter=made)
    ClauseStatusFactory.create(quarter=made)
    made.revisions.create(
        partnership=partnership,
        of_quarter=QuarterFactory.create(partnership=partnership, number=2),
        indicator="IND-05",
        before={"numerator": "88"},
        after={"numerator": "89"},
        noted_at=NOW,
    )
    for is_shared in (True, False):
        StoryFactory.create(
            quarter=made,
            is_shared=is_shared,
            status="approved" if is_shared else "draft",
            read_by=coordinator if is_shared else None,
        )
    return settle_row(made, by=coordinator)


def refused(*parts: object) -> bool:
    """Return whether the database refuses a statement as a change of what is fixed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(" ".join(str(part) for part in parts))
    except IntegrityError as error:
        return "stays as it is" in str(error)
    return False


@pytest.mark.parametrize("table", CHANGES)
def test_no_row_is_changed_or_deleted(table: str, quarter: Quarter) -> None:
    its_own = ("WHERE quarter_id =", quarter.pk)

    assert refused("UPDATE", table, "SET", CHANGES[table], *its_own)
    assert refused("DELETE FROM", table, *its_own)


@pytest.mark.parametrize("table", CHANGES)
def test_no_row_is_moved_out(table: str, quarter: Quarter) -> None:
    other = QuarterFactory.create(partnership=quarter.partnership, number=4)

    moved = ("SET quarter_id =", other.pk, "WHERE quarter_id =", quarter.pk)
    assert refused("UPDATE", table, *moved)


def test_no_row_is_added_or_moved_in(quarter: Quarter) -> None:
    FigureFactory.create(
        quarter=QuarterFactory.create(partnership=quarter.partnership, number=4),
        indicator="IND-06",
    )

    moved = ("SET quarter_id =", quarter.pk, "WHERE indicator = 'IND-06'")
    assert refused("UPDATE monitoring_figure", *moved)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        FigureFactory.create(quarter=quarter, indicator="IND-07")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        ReleaseFactory.create(quarter=quarter, audience=Release.Audience.COUNCIL)


def test_a_story_that_was_not_shared_stays_its_writers(
    quarter: Quarter, coordinator: User
) -> None:
    draft = "WHERE NOT is_shared"
    shared = ("is_shared = true, status = 'approved', read_by_id =", coordinator.pk)

    assert quarter.stories.count() == 2
    assert not refused("UPDATE monitoring_story SET title = 'Anders'", draft)
    assert refused("UPDATE monitoring_story SET", *shared, draft)


@pytest.mark.parametrize(
    "change",
    [
        "summary = 'Achteraf mooier.'",
        "status = 'provisional', settled_at = NULL, settled_by_id = NULL",
        "year = 2025",
        "status = 'archived', archived_at = now(), summary = 'Achteraf mooier.'",
    ],
)
def test_the_quarter_itself_is_not_changed(change: str, quarter: Quarter) -> None:
    assert refused("UPDATE monitoring_quarter SET", change, "WHERE id =", quarter.pk)


def test_the_quarter_is_not_deleted(quarter: Quarter) -> None:
    assert refused("DELETE FROM monitoring_quarter WHERE id =", quarter.pk)


def test_a_settled_quarter_is_archived_and_then_never_touched(quarter: Quarter) -> None:
    archive = (
        "UPDATE monitoring_quarter SET status = 'archived', archived_at = now()",
        "WHERE id =",
        quarter.pk,
    )

    assert not refused(*archive)
    assert refused(*archive)
    assert refused("UPDATE monitoring_figure SET numerator = 1")


def test_rows_of_an_open_quarter_are_free(partnership: Partnership) -> None:
    FigureFactory.create(quarter__partnership=partnership)

    assert not refused("UPDATE monitoring_figure SET numerator = 1")
    assert not refused("DELETE FROM monitoring_figure")


def test_who_does_not_see_the_quarter_changes_nothing(
    quarter: Quarter,
    stranger: User,
    in_scope: Callable[[User], AbstractContextManager[None]],
) -> None:
    with in_scope(stranger), connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_areawords SET seen = 'Anders'")
        touched = cursor.rowcount

    assert (touched, quarter.words.get().seen) == (0, "Meer kinderen doen mee.")
