"""What is done at the server before anybody can sign in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.conftest import ANOTHER_PASSWORD, on_record
from tests.factories import OrganisationFactory
from vve_portal.accounts.models import Invitation, Organisation, Partnership, User

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADMINISTRATOR = [
    "--administrator-email",
    "Ada@Nieuwland.example",
    "--administrator-name",
    "Ada Beheer",
]
NIEUWLAND = ["Gemeente Nieuwland", "--kind", "municipality", "--cbs-code", "GM9999"]


def run(*words: str) -> str:
    """Run a command and return what it printed."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_first_administrator_of_a_new_organisation_gets_in_by_the_link() -> None:
    printed = run("add_organisation", *NIEUWLAND, *ADMINISTRATOR)
    path = printed.split("http://127.0.0.1:8000")[1].strip()
    chosen = {"password": ANOTHER_PASSWORD, "again": ANOTHER_PASSWORD}

    Client().post(path, {"name": "Ada Beheer", **chosen})

    user = User.objects.get(email="ada@nieuwland.example")
    assert user.organisation.cbs_code == "GM9999"
    assert [grant.role for grant in user.grants.all()] == ["administrator"]
    assert [entry.summary for entry in on_record()] == [
        "Gemeente Nieuwland is toegevoegd.",
        "Ada Beheer is uitgenodigd als beheerder van Gemeente Nieuwland.",
        "Ada Beheer heeft de uitnodiging aangenomen.",
    ]


def test_second_run_invites_and_adds_nothing() -> None:
    run("add_organisation", *NIEUWLAND, *ADMINISTRATOR)

    run("add_organisation", *NIEUWLAND, *ADMINISTRATOR)

    assert Organisation.objects.count() == 1
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    "words",
    [
        ["Gemeente Nieuwland", "--kind", "municipality"],
        ["JGZ Nieuwland", "--kind", "jgz"],
        ["JGZ Nieuwland", "--kind", "jgz", "--jgz-type", "ggd", "--cbs-code", "GM1"],
    ],
)
def test_organisation_that_does_not_hold_together_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandError):
        run("add_organisation", *words, *ADMINISTRATOR)

    assert Organisation.objects.count() == 0


def test_address_with_an_account_is_refused(administrator: User) -> None:
    with pytest.raises(CommandError, match="heeft al een account"):
        run(
            "add_organisation",
            *NIEUWLAND,
            "--administrator-email",
            administrator.email.upper(),
            "--administrator-name",
            "Ada",
        )


def test_partnership_ties_two_organisations() -> None:
    municipality = OrganisationFactory.create(municipality=True)
    provider = OrganisationFactory.create(jgz=True)
    words = [
        *("add_partnership", "NIE", "--starts-on", "2027-01-01"),
        *("--municipality", municipality.name, "--provider", provider.name),
    ]

    run(*words)

    made = Partnership.objects.get()
    (entry,) = on_record()
    assert made.parties == (municipality, provider)
    assert (entry.verb, entry.partnership_id) == ("partnership.added", made.pk)
    with pytest.raises(CommandError):
        run(*words)


def test_partnership_of_the_wrong_kinds_is_refused() -> None:
    municipality = OrganisationFactory.create(municipality=True)

    with pytest.raises(CommandError, match="Er is geen JGZ-organisatie met de naam"):
        run(
            *("add_partnership", "NIE", "--starts-on", "2027-01-01"),
            *("--municipality", municipality.name, "--provider", municipality.name),
        )

    assert Partnership.objects.count() == 0
