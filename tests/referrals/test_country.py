"""The generated country: valid lives, the same with the same seed, in one piece."""

from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from itertools import pairwise
from random import Random
from typing import Any, Final

import pytest
from django.core.management import CommandError, call_command

from referrals.lifecycle.deeds import Change
from referrals.models import TargetDefinition, Trajectory
from referrals.routes.facts import day_of_age
from referrals.routes.rules import RULES
from referrals.routes.templates import TEMPLATES
from referrals.services.country.children import tell_stories
from referrals.services.country.lives import Cast, Terms, live
from referrals.services.country.rows import line, story_of
from referrals.services.country.towns import ROUTES, sizes
from referrals.states import ALL_STATES
from tests.database import APP, OWNER, Rows, connect_as
from tests.factories import TODAY
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role

pytestmark = pytest.mark.slow

LOCATION: Final = 71
SQL = Callable[[str], Rows]


def somebody(role: Role, pk: int) -> User:
    """Return somebody with a role, in memory."""
    user = User(pk=pk, organisation_id=pk)
    user.roles = frozenset({role})
    return user


CAST: Final = Cast(
    {
        role: somebody(role, number)
        for number, role in enumerate(Role, start=1)
        if role is not Role.PRESCHOOL_CONTACT
    },
    {LOCATION: somebody(Role.PRESCHOOL_CONTACT, 99)},
)


def life(code: str, number: int) -> list[Change]:
    """Tell one life along a route, of a child of any age."""
    luck = Random(f"{code} {number}")  # noqa: S311 - made-up data, no secret
    route = TEMPLATES[code]
    birth_month = day_of_age(TODAY.replace(day=1), -luck.randrange(2, 70))
    definition = TargetDefinition(pk=1, starts_on=date.min)
    return live(
        trajectory=Trajectory(
            partnership_id=1, kind=route.kind, birth_month=birth_month
        ),
        state=route.start[0],
        begins_on=day_of_age(birth_month, 1),
        terms=Terms(route, RULES, (definition,), TODAY),
        cast=CAST,
        luck=luck,
    )


@pytest.mark.parametrize("code", TEMPLATES)
def test_life_is_told_in_order_and_ends_as_its_last_event(code: str) -> None:
    for number in range(30):
        changes = life(code, number)

        events = [change.event for change in changes]
        trajectory = changes[-1].trajectory
        assert all(a.occurred_on <= b.occurred_on for a, b in pairwise(events))
        assert all(a.registered_at < b.registered_at for a, b in pairwise(events))
        assert all(e.occurred_on <= e.registered_at.date() < TODAY for e in events)
        assert trajectory.state == events[-1].state
        assert trajectory.is_open is not ALL_STATES[trajectory.state].closes
        assert trajectory.version == len(events)
        has_plan = [bool(trajectory.next_step), bool(trajectory.owner)]
        assert trajectory.is_open <= all(has_plan)
        assert trajectory.is_open <= (trajectory.due_on is not None)


def test_lives_go_everywhere() -> None:
    reached = {change.event.state for code in ROUTES for change in many(code, 120)}

    assert {"S00", "S10", "S20", "S30", "S31", "S42", "S51", "S71", "S90"} <= reached
    assert len(reached) > 20


def many(code: str, number: int) -> Iterator[Change]:
    """Give all that happens in so many lives."""
    for one in range(number):
        yield from life(code, one)


def test_same_seed_tells_the_same_stories() -> None:
    told: list[str] = []

    def tell(seed: int) -> dict[str, Any]:
        return tell_stories(trajectories=200, seed=seed, until=TODAY, say=told.append)

    first, again, other = tell(1), tell(1), tell(2)

    assert first == again
    assert first != other


def test_story_says_of_ids_only_that_there_is_one() -> None:
    changes = life("R-BASIS", 3)

    story = story_of(changes)

    assert len(story.events) == len(changes)
    assert story.is_at_location is (changes[-1].trajectory.location_id is not None)
    assert line([1, None, "x"]) == "1\t\\N\tx\n"


def test_towns_are_skewed_and_none_is_empty() -> None:
    found = sizes(342, 1_000_000)

    assert sum(found) == 1_000_000
    assert found == sorted(found, reverse=True)
    assert 53_000 < found[0] < 55_500
    assert found[-1] > 500
    assert sizes(3, 3) == [1, 1, 1]


def generate(*words: str) -> str:
    """Run the command and return what it prints."""
    printed = StringIO()
    call_command("generate_country", *words, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def as_the_owner(
    committed: None,  # noqa: ARG001 - it commits
) -> Iterator[None]:
    """Connect as the owner of the tables, to a database that is thrown away."""
    connect_as(OWNER)
    yield
    connect_as(APP)


SMALL: Final = (
    "--throw-away",
    "--municipalities=4",
    "--trajectories=150",
    "--on=2026-11-22",
)
STRUCTURE: Final = """
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint
ORDER BY 1
"""
UNTRUE: Final = """
SELECT count(*) FROM referrals_trajectory t
JOIN LATERAL (SELECT state, count(*) OVER () AS number FROM referrals_event e
              WHERE e.trajectory_id = t.id ORDER BY id DESC LIMIT 1) last ON true
WHERE last.state <> t.state OR last.number <> t.version
"""
OUT_OF_ORDER: Final = """
SELECT count(*) FROM referrals_event one
JOIN referrals_event two
  ON two.trajectory_id = one.trajectory_id AND two.id = one.id + 1
WHERE two.occurred_on < one.occurred_on OR two.from_state <> one.state
"""


@pytest.mark.postgresql
@pytest.mark.usefixtures("as_the_owner")
def test_country_holds_together_and_the_tables_are_as_they_were(as_owner: SQL) -> None:
    before = as_owner(STRUCTURE)

    printed = generate(*SMALL)

    assert as_owner(STRUCTURE) == before
    assert as_owner("SELECT count(*) FROM referrals_trajectory") == [(150,)]
    assert as_owner("SELECT count(*) FROM accounts_partnership") == [(4,)]
    assert as_owner(UNTRUE) == [(0,)]
    assert as_owner(OUT_OF_ORDER) == [(0,)]
    assert "jv-1-1@land.example: jeugdverpleegkundige" in printed
    with pytest.raises(CommandError, match="Er zijn al trajecten"):
        generate(*SMALL)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_app_itself_can_not_generate() -> None:
    with pytest.raises(CommandError, match="als de eigenaar"):
        generate(*SMALL)


@pytest.mark.sqlite(only=True)
@pytest.mark.django_db
def test_country_is_too_big_for_trying_out() -> None:
    with pytest.raises(CommandError, match="alleen in PostgreSQL"):
        generate(*SMALL)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--trajectories=10",), "--throw-away"),
        (("--throw-away", "--municipalities=0"), "Kies 1 tot"),
        (("--throw-away", "--municipalities=9", "--trajectories=8"), "Kies 1 tot"),
    ],
)
def test_country_is_refused(words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        generate(*words)
