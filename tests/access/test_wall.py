"""The second wall: what PostgreSQL itself refuses, whatever the code asks for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.utils import DataError, IntegrityError, ProgrammingError

from agreements.models import Agreement, Clause
from tests.factories import AgreementFactory, ClauseFactory, MandateFactory
from vve_portal.access import database
from vve_portal.access.scope import Scope, scope
from vve_portal.accounts.models import Mandate, Partnership, User

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

Opener = Callable[[User], AbstractContextManager[None]]


def tell(value: str) -> None:
    """Set the scope as injected SQL could."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.scope', %s, true)", [value])


@pytest.fixture
def reachable(partnership: Partnership) -> Scope:
    """Return the scope of a partnership that has an agreement to hide."""
    wanted = Scope(partnerships=frozenset({partnership.pk}))
    with scope(wanted):
        AgreementFactory.create(partnership=partnership)
    return wanted


def count_as(value: str) -> int:
    """Set the scope as injected SQL could, and read a protected table."""
    tell(value)
    return Agreement.objects.count()


def run(statement: str) -> None:
    """Run SQL as the app's role."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def current() -> str:
    """Read the scope as injected SQL could."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.scope', true)")
        return str(cursor.fetchone()[0])


def test_every_table_of_a_partnership_has_its_policy() -> None:
    assert database.unprotected_tables() == []


def test_a_table_without_policy_is_named(
    committed: None,  # noqa: ARG001 - the tables are changed for real
    as_owner: Callable[[str], Any],
) -> None:
    as_owner("CREATE TABLE naked (id int, partnership_id bigint)")
    as_owner("CREATE VIEW peeping AS SELECT * FROM agreements_agreement")
    as_owner("GRANT SELECT ON peeping TO portal_app")

    assert database.unprotected_tables() == ["naked", "peeping"]


def test_a_table_whose_policy_was_dropped_is_named(
    committed: None,  # noqa: ARG001 - the tables are changed for real
    as_owner: Callable[[str], Any],
) -> None:
    as_owner("DROP POLICY shared ON agreements_clause")

    assert database.unprotected_tables() == ["agreements_clause"]


@pytest.mark.usefixtures("reachable")
def test_without_scope_a_protected_table_refuses_loudly() -> None:
    with pytest.raises(ProgrammingError, match="no scope"), transaction.atomic():
        Agreement.objects.count()


@pytest.mark.usefixtures("everywhere")
def test_a_scope_shows_its_own_partnership_and_hides_the_other(
    advisor: User, stranger: User, partnership: Partnership, in_scope: Opener
) -> None:
    own = AgreementFactory.create(partnership=partnership)
    other = AgreementFactory.create(
        partnership=Partnership.objects.get(municipality=stranger.organisation)
    )

    with in_scope(advisor):
        seen_by_advisor = list(Agreement.objects.values_list("pk", flat=True))
    with in_scope(stranger):
        seen_by_stranger = list(Agreement.objects.values_list("pk", flat=True))

    assert seen_by_advisor == [own.pk]
    assert seen_by_stranger == [other.pk]


@pytest.mark.usefixtures("everywhere")
def test_a_row_of_another_partnership_cannot_be_written(
    advisor: User, stranger: User, in_scope: Opener
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)

    with (
        in_scope(advisor),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        AgreementFactory.create(partnership=elsewhere)


@pytest.mark.usefixtures("everywhere")
def test_a_clause_cannot_hang_on_an_agreement_of_another_partnership(
    partnership: Partnership, stranger: User
) -> None:
    elsewhere = Partnership.objects.get(municipality=stranger.organisation)
    agreement = AgreementFactory.create(partnership=elsewhere)

    run("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(IntegrityError, match="same_partnership"),
        transaction.atomic(),
    ):
        Clause.objects.create(
            agreement=agreement,
            partnership=partnership,
            chapter=1,
            code="G1-99",
            position=1,
        )


@pytest.mark.usefixtures("reachable")
def test_a_scope_that_was_made_up_is_refused() -> None:
    with pytest.raises(ProgrammingError, match="forged scope"), transaction.atomic():
        count_as(f"{connection.connection.info.backend_pid}|{{1,2,3}}||all||#0000")


def test_a_scope_that_was_widened_is_refused(reachable: Scope) -> None:
    with (
        pytest.raises(ProgrammingError, match="forged scope"),
        scope(reachable),
    ):
        count_as(current().replace("|{", "|{1,2,", 1))


def test_a_scope_of_another_session_is_refused(reachable: Scope) -> None:
    elsewhere = connection.connection.info.backend_pid + 1
    with pytest.raises(ProgrammingError, match="forged scope"), transaction.atomic():
        count_as(reachable.signed_for(elsewhere))


def test_the_app_cannot_read_the_scope_key() -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied for schema"),
        transaction.atomic(),
    ):
        run("SELECT key FROM portal_secret.scope_key")


def test_the_app_cannot_put_a_temporary_table_before_the_key() -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        run("CREATE TEMPORARY TABLE scope_key (key bytea)")


def test_a_scope_ends_with_its_transaction(reachable: Scope) -> None:
    with scope(reachable):
        assert Agreement.objects.count() == 1

    with pytest.raises(ProgrammingError, match="no scope"), transaction.atomic():
        Agreement.objects.count()


def test_an_inner_scope_gives_the_outer_one_back() -> None:
    with scope(Scope(partnerships=frozenset({1}))):
        outer = current()
        with scope(Scope(partnerships=frozenset({2}))):
            inner = current()

        assert current() == outer
    assert inner != outer


@pytest.mark.usefixtures("everywhere")
def test_a_version_cannot_be_changed(partnership: Partnership) -> None:
    version = ClauseFactory.create(agreement__partnership=partnership).current

    assert version is not None
    version.title = "Iets anders"

    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        version.save()


@pytest.mark.usefixtures("everywhere")
def test_only_the_partners_see_a_mandate(
    partnership: Partnership, stranger: User, advisor: User, in_scope: Opener
) -> None:
    mandate = MandateFactory.create(partnership=partnership)

    with in_scope(advisor):
        seen_by_advisor = list(Mandate.objects.values_list("pk", flat=True))
    with in_scope(stranger):
        seen_by_stranger = list(Mandate.objects.values_list("pk", flat=True))

    assert seen_by_advisor == [mandate.pk]
    assert seen_by_stranger == []


def test_the_tests_run_as_a_role_that_the_portal_accepts() -> None:
    database.refuse_unsafe_role()


@pytest.mark.parametrize(
    ("right", "fault"),
    [
        ("CREATE ON SCHEMA public", "may create tables and functions"),
        ("USAGE ON SCHEMA portal_secret", "may reach the scope key"),
        ("TEMPORARY ON DATABASE {database}", "may make temporary tables"),
    ],
)
def test_the_portal_does_not_start_with_a_right_too_many(
    committed: None,  # noqa: ARG001 - the role is changed for real
    as_owner: Callable[[str], Any],
    right: str,
    fault: str,
) -> None:
    name = connection.settings_dict["NAME"]
    as_owner(f"GRANT {right.format(database=name)} TO portal_app")

    with pytest.raises(ImproperlyConfigured, match=fault):
        database.refuse_unsafe_role()


@pytest.mark.usefixtures("everywhere")
def test_two_agreements_cannot_be_in_force_on_one_day(
    partnership: Partnership,
) -> None:
    AgreementFactory.create(partnership=partnership, signed=True)

    with (
        pytest.raises((IntegrityError, DataError), match="one_in_force_per_day"),
        transaction.atomic(),
    ):
        AgreementFactory.create(partnership=partnership, signed=True)
