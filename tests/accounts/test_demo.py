"""Trying out: signing in as anybody of the demo. Without DEBUG none of it exists."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from tests.accounts.conftest import PASSWORD, code_of
from tests.factories import DeviceFactory, RoleGrantFactory
from vve_portal.accounts.models import Session, User
from vve_portal.accounts.services.demo import enrol_demo_user

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def trying_out(settings: Settings) -> None:
    """Run as on somebody's own computer."""
    settings.DEBUG = True


@pytest.fixture
def outsider(advisor: User) -> User:
    """Somebody real: with an address that exists outside the demo."""
    grant = RoleGrantFactory.create(
        user__organisation=advisor.organisation, user__email="echt@waterrijk.nl"
    )
    user: User = grant.user
    return user


@pytest.mark.usefixtures("trying_out")
def test_sign_in_page_offers_the_people_of_the_demo(
    client: Client, advisor: User, manager: User, outsider: User
) -> None:
    page = client.get("/inloggen/")

    offered = [person.pk for person in page.context["demo_people"]]
    assert offered == [advisor.pk, manager.pk]
    assert outsider.name not in page.content.decode()


@pytest.mark.usefixtures("trying_out")
def test_demo_sign_in_still_asks_the_code_and_shows_it(
    client: Client, advisor: User
) -> None:
    begun = client.post(f"/inloggen/demo/{advisor.pk}/?next=/account/")
    closed = client.get("/account/")
    page = client.get(begun["Location"])
    done = client.post(begun["Location"], {"code": page.context["demo_code"]})

    assert begun["Location"] == "/inloggen/code/?next=%2Faccount%2F"
    assert closed.status_code == 302
    assert page.context["demo_code"] in page.content.decode()
    assert done["Location"] == "/account/"


@pytest.mark.usefixtures("trying_out")
def test_code_shown_after_one_was_used_is_accepted_too(
    client: Client, advisor: User
) -> None:
    begun = client.post(f"/inloggen/demo/{advisor.pk}/")
    first = client.get(begun["Location"]).context["demo_code"]
    client.post(begun["Location"], {"code": first})

    second = client.get("/account/herstelcodes/").context["demo_code"]
    done = client.post("/account/herstelcodes/", {"code": second})

    assert second != first
    assert len(done.context["codes"]) == 10


@pytest.mark.usefixtures("trying_out")
def test_real_people_are_not_signed_in_nor_shown_a_code(
    client: Client, outsider: User
) -> None:
    device = DeviceFactory.create(user=outsider)

    refused = client.post(f"/inloggen/demo/{outsider.pk}/")
    client.post("/inloggen/", {"email": outsider.email, "password": PASSWORD})
    page = client.get("/inloggen/code/")

    assert refused.status_code == 404
    assert page.context["demo_code"] == ""
    assert code_of(device) not in page.content.decode()


def test_without_debug_there_is_no_demo(
    client: Client, type_password: Callable[[User], Client], advisor: User
) -> None:
    device = DeviceFactory.create(user=advisor)

    page = client.get("/inloggen/")
    refused = client.post(f"/inloggen/demo/{advisor.pk}/")
    sessions = Session.objects.count()
    code_page = type_password(advisor).get("/inloggen/code/")

    assert page.context["demo_people"] == ()
    assert advisor.name not in page.content.decode()
    assert (refused.status_code, sessions) == (404, 0)
    assert code_page.context["demo_code"] == ""
    assert code_of(device) not in code_page.content.decode()


def test_without_debug_nobody_is_given_an_app(advisor: User) -> None:
    with pytest.raises(PermissionError):
        enrol_demo_user(user=advisor)

    assert TOTPDevice.objects.count() == 0


@pytest.mark.usefixtures("trying_out")
def test_demo_sign_in_is_no_link(client: Client, advisor: User) -> None:
    assert client.get(f"/inloggen/demo/{advisor.pk}/").status_code == 405
