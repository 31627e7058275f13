"""Who works where, and that nobody gives himself another holder's children."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from referrals.models import ChainPartner, Location
from referrals.queries.workplaces import held_locations, own_links
from referrals.services.workplaces import (
    end_workplace,
    give_location,
    give_partnership,
    link_holder,
    link_partner,
    unlink_partner,
)
from tests.conftest import person
from tests.factories import NOW, TODAY, OrganisationFactory
from tests.referrals.preschools import Preschools
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User, Workplace
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of_children_job

pytestmark = pytest.mark.django_db

Opener = Callable[[User], AbstractContextManager[None]]
SignIn = Callable[[User], Client]


@pytest.fixture
def keeper(preschools: Preschools) -> User:
    """The administrator of the first holder, who works nowhere himself."""
    holder = preschools.contact.organisation
    return person(holder, Role.ADMINISTRATOR, name="Bea Beheer")


@pytest.fixture
def newcomer(preschools: Preschools) -> User:
    """A new colleague of the first holder, without a workplace."""
    holder = preschools.contact.organisation
    return person(holder, Role.PRESCHOOL_CONTACT, name="Nina Nieuw")


@pytest.fixture
def anchor() -> User:
    """The administrator of a partner organisation."""
    partner = OrganisationFactory.create(name="Het Anker")
    return person(partner, Role.ADMINISTRATOR, name="Ank Anker")


def test_an_administrator_finds_the_preschools_of_the_own_holder_only(
    preschools: Preschools, keeper: User, in_scope: Opener
) -> None:
    with in_scope(keeper):
        found = list(held_locations(keeper))
        reached = list(Location.objects.order_by("pk"))

    assert found == reached == [preschools.here]


def test_a_colleague_gets_a_workplace_and_the_children_with_it(
    preschools: Preschools, keeper: User, newcomer: User, in_scope: Opener
) -> None:
    with in_scope(keeper):
        give_location(person=newcomer, location=preschools.here, actor=keeper, now=NOW)

    assert with_reach(newcomer, today=TODAY).location_ids == {preschools.here.pk}


@pytest.mark.parametrize("who", ["newcomer", "keeper"])
def test_nobody_gives_a_location_of_another_holder(
    preschools: Preschools,
    keeper: User,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    receiver: User = request.getfixturevalue(who)
    before = Workplace.objects.count()

    # Also where the row itself can be reached.
    with (
        scope(scope_of_children_job(preschools.here.partnership)),
        pytest.raises(PermissionDenied, match="niet van uw organisatie"),
    ):
        give_location(person=receiver, location=preschools.there, actor=keeper, now=NOW)

    assert Workplace.objects.count() == before


def test_nobody_gives_a_stranger_a_workplace(
    preschools: Preschools, keeper: User, in_scope: Opener
) -> None:
    with (
        in_scope(keeper),
        pytest.raises(PermissionDenied, match="niet bij uw organisatie"),
    ):
        give_location(
            person=preschools.other,
            location=preschools.here,
            actor=keeper,
            now=NOW,
        )


def test_a_contact_does_not_give_workplaces(
    preschools: Preschools, newcomer: User, in_scope: Opener
) -> None:
    with (
        in_scope(preschools.contact),
        pytest.raises(PermissionDenied, match="functioneel beheerder"),
    ):
        give_location(
            person=newcomer,
            location=preschools.here,
            actor=preschools.contact,
            now=NOW,
        )


def test_a_workplace_is_given_once(
    preschools: Preschools, keeper: User, in_scope: Opener
) -> None:
    with in_scope(keeper), pytest.raises(ValidationError, match="werkt hier al"):
        give_location(
            person=preschools.contact,
            location=preschools.here,
            actor=keeper,
            now=NOW,
        )


def test_an_ended_workplace_shows_nothing_any_more(
    preschools: Preschools, keeper: User, in_scope: Opener
) -> None:
    workplace = preschools.contact.workplaces.get()

    with in_scope(keeper):
        end_workplace(workplace=workplace, actor=keeper, now=NOW)
        with pytest.raises(PermissionDenied, match="al beëindigd"):
            end_workplace(workplace=workplace, actor=keeper, now=NOW)

    assert with_reach(preschools.contact, today=TODAY).location_ids == set()


def test_the_jgz_links_a_holder_and_people_of_another_one_leave(
    preschools: Preschools, coordinator: User, in_scope: Opener
) -> None:
    new_holder = OrganisationFactory.create(preschool=True)

    with in_scope(coordinator):
        location = link_holder(
            location=preschools.here, holder=new_holder, actor=coordinator, now=NOW
        )

    assert location.holder == new_holder
    assert with_reach(preschools.contact, today=TODAY).location_ids == set()
    assert with_reach(preschools.other, today=TODAY).location_ids == {
        preschools.there.pk
    }


def test_a_partner_holds_no_preschool(
    preschools: Preschools, coordinator: User, in_scope: Opener, anchor: User
) -> None:
    with in_scope(coordinator), pytest.raises(ValidationError, match="houder"):
        link_holder(
            location=preschools.here,
            holder=anchor.organisation,
            actor=coordinator,
            now=NOW,
        )


@pytest.mark.parametrize("who", ["nurse", "advisor", "manager", "keeper"])
def test_others_link_no_holder(
    preschools: Preschools, who: str, request: pytest.FixtureRequest
) -> None:
    actor: User = request.getfixturevalue(who)

    with (
        scope(scope_of_children_job(preschools.here.partnership)),
        pytest.raises(PermissionDenied),
    ):
        link_holder(
            location=preschools.there,
            holder=preschools.contact.organisation,
            actor=actor,
            now=NOW,
        )


def test_a_partner_helps_once_the_jgz_says_so_and_no_longer(
    partnership: Partnership, coordinator: User, anchor: User, in_scope: Opener
) -> None:
    helper = person(anchor.organisation, Role.OUTREACH_WORKER, name="Tess Toe")

    with in_scope(anchor):
        before = list(own_links(anchor))
    with in_scope(coordinator):
        link = link_partner(
            partnership=partnership,
            organisation=anchor.organisation,
            actor=coordinator,
            now=NOW,
        )
    with in_scope(anchor):
        after = list(own_links(anchor))
        give_partnership(person=helper, link=link, actor=anchor, now=NOW)
    helping = with_reach(helper, today=TODAY).children_ids
    with in_scope(coordinator):
        unlink_partner(link=link, actor=coordinator, now=NOW)

    assert (before, after) == ([], [link])
    assert helping == {partnership.pk}
    assert with_reach(helper, today=TODAY).children_ids == set()


def test_nobody_helps_where_the_own_organisation_was_not_asked(
    partnership: Partnership, coordinator: User, anchor: User
) -> None:
    other = OrganisationFactory.create()
    helper = person(anchor.organisation, Role.OUTREACH_WORKER, name="Tess Toe")

    with scope(scope_of_children_job(partnership)):
        link = ChainPartner.objects.create(
            partnership=partnership,
            organisation=other,
            linked_by=coordinator,
            linked_at=NOW,
        )
        with pytest.raises(PermissionDenied, match="werkt niet mee"):
            give_partnership(person=helper, link=link, actor=anchor, now=NOW)

    assert Workplace.objects.filter(user=helper).count() == 0


def test_another_jgz_lets_nobody_help_here(
    partnership: Partnership, anchor: User, preschools: Preschools
) -> None:
    elsewhere = OrganisationFactory.create(jgz=True)
    stranger = person(elsewhere, Role.VVE_COORDINATOR, name="Els Elders")

    with (
        scope(scope_of_children_job(preschools.here.partnership)),
        pytest.raises(PermissionDenied, match="ander samenwerkingsverband"),
    ):
        link_partner(
            partnership=partnership,
            organisation=anchor.organisation,
            actor=stranger,
            now=NOW,
        )


@time_machine.travel(NOW, tick=False)
def test_the_page_offers_the_own_locations_and_refuses_a_forged_one(
    preschools: Preschools, keeper: User, newcomer: User, as_user: SignIn
) -> None:
    client = as_user(keeper)
    url = reverse("referrals:workplaces")

    forged = client.post(url, {"person": newcomer.pk, "place": preschools.there.pk})
    given = client.post(url, {"person": newcomer.pk, "place": preschools.here.pk})

    assert forged.context["form"].errors == {"place": ["Kies iets uit de lijst."]}
    assert given["Location"] == url
    assert [one.location_id for one in newcomer.workplaces.all()] == [
        preschools.here.pk
    ]


@time_machine.travel(NOW, tick=False)
def test_the_administrator_of_another_holder_ends_nothing(
    preschools: Preschools, as_user: SignIn
) -> None:
    other = person(preschools.other.organisation, Role.ADMINISTRATOR, name="Ben Buiten")
    workplace = preschools.contact.workplaces.get()

    response = as_user(other).post(
        reverse("referrals:workplace-end", args=[workplace.pk])
    )

    workplace.refresh_from_db()
    assert (response.status_code, workplace.ended_at) == (404, None)
