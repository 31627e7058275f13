"""What agreements ask of somebody today."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from agreements.models import Agreement
from agreements.queries import Task, open_tasks
from agreements.queries.tasks import agreement_tasks
from tests.agreements.building import (
    add_clause_of,
    add_version_of,
    current_of,
    finish_text,
    let_agree,
)
from tests.factories import AgreementFactory, ConsentFactory
from vve_portal.accounts.models import User

pytestmark = pytest.mark.usefixtures("at_home")
READERS = ["alderman", "nurse", "clerk", "administrator", "stranger"]


@pytest.mark.sqlite
def test_clauses_that_wait_for_me_are_one_task(
    agreement: Agreement, advisor: User, manager: User, today: date
) -> None:
    for clause in (add_clause_of(agreement), add_clause_of(agreement)):
        let_agree(clause, advisor.organisation)
    left_out = add_clause_of(agreement)
    add_version_of(left_out, is_dropped=True, in_draft=True)

    assert open_tasks(manager, today=today) == [
        Task(
            "2 afspraken wachten op uw akkoord",
            reverse("agreements:waiting", args=[agreement.pk]),
            agreement.title,
        )
    ]
    assert open_tasks(advisor, today=today) == []


def test_an_older_consent_does_not_count(
    agreement: Agreement, manager: User, today: date
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause)
    add_version_of(clause)

    [task] = open_tasks(manager, today=today)

    assert task.title == "1 afspraak wacht op uw akkoord"


def test_a_refusal_is_a_task_of_who_proposed(
    agreement: Agreement, advisor: User, manager: User, today: date
) -> None:
    clause = add_clause_of(agreement)
    let_agree(clause, advisor.organisation)
    ConsentFactory.create(
        version=current_of(clause),
        organisation=manager.organisation,
        decision="refused",
        reason="Te duur.",
    )

    assert open_tasks(advisor, today=today) == [
        Task(
            "1 voorstel is niet akkoord",
            agreement.get_absolute_url(),
            f"{agreement.title}: lees de reden en doe een nieuw voorstel.",
        )
    ]
    assert open_tasks(manager, today=today) == []


def test_a_finished_text_asks_to_be_declared_ready(
    agreement: Agreement, advisor: User, coordinator: User, today: date
) -> None:
    finish_text(agreement)

    assert open_tasks(advisor, today=today) == [
        Task(
            "Meld de tekst klaar voor ondertekening",
            reverse("agreements:readiness", args=[agreement.pk]),
            f"{agreement.title}: beide partijen zijn akkoord met elke afspraak.",
        )
    ]
    assert open_tasks(coordinator, today=today) == []


def test_a_ready_text_asks_to_prepare_signing(
    agreement: Agreement, contract_manager: User, today: date
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(status=Agreement.Status.READY)

    assert open_tasks(contract_manager, today=today) == [
        Task(
            "Bereid de ondertekening voor",
            reverse("agreements:readiness", args=[agreement.pk]),
            f"{agreement.title} is klaar gemeld.",
        )
    ]


@pytest.mark.parametrize(("days", "tasks"), [(0, 1), (90, 1), (91, 0), (-1, 0)])
def test_an_agreement_that_ends_within_ninety_days_asks_for_a_next(
    days: int, tasks: int, agreement: Agreement, advisor: User, today: date
) -> None:
    ends_on = today + timedelta(days=days)
    signed: Agreement = AgreementFactory.create(
        partnership=agreement.partnership,
        created_by=agreement.created_by,
        signed=True,
        starts_on=date(2026, 1, 1),
        ends_on=ends_on,
    )
    agreement.delete()

    found = open_tasks(advisor, today=today)

    assert len(found) == tasks
    assert {task.due for task in found} == ({ends_on} if tasks else set())
    assert Agreement.objects.get() == signed


def test_a_next_agreement_takes_that_task_away(
    agreement: Agreement, advisor: User, today: date
) -> None:
    AgreementFactory.create(
        partnership=agreement.partnership,
        created_by=agreement.created_by,
        signed=True,
        starts_on=date(2026, 1, 1),
        ends_on=today,
    )

    assert open_tasks(advisor, today=today) == []


@pytest.mark.parametrize("name", READERS)
def test_readers_have_nothing_to_do(
    name: str, agreement: Agreement, today: date, request: pytest.FixtureRequest
) -> None:
    add_clause_of(agreement)

    assert open_tasks(request.getfixturevalue(name), today=today) == []


def test_a_draft_asks_nothing_of_the_other_party(
    draft: Agreement, manager: User, today: date
) -> None:
    add_clause_of(draft)

    assert open_tasks(manager, today=today) == []


def test_what_has_a_day_comes_first(agreement: Agreement, advisor: User) -> None:
    add_clause_of(agreement)
    AgreementFactory.create(
        created_by=agreement.created_by,
        partnership=agreement.partnership,
        signed=True,
        starts_on=date(2027, 2, 1),
        ends_on=date(2027, 2, 2),
    )

    found = open_tasks(advisor, today=date(2027, 2, 1))

    assert [task.due for task in found] == [date(2027, 2, 2), None]


@pytest.mark.parametrize("count", [1, 5])
def test_tasks_take_as_many_queries_for_many_agreements_as_for_one(
    count: int,
    agreement: Agreement,
    advisor: User,
    today: date,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count):
        other: Agreement = AgreementFactory.create(
            partnership=agreement.partnership, created_by=agreement.created_by
        )
        add_clause_of(other)

    with django_assert_num_queries(6):
        found = list(agreement_tasks(advisor, today=today))

    assert len(found) == count
