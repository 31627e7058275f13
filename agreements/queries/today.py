"""All tasks of agreements for the start page, most urgent first."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Protocol

from agreements.queries.signing_tasks import signing_tasks
from agreements.queries.tasks import Task, agreement_tasks
from vve_portal.accounts.models import User


class TaskSource(Protocol):
    """What yields tasks of one kind for somebody."""

    def __call__(self, actor: User, *, today: date) -> Iterator[Task]: ...


TASK_SOURCES: Final[tuple[TaskSource, ...]] = (signing_tasks, agreement_tasks)


def open_tasks(actor: User, *, today: date) -> list[Task]:
    """Return what agreements ask of the actor; what has a day comes first."""
    tasks = [task for source in TASK_SOURCES for task in source(actor, today=today)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or today))
