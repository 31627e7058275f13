"""What the portal refuses to serve from."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from vve_portal.access.database import refuse_unsafe_role

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite(only=True)]


def test_another_database_than_postgresql_serves_nobody(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(ImproperlyConfigured, match="Only PostgreSQL serves"):
        refuse_unsafe_role()


def test_another_database_is_there_to_try_out(settings: Settings) -> None:
    settings.DEBUG = True

    refuse_unsafe_role()
