"""Two people at one route at once: one goes first, and nothing is overwritten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from referrals.models import PathwayVersion
from referrals.services import pathways
from tests.factories import NOW
from tests.referrals.routing import BASIC, confirm, offer, renamed, start
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_job

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed")]

Deed = Callable[[], Any]


def at_once(*deeds: tuple[User, Deed]) -> list[str]:
    """Let people do something at the same moment; return how it went, sorted."""
    barrier = Barrier(len(deeds))

    def one(actor: User, deed: Deed) -> str:
        try:
            barrier.wait(timeout=5)
            with scope(scope_of(actor)):
                deed()
        except (PermissionDenied, ValidationError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        waiting = [pool.submit(one, *deed) for deed in deeds]
        return sorted(each.result(timeout=20) for each in waiting)


@pytest.fixture
def draft(partnership: Partnership, advisor: User) -> PathwayVersion:
    """A draft that was really committed."""
    with scope(scope_of_job(partnership)):
        return start(partnership, advisor)


def save(version: PathwayVersion, name: str, actor: User) -> Deed:
    """Return the deed that renames the route as it was read."""
    return lambda: pathways.save_route(
        version=version,
        route=renamed(BASIC, name),
        seen_edits=0,
        what="naam",
        actor=actor,
        now=NOW,
    )


def test_of_two_edits_of_one_draft_one_is_refused(
    draft: PathwayVersion, advisor: User, manager: User
) -> None:
    went = at_once(
        (advisor, save(draft, "Van Noor", advisor)),
        (manager, save(draft, "Van Roos", manager)),
    )

    assert went == ["ValidationError", "done"]
    with scope(scope_of(advisor)):
        draft.refresh_from_db()
    assert draft.edits == 1


def test_version_is_confirmed_once(
    draft: PathwayVersion, advisor: User, manager: User, coordinator: User
) -> None:
    with scope(scope_of(advisor)):
        version = offer(draft, advisor)

    went = at_once(
        (manager, lambda: confirm(version, manager)),
        (coordinator, lambda: confirm(version, coordinator)),
    )

    assert went == ["PermissionDenied", "done"]


def test_taking_back_and_confirming_do_not_both_happen(
    draft: PathwayVersion, advisor: User, manager: User
) -> None:
    with scope(scope_of(advisor)):
        version = offer(draft, advisor)

    went = at_once(
        (manager, lambda: confirm(version, manager)),
        (
            advisor,
            lambda: pathways.take_back_version(
                version=version, reason="Toch niet.", actor=advisor, now=NOW
            ),
        ),
    )

    assert went == ["PermissionDenied", "done"]


def test_two_starts_from_one_template_get_codes_of_their_own(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    went = at_once(
        (advisor, lambda: start(partnership, advisor)),
        (manager, lambda: start(partnership, manager)),
    )

    with scope(scope_of(advisor)):
        rows = PathwayVersion.objects.select_related("pathway")
        codes = sorted(version.pathway.code for version in rows)
    assert went == ["done", "done"]
    assert codes == ["R-BASIS", "R-BASIS-2"]


def test_two_drafts_of_one_route_are_not_made(
    draft: PathwayVersion, advisor: User, manager: User
) -> None:
    with scope(scope_of(advisor)):
        version = confirm(offer(draft, advisor), manager)

    went = at_once(
        *(
            (
                person,
                lambda person=person: pathways.start_version(
                    pathway=version.pathway, route=BASIC, actor=person, now=NOW
                ),
            )
            for person in (advisor, manager)
        )
    )

    assert went == ["ValidationError", "done"]
