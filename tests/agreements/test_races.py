"""Two people at once: the second one sees what the first did, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from agreements.areas import Chapter
from agreements.lifecycle import Step
from agreements.models import Agreement, Clause, ClauseVersion, Consent, ModelClause
from agreements.services.clauses import (
    Stale,
    add_clause,
    content_of_version,
    propose_version,
)
from agreements.services.consent import answer
from agreements.services.drafting import Source, start_agreement
from agreements.services.library import keep_in_library
from agreements.services.steps import take_step
from tests.agreements.building import add_clause_of, content, current_of, finish_text
from tests.factories import AgreementFactory
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.scopes import scope_of, scope_of_job
from vve_portal.audit.models import Entry

pytestmark = pytest.mark.postgresql
T = TypeVar("T")


@pytest.fixture
def shared(
    committed: None,  # noqa: ARG001 - both must see the same rows
    partnership: Partnership,
    advisor: User,
) -> Agreement:
    """An agreement that was really committed, so that two sessions reach it."""
    with scope(scope_of_job(partnership)):
        made: Agreement = AgreementFactory.create(
            partnership=partnership, created_by=advisor
        )
    return made


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Return what lets people do something at the same moment, each in a session."""

    def run(*deeds: tuple[User, Callable[[], T]]) -> list[T | Exception]:
        barrier = Barrier(len(deeds))

        def one(actor: User, deed: Callable[[], T]) -> T | Exception:
            try:
                barrier.wait(timeout=5)
                with scope(scope_of(actor)):
                    return deed()
            except (Stale, PermissionDenied, ValidationError) as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(deeds)) as pool:
            waiting = [pool.submit(one, *deed) for deed in deeds]
            return [each.result(timeout=20) for each in waiting]

    return run


@pytest.fixture
def clause(shared: Agreement) -> Clause:
    """A clause of that agreement."""
    with scope(scope_of_job(shared.partnership)):
        return add_clause_of(shared)


@pytest.fixture
def afterwards(shared: Agreement) -> Callable[[], Any]:
    """Return what opens the partnership's scope, to look at what is left."""
    return lambda: scope(scope_of_job(shared.partnership))


def test_of_two_who_save_the_same_clause_one_is_told(
    clause: Clause,
    advisor: User,
    manager: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
    afterwards: Callable[[], Any],
) -> None:
    with afterwards():
        base = content_of_version(current_of(clause))

    def save(actor: User) -> Callable[[], ClauseVersion]:
        return lambda: propose_version(
            clause=clause,
            base_number=1,
            content=replace(base, source_text=f"De tekst van {actor.name}."),
            reason="Beter.",
            actor=actor,
            now=now,
        )

    outcomes = at_once((advisor, save(advisor)), (manager, save(manager)))

    [saved] = [one for one in outcomes if isinstance(one, ClauseVersion)]
    [told] = [one for one in outcomes if isinstance(one, Stale)]
    assert told.current == saved
    with afterwards():
        assert current_of(clause) == saved
        assert ClauseVersion.objects.filter(clause=clause).count() == 2
        assert Entry.objects.about(clause).count() == 1


def test_two_of_one_party_who_answer_at_once_give_one_answer(
    clause: Clause,
    advisor: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
    afterwards: Callable[[], Any],
) -> None:
    with afterwards():
        version = current_of(clause)

    def agree() -> Consent:
        return answer(
            version=version, decision="agreed", reason="", actor=advisor, now=now
        )

    outcomes = at_once((advisor, agree), (advisor, agree))

    assert outcomes[0] == outcomes[1]
    with afterwards():
        assert Consent.objects.filter(version=version).count() == 1
        assert Entry.objects.about(clause).count() == 1


def test_a_consent_never_lands_on_a_version_that_was_just_replaced(
    clause: Clause,
    advisor: User,
    manager: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
    afterwards: Callable[[], Any],
) -> None:
    with afterwards():
        version = current_of(clause)
        base = content_of_version(version)

    at_once(
        (
            manager,
            lambda: answer(
                version=version, decision="agreed", reason="", actor=manager, now=now
            ),
        ),
        (
            advisor,
            lambda: propose_version(
                clause=clause,
                base_number=1,
                content=replace(base, title="Anders"),
                reason="Beter.",
                actor=advisor,
                now=now,
            ),
        ),
    )

    with afterwards():
        current = current_of(clause)
        assert (current.number, current.consents.count()) == (2, 0)


def test_two_new_clauses_get_two_codes(
    shared: Agreement,
    advisor: User,
    manager: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
) -> None:
    def add(actor: User) -> Callable[[], Clause]:
        return lambda: add_clause(
            agreement=shared,
            chapter=Chapter.REACH,
            content=content(title=f"Een afspraak van {actor.name}"),
            actor=actor,
            now=now,
        )

    added = at_once((advisor, add(advisor)), (manager, add(manager)))

    assert sorted(clause.code for clause in added) == ["G4-01", "G4-02"]


def test_two_agreements_that_start_at_once_get_two_references(
    shared: Agreement,
    advisor: User,
    manager: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
) -> None:
    def start(actor: User) -> Callable[[], Agreement]:
        return lambda: start_agreement(
            partnership=shared.partnership,
            title="Overeenkomst",
            starts_on=date(2028, 1, 1),
            ends_on=date(2028, 12, 31),
            source=Source.EMPTY,
            earlier=None,
            actor=actor,
            now=now,
        )

    started = at_once((advisor, start(advisor)), (manager, start(manager)))

    code = shared.partnership.code
    assert sorted(agreement.reference for agreement in started) == [
        f"VVE-2028-{code}-1",
        f"VVE-2028-{code}-2",
    ]


def test_models_kept_at_once_get_a_code_each(
    shared: Agreement,
    advisor: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
    afterwards: Callable[[], Any],
) -> None:
    with afterwards():
        clauses = [
            add_clause_of(
                AgreementFactory.create(
                    partnership=shared.partnership, created_by=advisor
                ),
                version__source_text=f"Tekst {number}.",
            )
            for number in range(6)
        ]

    def keep(clause: Clause) -> Callable[[], ModelClause]:
        return lambda: keep_in_library(clause=clause, actor=advisor, now=now)

    kept = at_once(*[(advisor, keep(clause)) for clause in clauses])

    assert sorted(model.code for model in kept) == [
        f"EIGEN-{number:02d}" for number in range(1, 7)
    ]


def test_of_two_who_declare_the_text_ready_one_is_first(
    shared: Agreement,
    advisor: User,
    manager: User,
    now: datetime,
    at_once: Callable[..., list[Any]],
    afterwards: Callable[[], Any],
) -> None:
    with afterwards():
        finish_text(shared)

    def declare(actor: User) -> Callable[[], Agreement]:
        return lambda: take_step(
            step=Step.DECLARE_READY, agreement=shared, actor=actor, now=now
        )

    outcomes = at_once((advisor, declare(advisor)), (manager, declare(manager)))

    assert sorted(type(one).__name__ for one in outcomes) == [
        "Agreement",
        "PermissionDenied",
    ]
    with afterwards():
        assert Entry.objects.about(shared).count() == 1
