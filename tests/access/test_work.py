"""The task worker stays outside when its role sees too much."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from vve_portal.access.management.commands.work import Command


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_worker_does_not_start_with_a_right_too_many(
    committed: None,  # noqa: ARG001 - the role is changed for real
    as_owner: Callable[[str], Any],
) -> None:
    as_owner("GRANT CREATE ON SCHEMA public TO portal_app")

    with pytest.raises(ImproperlyConfigured, match="may create tables"):
        Command().handle()
