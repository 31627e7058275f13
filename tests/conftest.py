"""One cast for every test: two parties that work together, and a stranger."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from tests.factories import (
    NOW,
    TODAY,
    DeviceFactory,
    OrganisationFactory,
    PartnershipFactory,
    RoleGrantFactory,
    UserFactory,
)
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Organisation, Partnership, User
from vve_portal.accounts.queries import with_reach
from vve_portal.accounts.roles import Role
from vve_portal.accounts.scopes import scope_of

pytest_plugins = ["tests.database", "tests.signing"]


@pytest.fixture
def today() -> date:
    """The day on which the tests play."""
    return TODAY


@pytest.fixture
def now() -> datetime:
    """The moment at which the tests play."""
    return NOW


@pytest.fixture
def partnership(
    db: None,  # noqa: ARG001 - opens the database
) -> Partnership:
    """The partnership that the cast belongs to."""
    made: Partnership = PartnershipFactory.create()
    return made


@pytest.fixture
def municipality(partnership: Partnership) -> Organisation:
    """The municipality of the cast."""
    return partnership.municipality


@pytest.fixture
def provider(partnership: Partnership) -> Organisation:
    """The JGZ provider of the cast."""
    return partnership.provider


def person(organisation: Organisation, *roles: Role, name: str) -> User:
    """Make somebody who holds `roles` and can be asked what he may."""
    user: User = UserFactory.create(organisation=organisation, name=name)
    for role in roles:
        RoleGrantFactory.create(user=user, role=role)
    return with_reach(user, today=TODAY)


@pytest.fixture
def advisor(municipality: Organisation) -> User:
    """The municipality's policy advisor, who drafts and agrees."""
    return person(municipality, Role.POLICY_ADVISOR, name="Noor Voorbeeld")


@pytest.fixture
def contract_manager(municipality: Organisation) -> User:
    """The municipality's contract manager, who minds the money."""
    return person(municipality, Role.CONTRACT_MANAGER, name="Bo Bedragen")


@pytest.fixture
def alderman(municipality: Organisation) -> User:
    """The municipality's alderman, who signs."""
    return person(municipality, Role.ALDERMAN, name="Mees Fictief")


@pytest.fixture
def clerk(municipality: Organisation) -> User:
    """The council's clerk, who reads what was signed."""
    return person(municipality, Role.CLERK, name="Gijs Griffie")


@pytest.fixture
def administrator(municipality: Organisation) -> User:
    """The municipality's administrator, who invites people and gives roles."""
    return person(municipality, Role.ADMINISTRATOR, name="Ada Beheer")


@pytest.fixture
def manager(provider: Organisation) -> User:
    """The provider's manager, who agrees and signs."""
    return person(provider, Role.JGZ_MANAGER, name="Roos Testman")


@pytest.fixture
def coordinator(provider: Organisation) -> User:
    """The provider's VVE coordinator, who proposes."""
    return person(provider, Role.VVE_COORDINATOR, name="Ilse Denkbeeld")


@pytest.fixture
def nurse(provider: Organisation) -> User:
    """A nurse of the provider, who reads."""
    return person(provider, Role.NURSE, name="Fenna Proef")


@pytest.fixture
def preschool_contact(
    db: None,  # noqa: ARG001 - opens the database
) -> User:
    """Somebody of a preschool, who has nothing to do with agreements."""
    holder: Organisation = OrganisationFactory.create(preschool=True)
    return person(holder, Role.PRESCHOOL_CONTACT, name="Pim Peuter")


@pytest.fixture
def stranger(
    db: None,  # noqa: ARG001 - opens the database
) -> User:
    """A policy advisor elsewhere, who must never see a row of the cast."""
    elsewhere: Partnership = PartnershipFactory.create()
    return person(elsewhere.municipality, Role.POLICY_ADVISOR, name="Vera Vreemd")


@pytest.fixture
def in_scope() -> Callable[[User], AbstractContextManager[None]]:
    """Return what opens the scope of a user, as a context."""

    def act_for(user: User) -> AbstractContextManager[None]:
        return scope(scope_of(user))

    return act_for


@pytest.fixture
def everywhere(
    partnership: Partnership,  # noqa: ARG001 - is reached
    stranger: User,  # noqa: ARG001 - is reached
) -> Iterator[None]:
    """Reach the rows of the cast and of the stranger: for arranging, never for acting.

    Only a test can say this: it names every partnership and organisation there is.
    """
    partnerships = frozenset(Partnership.objects.values_list("pk", flat=True))
    organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    with scope(Scope(partnerships, organisations=organisations | {0})):
        yield


@pytest.fixture
def as_user(
    client: Client,
    db: None,  # noqa: ARG001 - opens the database
) -> Callable[[User], Client]:
    """Return what signs somebody in, second factor and all, and gives the client."""

    def sign_in(user: User) -> Client:
        device = DeviceFactory.create(user=user)
        client.force_login(user, backend="vve_portal.accounts.backends.ActorBackend")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return sign_in
