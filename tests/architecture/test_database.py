"""The test database: as in production, and left as it was found."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.database import Rows, refuse_uncleaned
from tests.factories import OrganisationFactory
from vve_portal.accounts.models import Organisation


@pytest.mark.sqlite
@pytest.mark.django_db
def test_models_have_no_change_without_a_migration(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_tests_run_as_the_apps_own_role(as_owner: Callable[[str], Rows]) -> None:
    who = "SELECT session_user::text, current_database()::text"

    with connection.cursor() as cursor:
        cursor.execute(who)
        tests = cursor.fetchall()

    assert tests == [("portal_app", "test_vve_portal")]
    assert as_owner(who) == [("portal_owner", "test_vve_portal")]


@pytest.mark.sqlite
@pytest.mark.parametrize("time", ["first", "again"])
@pytest.mark.usefixtures("committed")
def test_what_a_test_commits_is_gone_afterwards(time: str) -> None:
    before = list(Organisation.objects.values_list("name", flat=True))

    with transaction.atomic():
        OrganisationFactory.create(name=time)

    assert before == []
    assert list(Organisation.objects.values_list("name", flat=True)) == [time]


@pytest.mark.postgresql
@pytest.mark.usefixtures("committed")
def test_what_is_committed_is_seen_by_somebody_else() -> None:
    OrganisationFactory.create(name="Voor iedereen")
    seen: list[str] = []

    def look() -> None:
        seen.extend(Organisation.objects.values_list("name", flat=True))
        connection.close()

    other = Thread(target=look)
    other.start()
    other.join()

    assert seen == ["Voor iedereen"]


@pytest.mark.django_db
def test_test_that_commits_without_cleaning_up_is_refused(
    request: pytest.FixtureRequest,
) -> None:
    refuse_uncleaned(request.node)
    request.node.add_marker(pytest.mark.django_db(transaction=True), append=False)

    with pytest.raises(pytest.UsageError, match="use the fixture `committed`"):
        refuse_uncleaned(request.node)
