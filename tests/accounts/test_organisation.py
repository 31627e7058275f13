"""What an organisation says of itself, and who may say it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from vve_portal.accounts.models import Organisation, User
from vve_portal.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SignIn = Callable[[User], Client]
FILLED_IN = {
    "legal_form": "stichting",
    "kvk_number": "1234 5678",
    "seat": "Verzonnenburg",
}


@pytest.mark.usefixtures("everywhere")
def test_an_administrator_describes_the_own_organisation(
    administrator: User, provider: Organisation, as_user: SignIn
) -> None:
    of_others = (provider.legal_form, provider.kvk_number, provider.seat)

    response = as_user(administrator).post(reverse("accounts:organisation"), FILLED_IN)

    own = Organisation.objects.get(pk=administrator.organisation_id)
    provider.refresh_from_db()
    assert response.headers["Location"] == reverse("accounts:people")
    assert (own.legal_form, own.kvk_number, own.seat) == (
        "stichting",
        "12345678",
        "Verzonnenburg",
    )
    assert (provider.legal_form, provider.kvk_number, provider.seat) == of_others
    assert Entry.objects.get(verb="organisation.described").actor == administrator


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("number", ["123", "1234567a", "123456789"])
def test_a_number_that_can_be_none_says_what_to_do(
    administrator: User, as_user: SignIn, number: str
) -> None:
    before = Organisation.objects.get(pk=administrator.organisation_id).kvk_number

    response = as_user(administrator).post(
        reverse("accounts:organisation"), {**FILLED_IN, "kvk_number": number}
    )

    own = Organisation.objects.get(pk=administrator.organisation_id)
    assert response.context["form"].errors == {
        "kvk_number": ["Vul de acht cijfers van het KvK-nummer in."]
    }
    assert own.kvk_number == before


def test_nobody_else_describes_it(advisor: User, as_user: SignIn) -> None:
    response = as_user(advisor).post(reverse("accounts:organisation"), FILLED_IN)

    own = Organisation.objects.get(pk=advisor.organisation_id)
    assert response.status_code == 403
    assert own.seat == "Verzonnen"
