"""Making a route together: who may, what is refused, and what never changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction

from referrals.models import Pathway, PathwayVersion
from referrals.queries.pathways import (
    in_force,
    versions_for,
)
from referrals.services import pathways
from referrals.states import RouteKind
from tests.factories import NOW, TODAY
from tests.referrals.routing import (
    BASIC,
    FAULT,
    FAULTY,
    begin,
    confirm,
    make_published,
    offer,
    renamed,
    start,
)
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of_job
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("at_work")]

Status = PathwayVersion.Status
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def at_work(partnership: Partnership) -> Iterator[None]:
    """Work in the scope of the cast's partnership."""
    with scope(scope_of_job(partnership)):
        yield


def sentence(caught: pytest.ExceptionInfo[ValidationError]) -> str:
    """Return the one sentence of a refusal."""
    (told,) = caught.value.messages
    return told


def test_route_starts_as_a_draft_that_both_read(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = start(partnership, advisor)

    assert version.status == Status.DRAFT
    assert (version.pathway.code, version.number) == ("R-BASIS", 1)
    assert version.route == BASIC
    assert list(versions_for(manager)) == [version]


def test_second_route_from_one_template_gets_a_number(
    partnership: Partnership, advisor: User
) -> None:
    start(partnership, advisor)

    assert start(partnership, advisor).pathway.code == "R-BASIS-2"


def test_two_parties_make_it_hold(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = offer(start(partnership, advisor), advisor, LATER)

    published = confirm(version, manager)

    assert published.status == Status.PUBLISHED
    assert (published.starts_on, published.published_by) == (LATER, manager)
    assert [one.summary for one in Entry.objects.about(version).order_by("pk")] == [
        "Route R-BASIS, versie 1, is begonnen als concept.",
        "Route R-BASIS, versie 1, is voorgelegd, om te gelden vanaf 20 december 2026.",
        "Route R-BASIS, versie 1, is vastgesteld en geldt vanaf 20 december 2026.",
    ]


@pytest.mark.parametrize("who", ["nurse", "contract_manager", "alderman", "stranger"])
def test_others_make_no_routes(
    partnership: Partnership, who: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        start(partnership, actor)

    assert not Pathway.objects.exists()


def test_nobody_confirms_what_the_own_party_offered(
    partnership: Partnership, manager: User, coordinator: User
) -> None:
    version = offer(start(partnership, manager), manager)

    with pytest.raises(PermissionDenied) as caught:
        confirm(version, coordinator)

    assert str(caught.value) == (
        "Uw organisatie legde deze versie voor. De andere partij stelt vast."
    )
    version.refresh_from_db()
    assert version.status == Status.OFFERED


def test_draft_is_not_confirmed_before_it_is_offered(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = start(partnership, advisor)

    with pytest.raises(PermissionDenied):
        confirm(version, manager)

    version.refresh_from_db()
    assert version.status == Status.DRAFT


def test_faulty_route_is_refused_with_the_shortest_way(
    partnership: Partnership, advisor: User
) -> None:
    version = start(partnership, advisor, route=FAULTY)

    with pytest.raises(ValidationError) as caught:
        offer(version, advisor)

    assert sentence(caught) == FAULT
    version.refresh_from_db()
    assert version.status == Status.DRAFT


def test_fault_that_came_after_offering_is_found_when_confirming(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = offer(start(partnership, advisor), advisor)
    # The terms of a rule changed meanwhile, past the service that would refuse it.
    partnership.rule_settings.create(rule="E02", first=50, later=40)

    with pytest.raises(ValidationError) as caught:
        confirm(version, manager)

    assert sentence(caught) == (
        "Bij regel E02 komt de tweede termijn (40 dagen) niet na de eerste "
        "(50 dagen). Kies een latere tweede termijn."
    )


def test_rule_that_is_switched_off_is_not_checked(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = offer(start(partnership, advisor), advisor)
    partnership.rule_settings.create(rule="E02", is_on=False, first=50, later=40)

    assert confirm(version, manager).status == Status.PUBLISHED


def test_day_that_passed_is_refused(partnership: Partnership, advisor: User) -> None:
    version = start(partnership, advisor)

    with pytest.raises(ValidationError) as caught:
        offer(version, advisor, TODAY - timedelta(days=1))

    assert caught.value.message_dict == {
        "starts_on": [
            (
                "De ingangsdatum 19 november 2026 is voorbij. "
                "Kies een dag vanaf 20 november 2026."
            )
        ]
    }


def test_day_that_passed_since_the_offer_is_refused_too(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = offer(start(partnership, advisor), advisor)

    with pytest.raises(ValidationError):
        confirm(version, manager, NOW + timedelta(days=1))

    version.refresh_from_db()
    assert version.status == Status.OFFERED


def test_newer_version_does_not_slip_in_before_an_older_one(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    first = make_published(partnership, advisor, manager, starts_on=LATER)
    second = begin(first, manager)

    with pytest.raises(ValidationError) as caught:
        offer(second, manager, LATER - timedelta(days=1))

    assert caught.value.message_dict == {
        "starts_on": [
            "Op 20 december 2026 gaat al een andere versie in. Kies een dag vanaf dan."
        ]
    }


def test_two_people_at_one_draft_do_not_overwrite_each_other(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = start(partnership, advisor)
    save(version, "Van Noor", 0, advisor)

    with pytest.raises(ValidationError) as caught:
        save(version, "Van Roos", 0, manager)

    assert sentence(caught) == (
        "Iemand anders wijzigde deze versie terwijl u bezig was. Open haar opnieuw en "
        "vul uw wijziging nog een keer in."
    )
    version.refresh_from_db()
    assert (version.route.name, version.edits) == ("Van Noor", 1)


def save(
    version: PathwayVersion, name: str, seen_edits: int, actor: User
) -> PathwayVersion:
    """Rename a route."""
    return pathways.save_route(
        version=version,
        route=renamed(BASIC, name),
        seen_edits=seen_edits,
        what="naam",
        actor=actor,
        now=NOW,
    )


@pytest.mark.parametrize("status", ["offered", "published"])
def test_only_a_draft_is_edited_or_thrown_away(
    partnership: Partnership, advisor: User, manager: User, status: str
) -> None:
    version = offer(start(partnership, advisor), advisor)
    if status == "published":
        version = confirm(version, manager)

    with pytest.raises(PermissionDenied):
        save(version, "Anders", version.edits, advisor)
    with pytest.raises(PermissionDenied):
        pathways.discard_version(version=version, actor=advisor, now=NOW)

    version.refresh_from_db()
    assert version.route.name == "Basisroute"


def test_database_keeps_what_was_confirmed(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = make_published(partnership, advisor, manager)
    rows = PathwayVersion.objects.filter(pk=version.pk)

    with pytest.raises(Error), transaction.atomic():
        rows.update(content={})
    with pytest.raises(Error), transaction.atomic():
        rows.delete()

    version.refresh_from_db()
    assert version.route == BASIC


def test_what_was_offered_is_what_is_confirmed(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    read = offer(start(partnership, advisor), advisor)
    back = pathways.take_back_version(
        version=read, reason="De naam klopt niet.", actor=advisor, now=NOW
    )
    save(back, "Iets anders", back.edits, advisor)
    back.refresh_from_db()
    offer(back, advisor)

    with pytest.raises(ValidationError) as caught:
        pathways.publish_version(version=read, seen_edits=0, actor=manager, now=NOW)

    assert sentence(caught) == pathways.STALE
    read.refresh_from_db()
    assert read.status == Status.OFFERED


def test_other_party_sends_an_offer_back_with_a_reason(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    version = offer(start(partnership, advisor), advisor)

    with pytest.raises(ValidationError):
        pathways.take_back_version(version=version, reason=" ", actor=manager, now=NOW)
    back = pathways.take_back_version(
        version=version, reason="Zes weken is te lang.", actor=manager, now=NOW
    )

    assert (back.status, back.offered_by) == (Status.DRAFT, None)
    newest = Entry.objects.about(version).order_by("-pk")[0]
    assert newest.summary == (
        "Route R-BASIS, versie 1, is weer concept: Zes weken is te lang."
    )


def test_new_version_leaves_the_running_one_as_it_is(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    first = make_published(partnership, advisor, manager)
    draft = pathways.start_version(
        pathway=first.pathway,
        route=renamed(BASIC, "Nieuwe naam"),
        actor=manager,
        now=NOW,
    )

    second = confirm(offer(draft, manager, LATER), advisor)

    kind = RouteKind.PRESCHOOL
    assert in_force(partnership.pk, TODAY, kind) == [first]
    assert in_force(partnership.pk, LATER, kind) == [second]
    first.refresh_from_db()
    assert first.route == BASIC


def test_one_version_is_made_at_a_time(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    first = make_published(partnership, advisor, manager)
    begin(first, manager)

    with pytest.raises(ValidationError) as caught:
        begin(first, manager)

    assert sentence(caught) == "Er wordt al een nieuwe versie van deze route gemaakt."


def test_throwing_the_only_draft_away_takes_the_route_along(
    partnership: Partnership, advisor: User
) -> None:
    version = start(partnership, advisor)

    pathways.discard_version(version=version, actor=advisor, now=NOW)

    assert not Pathway.objects.exists()
    assert [one.verb for one in Entry.objects.order_by("pk")] == [
        "pathway.draft",
        "pathway.discard",
    ]


def test_throwing_a_later_draft_away_keeps_what_holds(
    partnership: Partnership, advisor: User, manager: User
) -> None:
    first = make_published(partnership, advisor, manager)
    draft = begin(first, manager)

    pathways.discard_version(version=draft, actor=advisor, now=NOW)

    assert list(PathwayVersion.objects.all()) == [first]
